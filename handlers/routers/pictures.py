"""The buttons under a picture, and under what came in its place."""

import html
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Final

from aiogram import F, Router
from aiogram.enums import ParseMode
from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
)

from drawing.byte_budget import StoredPictures
from drawing.defaults import SeedMode, SeedSetting
from drawing.erasure import Erasure
from drawing.lifecycle import UNFINISHED, Drawing, State, ranked
from drawing.people import Person
from drawing.ports.store import Store
from drawing.records import Traits
from drawing.service import DrawingService, DrawRequest, is_being_cancelled
from drawing.style_book import StyleBook
from drawing.styles import is_in
from handlers.buttons import CHECK, Check, Press, anybodys_picture, deletable_picture, own_picture, sent_picture
from handlers.routers.draw import request_drawing
from handlers.telegram.messenger import file_name
from handlers.telegram.uploads import Upload
from handlers.views.captions import canonical, caption, enhanced_prompt
from handlers.views.keyboards import (
    Action,
    DeleteButton,
    PictureButton,
    VaryButton,
    deletable_keyboard,
    delete_keyboard,
    may_be_retried,
    picture_keyboard,
    slot_keyboard,
)
from handlers.views.privacy_page import DataTerms
from handlers.views.texts import Html, texts_in
from handlers.views.vary_page import HEADING, MORE, SHAPES, StyleButton, change_of, shape_of, vary_keyboard

_NAME_LENGTH: Final = 50  # characters of what names a drawing in a button; no name of ours is as long


async def redraw(_: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService) -> None:
    """Again, with a new seed."""
    await draw_changed(press, drawing, "--seed random", drawing_service)


async def retry(_: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService) -> None:
    """What failed, once more as it was: once, however often the button is pressed. What comes of it has its own."""
    source = f"r:{drawing.id}"
    retried = await drawing_service.of_source(source)
    if any(one.state is State.CANCELLED or is_being_cancelled(one) for one in (drawing, *retried)):
        press.reply.toast("retried-cancelled", alert=True)
    elif not may_be_retried(drawing):  # a former version had the button there
        press.reply.toast("ended-refused", alert=True)
    elif retried:
        press.reply.toast("retried-already")
    elif not await draw_changed(press, drawing, "", drawing_service, source=source):
        return
    press.reply.replace_keyboard(None)


async def vary(
    _: CallbackQuery, callback_data: VaryButton, press: Press, drawing: Drawing, drawing_service: DrawingService
) -> None:
    """More of it, or another shape; the one that it has is not bought again."""
    match callback_data.change:
        case change if change == HEADING:
            press.reply.toast("vary-help")
        case change if change == change_of(shape_of(drawing.prompt)):
            press.reply.toast("vary-same-shape")
        case change if change in {*MORE.values(), *map(change_of, SHAPES)}:
            await _draw_variation(press, drawing, change, drawing_service)
        case _:
            press.reply.toast("button-unknown")


async def draw_in_style(
    _: CallbackQuery, callback_data: StyleButton, press: Press, drawing: Drawing, drawing_service: DrawingService
) -> None:
    """The same with a style; one that it has is not bought again."""
    offers = await drawing_service.style_book.offered(drawing.prompt, press.person.id, press.message.chat.id)
    offer = next((one for one in offers if one.key == callback_data.style), None)
    if offer is None:
        press.reply.toast("button-unknown")
    elif is_in(drawing.prompt, offer):
        press.reply.toast("vary-same-style")
    else:
        await _draw_variation(press, drawing, offer.text, drawing_service)


async def _draw_variation(press: Press, drawing: Drawing, change: str, drawing_service: DrawingService) -> None:
    """Draw it, and give the picture its first buttons back."""
    await draw_changed(press, drawing, change, drawing_service)
    press.reply.replace_keyboard(await _keyboard(press, drawing, drawing_service))


async def show_variations(_: CallbackQuery, press: Press, drawing: Drawing, style_book: StyleBook) -> None:
    """Open the page of variations."""
    press.reply.acknowledge()
    offers = await style_book.offered(drawing.prompt, press.person.id, press.message.chat.id)
    press.reply.replace_keyboard(vary_keyboard(drawing, offers, texts_in(drawing.language)))


