"""Time that passes only when everybody sleeps, and then as far as somebody says."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

from drawing.clock import Clock

T = TypeVar("T")

_BEGIN: Final = 1_795_000_000.0  # Unix seconds; some day in November


class AtOnce(ThreadPoolExecutor):
    """Does what it is given at once: aiogram has its filters looked at in threads, which come back when they like."""

    def submit(self, function: Callable[..., T], /, *args: Any, **options: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **options))
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            future.set_exception(error)
        return future


class VirtualClock:
    """Neither threads nor the speed of the machine have a say: who wakes when follows from who sleeps how long."""

    def __init__(self) -> None:
        self._monotonic = 1_000_000.0
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    # As drawing.clock.Clock

    def now(self) -> float:
        return self._monotonic - 1_000_000.0 + _BEGIN

    def monotonic(self) -> float:
        return self._monotonic

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        if event.is_set():
            await asyncio.sleep(0)
            return True
        loop = asyncio.get_running_loop()
        timer: asyncio.Future[None] = loop.create_future()
        self._sleeping.append((self._monotonic + seconds, timer))
        ringing: asyncio.Future[Any] = loop.create_task(event.wait())
        try:
            await asyncio.wait({timer, ringing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            ringing.cancel()
        return event.is_set()

    # For the one who lets time pass

    @staticmethod
    async def settle() -> None:
        """Until nobody has anything more to do now."""
        ready: Any = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        while ready:  # noqa: ASYNC110 - who is busy rings no wakeup
            await asyncio.sleep(0)

    async def run(self, seconds: float) -> None:
        """Let so much time pass, with everybody waking in their turn."""
        target = self._monotonic + seconds
        await self.settle()
        while (until := self._next()) is not None and until <= target:
            self._wake(until)
            await self.settle()
        self._monotonic = target

    async def jump(self, seconds: float) -> None:
        """Let so much time pass at once, as for a machine that was asleep: everybody who is due wakes then."""
        await self.settle()
        self._wake(self._monotonic + seconds)
        await self.settle()

    def forget_sleepers(self) -> None:
        """Those who slept are gone."""
        self._sleeping.clear()

    def _next(self) -> float | None:
        self._sleeping = [(until, timer) for until, timer in self._sleeping if not timer.done()]
        return min((until for until, _ in self._sleeping), default=None)

    def _wake(self, now: float) -> None:
        self._monotonic = max(self._monotonic, now)
        for until, timer in sorted(self._sleeping, key=lambda sleeper: sleeper[0]):
            if until <= self._monotonic and not timer.done():
                timer.set_result(None)


_: type[Clock] = VirtualClock
