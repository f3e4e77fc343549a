"""Quota of a day: how much is left, and when that is worth a word."""

from dataclasses import replace
from datetime import UTC

import pytest

from drawing.estimates import Estimator
from drawing.lifecycle import Drawing, Reason
from drawing.people import Group
from drawing.ports.generator import Rejected
from drawing.quota import DailyQuota
from drawing.records import Remaining, Used
from tests.world.process import POLICIES, with_limits
from tests.world.simulated import NO_LIMITS
from tests.world.world import World


@pytest.mark.parametrize(
    ("left", "limit", "is_little"),
    [
        (3, 10, True),
        (4, 10, False),
        (5, 50, True),
        (6, 50, False),
        (0, 1, True),
        (20, 200, True),
        (21, 200, False),
        (3, 39, True),
    ],
)
def test_three_are_little_and_so_is_a_tenth_of_many(left: int, limit: int, is_little: bool) -> None:
    quota = DailyQuota(replace(NO_LIMITS, per_person_and_day=limit), UTC)
    used = Used(by_person=limit - left, in_chat=0)

    assert quota.scarce(used, None) == (Remaining(left, limit) if is_little else None)


async def remaining(world: World, drawing: Drawing, limit: int) -> Remaining | None:
    policies = with_limits(POLICIES, per_person_and_day=limit)
    return (await Estimator(world.store, world.clock, world.health, policies).for_slot(drawing)).remaining


async def test_nothing_is_said_until_little_is_left(world: World) -> None:
    assert await remaining(world, await world.asks(), 5) is None
    assert await remaining(world, await world.asks(), 5) == Remaining(3, 5)


async def test_what_never_left_or_was_turned_down_is_not_counted(world: World) -> None:
    refused = await world.asks_with_slot()
    world.service.trouble_submitting = [Rejected(Reason.REFUSED)]
    await world.submitted(refused)
    await world.store.cancel((await world.asks()).id, world.clock.now())

    assert await remaining(world, await world.asks(), 3) == Remaining(2, 3)


async def test_yesterday_and_other_people_are_not_counted(world: World) -> None:
    await world.ready(await world.asks_with_slot())
    await world.asks(person=2)
    world.clock.seconds += 86_400

    assert await remaining(world, await world.asks(), 3) == Remaining(2, 3)


async def test_the_scarcer_of_the_persons_and_the_groups_limit_is_told(world: World) -> None:
    await world.store.keep_group(Group(id=-5, per_day=4))
    await world.asks(person=2, chat=-5)
    drawing = await world.asks(chat=-5)

    assert await remaining(world, drawing, 50) == Remaining(2, 4)
    assert await remaining(world, drawing, 2) == Remaining(1, 2)


async def test_a_limit_that_was_lowered_below_what_is_used_leaves_nothing(world: World) -> None:
    for _ in range(3):
        drawing = await world.asks()

    assert await remaining(world, drawing, 2) == Remaining(0, 2)
