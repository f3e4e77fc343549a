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
    InaccessibleMessage,
    MaybeInaccessibleMessageUnion,
    ReplyParameters,
)

from drawing.chat import ChatUnreachable
from drawing.defaults import SeedMode, SeedSetting
from drawing.generation import Traits
from drawing.lifecycle import Drawing, DrawingId
from drawing.people import Person
from drawing.requests import Ask, Requests
from drawing.store import Store
from handlers.asking import request_drawing
from handlers.captions import canonical, caption, extended_prompt
from handlers.copies import may_be_in
from handlers.identity import Authority
from handlers.keyboards import (
    IDS,
    VARIATIONS,
    Action,
    PictureButton,
    VaryButton,
    picture_keyboard,
    variations_keyboard,
)
from handlers.messenger import call_within, file_name
from handlers.outbox import Outbox
from handlers.privacy_page import DataTerms
from handlers.speech import Speech, topic_of
from handlers.texts import Html, texts_in

_PATIENCE = 5.0  # seconds


async def redraw(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    speech: Speech,
    store: Store,
    requests: Requests,
    authority: Authority,
) -> None:
    """Again, with a new seed; or what failed, once more as it was."""
    drawing = await _own(callback_query, callback_data.drawing, person, speech, store, authority)
    if drawing is not None:
        change = "--seed random" if callback_data.action is Action.AGAIN else ""
        await draw_changed(callback_query, drawing, change, person, speech, requests)


async def vary(
    callback_query: CallbackQuery,
    callback_data: VaryButton,
    person: Person,
    speech: Speech,
    store: Store,
    requests: Requests,
    outbox: Outbox,
    authority: Authority,
) -> None:
    """One of the variations; the keyboard goes back to what it was."""
    drawing = await _own(callback_query, callback_data.drawing, person, speech, store, authority)
    if drawing is None:
        return
    if callback_data.change not in {change for _, change in VARIATIONS}:
        speech.toast("button-unknown")
        return
    await draw_changed(callback_query, drawing, callback_data.change, person, speech, requests)
    _show_keyboard(callback_query, drawing, outbox, variations=False)


async def show_variations(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    speech: Speech,
    store: Store,
    outbox: Outbox,
    authority: Authority,
) -> None:
    """Open or close the small keyboard of variations."""
    drawing = await _own(callback_query, callback_data.drawing, person, speech, store, authority)
    if drawing is not None:
        speech.hush()
        _show_keyboard(callback_query, drawing, outbox, variations=callback_data.action is Action.VARY)


async def keep_seed(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    person: Person,
    speech: Speech,
    store: Store,
    traits: Traits,
) -> None:
    """The seed of this picture, for all the person's next ones. Anybody may take it: they set their own."""
    drawing = await _found(callback_query, callback_data.drawing, speech, store)
    if drawing is None:
        return
    if not traits.keeps_seed:  # the picture is of a time when another service was in use
        speech.toast("seed-not-kept", alert=True)
    else:
        await store.keep_settings(_with_seed(person, drawing.seed))
        speech.toast("seed-kept", alert=True, seed=str(drawing.seed))


async def show_prompt(
    callback_query: CallbackQuery, callback_data: PictureButton, speech: Speech, store: Store
) -> None:
    """The prompt as a message to be tapped: where it is too long for a copy button, or was made by the model."""
    drawing = await _found(callback_query, callback_data.drawing, speech, store)
    message = callback_query.message
    if drawing is not None and message is not None:
        is_extended = callback_data.action is Action.PROMPT and drawing.extended is not None
        text = extended_prompt(drawing) if is_extended else canonical(drawing)
        speech.hush()
        speech.show(Html(f"<code>{html.escape(text, quote=False)}</code>"), thread_id=_topic(message, drawing))


