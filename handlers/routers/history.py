"""`/history`: what a person has had drawn, wherever, as pages in their private chat."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ParseMode
from aiogram.filters import Command
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from drawing.clock import Calendar
from drawing.erasure import Erasure
from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.store import Store
from drawing.records import HistoryEntry
from drawing.service import DrawingService
from handlers.buttons import CHECK, Press, own_entry, own_history
from handlers.routers.pictures import draw_changed
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import sending, showing
from handlers.views.captions import caption
from handlers.views.history_page import (
    HistoryButton,
    Turn,
    history_caption,
    history_delete_keyboard,
    history_keyboard,
)
from handlers.views.keyboards import picture_keyboard
from handlers.views.texts import Html, Texts


async def history(message: Message, person: Person, reply: Reply, store: Store, calendar: Calendar) -> None:
    """The newest picture. Not in groups: it may be from elsewhere, and its prompt with it."""
    if message.chat.id < 0:
        reply.say("history-in-private")
        return
    entry = await store.history(person.id)
    if entry is None:
        reply.say("history-empty")
        return
    page = history_caption(entry, calendar, reply.texts)
    keyboard = history_keyboard(entry, reply.texts)
    copies = sending(entry.drawing, message.chat.id, topic_of(message).thread_id, page, keyboard)
    reply.send(*copies, _without_picture(message, entry, page, reply.texts))


async def turn_page(
    _: CallbackQuery, callback_data: HistoryButton, press: Press, store: Store, calendar: Calendar
) -> None:
    """Another picture in the same message."""
    reply = press.reply
    named = await store.find(callback_data.drawing, person_id=press.person.id)
    wanted = named.id if named is not None and callback_data.turn is Turn.SHOW else None
    entry = await store.history(press.person.id, wanted)
    if entry is None:
        reply.explain(reply.texts("history-empty"))
        return
    if callback_data.turn is Turn.NEWEST or wanted == entry.drawing.id:
        reply.acknowledge()
    else:
        reply.toast("history-gone")
    _show(entry, press, calendar)


def _show(entry: HistoryEntry, press: Press, calendar: Calendar) -> None:
    """The page of an entry in the message whose button was pressed."""
    message, reply = press.message, press.reply
    page = history_caption(entry, calendar, reply.texts)
    keyboard = history_keyboard(entry, reply.texts)
    if reply.is_own_page:
        copies = showing(entry.drawing, message.chat.id, message.message_id, page, keyboard)
    else:
        copies = sending(entry.drawing, message.chat.id, _topic(message), page, keyboard)
    reply.send(*copies, _without_picture(message, entry, page, reply.texts))


async def send_again(
    _: CallbackQuery, callback_data: HistoryButton, press: Press, store: Store, calendar: Calendar
) -> None:
    """Send the picture of a page once more."""
    entry = await _entry(callback_data, press, store)
    if entry is None:
        return
    message, reply = press.message, press.reply
    reply.acknowledge()
    # Here nothing else stands between the person and their own picture: no name, whichever chat it was drawn for.
    copy = caption(replace(entry.drawing, chat_id=message.chat.id), reply.texts)
    keyboard = picture_keyboard(entry.drawing, reply.texts)
    copies = sending(entry.drawing, message.chat.id, _topic(message), copy, keyboard)
    page = history_caption(entry, calendar, reply.texts)
    reply.send(*copies, _without_picture(message, entry, page, reply.texts))


async def redraw(
    _: CallbackQuery, callback_data: HistoryButton, press: Press, store: Store, drawing_service: DrawingService
) -> None:
    """Draw the picture of a page again, with another seed."""
    entry = await _entry(callback_data, press, store)
    if entry is not None:
        await draw_changed(press, entry.drawing, "--seed random", drawing_service)


async def ask_to_delete(_: CallbackQuery, press: Press, drawing: Drawing) -> None:
    """Delete asks once, in place of the other buttons."""
    press.reply.acknowledge()
    press.reply.replace_keyboard(history_delete_keyboard(drawing.public_id, press.reply.texts))


async def delete(_: CallbackQuery, press: Press, store: Store, calendar: Calendar, erasure: Erasure) -> None:
    """Delete the picture of a page, here and in the chat where it stands; its neighbour takes its place."""
    reply, drawing = press.reply, press.drawing
    if drawing is None:
        return
    await erasure.erase(drawing.id)
    if drawing.slot_id is not None:
        reply.remove(drawing.chat_id, drawing.slot_id, is_answer=True)
    else:
        reply.toast("deleted")
    rest = await store.history(press.person.id, drawing.id)
    if rest is not None:
        _show(rest, press, calendar)
    elif reply.is_own_page:
        reply.remove(press.message.chat.id, press.message.message_id, is_answer=False)


async def _entry(button: HistoryButton, press: Press, store: Store) -> HistoryEntry | None:
    """The entry that the button names; None where it is gone, which has been said."""
    named = await store.find(button.drawing, person_id=press.person.id)
    entry = None if named is None else await store.history(press.person.id, named.id)
    if entry is None or named is None or entry.drawing.id != named.id:
        press.reply.toast("history-gone")
        return None
    return entry


def _without_picture(
    message: Message | InaccessibleMessage, entry: HistoryEntry, page: Html, texts: Texts
) -> SendMessage:
    """The page as a text, for when Telegram does not take the file id: its picture can be drawn again from there."""
    return SendMessage(
        chat_id=message.chat.id,
        message_thread_id=_topic(message),
        text=Html(f"{page}\n{texts('history-no-picture')}"),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=history_keyboard(entry, texts),
    )


def _topic(message: Message | InaccessibleMessage) -> int | None:
    return topic_of(message).thread_id if isinstance(message, Message) else None


def router() -> Router:
    """A new router."""
    router = Router(name="history")
    router.message.register(history, Command("history", ignore_case=True))
    for handler, turns, check in (
        (send_again, {Turn.SEND}, own_history),
        (redraw, {Turn.AGAIN}, own_history),
        (ask_to_delete, {Turn.DELETE}, own_entry),
        (delete, {Turn.ERASE}, own_entry),
        (turn_page, {Turn.SHOW, Turn.NEWEST}, own_history),
    ):
        router.callback_query.register(handler, HistoryButton.filter(F.turn.in_(turns)), flags={CHECK: check})
    return router
