"""`/history`: what a person has had drawn, wherever, as pages in their private chat."""

from dataclasses import replace
from datetime import tzinfo

from aiogram import F, Router
from aiogram.enums import ParseMode
from aiogram.filters import Command
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from drawing.clock import Clock
from drawing.lifecycle import DrawingId
from drawing.people import Person
from drawing.ports.store import Store
from drawing.records import HistoryEntry
from drawing.service import DrawingService
from handlers.routers.pictures import draw_changed
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.outbox import Outbox
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import sending, showing
from handlers.views.captions import caption
from handlers.views.history_page import HistoryButton, Turn, history_caption, history_keyboard
from handlers.views.keyboards import IDS, picture_keyboard
from handlers.views.texts import Html, Texts

_DEEDS = {Turn.SEND, Turn.AGAIN}


async def history(
    message: Message, person: Person, reply: Reply, store: Store, clock: Clock, zone: tzinfo, outbox: Outbox
) -> None:
    """The newest picture. Not in groups: it may be from elsewhere, and its prompt with it."""
    if message.chat.id < 0:
        reply.say("history-in-private")
        return
    entry = await store.history(person.id)
    if entry is None:
        reply.say("history-empty")
        return
    page = history_caption(entry, clock.now(), zone, reply.texts)
    keyboard = history_keyboard(entry, reply.texts)
    copies = sending(entry.drawing, message.chat.id, topic_of(message), page, keyboard)
    outbox.say(message.chat.id, *copies, _without_picture(message, entry, page, reply.texts))


async def turn_page(
    callback_query: CallbackQuery,
    callback_data: HistoryButton,
    person: Person,
    reply: Reply,
    store: Store,
    clock: Clock,
    zone: tzinfo,
    outbox: Outbox,
) -> None:
    """Another picture in the same message."""
    message = callback_query.message
    if message is None or message.chat.id != person.id:
        reply.toast("history-not-yours")
        return
    wanted = DrawingId(callback_data.drawing) if callback_data.turn is Turn.SHOW else None
    entry = await store.history(person.id, wanted)
    if entry is None:
        reply.explain(reply.texts("history-empty"))
        return
    if wanted in {None, entry.drawing.id}:
        reply.acknowledge()
    else:
        reply.toast("history-gone")
    page = history_caption(entry, clock.now(), zone, reply.texts)
    keyboard = history_keyboard(entry, reply.texts)
    copies = showing(entry.drawing, message.chat.id, message.message_id, page, keyboard)
    outbox.say(message.chat.id, *copies, _without_picture(message, entry, page, reply.texts))


async def use_picture(
    callback_query: CallbackQuery,
    callback_data: HistoryButton,
    person: Person,
    reply: Reply,
    store: Store,
    clock: Clock,
    zone: tzinfo,
    drawing_service: DrawingService,
    outbox: Outbox,
) -> None:
    """Send the picture of a page again, or draw it again with another seed."""
    message = callback_query.message
    if message is None or message.chat.id != person.id:
        reply.toast("history-not-yours")
        return
    entry = await store.history(person.id, DrawingId(callback_data.drawing))
    if entry is None or entry.drawing.id != callback_data.drawing:
        reply.toast("history-gone")
        return
    if callback_data.turn is Turn.AGAIN:
        await draw_changed(callback_query, entry.drawing, "--seed random", person, reply, drawing_service)
        return
    reply.acknowledge()
    # Here nothing else stands between the person and their own picture: no name, whichever chat it was drawn for.
    copy = caption(replace(entry.drawing, chat_id=message.chat.id), reply.texts)
    copies = sending(
        entry.drawing, message.chat.id, _topic(message), copy, picture_keyboard(entry.drawing, reply.texts)
    )
    page = history_caption(entry, clock.now(), zone, reply.texts)
    outbox.say(message.chat.id, *copies, _without_picture(message, entry, page, reply.texts))


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
    return topic_of(message) if isinstance(message, Message) else None


def router() -> Router:
    router = Router(name="history")
    router.message.register(history, Command("history", ignore_case=True))
    is_known = F.drawing.in_(IDS)
    router.callback_query.register(use_picture, HistoryButton.filter(is_known & F.turn.in_(_DEEDS)))
    router.callback_query.register(turn_page, HistoryButton.filter(is_known))
    return router