async def send_file(
    callback_query: CallbackQuery,
    callback_data: PictureButton,
    speech: Speech,
    store: Store,
    outbox: Outbox,
    terms: DataTerms,
) -> None:
    """The picture as it came from the service, while its bytes are kept."""
    drawing = await _found(callback_query, callback_data.drawing, speech, store)
    message = callback_query.message
    if drawing is None or message is None:
        return
    picture = await store.picture(drawing.id)
    if picture is None:
        kept = "yes" if drawing.seed_kept else "no"
        speech.toast("file-gone", alert=True, count=terms.hours_kept, kept=kept)
        return
    speech.hush()
    outbox.say(
        message.chat.id,
        SendDocument(
            chat_id=message.chat.id,
            message_thread_id=_topic(message, drawing),
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
    speech: Speech,
    store: Store,
    authority: Authority,
    bot: Bot,
) -> None:
    """Remove the picture from the chat, if Telegram still lets us: it does for 48 hours."""
    drawing = await _found(callback_query, callback_data.drawing, speech, store)
    message = callback_query.message
    if drawing is None or message is None:
        return
    try:
        if not await authority.may_touch(drawing, person.id, message.chat.id):
            speech.toast("picture-not-yours")
            return
        method = DeleteMessage(chat_id=message.chat.id, message_id=message.message_id)
        await call_within(_PATIENCE, bot, method)
    except ChatUnreachable as error:
        is_refused = isinstance(error.__cause__, TelegramBadRequest | TelegramForbiddenError)
        speech.toast("delete-failed" if is_refused else "delete-unsure", alert=True)
    else:
        speech.hush()


async def draw_changed(
    callback_query: CallbackQuery, drawing: Drawing, change: str, person: Person, speech: Speech, requests: Requests
) -> None:
    """Have a drawing drawn once more, with a change written in the prompt language, in reply to the message."""
    message = callback_query.message
    if message is None:
        return
    ask = Ask(
        source=f"c:{callback_query.id}",
        text=change,
        base=drawing.request,
        person=person,
        language=speech.texts.language,
        chat_id=message.chat.id,
        thread_id=_topic(message, drawing),
        request_id=message.message_id,
    )
    if await request_drawing(ask, speech, requests):
        speech.toast("drawing-again")


def _show_keyboard(callback_query: CallbackQuery, drawing: Drawing, outbox: Outbox, *, variations: bool) -> None:
    message = callback_query.message
    if message is not None:
        texts = texts_in(drawing.language)
        keyboard = variations_keyboard(drawing, texts) if variations else picture_keyboard(drawing, texts)
        outbox.say(
            message.chat.id,
            EditMessageReplyMarkup(chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard),
        )


async def _found(query: CallbackQuery, drawing_id: int, speech: Speech, store: Store) -> Drawing | None:
    """The drawing that the message shows whose button was pressed.

    The number in the button alone is no proof: programs other than Telegram's own press what they were never shown.
    """
    drawing = await store.get(DrawingId(drawing_id)) if drawing_id in IDS else None
    if drawing is not None and query.message is not None and _shows(query.message, drawing):
        return drawing
    speech.toast("button-unknown")
    return None


def _shows(message: MaybeInaccessibleMessageUnion, drawing: Drawing) -> bool:
    """Whether a message is where the drawing was delivered, or may be a copy of it that `/history` has sent."""
    is_slot = (drawing.chat_id, drawing.slot_id) == (message.chat.id, message.message_id)
    return is_slot or may_be_in(message.chat.id, drawing)


def _topic(message: MaybeInaccessibleMessageUnion, drawing: Drawing) -> int | None:
    """The topic of the message; a copy is in another one than the drawing, or in another chat."""
    if isinstance(message, InaccessibleMessage):
        return drawing.thread_id if message.chat.id == drawing.chat_id else None
    return topic_of(message)


async def _own(
    query: CallbackQuery, drawing_id: int, person: Person, speech: Speech, store: Store, authority: Authority
) -> Drawing | None:
    """What the person had drawn themselves; what was drawn in the name of a chat is that of its admins."""
    drawing = await _found(query, drawing_id, speech, store)
    if drawing is None or drawing.person_id == person.id:
        return drawing
    try:
        if not drawing.is_of_person and await authority.is_admin(person.id, drawing.chat_id):
            return drawing
    except ChatUnreachable:
        speech.toast("cancel-unsure")
    else:
        speech.toast("picture-not-yours")
    return None


def _with_seed(person: Person, seed: int) -> Person:
    return replace(person, defaults=replace(person.defaults, seed=SeedSetting(SeedMode.FIXED, seed)))


def router() -> Router:
    router = Router(name="pictures")
    handlers: dict[Callable[..., Any], set[Action]] = {
        redraw: {Action.AGAIN, Action.RETRY},
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
