"""Middlewares before every handler: who is it, in which language, and may they."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.filters import CommandObject
from aiogram.methods import DeleteMessage
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message, TelegramObject

from drawing.access import AccessControl
from drawing.clock import Clock
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from drawing.records import Traits
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.outbox import Outbox
from handlers.telegram.removal import emptying
from handlers.telegram.reply import Earlier, Reply
from handlers.telegram.senders import ForeignChannel, author_id, requester_of, sender_of, source_of
from handlers.views.keyboards import awaited_drawing
from handlers.views.texts import Texts, language_of, texts_in

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# What Unicode calls default ignorable, and control characters that are no white space.
_INVISIBLE: Final = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_MARKS: Final = re.compile(_INVISIBLE)
_BEFORE_COMMAND: Final = re.compile(rf"(?:\s|{_INVISIBLE})*+(?=/)")
_FIRST_WORD: Final = re.compile(r"\S+")


async def language_for(person: Person, message: MaybeInaccessibleMessageUnion | None, store: Store) -> str:
    """What the person has chosen, then what the group has, then what the person's Telegram speaks."""
    chosen = person.language
    if chosen is None and message is not None and message.chat.id < 0:
        chosen = (await store.group(message.chat.id)).language
    return language_of(chosen, person.language_code)


def with_plain_command(text: str) -> str:
    """A text without what cannot be seen before a command, and in it; one that begins with no command, as it is."""
    before = _BEFORE_COMMAND.match(text)
    if before is None or (word := _FIRST_WORD.match(text, before.end())) is None:
        return text
    return _MARKS.sub("", word.group()) + text[word.end() :]


class CommandMiddleware(BaseMiddleware):
    """Shows everybody behind it a command as the person sees it: keyboards and pages leave invisible marks in it."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, Message):
            written = {"text": event.text, "caption": event.caption}
            meant = {name: with_plain_command(text) for name, text in written.items() if text is not None}
            if meant.items() - written.items():
                event = event.model_copy(update=meant)
        return await handler(event, data)


class LinkedChannelMiddleware(BaseMiddleware):
    """Learns which channel belongs to a group: Telegram forwards its posts there by itself."""

    def __init__(self, chat_info: ChatInfo) -> None:
        self._chat_info = chat_info

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, Message) and event.is_automatic_forward and event.sender_chat is not None:
            self._chat_info.note_linked_channel(event.chat.id, event.sender_chat.id)
        return await handler(event, data)


class StraySlotMiddleware(BaseMiddleware):
    """Takes away slots that nobody will edit: sent again, because a crash or a lost answer hid that they were sent.

    The bot never learns their numbers by itself. An event that shows one does: a reply to it, a press under it.
    """

    def __init__(self, store: Store, outbox: Outbox) -> None:
        self._store = store
        self._outbox = outbox

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        result = await handler(event, data)
        seen = event.reply_to_message if isinstance(event, Message) else None
        if isinstance(event, CallbackQuery) and isinstance(event.message, Message):
            seen = event.message
        if seen is not None and seen.from_user and seen.from_user.id == data["bot"].id:
            await self._look(seen)
        return result

    async def _look(self, message: Message) -> None:
        awaited = awaited_drawing(message.reply_markup)
        drawing = None if awaited is None else await self._store.find(awaited)
        if drawing is None or drawing.slot_id is None or drawing.chat_id != message.chat.id:
            return  # one without a slot may be about to get this one
        kept = {drawing.slot_id} if drawing.told_at is not None else {drawing.slot_id, drawing.old_slot_id}
        if message.message_id not in kept:
            place = message.chat.id, message.message_id
            deletion = DeleteMessage(chat_id=place[0], message_id=place[1])
            self._outbox.say(
                place[0], deletion, *emptying(*place, texts_in(drawing.language)("deleted"), is_picture=False)
            )


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
        texts = texts_in(await language_for(person, message, self._store))
        data["traits"] = self._traits()
        if isinstance(event, CallbackQuery):
            data["reply"] = Reply(texts, self._outbox, event)
            return await handler(event, data)
        return await self._answer(handler, event, data, texts)

    async def _answer(self, handler: Handler, message: Message, data: dict[str, Any], texts: Texts) -> Any:
        """Have a message handled. Where that is because it was edited, what was said of it before goes."""
        source, person_id = source_of(message.chat.id, message.message_id), author_id(message)

        async def note(answer_id: int) -> None:
            await self._store.keep_refusal(source, answer_id, person_id=person_id, now=self._clock.now())

        earlier = Earlier(await self._store.refusal_of(source) if message.edit_date else None)
        data["reply"] = reply = Reply(texts, self._outbox, message, earlier=earlier, note=note)
        result = await handler(message, data)
        if earlier.answer_id is not None and not earlier.is_refused:
            reply.withdraw()
            await self._store.drop_refusal(source)
        return result

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
