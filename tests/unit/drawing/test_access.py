"""Access to drawing."""

from collections.abc import Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.access import AccessControl, AccessList, Outcome
from drawing.lifecycle import Reason, State
from drawing.records import AccessOverrides
from tests.world.world import World

OWNER, ANN, BOB, GROUP = 1, 2, 3, -100
NOBODY: frozenset[int] = frozenset()


def may(
    person: int, chat: int, *, invited: Set[int] = NOBODY, allowed: Set[int] = NOBODY, denied: Set[int] = NOBODY
) -> bool:
    lists = AccessList(admins=frozenset({OWNER}), invited=frozenset(invited))
    return lists.admit(person, chat, AccessOverrides(allowed=frozenset(allowed), denied=frozenset(denied)))


def test_everybody_may_where_nobody_was_ever_invited() -> None:
    assert may(ANN, ANN)
    assert may(ANN, GROUP, denied={BOB})


def test_only_who_is_invited_may_once_somebody_is_by_setting_or_by_command() -> None:
    assert may(ANN, ANN, invited={ANN})
    assert may(ANN, ANN, invited={BOB}, allowed={ANN})
    assert may(ANN, ANN, allowed={ANN})
    assert not may(ANN, ANN, invited={BOB})
    assert not may(ANN, ANN, allowed={BOB})


def test_an_invited_group_lets_everybody_draw_in_it_and_nowhere_else() -> None:
    assert may(ANN, GROUP, invited={GROUP})
    assert may(ANN, GROUP, invited={BOB}, allowed={GROUP})
    assert not may(ANN, ANN, invited={GROUP})


def test_a_denial_goes_before_every_permission() -> None:
    assert not may(ANN, GROUP, denied={ANN})
    assert not may(ANN, GROUP, denied={GROUP})
    assert not may(ANN, GROUP, invited={ANN, GROUP}, denied={ANN})
    assert not may(ANN, GROUP, allowed={ANN}, denied={GROUP})


@given(*[st.sets(st.sampled_from([OWNER, ANN, BOB, GROUP])) for _ in range(3)])
def test_an_owner_may_draw_whatever_is_decided(invited: set[int], allowed: set[int], denied: set[int]) -> None:
    assert may(OWNER, GROUP, invited=invited, allowed=allowed - denied, denied=denied)


def admission_of(world: World, invited: frozenset[int] = NOBODY) -> AccessControl:
    lists = AccessList(admins=frozenset({OWNER}), invited=invited)
    return AccessControl(world.store, world.clock, lists, wake=world._wake)


async def test_to_allow_somebody_where_everybody_may_draw_shuts_nobody_out(world: World) -> None:
    admission = admission_of(world)

    assert await admission.allow(ANN) is Outcome.OPEN
    assert await admission.may_draw(BOB, BOB)

    await admission.deny(ANN)
    assert not await admission.may_draw(ANN, ANN)
    assert await admission.allow(ANN) is Outcome.OPEN
    assert await admission.may_draw(ANN, ANN)
    assert await admission.overrides() == AccessOverrides()


async def test_each_decision_takes_back_the_other_however_often_it_is_made(world: World) -> None:
    admission = admission_of(world, invited=frozenset({BOB}))

    for _ in range(2):
        assert await admission.allow(ANN) is Outcome.ALLOWED
        assert await admission.may_draw(ANN, ANN)
    for _ in range(2):
        assert (await admission.deny(ANN))[0] is Outcome.DENIED
        assert not await admission.may_draw(ANN, ANN)
    assert await admission.allow(ANN) is Outcome.ALLOWED
    assert await admission.overrides() == AccessOverrides(allowed=frozenset({ANN}))


async def test_an_owner_cannot_be_denied(world: World) -> None:
    admission = admission_of(world)

    assert await admission.deny(OWNER) == (Outcome.ADMIN, 0)
    assert await admission.overrides() == AccessOverrides()


async def test_who_denies_the_last_who_was_invited_hears_that_the_bot_is_open_now(world: World) -> None:
    await admission_of(world, invited=frozenset({BOB})).allow(ANN)
    emptied = admission_of(world)
    assert not await emptied.may_draw(BOB, BOB)

    assert (await emptied.deny(ANN))[0] is Outcome.DENIED_LAST
    assert await emptied.may_draw(BOB, BOB)


async def test_what_a_denied_person_has_queued_is_cancelled_unpaid_and_told(world: World) -> None:
    running = await world.submitted(await world.asks_with_slot(person=ANN, chat=ANN))
    queued = await world.asks(person=ANN, chat=GROUP)
    of_another = await world.asks(person=BOB, chat=GROUP)

    assert await admission_of(world).deny(ANN) == (Outcome.DENIED, 1)

    assert [(await world.now(one)).state for one in (running, of_another)] == [State.RUNNING, State.QUEUED]
    assert (await world.now(queued)).reason is Reason.CANCELLED
    await world.works_until(lambda: "cancelled" in world.chat.shown(GROUP))
    assert len(world.service.executed) <= 2


@pytest.mark.parametrize(("decided", "after"), [("deny", False), ("allow", True)])
async def test_what_was_decided_about_a_group_goes_with_it_when_it_becomes_a_supergroup(
    world: World, decided: str, after: bool
) -> None:
    admission = admission_of(world, invited=frozenset({BOB, -1001}) if decided == "deny" else frozenset({BOB}))
    await getattr(admission, decided)(GROUP)

    for _ in range(2):
        await world.store.move_chat(GROUP, -1001)

    assert await admission.may_draw(ANN, -1001) is after
