"""The buttons under a picture, and under what came in its place."""

import html
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.enums import ParseMode
from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    Message,
    ReplyParameters,
)

from drawing.byte_budget import StoredPictures
from drawing.defaults import SeedMode, SeedSetting
from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.store import Store
from drawing.records import Traits
from drawing.service import DrawingService, DrawRequest
from handlers.buttons import CHECK, Check, Press, anybodys_picture, deletable_picture, own_picture, sent_picture
from handlers.routers.draw import request_drawing
from handlers.telegram.messenger import file_name
from handlers.telegram.uploads import Upload
from handlers.views.captions import canonical, caption, enhanced_prompt
from handlers.views.keyboards import (
    VARIATIONS,
    Action,
    PictureButton,
    VaryButton,
    picture_keyboard,
    variations_keyboard,
)
from handlers.views.privacy_page import DataTerms
from handlers.views.texts import Html, texts_in


async def redraw(_: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService) -> None:
    """Again, with a new seed."""
    await draw_changed(press, drawing, "--seed random", drawing_service)


async def retry(_: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService) -> None:
    """What failed, once more as it was: once, however often the button is pressed. What comes of it has its own."""
    source = f"r:{drawing.id}"
    if await drawing_service.of_source(source):
        press.reply.toast("retried-already")
    elif not await draw_changed(press, drawing, "", drawing_service, source=source):
        return
    press.reply.replace_keyboard(None)


async def vary(
    _: CallbackQuery, callback_data: VaryButton, press: Press, drawing: Drawing, drawing_service: DrawingService
) -> None:
    """One of the variations; the keyboard goes back to what it was."""
    if callback_data.change not in {change for _, change in VARIATIONS}:
        press.reply.toast("button-unknown")
        return
    await draw_changed(press, drawing, callback_data.change, drawing_service)
    press.reply.replace_keyboard(picture_keyboard(drawing, texts_in(drawing.language)))


async def show_variations(_: CallbackQuery, callback_data: PictureButton, press: Press, drawing: Drawing) -> None:
    """Open or close the small keyboard of variations."""
    press.reply.acknowledge()
    keyboard = variations_keyboard if callback_data.action is Action.VARY else picture_keyboard
    press.reply.replace_keyboard(keyboard(drawing, texts_in(drawing.language)))


async def keep_seed(_: CallbackQuery, press: Press, drawing: Drawing, store: Store, traits: Traits) -> None:
    """The seed of this picture, for all the person's next ones. Anybody may take it: they set their own."""
    if not traits.keeps_seed:  # the picture is of a time when another service was in use
        press.reply.toast("seed-not-kept", alert=True)
    else:
        await store.keep_settings(_with_seed(press.person, drawing.seed))
        press.reply.toast("seed-kept", alert=True, seed=str(drawing.seed))


async def show_prompt(_: CallbackQuery, callback_data: PictureButton, press: Press, drawing: Drawing) -> None:
    """The prompt as a message to be tapped: where it is too long for a copy button, or was made by the model."""
    is_enhanced = callback_data.action is Action.PROMPT and drawing.enhanced is not None
    text = enhanced_prompt(drawing) if is_enhanced else canonical(drawing)
    press.reply.acknowledge()
    press.reply.show(Html(f"<code>{html.escape(text, quote=False)}</code>"), thread_id=press.topic_for(drawing))


async def send_file(
    _: CallbackQuery, press: Press, drawing: Drawing, pictures: StoredPictures, terms: DataTerms
) -> None:
    """The picture as it came from the service, while its bytes are kept: they are loaded when it is sent."""
    gone = {"count": terms.hours_kept, "kept": "yes" if drawing.seed_kept else "no"}
    if not await pictures.is_kept(drawing.id):
        press.reply.toast("file-gone", alert=True, **gone)
        return
    press.reply.acknowledge()
    topic = press.topic_for(drawing)
    place: dict[str, Any] = {
        "chat_id": press.message.chat.id,
        "message_thread_id": topic,
        "reply_parameters": ReplyParameters(message_id=press.message.message_id, allow_sending_without_reply=True),
        "parse_mode": ParseMode.HTML,
    }

    @asynccontextmanager
    async def prepare() -> AsyncIterator[TelegramMethod[Message]]:
        async with pictures.loaded(drawing.id) as picture:
            if picture is None:  # since the button was pressed
                yield SendMessage(text=press.reply.texts("file-gone", **gone), **place)
            else:
                yield SendDocument(
                    document=BufferedInputFile(picture.data, filename=file_name(drawing, picture)),
                    caption=caption(drawing, texts_in(drawing.language)),
                    disable_content_type_detection=True,
                    **place,
                )

    press.reply.send(Upload(f"file of drawing {drawing.id}", topic, prepare))


async def delete(_: CallbackQuery, press: Press) -> None:
    """Remove the picture from the chat, if Telegram still lets us: it does for 48 hours."""
    press.reply.delete_message(refused="delete-failed", unsure="delete-unsure")


async def draw_changed(
    press: Press, drawing: Drawing, change: str, drawing_service: DrawingService, *, source: str | None = None
) -> bool:
    """Have a drawing drawn once more, with a change written in the prompt language, in reply to the message.

    Of two with the same `source` only one is drawn; without it, each press draws. Returns whether it was accepted.
    """
    request = DrawRequest(
        source=source or f"c:{press.id}",
        text=change,
        base=drawing.prompt,
        person=press.person,
        language=press.reply.texts.language,
        chat_id=press.message.chat.id,
        thread_id=press.topic_for(drawing),
        request_message_id=press.message.message_id,
    )
    is_accepted = await request_drawing(request, press.reply, drawing_service)
    if is_accepted:
        press.reply.toast("drawing-again")
    return is_accepted


def _with_seed(person: Person, seed: int) -> Person:
    return replace(person, defaults=replace(person.defaults, seed=SeedSetting(SeedMode.FIXED, seed)))


def router() -> Router:
    """A new router."""
    router = Router(name="pictures")
    handlers: tuple[tuple[Callable[..., Any], Check, set[Action]], ...] = (
        (redraw, own_picture, {Action.AGAIN}),
        (retry, own_picture, {Action.RETRY}),
        (show_variations, own_picture, {Action.VARY, Action.BACK}),
        (keep_seed, anybodys_picture, {Action.KEEP_SEED}),
        (show_prompt, sent_picture, {Action.COPY, Action.PROMPT}),
        (send_file, sent_picture, {Action.FILE}),
        (delete, deletable_picture, {Action.DELETE}),
    )
    for handler, check, actions in handlers:
        router.callback_query.register(handler, PictureButton.filter(F.action.in_(actions)), flags={CHECK: check})
    router.callback_query.register(vary, VaryButton.filter(), flags={CHECK: own_picture})
    return router
