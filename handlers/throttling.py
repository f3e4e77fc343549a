"""Throttling: who writes commands or presses buttons faster than anybody reads is answered once, and then not at all.

Requests to draw are not among them: they have limits of their own. Commands are counted by the dates of the messages,
so that what comes all at once after an outage is no flood.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable
from enum import Enum, auto
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from drawing.clock import Clock
from drawing.people import Person
from drawing.ports.store import Store
from handlers.middlewares import Handler, language_for
from handlers.telegram.outbox import Outbox
from handlers.telegram.reply import Reply
from handlers.telegram.senders import author_id, sender_of
from handlers.views.texts import texts_in

_MINUTE: Final = 60.0
_COMMANDS: Final = 20  # a minute
_PRESSES: Final = 60  # a minute
_SAME_PRESS: Final = 1.0  # seconds
_REMEMBERED: Final = 5000  # people
_EVENTS: Final = 100  # of one of them; as many as come in a batch, which is what may come again


class Verdict(Enum):
    """What is done with an event."""

    HANDLED = auto()
    REFUSED = auto()  # with a sentence
    IGNORED = auto()


class _Record:
    """What somebody has done lately, and what was done with it: an event that comes again meets the same fate."""

    def __init__(self, most: int) -> None:
        self.handled: deque[float] = deque(maxlen=most)  # when
        self.verdicts: OrderedDict[Hashable, Verdict] = OrderedDict()  # by event
        self.closed_until = float("-inf")


class Throttle:
    """So many events of somebody's within a period; beyond that, nothing more of theirs for some seconds."""

    def __init__(self, most: int, period: float, *, closed: float = 0.0) -> None:
        self._most = most
        self._period = period
        self._closed = closed
        self._records: OrderedDict[Hashable, _Record] = OrderedDict()

    def check(self, whose: Hashable, event: Hashable, at: float) -> Verdict:
        """Judge an event that happened at that time, in seconds of any clock."""
        record = self._records.setdefault(whose, _Record(self._most))
        self._records.move_to_end(whose)
        if len(self._records) > _REMEMBERED:
            self._records.popitem(last=False)
        if event not in record.verdicts:
            record.verdicts[event] = self._judge(record, at)
            if len(record.verdicts) > _EVENTS:
                record.verdicts.popitem(last=False)
        return record.verdicts[event]

    def _judge(self, record: _Record, at: float) -> Verdict:
        if at < record.closed_until:
            return Verdict.IGNORED
        if sum(at - self._period < then <= at for then in record.handled) < self._most:
            record.handled.append(at)
            return Verdict.HANDLED
        record.closed_until = at + self._closed
        return Verdict.REFUSED


class ThrottlingMiddleware(BaseMiddleware):
    """Lets through what somebody can mean; runs where a handler has been found, so chatter does not count."""

    def __init__(self, store: Store, clock: Clock, outbox: Outbox) -> None:
        self._store = store
        self._clock = clock
        self._outbox = outbox
        self._commands = Throttle(_COMMANDS, _MINUTE, closed=_MINUTE)
        self._presses = Throttle(_PRESSES, _MINUTE, closed=_MINUTE)
        self._repetitions = Throttle(1, _SAME_PRESS)

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        update: Update = data["event_update"]
        match event:
            case Message():
                verdict = self._commands.check(author_id(event), update.update_id, _written_at(event))
            case CallbackQuery():
                verdict = self._presses.check(author_id(event), update.update_id, self._clock.monotonic())
            case _:
                return await handler(event, data)
        if verdict is Verdict.HANDLED and not (isinstance(event, CallbackQuery) and self._is_repeated(event, update)):
            return await handler(event, data)
        if verdict is not Verdict.IGNORED:
            await self._answer(event, is_refused=verdict is Verdict.REFUSED)
        return None

    def _is_repeated(self, press: CallbackQuery, update: Update) -> bool:
        """Whether the same button was pressed a moment ago: a finger or a phone that trembles."""
        message = (press.message.chat.id, press.message.message_id) if press.message else None
        same = (press.from_user.id, message, press.data)
        return self._repetitions.check(same, update.update_id, self._clock.monotonic()) is not Verdict.HANDLED

    async def _answer(self, event: Message | CallbackQuery, *, is_refused: bool) -> None:
        reply = Reply(texts_in(await self._language(event)), self._outbox, event)
        if not is_refused:
            reply.acknowledge()
        elif isinstance(event, CallbackQuery):
            reply.toast("too-many-presses", alert=True)
        else:
            reply.say("too-many-commands")

    async def _language(self, event: Message | CallbackQuery) -> str:
        sender = sender_of(event) or Person(id=0, name="")
        message = event if isinstance(event, Message) else event.message
        return await language_for(await self._store.person(sender.id) or sender, message, self._store)


def _written_at(message: Message) -> float:
    return float(message.edit_date) if message.edit_date else message.date.timestamp()
