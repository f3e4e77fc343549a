"""`/start`: hello, with a picture, examples that a press draws, and the language beside them."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart
from aiogram.methods import EditMessageCaption, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from drawing.ports.store import Store
from drawing.service import DrawingService, DrawRequest
from handlers.buttons import CHECK, Press, anybodys_button
from handlers.routers.draw import request_drawing
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.reply import Reply, Topic, topic_of
from handlers.views.texts import LANGUAGES, texts_in
from handlers.views.welcome_page import PICTURE, ExampleButton, LanguageButton, example, welcome_page


class Welcome:
    """The handlers of `/start` and its buttons. Telegram keeps the picture: it is sent to it once."""

    def __init__(self) -> None:
        self._file_id: str | None = None

    async def start(self, message: Message, reply: Reply) -> None:
        """Hello. In a group plain sentences are not for the bot, nor shown to it, and a picture would be in the way."""
        in_private = message.chat.id > 0
        text, keyboard = welcome_page(reply.texts, in_private=in_private)
        if not in_private:
            reply.show(text, keyboard)
            return
        place: dict[str, Any] = {
            "chat_id": message.chat.id,
            "parse_mode": ParseMode.HTML,
            "reply_markup": keyboard,
            **topic_of(message).parameters,
        }
        methods: list[TelegramMethod[Any]] = [
            SendPhoto(photo=BufferedInputFile(PICTURE.read_bytes(), PICTURE.name), caption=text, **place),
            SendMessage(text=text, link_preview_options=NO_PREVIEW, **place),  # where pictures are refused
        ]
        if self._file_id is not None:
            methods.insert(0, SendPhoto(photo=self._file_id, caption=text, **place))
        reply.send(*methods, sent=self._note)

    async def _note(self, sent: object) -> None:
        if isinstance(sent, Message) and sent.photo:
            self._file_id = sent.photo[-1].file_id


async def draw_example(
    _: CallbackQuery, callback_data: ExampleButton, press: Press, drawing_service: DrawingService
) -> None:
    """Draw an example for whoever presses."""
    prompt = example(callback_data.example, texts_in(callback_data.language))
    if prompt is None:
        press.reply.toast("button-unknown")
        return
    topic = topic_of(press.message) if isinstance(press.message, Message) else Topic()
    request = DrawRequest(
        source=f"c:{press.id}",
        text=prompt,
        person=press.person,
        language=press.reply.texts.language,
        chat_id=press.message.chat.id,
        thread_id=topic.thread_id,
        direct_topic_id=topic.direct_id,
        request_message_id=press.message.message_id,
    )
    if await request_drawing(request, press.reply, drawing_service):
        press.reply.toast("drawing-again")


async def speak(_: CallbackQuery, callback_data: LanguageButton, press: Press, store: Store) -> None:
    """Change the language of whoever presses, and of the page where it is theirs."""
    if callback_data.language not in LANGUAGES:
        press.reply.toast("button-unknown")
        return
    await store.keep_settings(replace(press.person, language=callback_data.language))
    reply, message = press.reply.in_language(callback_data.language), press.message
    reply.toast("settings-saved")
    text, keyboard = welcome_page(reply.texts, in_private=message.chat.id > 0)
    if isinstance(message, Message) and message.photo and reply.is_own_page:
        place: dict[str, Any] = {"chat_id": message.chat.id, "message_id": message.message_id}
        reply.send(EditMessageCaption(caption=text, parse_mode=ParseMode.HTML, reply_markup=keyboard, **place))
    else:
        reply.rewrite(text, keyboard)


def router() -> Router:
    """A new router."""
    router = Router(name="start")
    router.message.register(Welcome().start, CommandStart(ignore_case=True))
    router.callback_query.register(draw_example, ExampleButton.filter(), flags={CHECK: anybodys_button})
    router.callback_query.register(speak, LanguageButton.filter(), flags={CHECK: anybodys_button})
    return router
