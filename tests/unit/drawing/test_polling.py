"""From `running` to an outcome."""

import asyncio

import pytest

from drawing.lifecycle import Reason, State
from drawing.ports.generator import BadResult, Busy, Denied, Down, OperationMissing, OutcomeUnknown, Unreachable
from drawing.rate_limits import Backoff
from drawing.records import Advice, Failed
from drawing.workers.poll import Watched
from tests.world.simulated import PICTURE
from tests.world.world import World


async def test_a_finished_operation_stores_its_picture_with_the_change_of_state(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot())

    assert drawing.state is State.READY
    assert await world.store.picture(drawing.id) == PICTURE


async def test_an_unfinished_operation_is_left_running(world: World) -> None:
    world.service.polls = 1

    assert (await world.ready(await world.asks_with_slot())).state is State.RUNNING


async def test_an_operation_that_failed_ends_the_drawing_with_its_reason(world: World) -> None:
    world.service.failure = Failed(Reason.REFUSED)

    drawing = await world.ready(await world.asks_with_slot())

    assert (drawing.state, drawing.reason) == (State.FAILED, Reason.REFUSED)


@pytest.mark.fault("14", "15")
@pytest.mark.parametrize(
    "trouble", [Busy(1), Denied(Advice("no")), Unreachable(), Down(), OutcomeUnknown(), OperationMissing(), BadResult()]
)
async def test_one_failed_poll_costs_a_turn_and_nothing_else(world: World, trouble: Exception) -> None:
    drawing = await world.submitted(await world.asks_with_slot())
    world.service.trouble_fetching = [trouble]

    assert (await world.polled(drawing)).state is State.RUNNING
    await world.works_until(lambda: "picture 1" in world.chat.shown(1))


@pytest.mark.parametrize("trouble", [Busy(20), Denied(Advice("no")), Unreachable(), Down(), OutcomeUnknown()])
async def test_a_pause_begins_with_the_answer_however_long_that_took(world: World, trouble: Exception) -> None:
    drawing = await world.submitted(await world.asks_with_slot())

    async def answer_late(_: str):  # type: ignore[no-untyped-def]
        world.clock.seconds += 60
        raise trouble

    world.service.fetch = answer_late  # type: ignore[method-assign]
    await world.polled(drawing)
    async with asyncio.TaskGroup() as group:
        pause = await world.poll.start_next(group)

    assert pause > 0.4


async def test_a_new_operation_is_watched_soon_though_every_other_rests_for_an_hour(world: World) -> None:
    resting = await world.submitted(await world.asks_with_slot())
    world.service.trouble_fetching = [Down(3600)]
    await world.polled(resting)
    world.clock.seconds += 0.5
    await world.submitted(await world.asks_with_slot())
    world.process.wakeups.poll.notify()
    async with asyncio.TaskGroup() as group:
        pause = await world.poll.start_next(group)

    assert pause <= 0.5


@pytest.mark.fault("16")
async def test_an_operation_nobody_knows_for_minutes_is_lost(world: World) -> None:
    drawing = await world.submitted(await world.asks_with_slot())
    world.service.operations.clear()
    began = world.clock.monotonic()

    await world.works_until(lambda: "result-lost" in world.chat.shown(1))

    assert (await world.now(drawing)).state is State.EXPIRED
    assert world.clock.monotonic() - began >= 300


@pytest.mark.fault("18")
async def test_an_answer_that_stays_broken_fails_that_drawing_only(world: World) -> None:
    world.service.polls = 10**9
    other = await world.submitted(await world.asks_with_slot())
    world.service.polls = 0
    drawing = await world.submitted(await world.asks_with_slot())
    await world.poll.reconcile()
    watched = world.poll.watched(drawing.id)
    assert watched is not None
    for _ in range(4):
        assert (await world.now(drawing)).state is State.RUNNING
        world.service.trouble_fetching = [BadResult()]
        await world.poll.poll(watched)

    assert (await world.now(drawing)).reason is Reason.BAD_PICTURE
    assert (await world.now(other)).state is State.RUNNING


@pytest.mark.fault("21")
async def test_one_that_never_finishes_stands_before_no_other(world: World) -> None:
    world.service.polls = 10**9
    for _ in range(3):
        await world.submitted(await world.asks_with_slot(person=7, chat=7))
    world.service.polls = 2
    drawing = await world.submitted(await world.asks_with_slot())

    await world.works_until(lambda: f"picture {drawing.id}" in world.chat.shown(1))


@pytest.mark.slow
@pytest.mark.fault("14", "40")
async def test_the_quota_of_result_requests_is_never_exceeded_in_any_second(world: World) -> None:
    world.service.polls = 10**9
    for person in range(30):
        await world.submitted(await world.asks_with_slot(person=person, chat=person + 1))
    times: list[float] = []
    fetch = world.service.fetch

    async def timed(operation_id: str):  # type: ignore[no-untyped-def]
        times.append(world.clock.monotonic())
        return await fetch(operation_id)

    world.service.fetch = timed  # type: ignore[method-assign]

    await world.works_until(lambda: len(times) >= 200)

    assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[10:], strict=False))


async def test_what_ended_meanwhile_is_not_asked_for_any_more(world: World) -> None:
    drawing = await world.submitted(await world.asks_with_slot())
    await world.poll.reconcile()
    await world.store.cancel(drawing.id, world.clock.now())

    await world.poll.reconcile()

    assert world.poll.watched(drawing.id) is None


def test_the_score_grows_with_the_wait_and_falls_with_age() -> None:
    def watched(submitted: float, last_poll: float) -> Watched:
        return Watched(1, "op", submitted, last_poll, Backoff(1, 2, None))  # type: ignore[arg-type]

    assert watched(0, 90).score(100) < watched(0, 80).score(100)
    assert watched(0, 90).score(100) < watched(80, 90).score(100)


async def test_an_operation_that_is_denied_stands_before_no_other(world: World) -> None:
    denied, other = [await world.submitted(await world.asks_with_slot()) for _ in range(2)]
    world.service.trouble_fetching = [Denied(Advice("an operation of the account before"))]
    await world.polled(denied)
    for _ in range(2):
        world.clock.seconds += 1.1
        await world.works_once(world.poll)

    assert (await world.now(other)).state is State.READY


async def test_broken_answers_count_only_in_a_row(world: World) -> None:
    world.service.polls = 10**9
    drawing = await world.submitted(await world.asks_with_slot())
    await world.poll.reconcile()
    watched = world.poll.watched(drawing.id)
    assert watched is not None
    for number in range(12):
        world.service.trouble_fetching = [BadResult()] if number % 2 else []
        await world.poll.poll(watched)

    assert (await world.now(drawing)).state is State.RUNNING
