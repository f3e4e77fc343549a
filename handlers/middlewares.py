"""What happens before every handler: who is it, in which language, and may they."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message, TelegramObject

from drawing.admission import Admission
from drawing.generation import Traits
from drawing.people import Person
from drawing.store import Store
from handlers.identity import sender_of
from handlers.outbox import Outbox
from handlers.speech import Speech
from handlers.texts import language_of, texts_in

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Introduction(BaseMiddleware):
    """Gives handlers `person`, `speech` and `traits`, those of the model in use.

    Runs only where a handler has been found, so chatter costs nothing.
    """

    def __init__(self, store: Store, outbox: Outbox, traits: Callable[[], Traits]) -> None:
        self._store = store
        self._outbox = outbox
        self._traits = traits

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        sender = sender_of(event)
        if sender is None:
            return None
        data["person"] = person = await self._store.meet(sender)
        language = await self._language(person, event if isinstance(event, Message) else event.message)
        data["speech"] = Speech(texts_in(language), self._outbox, event)
        data["traits"] = self._traits()
        return await handler(event, data)

    async def _language(self, person: Person, message: MaybeInaccessibleMessageUnion | None) -> str:
        """What the person has chosen, then what the group has, then what the person's Telegram speaks."""
        chosen = person.language
        if chosen is None and message is not None and message.chat.id < 0:
            chosen = (await self._store.group(message.chat.id)).language
        return language_of(chosen, person.language_code)


class Invitation(BaseMiddleware):
    """Lets in who may draw, and tells the others whom to ask."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        message = event if isinstance(event, Message) else event.message
        person_id: int = data["person"].id
        chat_id = message.chat.id if message else person_id
        if await self._admission.may_draw(person_id, chat_id):
            return await handler(event, data)
        speech: Speech = data["speech"]
        if isinstance(event, CallbackQuery):
            speech.toast("not-allowed-toast", alert=True)
        else:
            speech.say("not-allowed", person=str(person_id), chat=str(chat_id))
        return None
