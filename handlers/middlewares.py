"""Middlewares before every handler: who is it, in which language, and may they."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message, TelegramObject

from drawing.access import AccessControl
from drawing.clock import Clock
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from drawing.records import Traits
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.outbox import Outbox
from handlers.telegram.reply import Reply
from handlers.telegram.senders import ForeignChannel, requester_of, sender_of
from handlers.views.texts import language_of, texts_in

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


async def language_for(person: Person, message: MaybeInaccessibleMessageUnion | None, store: Store) -> str:
    """What the person has chosen, then what the group has, then what the person's Telegram speaks."""
    chosen = person.language
    if chosen is None and message is not None and message.chat.id < 0:
        chosen = (await store.group(message.chat.id)).language
    return language_of(chosen, person.language_code)


class LinkedChannelMiddleware(BaseMiddleware):
    """Learns which channel belongs to a group: Telegram forwards its posts there by itself."""

    def __init__(self, chat_info: ChatInfo) -> None:
        self._chat_info = chat_info

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, Message) and event.is_automatic_forward and event.sender_chat is not None:
            self._chat_info.note_linked_channel(event.chat.id, event.sender_chat.id)
        return await handler(event, data)


class PersonMiddleware(BaseMiddleware):
    """Gives handlers `person`, `reply`, `traits` (those of the model in use), and whether the person `may_draw`.

    Runs only where a handler has been found, so chatter costs nothing. Who may not draw leaves nothing in the database.
    """

    def __init__(
        self,
        store: Store,
        access: AccessControl,
        chat_info: ChatInfo,
        clock: Clock,
        *,
        outbox: Outbox,
        traits: Callable[[], Traits],
    ) -> None:
        self._store = store
        self._access = access
        self._chat_info = chat_info
        self._clock = clock
        self._outbox = outbox
        self._traits = traits

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        message = event if isinstance(event, Message) else event.message
        try:
            requester = requester_of(event, self._chat_info)
        except (ForeignChannel, ChatUnreachable) as error:
            await self._turn_away(event, message, error)
            return None
        if requester is None:
            return None
        sender = sender_of(event) or requester
        chat_id = message.chat.id if message else requester.id
        data["may_draw"] = await self._access.may_draw(requester.id, chat_id, sender_id=sender.id)
        data["person"] = person = await self._person(requester, may_draw=data["may_draw"])
        data["reply"] = Reply(texts_in(await language_for(person, message, self._store)), self._outbox, event)
        data["traits"] = self._traits()
        return await handler(event, data)

    async def _person(self, requester: Person, *, may_draw: bool) -> Person:
        if may_draw:
            return await self._store.meet(requester, self._clock.now())
        return await self._store.person(requester.id) or requester

    async def _turn_away(
        self, event: Message | CallbackQuery, message: MaybeInaccessibleMessageUnion | None, error: Exception
    ) -> None:
        user = event.from_user
        somebody = Person(id=0, name="", language_code=user.language_code if user and not user.is_bot else None)
        reply = Reply(texts_in(await language_for(somebody, message, self._store)), self._outbox, event)
        reply.say("foreign-channel" if isinstance(error, ForeignChannel) else "channel-unsure")


class AccessMiddleware(BaseMiddleware):
    """Lets in who may draw, and tells the others whom to ask."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message | CallbackQuery) or data["may_draw"]:
            return await handler(event, data)
        message = event if isinstance(event, Message) else event.message
        person_id: int = data["person"].id
        chat_id = message.chat.id if message else person_id
        reply: Reply = data["reply"]
        if isinstance(event, CallbackQuery):
            reply.toast("not-allowed-toast", alert=True)
        else:
            reply.say("not-allowed", person=str(person_id), chat=str(chat_id))
        return None


class OwnerMiddleware(BaseMiddleware):
    """Lets through the owners of the bot; others are told so, but in groups only where they name this bot."""

    def __init__(self, access: AccessControl) -> None:
        self._access = access

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: Person = data["person"]
        if self._access.is_admin(person.id):
            return await handler(event, data)
        command: CommandObject = data["command"]
        if isinstance(event, Message) and (event.chat.id > 0 or command.mention):
            reply: Reply = data["reply"]
            reply.say("owner-only")
        return None
