"""Estimates of the wait, from the latest drawings."""

import random
from collections.abc import Sequence

import pytest

from drawing.estimates import Estimator, expected_wait, is_long, rounded, usual
from drawing.records import QueuePosition, Remaining, Used, WaitEstimate
from drawing.service_health import ServiceHealth
from tests.world.process import POLICIES, with_limits
from tests.world.simulated import JumpingClock
from tests.world.world import World


class Timings:
    """Durations as a database would know them, and a day of which two pictures are left."""

    def __init__(self, *durations: float) -> None:
        self.durations: Sequence[float] = durations
        self.asked = 0

    async def latest_durations(self, limit: int, since: float) -> Sequence[float]:
        self.asked += 1
        return self.durations

    async def queue_position(self, _: int) -> QueuePosition:
        return QueuePosition(1, 1)

    async def used_on(self, day: str, *, person_id: int, chat_id: int) -> Used:
        return Used(by_person=48, in_chat=48)


def estimator_over(timings: Timings, clock: JumpingClock) -> Estimator:
    policies = with_limits(POLICIES, per_person_and_day=50)
    return Estimator(timings, clock, ServiceHealth(clock, random.Random(1), per_minute=60), policies)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("durations", "expected"),
    [([], None), ([5, 5], None), ([9, 1, 5], 5), ([1, 2, 4, 8], 3), ([20, 20, 20, 86_000], 20)],
)
def test_the_usual_is_the_median_of_at_least_three(durations: list[float], expected: float | None) -> None:
    assert usual(durations) == expected


@pytest.mark.parametrize(
    ("position", "usual_seconds", "per_minute", "running", "expected"),
    [
        (QueuePosition(0, 0), 20, 60, 3, 20),
        (QueuePosition(0, 2), 20, 60, 3, 20),  # a third may run beside them
        (QueuePosition(0, 3), 20, 60, 3, 40),  # one of the three has to end first
        (QueuePosition(5, 7), 20, 60, 3, 60),
        (QueuePosition(120, 0), 20, 60, 3, 140),  # the quota takes two minutes for those before
        (QueuePosition(2, 1), 30, 1, 1, 150),
    ],
)
def test_a_wait_is_that_for_the_quota_or_for_ones_own_drawings_and_the_drawing_itself(
    position: QueuePosition, usual_seconds: float, per_minute: int, running: int, expected: float
) -> None:
    assert expected_wait(position, usual_seconds, per_minute=per_minute, running_per_person=running) == expected


@pytest.mark.parametrize(
    ("seconds", "nearest", "up"),
    [
        (0, 1, 1),
        (0.2, 1, 1),
        (3.1, 3, 4),
        (22, 20, 25),
        (58, 60, 60),
        (61, 60, 120),
        (100, 120, 120),
        (700, 600, 900),
        (7100, 7200, 7200),
        (9000, 7200, 10_800),
        (86_000, 86_400, 86_400),
    ],
)
def test_times_are_rounded_to_what_people_say(seconds: float, nearest: float, up: float) -> None:
    assert (rounded(seconds), rounded(seconds, up=True)) == (nearest, up)


def test_longer_than_usual_is_more_than_twice_as_long() -> None:
    assert not is_long(40, 20)
    assert is_long(41, 20)


async def test_the_database_is_asked_again_only_after_a_while(world: World) -> None:
    timings, drawing = Timings(20, 20, 20), await world.asks()
    estimator = estimator_over(timings, world.clock)
    assert (await estimator.for_slot(drawing)).usual_seconds == 20

    timings.durations = (50, 50, 50)
    world.clock.seconds += 29
    assert (await estimator.for_slot(drawing)).usual_seconds == 20
    world.clock.seconds += 1
    assert (await estimator.for_slot(drawing)).usual_seconds == 50
    assert timings.asked == 2


async def test_nothing_is_promised_where_nothing_is_known(world: World) -> None:
    estimate = await estimator_over(Timings(20, 20), world.clock).for_queue(await world.asks())

    assert (estimate.usual_seconds, estimate.seconds_left) == (None, None)


async def test_a_line_of_the_queue_knows_the_place_of_a_drawing_and_how_long_it_may_still_take(world: World) -> None:
    estimate = await estimator_over(Timings(20, 20, 20), world.clock).for_queue(await world.asks())

    assert estimate == WaitEstimate(usual_seconds=20, seconds_left=21, position=QueuePosition(1, 1))


async def test_of_a_repeated_request_only_the_first_slot_says_what_is_left(world: World) -> None:
    estimator = estimator_over(Timings(4, 5, 6), world.clock)

    first, second = await world.asks(), await world.asks(index=1)
    assert await estimator.for_slot(first) == WaitEstimate(usual_seconds=5, remaining=Remaining(2, 50))
    assert await estimator.for_slot(second) == WaitEstimate(usual_seconds=5)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_drawing_is_timed_from_its_submission_whether_or_not_the_service_answers_at_once(
    world: World, *, at_once: bool
) -> None:
    world.service.answers_at_once = at_once
    submit = world.service.submit

    async def slow(request):  # type: ignore[no-untyped-def]
        answer = await submit(request)
        if at_once:
            world.clock.seconds += 7
        return answer

    world.service.submit = slow  # type: ignore[method-assign]
    drawing = await world.asks_with_slot()
    world.clock.seconds += 100
    drawing = await world.submitted(drawing)
    if not at_once:
        world.clock.seconds += 7
        await world.polled(drawing)

    assert await world.store.latest_durations(9, 0) == [7]
