"""Outbox: answers of handlers. They commit first and send afterwards, so that no slow answer holds up an update.

Held in memory: after a crash a person sees no answer to `/help`, and asks again. What must not be lost, a drawing's
slot and outcome, is in the database.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, DeleteMessage, TelegramMethod

from drawing.clock import Clock
from drawing.ports.chat import ChatBusy, ChatError, ChatMoved, ChatUnreachable
from drawing.ports.store import StoreError
from drawing.workers.loop import Wakeup
from handlers.telegram.errors import is_not_modified
from handlers.telegram.flood import Turn
from handlers.telegram.messenger import Sender
from handlers.telegram.uploads import Upload

logger = logging.getLogger(__name__)

_Lane: TypeAlias = int | str
_Sendable: TypeAlias = TelegramMethod[Any] | Upload[Any]

_PER_LANE: Final = 20
_LANES: Final = 2000
_TRIES: Final = 4
_PAUSE: Final = 2.0
_MAX_PAUSE: Final = 60.0
_IDLE: Final = 30.0
_ACT_TIMEOUT: Final = 5.0  # real seconds from when it was said; later nobody looks at the button any more
_ACT_CONNECTIONS: Final = 8
_ACTS: Final = (AnswerCallbackQuery, DeleteMessage)


class Fate(Enum):
    """What became of something that was said."""

    SENT = auto()
    FAULTY = auto()  # Telegram finds fault with its content
    REFUSED = auto()
    LOST = auto()  # nobody knows


class Cause(NamedTuple):
    """The event that something answers: a message or a press, and whose."""

    person_id: int
    event: str


@dataclass(frozen=True, slots=True)
class _Answer:
    chat_id: int
    alternatives: tuple[_Sendable, ...]
    """The first of them that Telegram finds no fault with is sent."""
    cause: Cause | None
    then: Callable[[Fate], None]
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
    def edited(self) -> tuple[type, int] | None:
        """The message that it changes, and how; None where it is a message of its own."""
        message_id = getattr(self.method, "message_id", None)
        return None if message_id is None else (type(self.method), message_id)


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
        self._acting = asyncio.Semaphore(_ACT_CONNECTIONS)
        self._stop = asyncio.Event()

    def say(
        self,
        chat_id: int,
        method: _Sendable,
        *instead: _Sendable,
        cause: Cause | None = None,
        then: Callable[[Fate], None] = _forget,
    ) -> None:
        """Have something sent to a chat. Beyond what anybody could read, the newest is dropped.

        Where Telegram finds fault with its content, the next of `instead` is sent; `then` is told what became of it.
        In a group, answers to one event of a person wait at most. Of two changes of one message the later is made. An
        upload that waits or is being sent already is not sent twice.
        """
        until = asyncio.get_running_loop().time() + _ACT_TIMEOUT
        answer = _Answer(chat_id, (method, *instead), cause, then, until)
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
        waiting = list(islice(queue, int(lane in self._speaking), None))
        for place, other in enumerate(waiting, len(queue) - len(waiting)):
            if answer.edited is not None and other.edited == answer.edited and not answer.is_act:
                queue[place] = answer
                return True
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
                answer = queue[0]
                fate = await (self._act(answer) if answer.is_act else self._deliver(answer))
                queue.popleft()
                answer.then(fate)
        finally:
            del self._waiting[lane]
            self._speaking.discard(lane)
            self.wakeup.notify()

    async def _act(self, answer: _Answer) -> Fate:
        try:
            async with asyncio.timeout_at(answer.until), self._acting:
                return await self._deliver(answer)
        except TimeoutError:
            return Fate.LOST

    async def _deliver(self, answer: _Answer) -> Fate:
        fate = Fate.LOST
        for method in answer.alternatives:
            fate = await self._send_with_retries(answer, method)
            if fate is not Fate.FAULTY:
                break
        return fate

    async def _send_with_retries(self, answer: _Answer, method: _Sendable) -> Fate:
        """Send, a few times if need be."""
        for _ in range(_TRIES):
            try:
                turn = None if answer.is_act else Turn.ANSWER
                await self._send(answer.chat_id, method, turn=turn, thread_id=_thread_id(method))
            except ChatBusy as error:
                pause = min(error.retry_after, _MAX_PAUSE)
            except (ChatUnreachable, StoreError):
                pause = _PAUSE
            except ChatMoved as error:
                moved = _moved(method, error.new_chat_id)
                if moved is None:
                    return Fate.REFUSED
                method, pause = moved, 0.0
            except (ChatError, AiogramError) as error:
                if is_not_modified(error):
                    return Fate.SENT
                logger.info("an answer was not taken: %s", type(error).__name__)
                return Fate.FAULTY if isinstance(error, TelegramBadRequest) else Fate.REFUSED
            except Exception:
                logger.exception("an answer could not be sent")
                return Fate.LOST
            else:
                return Fate.SENT
            await self._clock.wait(self._stop, pause)  # here, where no error keeps what was sent in memory
        logger.info("an answer was given up after %d tries", _TRIES)
        return Fate.LOST


def _lane(answer: _Answer) -> _Lane:
    if not answer.is_act:
        return answer.chat_id
    return f"acts for {answer.cause.person_id if answer.cause else answer.chat_id}"


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
