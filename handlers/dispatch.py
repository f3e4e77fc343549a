"""Putting Telegram's side together."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.types import CallbackQuery, ErrorEvent, Message

from drawing.access import AccessControl
from drawing.byte_budget import StoredPictures
from drawing.clock import Calendar, Clock
from drawing.erasure import Erasure
from drawing.estimates import Estimator
from drawing.ports.store import Store, StoreError
from drawing.records import Traits
from drawing.service import DrawingService
from drawing.statistics import Statistics
from handlers.buttons import ButtonMiddleware
from handlers.middlewares import AccessMiddleware, LinkedChannelMiddleware, OwnerMiddleware, PersonMiddleware
from handlers.routers import all_routers, chats, draw, owner, privacy, stale
from handlers.telegram.chat_info import ChatInfo, Unanswered
from handlers.telegram.outbox import Outbox
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
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
    erasure: Erasure
    access: AccessControl
    statistics: Statistics
    prices: PriceList
    clock: Clock
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
    dispatcher.message.outer_middleware(LinkedChannelMiddleware(services.chat_info))
    person_middleware = PersonMiddleware(
        services.store,
        services.access,
        services.chat_info,
        services.clock,
        outbox=services.outbox,
        traits=traits,
    )
    throttling = ThrottlingMiddleware(services.store, services.clock, services.outbox)
    access, owners = AccessMiddleware(), OwnerMiddleware(services.access)
    buttons = ButtonMiddleware(services.store, services.permissions, services.clock)
    for router in all_routers():
        _answer_edits(router)
        if router.name not in {stale.NAME, chats.NAME}:  # what happens to a chat is nobody's request
            middlewares: list[BaseMiddleware] = [] if router.name in draw.ROUTERS else [throttling]
            middlewares.append(person_middleware)
            if router.name != privacy.NAME:  # who may not draw may still have it all forgotten
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
