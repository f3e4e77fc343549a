"""Telling those who wait that the service pauses."""

import pytest

from drawing.lifecycle import Reason, State
from drawing.ports.chat import ChatBusy, ChatClosed, ChatUnreachable, SlotGone, Undeliverable
from drawing.ports.generator import Busy, Denied, Down, Unreachable
from drawing.records import Advice
from tests.world.world import World


async def pauses(world: World, seconds: float = 1800) -> None:
    """The service refuses a submission of somebody's, and names a time."""
    drawing = await world.asks_with_slot(person=99, chat=99)
    world.service.trouble_submitting = [Busy(seconds)]
    await world.submitted(drawing)


async def works(world: World, rounds: int = 1) -> None:
    """Some rounds of the worker that speaks, so far apart that each may give notices."""
    for _ in range(rounds):
        await world.works_once(world.deliver)
        world.clock.seconds += 6


async def test_those_who_wait_are_told_once_each(world: World) -> None:
    for chat in (1, 1, 2):
        await world.asks_with_slot(chat=chat)
    await pauses(world)

    await works(world, 5)

    assert [world.chat.shown(chat) for chat in (1, 2, 99)] == [["waiting"] * 2, ["waiting"], ["waiting"]]
    assert world.chat.log.count("show") == 4


async def test_nobody_is_told_of_a_short_pause(world: World) -> None:
    await world.asks_with_slot()
    await pauses(world, 30)

    await works(world, 3)

    assert world.chat.shown(1) == ["slot"]


@pytest.mark.parametrize("trouble", [Unreachable(), Busy(), Busy(5), Denied(Advice("no role")), Down(), Down(120)])
async def test_people_are_told_whatever_keeps_the_service_from_drawing(world: World, trouble: Exception) -> None:
    world.service.trouble_submitting = [trouble] * 100
    for _ in range(3):
        await world.asks_with_slot()

    for _ in range(30):
        await world.works_once(world.submit)
        await works(world)

    assert "waiting" in world.chat.shown(1)


async def test_what_is_asked_for_in_a_pause_says_so_from_the_start(world: World) -> None:
    await pauses(world)
    await world.asks()

    await works(world, 4)

    assert world.chat.shown(1) == ["waiting"]
    assert world.chat.log.count("show") == 1, "of the one who asked before"


async def test_a_second_pause_is_not_told_to_those_who_know(world: World) -> None:
    await pauses(world, 120)
    await works(world)
    world.clock.seconds += 120
    (again,) = await world.store.unfinished(chat_id=99)
    world.service.trouble_submitting = [Busy(120)]
    await world.submitted(again)

    await works(world, 3)

    assert world.chat.log.count("show") == 1


async def test_after_the_pause_the_picture_takes_the_place_of_the_notice(world: World) -> None:
    await world.asks_with_slot(index=1)  # one of several: its late outcome comes in its first slot
    await pauses(world)
    await works(world, 2)
    assert world.chat.shown(1) == ["waiting"]

    await world.works_until(lambda: len(world.service.executed) == 2 and "waiting" not in world.chat.shown(1))

    assert world.chat.shown(1) == ["picture 1"]


async def test_a_chat_gets_one_notice_at_a_time_so_that_it_has_room_for_outcomes(world: World) -> None:
    for _ in range(3):
        await world.asks_with_slot()
    await pauses(world)

    for _ in range(3):
        await world.works_once(world.deliver)

    assert world.chat.shown(1) == ["waiting", "slot", "slot"]


async def test_most_lanes_are_kept_for_slots_and_outcomes(world: World) -> None:
    for chat in range(1, 41):
        await world.asks_with_slot(chat=chat)
    await pauses(world)

    await world.works_once(world.deliver)

    assert world.chat.log.count("show") == 8


async def test_an_outcome_is_told_before_anybody_hears_of_the_pause(world: World) -> None:
    await world.asks_with_slot()
    await world.ready(await world.asks_with_slot())
    await pauses(world)

    await world.works_once(world.deliver)
    assert world.chat.shown(1) == ["slot", "picture 2"]

    await world.works_once(world.deliver)
    assert world.chat.shown(1) == ["waiting", "picture 2"]


@pytest.mark.fault("9")
async def test_what_has_an_outcome_by_now_is_not_told_of_the_pause(world: World) -> None:
    drawing = await world.asks_with_slot()
    await pauses(world)
    due = {one.id: one for one in await world.notices.due(9, ())}
    await world.store.cancel(drawing.id, world.clock.now())
    await world.told(drawing)

    await world.notices.give(due[drawing.id])

    assert world.chat.shown(1) == ["cancelled"]


@pytest.mark.parametrize("trouble", [SlotGone(), Undeliverable(), RuntimeError("nobody has a name for this")])
async def test_a_notice_that_cannot_be_given_is_left_out_and_costs_no_drawing(world: World, trouble: Exception) -> None:
    drawing = await world.asks_with_slot()
    await pauses(world)
    world.chat.trouble = [trouble]

    await works(world, 3)

    assert world.chat.shown(1) == ["slot"]
    drawing = await world.told(await world.ready(drawing))
    assert drawing.state is State.DELIVERED


@pytest.mark.parametrize("trouble", [ChatBusy(20), ChatUnreachable()])
async def test_a_notice_that_could_not_be_given_yet_is_given_later(world: World, trouble: Exception) -> None:
    await world.asks_with_slot()
    await pauses(world)
    world.chat.trouble = [trouble]

    await works(world)
    assert world.chat.shown(1) == ["slot"]
    await works(world, 5)

    assert world.chat.shown(1) == ["waiting"]


async def test_a_notice_in_a_chat_that_closed_ends_its_queue_unpaid(world: World) -> None:
    drawings = [await world.asks_with_slot() for _ in range(2)]
    await pauses(world)
    world.chat.trouble = [ChatClosed()]

    await works(world, 3)

    assert [(await world.now(drawing)).reason for drawing in drawings] == [Reason.CHAT_CLOSED] * 2
