"""Putting Telegram's side together."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.types import CallbackQuery, ErrorEvent, Message

from drawing.access import AccessControl, Owners
from drawing.byte_budget import StoredPictures
from drawing.clock import Calendar, Clock
from drawing.erasure import Erasure
from drawing.estimates import Estimator
from drawing.forbidden import WordList
from drawing.incidents import Incidents
from drawing.offers import Offers
from drawing.ports.store import Store, StoreError
from drawing.records import Traits
from drawing.service import DrawingService
from drawing.statistics import Statistics
from drawing.style_book import StyleBook
from handlers.bursts import BurstMiddleware, Bursts
from handlers.buttons import ButtonMiddleware
from handlers.middlewares import (
    AccessMiddleware,
    CommandMiddleware,
    LinkedChannelMiddleware,
    OwnerMiddleware,
    PersonMiddleware,
    StraySlotMiddleware,
)
from handlers.routers import all_routers, chats, draw, hints, owner, ownership, privacy, stale
from handlers.settings_panel import SettingsPanel
from handlers.telegram.chat_info import ChatInfo, Unanswered
from handlers.telegram.outbox import Outbox
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.telegram.session import TelegramClock
from handlers.throttling import ThrottlingMiddleware
from handlers.views.privacy_page import DataTerms
from handlers.views.statistics_page import PriceList
from handlers.views.texts import language_of, texts_in

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers may name as parameters, beside what aiogram gives them and what the middlewares add."""

    store: Store
    pictures: StoredPictures
    drawing_service: DrawingService
    offers: Offers
    style_book: StyleBook
    settings_panel: SettingsPanel
    word_list: WordList
    erasure: Erasure
    access: AccessControl
    owners: Owners
    statistics: Statistics
    incidents: Incidents
    prices: PriceList
    clock: Clock
    telegram_clock: TelegramClock
    bursts: Bursts
    calendar: Calendar
    estimator: Estimator
    permissions: ChatPermissions
    chat_info: ChatInfo
    outbox: Outbox
    terms: DataTerms


def create_dispatcher(services: Services, traits: Callable[[], Traits]) -> Dispatcher:
    """A dispatcher with every router. `traits` are those of the model in use, which may change at any time."""
    # Without its memory of states, which nothing here uses and which grows with every person in every chat.
    named = {field.name: getattr(services, field.name) for field in fields(services)}
    dispatcher = Dispatcher(disable_fsm=True, **named)
    _look_at_all(dispatcher, services)
    person_middleware = PersonMiddleware(
        services.store, services.access, services.chat_info, services.clock, outbox=services.outbox, traits=traits
    )
    throttling = ThrottlingMiddleware(services.store, services.clock, services.outbox)
    bursts = BurstMiddleware(services.bursts)
    access, owners = AccessMiddleware(), OwnerMiddleware(services.access)
    buttons = ButtonMiddleware(services.store, services.permissions, services.clock, services.access)
    for router in all_routers():
        _answer_edits(router)
        # What happens to a chat is nobody's request, nor is what people say about a picture.
        if router.name not in {stale.NAME, chats.NAME, hints.NAME}:
            middlewares: list[BaseMiddleware] = [] if router.name == draw.COMMANDS else [bursts]
            if router.name not in draw.ROUTERS:
                middlewares.append(throttling)
            middlewares.append(person_middleware)
            # Who may not draw may still have it all forgotten, and may be the owner of whom nobody knows yet.
            if router.name not in {privacy.NAME, ownership.NAME}:
                middlewares.append(access)
            if router.name == owner.NAME:
                middlewares.append(owners)
            for middleware in middlewares:
                for observer in (router.message, router.edited_message, router.callback_query):
                    observer.middleware(middleware)
            router.callback_query.middleware(buttons)
        dispatcher.include_router(router)
    dispatcher.errors.register(apologise)
    return dispatcher


def _look_at_all(dispatcher: Dispatcher, services: Services) -> None:
    """Middlewares for every event, whether anybody has a handler for it or not."""
    for kind in (dispatcher.message, dispatcher.edited_message):
        kind.outer_middleware(CommandMiddleware())
    dispatcher.message.outer_middleware(LinkedChannelMiddleware(services.chat_info))
    strays = StraySlotMiddleware(services.store, services.outbox)
    for seen in (dispatcher.message, dispatcher.callback_query):
        seen.outer_middleware(strays)


def _answer_edits(router: Router) -> None:
    """A message that was edited is a new one to whoever has no other idea of edits: a mistyped command is mended so."""
    if not router.edited_message.handlers:
        for handler in router.message.handlers:
            router.edited_message.register(handler.callback, *(one.callback for one in handler.filters or ()))


async def apologise(event: ErrorEvent, outbox: Outbox) -> None:
    """Nobody is left without an answer. What the database refused, or Telegram is asked about, comes again instead."""
    if isinstance(event.exception, StoreError | Unanswered):
        raise event.exception
    logger.error("update %d could not be handled", event.update.update_id, exc_info=event.exception)
    cause = event.update.message or event.update.edited_message or event.update.callback_query
    if isinstance(cause, Message | CallbackQuery):
        user = cause.from_user
        reply = Reply(texts_in(language_of(None, user.language_code if user else None)), outbox, cause)
        if isinstance(cause, CallbackQuery):
            reply.toast("went-wrong", alert=True)
        else:
            reply.say("went-wrong")
