"""One thing at a time, in an order that chance decides: the same seed takes the same steps again.

Whoever is about to touch the world waits for a turn. A turn is given when nothing else is under way, so that neither
threads nor the speed of the machine have a say; and time passes only when everybody sleeps.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from drawing.clock import Clock
from tests.world.faults import Fault, meet

T = TypeVar("T")

_SETTLED: Final = 24  # turns of the event loop after which nobody has anything more to do


class Turns:
    """Gives turns, brings on faults, and is the clock."""

    def __init__(self, chance: random.Random) -> None:
        self.fault_share = 0.0
        self.log: list[str] = []
        self.faults: list[tuple[str, Fault]] = []
        self._coming: Fault | None = None
        self._chance = chance
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []
        self._free = asyncio.Event()
        self._monotonic = 1_000_000.0
        self._moved = 1_700_000_000.0

    async def take(
        self,
        name: str,
        kinds: tuple[Fault, ...],
        call: Callable[[], Awaitable[T]],
        error: Callable[[Fault], Exception],
    ) -> T:
        """Wait for a turn, then call, or meet with a fault of these kinds; what `error` makes of it is raised."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((name, turn))
        await turn
        try:
            fault = self._fault(kinds)
            self.log.append(name if fault is None else f"{name}: {fault}")
            if fault is not None:
                self.faults.append((name, fault))
            return await meet(fault, call, error)
        finally:
            self._free.set()

    def bring_on(self, fault: Fault) -> None:
        """The next call that can meet with this fault does so."""
        self._coming = fault

    def _fault(self, kinds: tuple[Fault, ...]) -> Fault | None:
        if self._coming in kinds:
            coming, self._coming = self._coming, None
            return coming
        return self._chance.choice(kinds) if kinds and self._chance.random() < self.fault_share else None

    async def give(self, whose: int | None = None) -> bool:
        """Let somebody take the next step, and wait until it is done; False if all are asleep.

        `whose` counts those who wait for a turn, round and round; None leaves it to chance.
        """
        for _ in range(_SETTLED):
            await asyncio.sleep(0)
        self._waiting = [(name, turn) for name, turn in self._waiting if not turn.done()]
        if not self._waiting:
            return False
        at = self._chance.randrange(len(self._waiting)) if whose is None else whose % len(self._waiting)
        _, turn = self._waiting.pop(at)
        self._free.clear()
        turn.set_result(None)
        await self._free.wait()
        return True

    def pass_time(self) -> None:
        """Until the first sleeper wakes."""
        self._sleeping = [(until, timer) for until, timer in self._sleeping if not timer.done()]
        assert self._sleeping, "nobody does anything, and nobody will"
        until, timer = min(self._sleeping, key=lambda sleeper: sleeper[0])
        self._monotonic = max(self._monotonic, until)
        timer.set_result(None)

    def crash(self) -> None:
        """Nobody waits any more."""
        self._waiting.clear()
        self._sleeping.clear()

    def set_clock(self, seconds: float) -> None:
        """The administrator moves the time of day."""
        self._moved += seconds

    # The clock, as drawing.clock.Clock

    def now(self) -> float:
        return self._monotonic + self._moved

    def monotonic(self) -> float:
        return self._monotonic

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        loop = asyncio.get_running_loop()
        timer: asyncio.Future[Any] = loop.create_future()
        self._sleeping.append((self._monotonic + seconds, timer))
        ringing: asyncio.Future[Any] = loop.create_task(event.wait())
        try:
            await asyncio.wait({timer, ringing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            ringing.cancel()
        return event.is_set()


_: type[Clock] = Turns
