"""The chat as the workers use it: slots, pictures and endings, through aiogram."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn, TypeAlias, TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction, ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    GetMe,
    SendChatAction,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from drawing.lifecycle import Drawing
from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatMuted,
    ChatRefused,
    ChatUnreachable,
    PhotosForbidden,
    SlotGone,
)
from drawing.records import Outage, Picture, Slot, WaitEstimate
from handlers.telegram.calls import call_within
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.concessions import Concession, conceded, next_concessions, possible
from handlers.telegram.errors import chat_error, is_not_modified, refusal_of
from handlers.telegram.flood import FloodControl, Turn
from handlers.telegram.refusals import Verdict, summary, verdict
from handlers.telegram.uploads import Upload
from handlers.views.captions import caption, ending
from handlers.views.keyboards import ending_keyboard, picture_keyboard, slot_keyboard
from handlers.views.slots import waiting, with_change, working
from handlers.views.texts import texts_in

logger = logging.getLogger(__name__)

T = TypeVar("T")
Follow: TypeAlias = Callable[[int, int], Awaitable[None]]

# Telegram's limits of a photo (Bot API, sendPhoto); what is beyond them goes as a document.
_PHOTO_BYTES: Final = 10 * 1024 * 1024
_PHOTO_SIDES: Final = 10_000  # width and height together
_PHOTO_RATIO: Final = 20
_SUFFIXES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_TIMEOUT: Final = 10.0  # real seconds
_ACTION_TIMEOUT: Final = 5.0  # real seconds; an action is shown for as long (Bot API, sendChatAction)
_IDS: Final = range(1, 2**31)  # of messages
_UNKNOWN_ID: Final = 0
"""Of a slot that stands in the chat, and Telegram did not say in which message."""
_FAULTS: Final = (Verdict.PUT_OFF, Verdict.TOO_LARGE)  # of which the owner may have to mend something
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Calls Telegram in the chat's turn, and translates its errors to those of the port."""

    def __init__(self, bot: Bot, flood: FloodControl, *, follow: Follow | None = None) -> None:
        """`follow` is told the old and the new id of a group that is found to have become a supergroup."""
        self._bot = bot
        self._flood = flood
        self._follow = follow

    async def __call__(
        self,
        chat_id: int,
        method: TelegramMethod[T] | Upload[T],
        *,
        turn: Turn | None = Turn.DRAWING,
        thread_id: int | None = None,
    ) -> T:
        """What is no message waits for no turn; `thread_id` is the topic in which people see that bytes are uploaded.

        Raises a `ChatError` where the port has one, else aiogram's own; and what the preparation of an upload raises.
        """
        if turn is not None:
            await self._flood.turn(chat_id, turn)
        if not isinstance(method, Upload):
            return await self._call(chat_id, method, thread_id)
        async with method.prepared() as prepared:
            return await self._call(chat_id, prepared, thread_id)

    async def _call(self, chat_id: int, method: TelegramMethod[T], thread_id: int | None) -> T:
        """Make the call; where it is refused, once more without what it can do without."""
        left: tuple[Concession, ...] | None = None  # worked out when it is needed
        while True:
            action = _upload_action(method, thread_id)
            try:
                answer = await (
                    self._bot(method) if action is None else _while_showing(self._bot, action, self._bot(method))
                )
            except Exception as error:
                if is_not_modified(error):
                    raise
                left = possible(method) if left is None else left
                concessions = self._concessions(error, method, left)
                if not concessions:
                    await self._tell_move(error, method)
                    self._give_up(error, method, chat_id)
                method, left = conceded(method, concessions), tuple(one for one in left if one not in concessions)
            else:
                self._flood.end_silence(chat_id)
                return answer

    @staticmethod
    def _concessions(
        error: Exception, method: TelegramMethod[Any], left: tuple[Concession, ...]
    ) -> tuple[Concession, ...]:
        refusal = refusal_of(error)
        if refusal is None:
            return ()
        concessions = next_concessions(method, refusal, left)
        without = f"; again without {' and '.join(concessions)}" if concessions else ""
        kind = type(error).__name__
        level = logging.WARNING if verdict(refusal) in _FAULTS else logging.INFO
        logger.log(level, "Telegram did not accept a call (%s: %s)%s", kind, summary(method, refusal), without)
        return concessions

    async def _tell_move(self, error: Exception, method: TelegramMethod[Any]) -> None:
        """The update that told of it may be lost; from the answer to any call it is learnt, too."""
        refusal, chat_id = refusal_of(error), getattr(method, "chat_id", None)
        if self._follow is not None and refusal is not None and refusal.migrate_to is not None and chat_id is not None:
            await self._follow(int(chat_id), refusal.migrate_to)

    def _give_up(self, error: Exception, method: TelegramMethod[Any], chat_id: int) -> NoReturn:
        meaning = chat_error(error, method)
        if isinstance(meaning, ChatBusy):
            meaning = ChatBusy(self._flood.silence(chat_id, meaning.retry_after))
        try:
            raise meaning from (None if meaning is error else error)
        finally:
            del meaning, error  # which know this frame, and so would keep the bytes of an upload in memory

    async def ping(self) -> bool:
        """Ask Telegram the simplest question; whether it answers."""
        try:
            await call_within(_TIMEOUT, self._bot, GetMe())
        except ChatUnreachable:
            return False
        return True


