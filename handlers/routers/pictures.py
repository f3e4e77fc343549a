"""The buttons under a picture, and under what came in its place."""

import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import DeleteMessage, EditMessageReplyMarkup, SendDocument
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ReplyParameters,
)

from drawing.defaults import SeedMode, SeedSetting
from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from drawing.records import Traits
from drawing.service import DrawingService, DrawRequest
from handlers.asking import request_drawing
from handlers.pressed import answers, found, own, shown, topic
from handlers.telegram.calls import call_within
from handlers.telegram.messenger import file_name
from handlers.telegram.outbox import Outbox
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
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

_PATIENCE = 5.0  # seconds


async def redraw(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    reply: Reply,
    store: Store,
    drawing_service: DrawingService,
    permissions: ChatPermissions,
) -> None:
    """Again, with a new seed."""
    drawing = await own(callback_query, callback_data.drawing, person, reply, store=store, permissions=permissions)
    if drawing is not None:
        await draw_changed(callback_query, drawing, "--seed random", person, reply, drawing_service)


async def retry(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    reply: Reply,
    store: Store,
    drawing_service: DrawingService,
    outbox: Outbox,
    permissions: ChatPermissions,
) -> None:
    """What failed, once more as it was: once, however often the button is pressed. What comes of it has its own."""
    drawing = await own(callback_query, callback_data.drawing, person, reply, store=store, permissions=permissions)
    message = callback_query.message
    if drawing is None or message is None:
        return
    source = f"r:{drawing.id}"
    if await store.of_source(source):
        reply.toast("retried-already")
    elif not await draw_changed(callback_query, drawing, "", person, reply, drawing_service, source=source):
        return
    outbox.say(message.chat.id, EditMessageReplyMarkup(chat_id=message.chat.id, message_id=message.message_id))


async def vary(
    callback_query: CallbackQuery,
    callback_data: VaryButton,
    person: Person,
    reply: Reply,
    store: Store,
    drawing_service: DrawingService,
    outbox: Outbox,
    permissions: ChatPermissions,
) -> None:
    """One of the variations; the keyboard goes back to what it was."""
    drawing = await own(callback_query, callback_data.drawing, person, reply, store=store, permissions=permissions)
    if drawing is None:
        return
    if callback_data.change not in {change for _, change in VARIATIONS}:
        reply.toast("button-unknown")
        return
    await draw_changed(callback_query, drawing, callback_data.change, person, reply, drawing_service)
    _show_keyboard(callback_query, drawing, outbox, variations=False)


async def show_variations(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    reply: Reply,
    store: Store,
    outbox: Outbox,
    permissions: ChatPermissions,
) -> None:
    """Open or close the small keyboard of variations."""
    drawing = await own(callback_query, callback_data.drawing, person, reply, store=store, permissions=permissions)
    if drawing is not None:
        reply.acknowledge()
        _show_keyboard(callback_query, drawing, outbox, variations=callback_data.action is Action.VARY)


async def keep_seed(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    reply: Reply,
    store: Store,
    traits: Traits,
) -> None:
    """The seed of this picture, for all the person's next ones. Anybody may take it: they set their own."""
    drawing = await found(callback_query, callback_data.drawing, reply, store)
    if drawing is None:
        return
    if not traits.keeps_seed:  # the picture is of a time when another service was in use
        reply.toast("seed-not-kept", alert=True)
    else:
        await store.keep_settings(_with_seed(person, drawing.seed))
        reply.toast("seed-kept", alert=True, seed=str(drawing.seed))


async def show_prompt(callback_query: CallbackQuery, callback_data: PictureButton, reply: Reply, store: Store) -> None:
    """The prompt as a message to be tapped: where it is too long for a copy button, or was made by the model."""
    drawing = await found(callback_query, callback_data.drawing, reply, store)
    message = callback_query.message
    if drawing is not None and message is not None:
        is_enhanced = callback_data.action is Action.PROMPT and drawing.enhanced is not None
        text = enhanced_prompt(drawing) if is_enhanced else canonical(drawing)
        reply.acknowledge()
        reply.show(Html(f"<code>{html.escape(text, quote=False)}</code>"), thread_id=topic(message, drawing))


