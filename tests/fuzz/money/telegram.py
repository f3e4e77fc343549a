"""Telegram as the bot meets it: chats that close, move and forbid, and updates that come until they are confirmed."""

import asyncio
import random
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import Chat, InlineKeyboardMarkup, InputMediaDocument, Message, PhotoSize, User

from handlers.telegram.chat_info import GetRawChat, GetRawChatMember
from handlers.telegram.intake import GetRawUpdates
from tests.fuzz.money.clock import VirtualClock

BOT_ID: Final = 4242
BOT: Final = {"id": BOT_ID, "is_bot": True, "first_name": "artbot", "username": "artbot"}
_ME: Final = User(**BOT)  # type: ignore[arg-type]
_PHOTO: Final = [PhotoSize(file_id="AgACAg", file_unique_id="AQAD", width=90, height=90)]
_FORBIDDEN: Final = {"can_send_photos": False, "can_send_documents": False}


@dataclass
class Shown:
    """A message of the bot's."""

    content: object
    buttons: list[str] = field(default_factory=list)
    reply_to: int | None = None


@dataclass
class Room:
    """One chat, by one of its ids: a group that moves goes on in another room of the same `family`."""

    id: int
    family: str
    admins: frozenset[int] = frozenset()
    linked: int | None = None
    moved_to: int | None = None
    is_closed: bool = False  # the bot is blocked, or not in the group
    is_muted: bool = False
    forbids_pictures: bool = False
    forbids_since: float = 0.0
    shown: dict[int, Shown] = field(default_factory=dict)
    requests: list[int] = field(default_factory=list)  # messages of people's that asked for something
    gone: set[int] = field(default_factory=set)  # messages of people's that were deleted

    @property
    def kind(self) -> str:
        return "private" if self.id > 0 else "supergroup" if self.id < -(10**12) else "group"

    @property
    def raw(self) -> dict[str, Any]:
        """As in an update."""
        return {"id": self.id, "type": self.kind, **({"first_name": "x"} if self.id > 0 else {"title": self.family})}


