"""Running the workers: waking them early, starting them again after a fault, ending them in order."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Final, Protocol

from drawing.clock import Clock
from drawing.ports.store import StoreError

logger = logging.getLogger(__name__)

_FIRST_PAUSE: Final = 1.0
_MAX_PAUSE: Final = 60.0


class Wakeup:
    """Wakes a worker before its time. The database is the truth: a lost wake-up delays a drawing but never loses it."""

    def __init__(self, clock: Clock) -> None:
        self.count = 0  # how often others have notified it
        self._clock = clock
        self._event = asyncio.Event()

    def notify(self) -> None:
        """There is something new in the database."""
        self.count += 1
        self._event.set()

    def resume(self) -> None:
        """A task of the worker's own has ended, and another one can be started."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until somebody notifies, or for so many seconds."""
        await self._clock.wait(self._event, seconds)
        self._event.clear()


class Wakeups:
    """The wake-ups of the workers, so that each can wake the ones that go on from what it did."""

    def __init__(self, clock: Clock) -> None:
        self.deliver = Wakeup(clock)
        self.submit = Wakeup(clock)
        self.poll = Wakeup(clock)
        self.sweep = Wakeup(clock)


class Worker(Protocol):
    """Something that works until it is told to stop, and finishes then what it has begun."""

    @property
    def name(self) -> str: ...

    @property
    def wakeup(self) -> Wakeup: ...

    async def run(self, stop: asyncio.Event) -> None: ...


class LoopWorker(Worker, Protocol):
    """A worker that goes round after round."""

    async def start_next(self, group: asyncio.TaskGroup) -> float:
        """Begin what can be begun now, as tasks of the group; returns for how many seconds nothing more can be."""
        ...


async def run_loop(worker: LoopWorker, stop: asyncio.Event) -> None:
    """Go round until it is time to stop, then finish what has been begun."""
    async with asyncio.TaskGroup() as group:
        while not stop.is_set():
            try:
                pause = await worker.start_next(group)
            except StoreError:
                # What is under way goes on: ending it over this would make its outcome unknown.
                logger.exception("worker %s cannot use the database; trying again in %.0f s", worker.name, _FIRST_PAUSE)
                pause = _FIRST_PAUSE
            if pause > 0:
                await worker.wakeup.wait(pause)


class Supervisor:
    """The workers of the process, and whether all of them are well.

    Those of `last` serve the others, and end when nobody is left who could hand them something.
    """

    def __init__(self, workers: Iterable[Worker], clock: Clock, *, last: Iterable[Worker] = ()) -> None:
        self._workers = tuple(workers)
        self._last = tuple(last)
        self._clock = clock
        self._failing: set[str] = set()
        self._stop = asyncio.Event()
        self._stop_last = asyncio.Event()

    @property
    def failing(self) -> frozenset[str]:
        """The names of workers that ended with a fault and have not worked since."""
        return frozenset(self._failing)

    def stop(self) -> None:
        """Have everybody finish what they are at, and begin nothing new."""
        _end(self._workers, self._stop)

    async def run(self) -> None:
        """Work until `stop`. A worker that fails starts again after a growing pause."""
        async with asyncio.TaskGroup() as group:
            self._start(self._last, self._stop_last, group)
            async with asyncio.TaskGroup() as first:
                self._start(self._workers, self._stop, first)
            _end(self._last, self._stop_last)

    def _start(self, workers: Iterable[Worker], stop: asyncio.Event, group: asyncio.TaskGroup) -> None:
        for worker in workers:
            group.create_task(self._keep_running(worker, stop), name=worker.name)

    async def _keep_running(self, worker: Worker, stop: asyncio.Event) -> None:
        pause = _FIRST_PAUSE
        while not stop.is_set():
            began = self._clock.monotonic()
            try:
                await worker.run(stop)
            except (Exception, asyncio.CancelledError) as error:
                if isinstance(error, asyncio.CancelledError) and _is_cancelled():
                    raise
                # A cancellation that nobody asked for would end the worker, and its group would not say a word.
                if self._clock.monotonic() - began > _MAX_PAUSE:
                    pause = _FIRST_PAUSE
                logger.exception("worker %s failed; it starts again in %.0f s", worker.name, pause)
            else:
                return
            self._failing.add(worker.name)
            await self._clock.wait(stop, pause)
            pause = min(pause * 2, _MAX_PAUSE)
            self._failing.discard(worker.name)


def _is_cancelled() -> bool:
    """Whether somebody wants the running task to end."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _end(workers: Iterable[Worker], stop: asyncio.Event) -> None:
    stop.set()
    for worker in workers:
        worker.wakeup.notify()