class TelegramMessenger:
    """Implements `drawing.ports.chat.Messenger`."""

    def __init__(self, send: Sender, chat_info: ChatInfo) -> None:
        self._send = send
        self._chat_info = chat_info

    async def takes_pictures(self, drawing: Drawing) -> bool:
        if drawing.in_private:
            return await self._is_open(drawing.chat_id)
        found = await self._chat_info.permissions(drawing.chat_id)
        if found is None or not found.messages:  # a bot that may not write learns it when it tries, and what to do then
            return True
        return found.documents if drawing.prompt.file else found.photos

    async def _is_open(self, chat_id: int) -> bool:
        """Whether somebody has begun a private chat, and not ended it: found out without a message."""
        try:
            await self._send(chat_id, SendChatAction(chat_id=chat_id, action=ChatAction.TYPING), turn=None)
        except (ChatClosed, ChatMuted, ChatRefused):
            return False
        except Exception as error:  # noqa: BLE001 - a message will tell
            logger.debug("whether a chat is open is unknown: %s", type(error).__name__)
        return True

    async def ping(self) -> bool:
        return await self._send.ping()

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        texts = texts_in(drawing.language)
        message = await self._send(
            drawing.chat_id,
            SendMessage(
                chat_id=drawing.chat_id,
                message_thread_id=drawing.thread_id,
                direct_messages_topic_id=drawing.direct_topic_id,
                text=with_change(working(estimate, texts), drawing),
                parse_mode=ParseMode.HTML,
                reply_parameters=_reply_to(drawing),
                reply_markup=slot_keyboard(drawing, texts),
                disable_notification=drawing.is_quiet,
            ),
        )
        # In a topic, a message that replies to nothing is shown as a reply to the topic's beginning.
        hangs_on = message.reply_to_message
        return Slot(
            message.message_id if message.message_id in _IDS else _UNKNOWN_ID,
            replies=hangs_on is not None and hangs_on.message_id == drawing.request_message_id,
        )

    async def show_waiting(self, drawing: Drawing, outage: Outage) -> None:
        texts = texts_in(drawing.language)
        method = EditMessageText(
            chat_id=drawing.chat_id,
            message_id=drawing.slot_id,
            text=with_change(waiting(outage, texts), drawing),
            parse_mode=ParseMode.HTML,
            reply_markup=slot_keyboard(drawing, texts),
        )
        await self._edit(drawing, method)

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        if drawing.prompt.file or not _is_photo(picture):
            return await self._show_document(drawing, picture)
        return await self._show(drawing, self._photo(drawing, picture))

    async def show_ending(self, drawing: Drawing) -> None:
        method = EditMessageText(
            chat_id=drawing.chat_id,
            message_id=drawing.slot_id,
            text=ending(drawing, texts_in(drawing.language)),
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=ending_keyboard(drawing, texts_in(drawing.language)),
        )
        await self._edit(drawing, method)

    async def send_ending(self, drawing: Drawing) -> None:
        texts = texts_in(drawing.language)
        await self._send(
            drawing.chat_id,
            SendMessage(
                chat_id=drawing.chat_id,
                message_thread_id=drawing.thread_id,
                text=ending(drawing, texts),
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_parameters=_reply_to(drawing),
                reply_markup=ending_keyboard(drawing, texts),
            ),
        )

    async def delete(self, chat_id: int, message_id: int) -> None:
        if message_id == _UNKNOWN_ID:
            return
        try:
            await self._send(chat_id, DeleteMessage(chat_id=chat_id, message_id=message_id))
        except (SlotGone, ChatClosed, ChatMuted):
            logger.debug("an old slot cannot be deleted any more")

    async def _show_document(self, drawing: Drawing, picture: Picture) -> str:
        media = InputMediaDocument(
            media=_file(drawing, picture),
            caption=caption(drawing, texts_in(drawing.language)),
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,
        )
        return await self._show(drawing, media)

    @staticmethod
    def _photo(drawing: Drawing, picture: Picture) -> InputMediaPhoto:
        return InputMediaPhoto(
            media=_file(drawing, picture),
            caption=caption(drawing, texts_in(drawing.language)),
            parse_mode=ParseMode.HTML,
            has_spoiler=drawing.prompt.spoiler or None,
        )

    async def _show(self, drawing: Drawing, media: InputMediaPhoto | InputMediaDocument) -> str:
        method = EditMessageMedia(
            chat_id=drawing.chat_id,
            message_id=drawing.slot_id,
            media=media,
            reply_markup=picture_keyboard(drawing, texts_in(drawing.language)),
        )
        try:
            message = await self._edit(drawing, method)
        except PhotosForbidden:
            self._chat_info.forget_permissions(drawing.chat_id)
            raise
        if message is not None and message.photo:
            return message.photo[-1].file_id
        return message.document.file_id if message is not None and message.document else ""

    async def _edit(self, drawing: Drawing, method: TelegramMethod[Message | bool]) -> Message | None:
        """Edit a slot; None where the edit changed nothing, having been done before a crash."""
        if drawing.slot_id == _UNKNOWN_ID:
            raise SlotGone("nobody knows where the slot stands")
        try:
            message = await self._send(drawing.chat_id, method, thread_id=drawing.thread_id)
        except TelegramBadRequest as error:
            if is_not_modified(error):
                return None
            raise
        return message if isinstance(message, Message) else None