async def send_file(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    reply: Reply,
    store: Store,
    outbox: Outbox,
    terms: DataTerms,
) -> None:
    """The picture as it came from the service, while its bytes are kept."""
    drawing = await found(callback_query, callback_data.drawing, reply, store)
    message = callback_query.message
    if drawing is None or message is None:
        return
    picture = await store.picture(drawing.id)
    if picture is None:
        kept = "yes" if drawing.seed_kept else "no"
        reply.toast("file-gone", alert=True, count=terms.hours_kept, kept=kept)
        return
    reply.acknowledge()
    outbox.say(
        message.chat.id,
        SendDocument(
            chat_id=message.chat.id,
            message_thread_id=topic(message, drawing),
            document=BufferedInputFile(picture.data, filename=file_name(drawing, picture)),
            caption=caption(drawing, texts_in(drawing.language)),
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,
            reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True),
        ),
    )


async def delete(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    reply: Reply,
    store: Store,
    permissions: ChatPermissions,
    bot: Bot,
) -> None:
    """Remove the picture from the chat, if Telegram still lets us: it does for 48 hours."""
    drawing = await shown(callback_query, callback_data.drawing, store)
    message = callback_query.message
    if message is None or (drawing is None and not answers(message, person)):
        reply.toast("button-unknown")
        return
    try:
        if drawing is not None and not await permissions.may_touch(drawing, person.id, message.chat.id):
            reply.toast("picture-not-yours")
            return
        method = DeleteMessage(chat_id=message.chat.id, message_id=message.message_id)
        await call_within(_PATIENCE, bot, method)
    except ChatUnreachable as error:
        is_refused = isinstance(error.__cause__, TelegramBadRequest | TelegramForbiddenError)
        reply.toast("delete-failed" if is_refused else "delete-unsure", alert=True)
    else:
        reply.acknowledge()


async def draw_changed(
    callback_query: CallbackQuery,
    drawing: Drawing,
    change: str,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    *,
    source: str | None = None,
) -> bool:
    """Have a drawing drawn once more, with a change written in the prompt language, in reply to the message.

    Of two with the same `source` only one is drawn; without it, each press draws. Returns whether it was accepted.
    """
    message = callback_query.message
    if message is None:
        return False
    request = DrawRequest(
        source=source or f"c:{callback_query.id}",
        text=change,
        base=drawing.prompt,
        person=person,
        language=reply.texts.language,
        chat_id=message.chat.id,
        thread_id=topic(message, drawing),
        request_message_id=message.message_id,
    )
    is_accepted = await request_drawing(request, reply, drawing_service)
    if is_accepted:
        reply.toast("drawing-again")
    return is_accepted


def _show_keyboard(callback_query: CallbackQuery, drawing: Drawing, outbox: Outbox, *, variations: bool) -> None:
    message = callback_query.message
    if message is not None:
        texts = texts_in(drawing.language)
        keyboard = variations_keyboard(drawing, texts) if variations else picture_keyboard(drawing, texts)
        outbox.say(
            message.chat.id,
            EditMessageReplyMarkup(chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard),
        )


def _with_seed(person: Person, seed: int) -> Person:
    return replace(person, defaults=replace(person.defaults, seed=SeedSetting(SeedMode.FIXED, seed)))


def router() -> Router:
    router = Router(name="pictures")
    handlers: dict[Callable[..., Any], set[Action]] = {
        redraw: {Action.AGAIN},
        retry: {Action.RETRY},
        show_variations: {Action.VARY, Action.BACK},
        keep_seed: {Action.KEEP_SEED},
        show_prompt: {Action.COPY, Action.PROMPT},
        send_file: {Action.FILE},
        delete: {Action.DELETE},
    }
    for handler, actions in handlers.items():
        router.callback_query.register(handler, PictureButton.filter(F.action.in_(actions)))
    router.callback_query.register(vary, VaryButton.filter())
    return router
