"""How long a drawing takes, judged by the latest ones."""

from collections.abc import Sequence

import pytest

from drawing.allowance import Left
from drawing.forecast import Forecast, Pace, expected_wait, is_long, rounded, usual
from drawing.outlook import Outlook, Outlooks
from drawing.store import Ahead
from tests.unit.drawing.simulated import JumpingClock, World

PACE = Pace(per_minute=60, running_per_person=3)


class Timings:
    """Durations as a database would know them."""

    def __init__(self, *durations: float) -> None:
        self.durations: Sequence[float] = durations
        self.asked = 0

    async def latest_durations(self, limit: int, since: float) -> Sequence[float]:
        self.asked += 1
        return self.durations

    async def ahead_of(self, _: int) -> Ahead:
        return Ahead(0, 0)


@pytest.mark.parametrize(
    ("durations", "expected"),
    [([], None), ([5, 5], None), ([9, 1, 5], 5), ([1, 2, 4, 8], 3), ([20, 20, 20, 86_000], 20)],
)
def test_the_usual_is_the_median_of_at_least_three(durations: list[float], expected: float | None) -> None:
    assert usual(durations) == expected


@pytest.mark.parametrize(
    ("ahead", "usual_seconds", "pace", "expected"),
    [
        (Ahead(0, 0), 20, PACE, 20),
        (Ahead(0, 2), 20, PACE, 20),  # a third may run beside them
        (Ahead(0, 3), 20, PACE, 40),  # one of the three has to end first
        (Ahead(5, 7), 20, PACE, 60),
        (Ahead(120, 0), 20, PACE, 140),  # the quota takes two minutes for those before
        (Ahead(2, 1), 30, Pace(per_minute=1, running_per_person=1), 150),
    ],
)
def test_a_wait_is_that_for_the_quota_or_for_ones_own_drawings_and_the_drawing_itself(
    ahead: Ahead, usual_seconds: float, pace: Pace, expected: float
) -> None:
    assert expected_wait(ahead, usual_seconds, pace) == expected


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


async def test_the_database_is_asked_again_only_after_a_while() -> None:
    timings, clock = Timings(20, 20, 20), JumpingClock()
    forecast = Forecast(timings, clock, PACE)
    assert await forecast.usual_seconds() == 20

    timings.durations = (50, 50, 50)
    clock.seconds += 29
    assert await forecast.usual_seconds() == 20
    clock.seconds += 1
    assert await forecast.usual_seconds() == 50
    assert timings.asked == 2


async def test_nothing_is_promised_where_nothing_is_known() -> None:
    forecast = Forecast(Timings(20, 20), JumpingClock(), PACE)

    assert await forecast.usual_seconds() is None
    assert await forecast.seconds_until_done(Ahead(1, 1)) is None


async def test_of_a_repeated_request_only_the_first_slot_says_what_is_left(world: World) -> None:
    async def hint(_: object) -> Left:
        return Left(2, 50)

    outlooks = Outlooks(Forecast(Timings(4, 5, 6), world.clock, PACE), hint, world.patience)

    assert await outlooks.of(await world.asks()) == Outlook(5, Left(2, 50))
    assert await outlooks.of(await world.asks(index=1)) == Outlook(5, None)


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
