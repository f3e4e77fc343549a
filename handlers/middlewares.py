"""What happens before every handler: who is it, in which language, and may they."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from drawing.admission import Admission
from drawing.store import PeopleStore
from handlers.identity import sender_of
from handlers.outbox import Outbox
from handlers.speech import Speech
from handlers.texts import language_of, texts_in

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Introduction(BaseMiddleware):
    """Gives handlers `person` and `speech`. Runs only where a handler has been found, so chatter costs nothing."""

    def __init__(self, people: PeopleStore, outbox: Outbox) -> None:
        self._people = people
        self._outbox = outbox

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        sender = sender_of(event)
        if sender is None:
            return None
        person = await self._people.meet(sender)
        data["person"] = person
        data["speech"] = Speech(texts_in(language_of(person.language, person.language_code)), self._outbox, event)
        return await handler(event, data)


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
