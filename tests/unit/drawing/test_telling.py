"""Telling a chat about a drawing: once, in order, and to whom it concerns."""

import pytest

from drawing.lifecycle import Drawing, Reason, State
from drawing.ports.chat import TopicClosed
from tests.world.world import World


async def test_the_slot_becomes_the_picture(world: World) -> None:
    drawing = await world.told(await world.ready(await world.asks_with_slot()))

    assert world.chat.shown(1) == ["picture 1"]
    assert (drawing.state, drawing.file_id) == (State.DELIVERED, "file 1")
    assert drawing.told_at is not None


async def test_an_ending_is_told_in_the_slot_and_only_then_done(world: World) -> None:
    drawing = await world.asks_with_slot()
    await world.store.cancel(drawing.id, world.clock.now())
    assert (await world.now(drawing)).told_at is None

    drawing = await world.told(drawing)

    assert world.chat.shown(1) == ["cancelled"]
    assert drawing.state is State.CANCELLED
    assert drawing.told_at is not None


@pytest.mark.fault("23")
async def test_a_crash_after_the_edit_edits_again_and_shows_one_picture(world: World) -> None:
    ready = await world.ready(await world.asks_with_slot())

    await world.delivery.advance(ready)
    await world.delivery.advance(ready)

    assert world.chat.shown(1) == ["picture 1"]


async def test_a_slot_that_vanished_is_replaced_once(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot())
    world.chat.messages[1].clear()

    await world.told(drawing)
    drawing = await world.told(drawing)

    assert world.chat.shown(1) == ["picture 1"]
    assert drawing.state is State.DELIVERED


async def test_a_slot_that_vanishes_twice_ends_the_drawing(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot())
    world.chat.after = lambda call: world.chat.messages[1].clear()
    world.chat.messages[1].clear()

    for _ in range(3):
        drawing = await world.told(drawing)

    assert (drawing.state, drawing.reason) == (State.FAILED, Reason.SLOT_GONE)
    assert drawing.told_at is not None


async def late(world: World, index: int = 0) -> Drawing:
    drawing = await world.asks_with_slot(index=index)
    world.clock.seconds += 21
    return await world.ready(drawing)


async def test_a_late_outcome_comes_in_a_fresh_slot_and_the_old_one_goes(world: World) -> None:
    drawing = await world.told(await late(world))

    assert world.chat.shown(1) == ["picture 1"]
    assert drawing.slot_id == 102
    assert drawing.state is State.DELIVERED


async def test_a_crash_at_any_step_of_a_late_outcome_leaves_one_picture_and_at_most_one_stray(world: World) -> None:
    class Crash(Exception):
        pass

    for crash_after in ("post", "show"):
        drawing = await late(world)
        chat = drawing.chat_id
        world.chat.messages[chat] = {drawing.slot_id or 0: "slot"}

        def crash(call: str, wanted: str = crash_after) -> None:
            if call == wanted:
                world.chat.after = lambda call: None
                raise Crash

        world.chat.after = crash
        with pytest.raises(Crash):
            await world.told(drawing)
        await world.told(drawing)

        shown = world.chat.shown(chat)
        assert shown.count(f"picture {drawing.id}") == 1
        assert shown.count("slot") <= 1


async def test_where_no_fresh_slot_may_be_sent_a_late_outcome_is_shown_in_the_one_that_stands(world: World) -> None:
    drawing = await late(world)
    world.chat.trouble = [TopicClosed("TOPIC_CLOSED")]

    await world.told(drawing)

    assert world.chat.shown(1) == ["picture 1"]
    assert (await world.now(drawing)).slot_id == 101


async def test_only_the_first_of_several_sounds(world: World) -> None:
    second = await late(world, index=1)

    await world.told(second)

    assert (await world.now(second)).slot_id == 101, "edited in place, without a sound"


async def test_a_cancelled_drawing_makes_no_sound_however_late(world: World) -> None:
    drawing = await world.asks_with_slot()
    world.clock.seconds += 100
    await world.store.cancel(drawing.id, world.clock.now())

    await world.told(drawing)

    assert world.chat.shown(1) == ["cancelled"]
    assert world.chat.log.count("post") == 1


async def test_within_a_chat_things_are_said_in_the_order_they_were_asked_for(world: World) -> None:
    drawings = [await world.asks(person=person) for person in range(4)]

    await world.works_until(lambda: len([text for text in world.chat.shown(1) if "picture" in text]) == 4)

    slots = [(await world.now(drawing)).slot_id for drawing in drawings]
    assert slots == sorted(slots, key=lambda slot: slot or 0)


async def test_a_picture_whose_bytes_are_gone_is_told_as_lost(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot())
    await world.store.mark_told(drawing.id, "", 0)
    await world.store.drop_pictures(world.clock.now())
    other = await world.ready(await world.asks_with_slot())
    await world.store._database.transaction(_delete_pictures)

    await world.works_until(lambda: "result-lost" in world.chat.shown(1))

    assert (await world.now(other)).reason is Reason.RESULT_LOST


async def _delete_pictures(connection) -> None:  # type: ignore[no-untyped-def]
    await connection.exec_driver_sql("DELETE FROM pictures")


@pytest.mark.slow
async def test_nobody_waits_for_ever(world: World) -> None:
    world.service.polls = 10**9
    drawing = await world.submitted(await world.asks_with_slot(ttl=3600))

    await world.works_until(lambda: "deadline" in world.chat.shown(1))

    assert (await world.now(drawing)).state is State.EXPIRED


async def test_the_bytes_of_delivered_pictures_go_after_a_while_and_the_file_id_stays(world: World) -> None:
    drawing = await world.told(await world.ready(await world.asks_with_slot()))
    await world.sweep.sweep()
    assert await world.store.picture(drawing.id) is not None

    world.clock.seconds += 3601
    await world.sweep.sweep()

    assert await world.store.picture(drawing.id) is None
    assert (await world.now(drawing)).file_id == "file 1"


async def test_outcomes_go_first_and_then_who_has_the_fewest_slots(world: World) -> None:
    flood = [await world.asks(chat=1) for _ in range(4)]
    for drawing in flood[:2]:
        await world.delivery.advance(drawing)
    little = [await world.asks(person=2, chat=2) for _ in range(2)]
    waiting = await world.asks_with_slot(person=3, chat=3)
    await world.asks(person=3, chat=3)

    async def told_next() -> list[int]:
        return [drawing.id for drawing in await world.store.next_to_tell(9, (), ())]

    assert await told_next() == [little[0].id, waiting.id + 1, flood[2].id]
    assert (await world.store.next_to_tell(1, (), ()))[0].id == little[0].id
    await world.ready(flood[0])
    assert await told_next() == [flood[0].id, little[0].id, waiting.id + 1]
    assert [one.id for one in await world.store.next_to_tell(9, (2,), (flood[0].id,))] == [waiting.id + 1, flood[2].id]
