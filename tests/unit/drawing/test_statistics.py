"""The figures of the owner."""

from datetime import UTC

import pytest

from drawing.figures import Figures, Load
from drawing.lifecycle import Drawing, Reason, State
from drawing.ports.generator import Busy, Down, OutcomeUnknown, Rejected
from drawing.records import Advice, Failed, Incident
from drawing.statistics import Report, Statistics
from tests.world.simulated import TODAY
from tests.world.world import World

EMPTY = Figures(people=0, drawings=0, delivered=0, refused=0, failed=0, repeated=0, paid=0, seconds=())


def figures(**values: object) -> Figures:
    return Figures(**{name: values.get(name, getattr(EMPTY, name)) for name in EMPTY.__slots__})  # type: ignore[arg-type]


def test_success_is_of_what_has_ended_and_was_not_cancelled() -> None:
    assert EMPTY.success is None
    assert figures(drawings=10, delivered=3, refused=1, failed=0).success == 0.75


@pytest.mark.parametrize(("share", "seconds"), [(0.5, 10), (0.95, 19), (1.0, 20)])
def test_a_percentile_is_the_time_within_which_that_share_of_the_pictures_came(share: float, seconds: int) -> None:
    assert figures(seconds=tuple(range(20, 0, -1))).percentile(share) == seconds
    assert EMPTY.percentile(share) is None
    assert figures(seconds=(4.5,)).percentile(share) == 4.5


async def report(world: World) -> Report:
    return await Statistics(world.store, world.clock, world.incidents, zone=UTC).report()


async def delivered(world: World, person: int = 1, *, after: float = 0) -> Drawing:
    drawing = await world.ready(await world.asks_with_slot(person=person, chat=person))
    world.clock.seconds += after
    return await world.told(drawing)


async def test_a_database_without_drawings_is_all_noughts(world: World) -> None:
    assert await report(world) == Report(
        today=EMPTY, week=EMPTY, load=Load(waiting=0, running=0), incidents={}, silenced={}
    )


async def test_what_became_of_the_drawings_is_counted(world: World) -> None:
    assert (await delivered(world, after=4)).state is State.DELIVERED
    await delivered(world, after=8)
    world.service.failure = Failed(Reason.REFUSED)
    await world.ready(await world.asks_with_slot(person=2))
    world.service.failure = Failed(Reason.GENERATION_FAILED)
    await world.ready(await world.asks_with_slot(person=2))
    await world.store.cancel((await world.asks(person=3)).id, world.clock.now())
    await world.asks(person=3, ttl=0)
    await world.store.expire_overdue(world.clock.now())
    await world.submitted(await world.asks_with_slot())
    await world.asks()

    found = await report(world)

    assert found.today == found.week
    assert (found.today.people, found.today.drawings, found.today.delivered) == (3, 8, 2)
    assert (found.today.refused, found.today.failed) == (1, 2)
    assert sorted(round(one) for one in found.today.seconds) == [4, 8]
    assert found.load == Load(waiting=1, running=1)


async def test_today_and_the_week_are_calendar_days(world: World) -> None:
    for days in (7, 6, 0):
        began = world.clock.seconds
        world.clock.seconds = began - days * 86_400
        await delivered(world)
        world.clock.seconds = began

    found = await report(world)

    assert (found.today.delivered, found.week.delivered) == (1, 2)


@pytest.mark.parametrize(
    ("trouble", "paid", "repeated"),
    [
        ([], 1, 0),
        ([Busy(1), Down()], 1, 0),
        ([OutcomeUnknown()], 2, 1),
        ([OutcomeUnknown(), OutcomeUnknown()], 2, 1),
        ([Rejected(Reason.REFUSED)], 0, 0),
        ([Rejected(Reason.INVALID)], 0, 0),
        ([OutcomeUnknown(), Rejected(Reason.REFUSED)], 1, 1),
        ([Down() for _ in range(8)], 0, 0),
    ],
)
async def test_only_what_was_or_may_have_been_executed_is_paid(
    world: World, trouble: list[Exception], paid: int, repeated: int
) -> None:
    world.service.trouble_submitting = [*trouble]
    drawing = await world.asks_with_slot()
    while (await world.now(drawing)).state is State.QUEUED:
        await world.submitted(drawing)

    found = (await report(world)).today
    assert (found.paid, found.repeated) == (paid, repeated)


async def test_a_picture_that_was_refused_after_it_was_begun_may_have_been_paid_for(world: World) -> None:
    world.service.failure = Failed(Reason.REFUSED)
    await world.ready(await world.asks_with_slot())

    found = (await report(world)).today
    assert (found.paid, found.refused) == (1, 1)


async def test_only_the_latest_times_are_kept(world: World) -> None:
    for seconds in (1, 2, 3):
        await delivered(world, after=seconds)

    assert [round(one) for one in (await world.store.figures(0, TODAY, 2)).seconds] == [3, 2]


async def test_an_incident_is_in_the_report(world: World) -> None:
    await world.incidents.begin(Incident.DENIED, Advice("no role"), by="submit", asked_at=0)

    assert (await report(world)).incidents.keys() == {Incident.DENIED}
