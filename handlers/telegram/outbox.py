"""Outbox: answers of handlers. They commit first and send afterwards, so that no slow answer holds up an update.

Held in memory: after a crash a person sees no answer to `/help`, and asks again. What must not be lost, a drawing's
slot and outcome, is in the database.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

from aiogram.exceptions import AiogramError
from aiogram.methods import AnswerCallbackQuery, DeleteMessage, EditMessageReplyMarkup, SendMessage, TelegramMethod

from drawing.clock import Clock
from drawing.ports.chat import ChatBusy, ChatError, ChatMoved, ChatUnreachable, SlotGone
from drawing.ports.store import StoreError
from drawing.workers.loop import Wakeup
from handlers.telegram.errors import is_not_modified
from handlers.telegram.flood import Turn
from handlers.telegram.messenger import Sender
from handlers.telegram.uploads import Upload

logger = logging.getLogger(__name__)

_Lane: TypeAlias = int | str
_Sendable: TypeAlias = TelegramMethod[Any] | Upload[Any]
_Sent: TypeAlias = Callable[[Any], Awaitable[None]]

_PER_LANE: Final = 20
_LANES: Final = 2000
_TRIES: Final = 4
_FRESH: Final = 600.0  # seconds for which an answer that a flood limit holds back is of use
_PAUSE: Final = 2.0
_MAX_PAUSE: Final = 60.0
_IDLE: Final = 30.0
_ACT_TIMEOUT: Final = 5.0  # real seconds from when it was said; later nobody looks at the button any more
_ACT_CONNECTIONS: Final = 8
_MOMENT: Final = 0.4  # seconds between presses that are quick
_MOMENTS: Final = 8
_ACTS: Final = (AnswerCallbackQuery, DeleteMessage)


class Fate(Enum):
    """What became of something that was said."""

    SENT = auto()
    REFUSED = auto()
    GONE = auto()  # the message that it would change is there no more
    LOST = auto()  # nobody knows


class Cause(NamedTuple):
    """The event that something answers: a message or a press, and whose."""

    person_id: int
    event: str


@dataclass(frozen=True, slots=True)
class _Answer:
    chat_id: int
    alternatives: tuple[_Sendable, ...]
    """The first of them that Telegram takes is sent."""
    cause: Cause | None
    then: Callable[[Fate], None]
    sent: _Sent | None
    """Is told the message that Telegram has made of it."""
    until: float
    """In the seconds of the event loop; of an act, which nobody waits for any longer."""

    @property
    def method(self) -> _Sendable:
        return self.alternatives[0]

    @property
    def is_act(self) -> bool:
        """Whether it is no message in the chat: the answer to a press, or a deletion."""
        return isinstance(self.method, _ACTS)

    @property
    def edited(self) -> int | None:
        """The message that it changes; None where it is a message of its own, or no message."""
        return None if self.is_act else getattr(self.method, "message_id", None)

    def after(self, earlier: "_Answer") -> "_Answer":
        """Both changes of one message as one: the later, or the earlier one with the buttons of the later."""
        alternatives = self.alternatives
        if isinstance(self.method, EditMessageReplyMarkup):
            buttons = {"reply_markup": self.method.reply_markup}
            alternatives = tuple(
                one if isinstance(one, Upload) or not hasattr(one, "message_id") else one.model_copy(update=buttons)
                for one in earlier.alternatives
            )

        def then(fate: Fate) -> None:
            earlier.then(fate)
            self.then(fate)

        return replace(self, alternatives=alternatives, then=then)


def _forget(_: Fate) -> None:
    """Nobody asks what became of it."""


class Outbox:
    """Answers waiting to be sent: in order within a chat, side by side between chats.

    What is no message in the chat has lanes of its own, one for each person, with few connections: behind a chat's
    messages, which wait for their turn, the answer to a press would come after Telegram has stopped waiting for it, and
    if those are slow they hold up nobody else.
    """

    name = "outbox"

    def __init__(self, send: Sender, clock: Clock) -> None:
        self.wakeup = Wakeup(clock)
        self._send = send
        self._clock = clock
        self._waiting: dict[_Lane, deque[_Answer]] = {}
        self._speaking: set[_Lane] = set()
        self._sending: set[_Lane] = set()  # of these lanes the first answer cannot be changed any more
        self._acting = asyncio.Semaphore(_ACT_CONNECTIONS)
        self._stop = asyncio.Event()

    def say(
        self,
        chat_id: int,
        method: _Sendable,
        *instead: _Sendable,
        cause: Cause | None = None,
        then: Callable[[Fate], None] = _forget,
        sent: _Sent | None = None,
    ) -> None:
        """Have something sent to a chat. Beyond what anybody could read, the newest is dropped.

        Where Telegram refuses it, the next of `instead` is sent; a text that a group refuses goes to the person who
        caused it, in private, where they let it. `then` is told what became of it, `sent` the message.
        In a group, answers to one event of a person wait at most. Quick changes of one message are made as one. An
        upload that waits or is being sent already is not sent twice.
        """
        until = asyncio.get_running_loop().time() + _ACT_TIMEOUT
        answer = _Answer(chat_id, (method, *instead), cause, then, sent, until)
        if not self._enqueue(answer):
            then(Fate.LOST)
        self.wakeup.notify()

    def _enqueue(self, answer: _Answer) -> bool:
        lane = _lane(answer)
        if lane not in self._waiting and len(self._waiting) >= _LANES:
            logger.warning("too many chats wait for answers; one is dropped")
            return False
        queue = self._waiting.setdefault(lane, deque())
        if isinstance(answer.method, Upload) and any(answer.alternatives == other.alternatives for other in queue):
            return True
        for place in range(int(lane in self._sending), len(queue)):
            if answer.edited is not None and queue[place].edited == answer.edited:
                queue[place] = answer.after(queue[place])
                return True
        waiting = islice(queue, int(lane in self._speaking), None)
        if answer.chat_id < 0 and not answer.is_act and _waits_already(answer.cause, waiting):
            return False
        if len(queue) >= _PER_LANE:
            logger.warning("a chat has too many answers waiting; one is dropped")
            return False
        queue.append(answer)
        return True

    async def run(self, stop: asyncio.Event) -> None:
        self._stop = stop
        async with asyncio.TaskGroup() as group:
            while not (stop.is_set() and not self._waiting):
                for lane in self._waiting.keys() - self._speaking:
                    self._speaking.add(lane)
                    group.create_task(self._speak(lane), name=f"answer in {lane}")
                await self.wakeup.wait(_IDLE)

    async def _speak(self, lane: _Lane) -> None:
        queue = self._waiting[lane]
        try:
            while queue:
                await self._settle(queue)
                answer = queue[0]
                self._sending.add(lane)
                fate = await (self._act(answer) if answer.is_act else self._deliver(answer))
                self._sending.discard(lane)
                queue.popleft()
                answer.then(fate)
        finally:
            del self._waiting[lane]
            self._speaking.discard(lane)
            self._sending.discard(lane)
            self.wakeup.notify()

    async def _settle(self, queue: deque[_Answer]) -> None:
        """Give a change of a message a moment in which a quick finger can change it once more."""
        for _ in range(_MOMENTS):
            first = queue[0]
            if first.edited is None or await self._clock.wait(self._stop, _MOMENT) or queue[0] is first:
                return

    async def _act(self, answer: _Answer) -> Fate:
        try:
            async with asyncio.timeout_at(answer.until), self._acting:
                return await self._deliver(answer)
        except TimeoutError:
            return Fate.LOST

    async def _deliver(self, answer: _Answer) -> Fate:
        fate = Fate.LOST
        for method in answer.alternatives:
            fate = await self._send_with_retries(answer.chat_id, method, answer.sent)
            if fate not in {Fate.REFUSED, Fate.GONE}:
                return fate
        private = _in_private(answer)
        if private is not None:
            logger.info("a chat accepts no answer; it goes to the person in private")
            await self._send_with_retries(int(private.chat_id), private)
        return fate

    async def _send_with_retries(self, chat_id: int, method: _Sendable, sent: _Sent | None = None) -> Fate:
        """Send, a few times if need be; what a flood limit holds back waits, and has not been tried."""
        tries, began = 0, self._clock.monotonic()
        while tries < _TRIES:
            try:
                turn = None if isinstance(method, _ACTS) else Turn.ANSWER
                message = await self._send(chat_id, method, turn=turn, thread_id=_thread_id(method))
            except ChatBusy as error:
                is_fresh = self._clock.monotonic() - began < _FRESH and not self._stop.is_set()
                tries, pause = tries + (not is_fresh), min(max(error.retry_after, 1.0), _MAX_PAUSE)
            except (ChatUnreachable, StoreError):
                tries, pause = tries + 1, _PAUSE
            except ChatMoved as error:
                moved = _moved(method, error.new_chat_id)
                if moved is None:
                    return Fate.REFUSED
                tries, method, pause = tries + 1, moved, 0.0
            except (ChatError, AiogramError) as error:
                if is_not_modified(error):
                    return Fate.SENT
                logger.info("an answer was not accepted: %s", type(error).__name__)
                is_gone = isinstance(error, SlotGone) and not error.is_unfamiliar
                return Fate.GONE if is_gone else Fate.REFUSED
            except Exception:
                logger.exception("an answer could not be sent")
                return Fate.LOST
            else:
                await _tell(sent, message)
                return Fate.SENT
            await self._clock.wait(self._stop, pause)  # here, where no error keeps what was sent in memory
        logger.info("an answer was given up after %d tries", _TRIES)
        return Fate.LOST


async def _tell(sent: _Sent | None, message: Any) -> None:
    """What was sent is not sent again because somebody could not make a note of it."""
    if sent is None:
        return
    try:
        await sent(message)
    except StoreError as error:
        logger.warning("an answer could not be recorded (%s)", type(error).__name__)


def _lane(answer: _Answer) -> _Lane:
    if not answer.is_act:
        return answer.chat_id
    return f"acts for {answer.cause.person_id if answer.cause else answer.chat_id}"


def _in_private(answer: _Answer) -> SendMessage | None:
    """The text of an answer that a group refused, for the person whom it answers; its buttons belong to the group."""
    text = answer.alternatives[-1]
    if answer.chat_id > 0 or answer.cause is None or answer.cause.person_id <= 0 or not isinstance(text, SendMessage):
        return None
    nothing = {"message_thread_id": None, "reply_parameters": None, "reply_markup": None}
    return text.model_copy(update={"chat_id": answer.cause.person_id} | nothing)


def _waits_already(cause: Cause | None, waiting: Iterable[_Answer]) -> bool:
    """Whether something else that the person did is still to be answered."""
    if cause is None:
        return False
    others = [one.cause for one in waiting if one.cause is not None and one.cause.person_id == cause.person_id]
    return any(other != cause for other in others)


def _thread_id(method: _Sendable) -> int | None:
    return method.thread_id if isinstance(method, Upload) else getattr(method, "message_thread_id", None)


def _moved(method: _Sendable, chat_id: int) -> _Sendable | None:
    """What is sent to the chat that a group has become; None where it is about a message of the old one.

    The new chat counts its messages anew: what an id means there is anybody's guess.
    """
    if isinstance(method, Upload):
        return method.changed({"chat_id": chat_id, "reply_parameters": None})
    if not hasattr(method, "chat_id") or hasattr(method, "message_id"):
        return None
    return method.model_copy(update={"chat_id": chat_id} | _quoting_nothing(method))


def _quoting_nothing(method: TelegramMethod[Any]) -> dict[str, None]:
    return {"reply_parameters": None} if hasattr(method, "reply_parameters") else {}
