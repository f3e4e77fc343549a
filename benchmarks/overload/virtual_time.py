"""A loop whose time stands still while anything can be done, and jumps to the next timer when nothing can.

An hour of waiting costs nothing, and a busy machine changes no figure: what is measured is what the bot decides, not
how fast it computes. The sockets are real, and so are the threads, which time waits for.
"""

import asyncio
import os
import selectors
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Final, TypeVar, TypeVarTuple, Unpack

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")

_EPOCH: Final = (
    1_800_000_000.0  # the Unix time at which virtual time begins; a morning of UTC: no day ends in an hour of it
)
_GRACE: Final = 0.05  # seconds to wait for a thread before it is looked at again
_TICK: Final = 1e-6  # seconds of virtual time that a wait takes at least
_LONG: Final = 1.0  # seconds of virtual time; before so long a jump it is worth it to make sure,
_DELAY: Final = 0.005  # seconds in which a busy kernel hands over what was sent on loopback


class _Selector(selectors.DefaultSelector):
    """Asks for what is ready; where nothing is, moves the loop's time instead of waiting."""

    loop: "VirtualTimeLoop"

    def select(self, timeout: float | None = None) -> Any:
        self.loop.meter.end()
        try:
            return self._select(timeout)
        finally:
            self.loop.meter.begin()

    def _select(self, timeout: float | None) -> Any:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        os.sched_yield()  # the kernel may still be about to hand over what was sent on loopback
        ready = super().select(0)
        while not ready and self.loop.is_waiting_for_threads():
            ready = super().select(_GRACE)
        if not ready and (timeout is None or timeout >= _LONG):
            ready = super().select(None if timeout is None else _DELAY)
        if ready or timeout is None:
            return ready
        self.loop.now += timeout
        return []


class Meter:
    """How long the loop computes between two looks at what is ready, in seconds of its own thread's processor time.

    That is how long it answers nobody. Processor time, since the time on the wall depends on who else uses the machine.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self._began: float | None = None

    def begin(self) -> None:
        self._began = time.thread_time()

    def end(self) -> None:
        if self._began is not None:
            self.longest = max(self.longest, time.thread_time() - self._began)

    def reset(self) -> None:
        """Forget everything, and what the current turn has taken so far."""
        self.longest = 0.0
        self.begin()


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """`threads` are asked whether threads are at work that will wake the loop."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meter = Meter()
        self.threads: list[Callable[[], bool]] = []
        self._jobs = 0
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now

    def is_waiting_for_threads(self) -> bool:
        return self._jobs > 0 or any(is_at_work() for is_at_work in self.threads)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[_Ts]], _T], *args: *_Ts
    ) -> "asyncio.Future[_T]":
        job = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        job.add_done_callback(self._job_done)
        return job

    def _job_done(self, _job: object) -> None:
        self._jobs -= 1


class VirtualClock:
    """Implements `drawing.clock.Clock` over a loop's time."""

    def __init__(self, loop: VirtualTimeLoop) -> None:
        self._loop = loop

    def now(self) -> float:
        return _EPOCH + self._loop.now

    def monotonic(self) -> float:
        return self._loop.now

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        # Timers fire a nanosecond early. Who waits for less than that, since a difference was not rounded to nothing,
        # would wait again and again at one and the same moment.
        try:
            async with asyncio.timeout(max(seconds, _TICK)):
                return await event.wait()
        except TimeoutError:
            return False