def _reply_to(drawing: Drawing) -> ReplyParameters | None:
    if drawing.request_message_id is None:
        return None
    return ReplyParameters(message_id=drawing.request_message_id, allow_sending_without_reply=True)


def file_name(drawing: Drawing, picture: Picture) -> str:
    """A name for the file of a picture."""
    return f"drawing-{drawing.public_id}.{_SUFFIXES.get(picture.mime_type, 'bin')}"


def _file(drawing: Drawing, picture: Picture) -> BufferedInputFile:
    return BufferedInputFile(picture.data, filename=file_name(drawing, picture))


def _is_photo(picture: Picture) -> bool:
    """Whether Telegram takes a picture of this size as a photo."""
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    return len(picture.data) <= _PHOTO_BYTES and longer + shorter <= _PHOTO_SIDES and longer <= shorter * _PHOTO_RATIO


def _upload_action(method: TelegramMethod[Any], thread_id: int | None) -> SendChatAction | None:
    """The action that belongs to a call; None where it uploads no bytes."""
    match method:
        case EditMessageMedia(chat_id=int(chat_id), media=InputMediaPhoto(media=InputFile())):
            action = ChatAction.UPLOAD_PHOTO
        case (
            EditMessageMedia(chat_id=int(chat_id), media=InputMediaDocument(media=InputFile()))
            | SendDocument(chat_id=int(chat_id), document=InputFile())
        ):
            action = ChatAction.UPLOAD_DOCUMENT
        case _:
            return None
    return SendChatAction(chat_id=chat_id, message_thread_id=thread_id, action=action)


async def _while_showing(bot: Bot, action: SendChatAction, upload: Awaitable[T]) -> T:
    """Await the upload while its action is shown. Raises what the upload raises, and nothing else."""
    failure: Exception | None = None
    async with asyncio.TaskGroup() as group:
        showing = group.create_task(_show(bot, action), name="chat action")
        try:
            return await upload
        except Exception as error:  # noqa: BLE001 - a task group would wrap it
            failure = error
        finally:
            showing.cancel()
    try:
        raise failure
    finally:
        del failure  # as above


async def _show(bot: Bot, action: SendChatAction) -> None:
    """Flood limits (429) among the errors: they concern actions, and no message waits for them."""
    try:
        async with asyncio.timeout(_ACTION_TIMEOUT):
            await bot(action)
    except Exception as error:  # noqa: BLE001
        logger.debug("an action was not shown: %s", type(error).__name__)