async def show_buttons(_: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService) -> None:
    """Close it."""
    press.reply.acknowledge()
    press.reply.replace_keyboard(await _keyboard(press, drawing, drawing_service))


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
    press.reply.show(Html(f"<code>{html.escape(text, quote=False)}</code>"), topic=press.topic_for(drawing))


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
        **topic.parameters,
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

    press.reply.send(Upload(f"file of drawing {drawing.id}", topic.thread_id, prepare))


async def ask_to_delete(_: CallbackQuery, callback_data: PictureButton, press: Press) -> None:
    """Delete asks once, in place of the other buttons."""
    press.reply.acknowledge()
    name = callback_data.drawing if press.drawing is None else press.drawing.public_id
    press.reply.replace_keyboard(delete_keyboard(name, press.reply.texts))


async def keep(_: CallbackQuery, callback_data: DeleteButton, press: Press, drawing_service: DrawingService) -> None:
    """The answer that it stays."""
    press.reply.acknowledge()
    if press.drawing is None:
        press.reply.replace_keyboard(deletable_keyboard(callback_data.drawing, press.reply.texts))
    else:
        press.reply.replace_keyboard(await _keyboard(press, press.drawing, drawing_service))


async def delete(_: CallbackQuery, press: Press, drawing_service: DrawingService, erasure: Erasure) -> None:
    """The other answer. Of a picture that was forgotten nothing but its message is left to be deleted."""
    if press.drawing is not None:
        await _erase(press, press.drawing, drawing_service, erasure)
    press.reply.remove(press.message.chat.id, press.message.message_id, is_answer=True)


async def _erase(press: Press, drawing: Drawing, drawing_service: DrawingService, erasure: Erasure) -> None:
    """An admin decides over what is in the chat, not over what somebody has in their history."""
    if drawing.is_of_person and drawing.person_id != press.person.id:
        await drawing_service.cancel(drawing.id)
    else:
        await erasure.erase(drawing.id)


async def _keyboard(press: Press, drawing: Drawing, drawing_service: DrawingService) -> InlineKeyboardMarkup | None:
    """The buttons that the message had before it asked something."""
    texts = texts_in(drawing.language)
    if (press.message.chat.id, press.message.message_id) != (drawing.chat_id, drawing.slot_id):  # a copy has them all
        return picture_keyboard(drawing, texts)
    if drawing.state in UNFINISHED:
        return slot_keyboard(drawing, texts)
    return picture_keyboard(ranked(drawing, await drawing_service.of_source(drawing.source)), texts)


async def draw_changed(
    press: Press, drawing: Drawing, change: str, drawing_service: DrawingService, *, source: str | None = None
) -> bool:
    """Have a drawing drawn once more, with a change written in the prompt language, in reply to the message.

    Of two with the same `source` only one is drawn; without it, each press draws. Returns whether it was accepted.
    """
    topic = press.topic_for(drawing)
    request = DrawRequest(
        source=source or f"c:{press.id}",
        text=change,
        base=drawing.prompt,
        by_button=True,
        person=press.person,
        language=press.reply.texts.language,
        chat_id=press.message.chat.id,
        thread_id=topic.thread_id,
        direct_topic_id=topic.direct_id,
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
        (show_variations, own_picture, {Action.VARY}),
        (show_buttons, own_picture, {Action.BACK}),
        (keep_seed, anybodys_picture, {Action.KEEP_SEED}),
        (show_prompt, sent_picture, {Action.COPY, Action.PROMPT}),
        (send_file, sent_picture, {Action.FILE}),
        (ask_to_delete, deletable_picture, {Action.DELETE}),
    )
    for handler, check, actions in handlers:
        router.callback_query.register(handler, PictureButton.filter(F.action.in_(actions)), flags={CHECK: check})
    for answer, is_meant in ((keep, False), (delete, True)):
        is_answer = DeleteButton.filter((F.drawing.len() <= _NAME_LENGTH) & (F.is_meant == is_meant))
        router.callback_query.register(answer, is_answer, flags={CHECK: deletable_picture})
    router.callback_query.register(vary, VaryButton.filter(), flags={CHECK: own_picture})
    router.callback_query.register(draw_in_style, StyleButton.filter(), flags={CHECK: own_picture})
    return router
