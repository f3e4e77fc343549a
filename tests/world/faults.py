"""The ports with faults: every durable write and every remote call is a step at which something can go wrong."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from drawing.lifecycle import Drawing
from drawing.ports.chat import ChatBusy, ChatUnreachable
from drawing.ports.generator import Busy, OutcomeUnknown, Unreachable
from drawing.ports.store import StoreError
from drawing.prompt import Prompt
from drawing.records import Failed, Outage, Pending, Picture, Slot, Started, Traits, WaitEstimate
from storage.store import SqlStore
from tests.world.simulated import SimulatedChat, SimulatedService

T = TypeVar("T")


class Fault(StrEnum):
    """What goes wrong at a step."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST = "lost"  # a remote call that never arrives; a write that the database refuses, now or for a while
    DROPPED = "dropped"  # executed, and the answer lost; a write that is committed and yet reported as failed
    BUSY = "busy"  # a remote call that is refused, with a time to wait


Plan = Mapping[int, Fault]
"""Which step meets which fault; steps are counted from 0."""


class Crash(BaseException):
    """The process is gone: no handler of ours runs after it."""


async def meet(fault: Fault | None, call: Callable[[], Awaitable[T]], error: Callable[[Fault], Exception]) -> T:
    """Call, as far as the fault lets it. `error` makes of a fault what the caller sees of it."""
    if fault is Fault.CRASH_BEFORE:
        raise Crash
    if fault in {Fault.LOST, Fault.BUSY}:
        raise error(fault)
    result = await call()
    if fault is Fault.CRASH_AFTER:
        raise Crash
    if fault is Fault.DROPPED:
        raise error(fault)
    return result


@dataclass
class Steps:
    """Counts the steps of a run, and brings on the faults of its plan."""

    plan: Plan
    kinds: list[tuple[Fault, ...]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    # A database that is busy answers as one that refuses; there is no fault of its own to that.
    WRITE = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.LOST, Fault.DROPPED)
    REMOTE = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.LOST, Fault.DROPPED, Fault.BUSY)

    async def take(
        self,
        name: str,
        kinds: tuple[Fault, ...],
        call: Callable[[], Awaitable[T]],
        error: Callable[[Fault], Exception],
    ) -> T:
        fault = self.plan.get(len(self.kinds))
        self.kinds.append(kinds)
        self.names.append(name)
        return await meet(fault, call, error)


_WRITES = frozenset(
    {
        "accept",
        "cancel",
        "recover",
        "begin_submission",
        "requeue",
        "start",
        "finish",
        "end",
        "expire_overdue",
        "save_slot",
        "clear_slot",
        "mark_told",
        "close_chat",
        "move_chat",
        "mute",
        "send_home",
    }
)


class FaultyStore:
    """The real store, whose writes can fail. Reads and everything else pass through."""

    def __init__(self, store: SqlStore, steps: Steps) -> None:
        self._store = store
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        if name not in _WRITES:
            return method

        async def step(*args: Any, **kwargs: Any) -> Any:
            return await self._steps.take(
                name, Steps.WRITE, lambda: method(*args, **kwargs), lambda _: StoreError("the disk is full")
            )

        return step


class FaultyService:
    """The simulated image service, reached over a network that can fail."""

    def __init__(self, service: SimulatedService, steps: Steps) -> None:
        self._service = service
        self._steps = steps

    @property
    def is_ready(self) -> bool:
        return self._service.is_ready

    @property
    def traits(self) -> Traits:
        return self._service.traits

    async def submit(self, prompt: Prompt) -> Started | Picture:
        return await self._steps.take("submit", Steps.REMOTE, lambda: self._service.submit(prompt), self._error)

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        return await self._steps.take("fetch", Steps.REMOTE, lambda: self._service.fetch(operation_id), self._error)

    @staticmethod
    def _error(fault: Fault) -> Exception:
        return {Fault.LOST: Unreachable(), Fault.DROPPED: OutcomeUnknown(), Fault.BUSY: Busy(7)}[fault]


class FaultyChat:
    """The simulated chat, reached over a network that can fail."""

    def __init__(self, chat: SimulatedChat, steps: Steps) -> None:
        self._chat = chat
        self._steps = steps

    async def ping(self) -> bool:
        return await self._chat.ping()

    async def takes_pictures(self, drawing: Drawing) -> bool:
        return await self._chat.takes_pictures(drawing)

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        return await self._step("post_slot", lambda: self._chat.post_slot(drawing, estimate))

    async def show_waiting(self, drawing: Drawing, outage: Outage) -> None:
        await self._step("show", lambda: self._chat.show_waiting(drawing, outage))

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        return await self._step("show", lambda: self._chat.show_picture(drawing, picture))

    async def show_ending(self, drawing: Drawing) -> None:
        await self._step("show", lambda: self._chat.show_ending(drawing))

    async def send_ending(self, drawing: Drawing) -> None:
        await self._step("send_ending", lambda: self._chat.send_ending(drawing))

    async def delete(self, chat_id: int, message_id: int) -> None:
        await self._step("delete", lambda: self._chat.delete(chat_id, message_id))

    async def _step(self, name: str, call: Callable[[], Awaitable[T]]) -> T:
        return await self._steps.take(
            name, Steps.REMOTE, call, lambda fault: ChatBusy(7) if fault is Fault.BUSY else ChatUnreachable(fault)
        )