class Telegram(BaseSession):
    """What the bot calls. `trouble` is the share of calls that fail for no reason, before or after they are done."""

    def __init__(self, clock: VirtualClock, chance: random.Random) -> None:
        super().__init__()
        self.rooms: dict[int, Room] = {}
        self.trouble = 0.0
        self.pauses: dict[type, float] = {}  # seconds that calls of a kind take; others take no time
        self.had_trouble = False
        self.inbox: list[dict[str, Any]] = []
        self.has_updates = asyncio.Event()
        self.said: list[tuple[int, str]] = []
        self._clock = clock
        self._chance = chance
        self._messages = 100
        self._updates = 1000

    def next_message(self) -> int:
        """Messages are numbered throughout; Telegram numbers them by chat, which is the same to the bot."""
        self._messages += 1
        return self._messages

    def deliver(self, **fields: Any) -> dict[str, Any]:
        """Have an update wait for the bot."""
        self._updates += 1
        update = {"update_id": self._updates, **fields}
        self.inbox.append(update)
        self.has_updates.set()
        return update

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        await asyncio.sleep(0)
        if isinstance(method, GetRawUpdates):
            return await self._updates_after(method)
        if pause := self.pauses.get(type(method)):
            await self._clock.wait(asyncio.Event(), pause)
        if isinstance(method, GetMe):
            return _ME
        fails = self.trouble > 0 and self._chance.random() < self.trouble
        self.had_trouble |= fails
        if fails and self._chance.random() < 0.5:
            raise self._chance.choice(
                (
                    TelegramNetworkError(method, "no route"),
                    TelegramRetryAfter(method, "Too Many Requests: retry after 5", 5),
                )
            )
        answer = self._answer(method)
        await asyncio.sleep(0)
        if fails:
            raise TelegramNetworkError(method, "the answer was lost")
        return answer

    async def _updates_after(self, method: GetRawUpdates) -> list[dict[str, Any]]:
        if method.offset is not None:
            self.inbox = [update for update in self.inbox if update["update_id"] >= method.offset]
        if not self.inbox:
            self.has_updates.clear()
            await self._clock.wait(self.has_updates, float(method.timeout or 0))
        return self.inbox[: method.limit]

    def _answer(self, method: TelegramMethod[Any]) -> Any:  # noqa: PLR0911 - a table
        if isinstance(method, AnswerCallbackQuery):
            return True
        room = self._room(method)
        match method:
            case GetRawChatMember():
                if method.user_id != BOT_ID:
                    return {"status": "administrator" if method.user_id in room.admins else "member"}
                return {"status": "member"}
            case GetRawChat():
                linked = {} if room.linked is None else {"linked_chat_id": room.linked}
                return {**linked, "permissions": _FORBIDDEN if room.forbids_pictures else {}}
            case SendChatAction():
                return True
            case DeleteMessage():
                if room.shown.pop(method.message_id, None) is None:
                    raise TelegramBadRequest(method, "Bad Request: message to delete not found")
                return True
        return self._write(room, method)

    def _room(self, method: Any) -> Room:
        room = self.rooms[method.chat_id]
        if room.moved_to is not None:
            raise TelegramMigrateToChat(method, "Bad Request: group chat was upgraded", room.moved_to)
        if room.is_closed:
            raise TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")
        return room

    def _write(self, room: Room, method: Any) -> Message:
        if room.is_muted and room.id < 0:
            raise TelegramBadRequest(method, "Bad Request: not enough rights to send text messages to the chat")
        if room.forbids_pictures and isinstance(method, EditMessageMedia | SendPhoto | SendDocument):
            raise TelegramBadRequest(method, "Bad Request: not enough rights to send photos to the chat")
        buttons = _buttons(method.reply_markup)
        match method:
            case EditMessageText() | EditMessageMedia() | EditMessageReplyMarkup():
                shown = room.shown.get(method.message_id or 0)
                if shown is None:
                    raise TelegramBadRequest(method, "Bad Request: message to edit not found")
                content = _content(method) if not isinstance(method, EditMessageReplyMarkup) else shown.content
                if (content, buttons) == (shown.content, shown.buttons):
                    raise TelegramBadRequest(method, "Bad Request: message is not modified")
                shown.content, shown.buttons = content, buttons
                return self._message(room, method.message_id or 0, shown)
            case SendMessage() | SendPhoto() | SendDocument():
                number = self.next_message()
                reply = method.reply_parameters.message_id if method.reply_parameters else None
                shown = Shown(_content(method), buttons, None if reply in room.gone else reply)
                room.shown[number] = shown
                self.said.append((room.id, str(shown.content)))
                return self._message(room, number, shown)
        raise AssertionError(f"the bot calls {type(method).__name__}")

    def _message(self, room: Room, number: int, shown: Shown) -> Message:
        date = datetime.fromtimestamp(int(self._clock.now()), UTC)
        chat = Chat.model_construct(id=room.id, type=room.kind)
        replied = None
        if shown.reply_to is not None:
            replied = Message.model_construct(message_id=shown.reply_to, date=date, chat=chat, reply_to_message=None)
        is_picture = isinstance(shown.content, tuple)
        return Message.model_construct(
            message_id=number,
            date=date,
            chat=chat,
            from_user=_ME,
            reply_to_message=replied,
            photo=_PHOTO if is_picture else None,
            document=None,
        )

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def _content(method: Any) -> object:
    if isinstance(method, EditMessageMedia):
        kind = "document" if isinstance(method.media, InputMediaDocument) else "photo"
        return (kind, method.media.caption)
    if isinstance(method, SendPhoto | SendDocument):
        return ("sent", method.caption)
    return method.text


def _buttons(markup: object) -> list[str]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    return [button.callback_data for row in markup.inline_keyboard for button in row if button.callback_data]
