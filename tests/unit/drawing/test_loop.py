"""Running the workers."""

import asyncio

import pytest

from drawing.workers.loop import Supervisor, Wakeup
from tests.world.simulated import JumpingClock


class Flaky:
    name = "flaky"

    def __init__(self, clock: JumpingClock, failures: int, error: type[BaseException] = LookupError) -> None:
        self.error = error
        self.wakeup = Wakeup(clock)
        self.failures = failures
        self.runs = 0

    async def run(self, stop: asyncio.Event) -> None:
        self.runs += 1
        if self.runs <= self.failures:
            raise self.error
        await stop.wait()


@pytest.mark.fault("39")
async def test_a_worker_that_fails_starts_again_and_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    clock = JumpingClock()
    flaky, steady = Flaky(clock, failures=3), Flaky(clock, failures=0)
    supervisor = Supervisor([flaky, steady], clock)

    async with asyncio.TaskGroup() as group:
        group.create_task(supervisor.run())
        while flaky.runs < 4:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert supervisor.failing == frozenset()
        supervisor.stop()

    assert (flaky.runs, steady.runs) == (4, 1)
    assert caplog.text.count("worker flaky failed") == 3


@pytest.mark.fault("39")
async def test_a_worker_that_something_cancels_from_within_is_not_silently_dead() -> None:
    clock = JumpingClock()
    flaky = Flaky(clock, failures=1, error=asyncio.CancelledError)
    supervisor = Supervisor([flaky], clock)

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(supervisor.run())
        while flaky.runs < 2 and not running.done():  # noqa: ASYNC110
            await asyncio.sleep(0)
        supervisor.stop()

    assert flaky.runs == 2


async def test_a_crew_that_is_cancelled_ends() -> None:
    clock = JumpingClock()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(Supervisor([Flaky(clock, failures=0)], clock).run())
        await asyncio.sleep(0)
        running.cancel()

    assert running.cancelled()


@pytest.mark.fault("39")
async def test_a_worker_that_fails_shows_until_it_works_again() -> None:
    clock = JumpingClock()
    supervisor = Supervisor([Flaky(clock, failures=1)], clock)
    seen: list[frozenset[str]] = []
    wait = clock.wait

    async def watch(event: asyncio.Event, seconds: float) -> bool:
        seen.append(supervisor.failing)
        return await wait(event, seconds)

    clock.wait = watch  # type: ignore[method-assign]
    async with asyncio.TaskGroup() as group:
        group.create_task(supervisor.run())
        while not seen:  # noqa: ASYNC110
            await asyncio.sleep(0)
        supervisor.stop()

    assert seen == [frozenset({"flaky"})]


async def test_a_ring_while_nobody_waits_is_heard_by_the_next_wait() -> None:
    clock = JumpingClock()
    wakeup = Wakeup(clock)
    wakeup.notify()
    began = clock.monotonic()

    await wakeup.wait(100)
    assert clock.monotonic() == began
    await wakeup.wait(100)
    assert clock.monotonic() == began + 100


class Listener:
    """Takes what it is handed while it runs, as the outbox does."""

    name = "listener"

    def __init__(self, clock: JumpingClock) -> None:
        self.wakeup = Wakeup(clock)
        self.runs = False

    async def run(self, stop: asyncio.Event) -> None:
        self.runs = True
        await stop.wait()
        self.runs = False


class Dawdler(Flaky):
    """Has something left to say when it is told to stop."""

    def __init__(self, clock: JumpingClock, listener: Listener) -> None:
        super().__init__(clock, failures=0)
        self._listener = listener
        self.was_heard = False

    async def run(self, stop: asyncio.Event) -> None:
        await super().run(stop)
        for _ in range(10):
            await asyncio.sleep(0)
        self.was_heard = self._listener.runs


async def test_who_serves_others_works_until_all_of_them_have_ended() -> None:
    clock = JumpingClock()
    listener = Listener(clock)
    dawdler = Dawdler(clock, listener)
    supervisor = Supervisor([dawdler], clock, last=[listener])

    async with asyncio.TaskGroup() as group:
        group.create_task(supervisor.run())
        while dawdler.runs == 0:  # noqa: ASYNC110
            await asyncio.sleep(0)
        supervisor.stop()

    assert dawdler.was_heard
    assert not listener.runs
