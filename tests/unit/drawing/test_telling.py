"""What is said in the chat about a drawing: once, in order, and to whom it concerns."""

import pytest

from drawing.chat import (
    ChatBusy,
    ChatClosed,
    ChatMoved,
    ChatMuted,
    ChatUnreachable,
    PhotosForbidden,
    Slot,
    TopicClosed,
    Undeliverable,
)
from drawing.generation import Picture
from drawing.lifecycle import Drawing, Reason, State
from drawing.outlook import Outlook
from tests.unit.drawing.simulated import World


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


async def test_a_flood_limited_chat_delays_only_itself(world: World) -> None:
    await world.asks(person=1, chat=1)
    world.chat.trouble = [ChatBusy(3600)]
    await world.works_until(lambda: "post" in world.chat.log)
    began = world.clock.monotonic()

    await world.asks(person=2, chat=2)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2))

    assert world.clock.monotonic() - began < 3600
    await world.works_until(lambda: "picture 1" in world.chat.shown(1))
    assert world.clock.monotonic() - began >= 3600


async def test_a_closed_chat_ends_its_queued_drawings_unpaid_and_nobody_elses(world: World) -> None:
    waiting = await world.asks_with_slot(chat=1)
    first, second = await world.asks(chat=1), await world.asks(chat=1)
    other = await world.asks_with_slot(person=2, chat=2)
    await world.submitted(other)
    world.chat.trouble = [ChatClosed("blocked") for _ in range(2)]
    await world.works_once(world.chats)
    await world.works_once(world.chats)

    for drawing in (waiting, first, second):
        ended = await world.now(drawing)
        assert (ended.state, ended.reason) == (State.FAILED, Reason.CHAT_CLOSED)
        assert ended.told_at is not None

    await world.works_until(lambda: f"picture {other.id}" in world.chat.shown(2))
    assert (await world.now(other)).state is State.DELIVERED
    assert len(world.service.executed) == 1


@pytest.mark.parametrize("arrived", [False, True], ids=["refused with a wait", "outcome unknown"])
@pytest.mark.parametrize("told_of", [None, 2e9], ids=["an error tells", "an update tells"])
async def test_what_is_being_submitted_when_its_chat_closes_is_not_submitted_again(
    world: World, told_of: float | None, arrived: bool
) -> None:
    drawing = await world.asks_with_slot(chat=1)
    await world.store.begin_submission(drawing.id, seed_kept=True)
    await world.store.close_chat(1, world.clock.now(), told_of=told_of)

    await world.store.requeue(drawing.id, arrived=arrived)

    ended = await world.now(drawing)
    assert (ended.state, ended.reason) == (State.FAILED, Reason.CHAT_CLOSED)
    assert None not in (ended.finished_at, ended.told_at)
    assert await world.store.next_to_submit(3, ()) is None


async def test_what_a_crash_cut_short_in_a_chat_that_closed_is_not_submitted_again(world: World) -> None:
    drawing = await world.asks_with_slot(chat=1)
    await world.store.begin_submission(drawing.id, seed_kept=True)
    await world.store.close_chat(1, world.clock.now())

    await world.store.recover(1, world.clock.now())

    assert (await world.now(drawing)).reason is Reason.CHAT_CLOSED


async def test_what_is_being_submitted_when_its_chat_is_muted_ends_unpaid_and_is_told_in_private(world: World) -> None:
    muted, other = [await world.asks_with_slot(chat=-9, thread=thread) for thread in (7, 8)]
    for drawing in (muted, other):
        await world.store.begin_submission(drawing.id, seed_kept=True)
    await world.store.mute(muted, world.clock.now(), topic_alone=True)
    for drawing in (muted, other):
        await world.store.requeue(drawing.id, arrived=False)
    world.chat.trouble = [TopicClosed("TOPIC_CLOSED")]

    await world.works_until(lambda: (world.chat.shown(1), world.chat.shown(-9)[1:]) == (["chat-muted"], ["picture 2"]))

    assert (await world.now(muted)).submissions == 0


async def test_what_the_service_takes_while_its_chat_closes_is_shown_if_the_chat_opens_again(world: World) -> None:
    drawing = await world.asks_with_slot(chat=1)
    await world.store.begin_submission(drawing.id, seed_kept=True)
    await world.store.close_chat(1, world.clock.now())
    running = await world.store.start(drawing.id, (await world.service.submit(drawing.request)).operation_id, 0)  # type: ignore[union-attr]
    assert running is not None
    assert (running.reason, running.finished_at) == (None, None)

    await world.works_until(lambda: world.chat.shown(1) == ["picture 1"])

    assert (await world.now(drawing)).reason is None


async def test_who_lets_the_bot_back_in_and_asks_at_once_gets_a_picture(world: World) -> None:
    blocked = await world.asks_with_slot(chat=1)
    await world.asks(chat=1)
    post = world.chat.post_slot

    async def refused_while_somebody_asks(_: Drawing, __: Outlook) -> Slot:
        world.chat.post_slot = post  # type: ignore[method-assign]
        await world.asks(chat=1)
        raise ChatClosed("blocked")

    world.chat.post_slot = refused_while_somebody_asks  # type: ignore[method-assign]
    await world.works_once(world.chats)

    await world.works_until(lambda: world.chat.shown(1) == ["slot", "picture 3"])
    assert (await world.now(blocked)).reason is Reason.CHAT_CLOSED


async def test_a_group_that_became_a_supergroup_gets_its_picture_there_in_a_fresh_slot(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot(chat=-1))
    world.chat.trouble = [ChatMoved(-100)]

    await world.works_until(lambda: "picture 1" in world.chat.shown(-100))

    moved = await world.now(drawing)
    assert (moved.chat_id, moved.request_id, moved.source) == (-100, None, drawing.source)


async def test_a_group_that_moves_while_its_picture_is_being_shown_gets_it_once(world: World) -> None:
    drawing, after_it = await world.ready(await world.asks_with_slot(chat=-1)), await world.asks(chat=-1)
    show_picture = world.chat.show_picture

    async def shown_as_it_moves(one: Drawing, picture: Picture) -> str:
        world.chat.show_picture = show_picture  # type: ignore[method-assign]
        file_id = await show_picture(one, picture)
        await world.store.move_chat(-1, -100)
        for _ in range(100):
            world.chats.bell.ring()
            await world.store.running()
        return file_id

    world.chat.show_picture = shown_as_it_moves  # type: ignore[method-assign]
    await world.works_until(lambda: "picture 2" in world.chat.shown(-100))

    assert (world.chat.shown(-1), world.chat.shown(-100)) == (["picture 1"], ["picture 2"])
    assert [(await world.now(one)).state for one in (drawing, after_it)] == [State.DELIVERED] * 2


async def test_where_photos_are_forbidden_the_person_is_told(world: World) -> None:
    await world.ready(await world.asks_with_slot())
    world.chat.trouble = [PhotosForbidden()]

    await world.works_until(lambda: world.chat.shown(1) == ["no-photo-rights"])


@pytest.mark.parametrize("calls_before", [0, 1], ids=["its slot", "its picture"])
async def test_what_telegram_refuses_ends_that_drawing_alone_in_a_sentence(world: World, calls_before: int) -> None:
    refused, kept = await world.asks(), await world.asks()
    for _ in range(calls_before):
        await world.told(refused)
        await world.ready(refused)
    world.chat.trouble = [Undeliverable("too large")]

    await world.works_until(lambda: world.chat.shown(1) == ["undeliverable", "picture 2"])

    ended = await world.now(refused)
    assert (ended.state, ended.reason) == (State.FAILED, Reason.UNDELIVERABLE)
    assert (await world.now(kept)).state is State.DELIVERED


@pytest.mark.parametrize("trouble", [Undeliverable("too large"), PhotosForbidden()])
async def test_where_telegram_refuses_the_sentence_too_it_is_not_asked_for_ever(
    world: World, trouble: Exception
) -> None:
    refused, kept = await world.ready(await world.asks_with_slot()), await world.asks()
    world.chat.trouble = [trouble, trouble]

    await world.works_until(lambda: world.chat.shown(1) == ["slot", "picture 2"])

    assert (await world.now(refused)).told_at is not None
    assert (await world.now(kept)).state is State.DELIVERED


async def test_what_waits_in_a_muted_chat_ends_unpaid_and_each_request_is_told_once_in_private(world: World) -> None:
    first = await world.asks(person=1, chat=-9)
    await world.asks(person=1, chat=-9)
    await world.asks(person=2, chat=-9)
    anonymous = await world.asks(person=-9, chat=-9)
    other = await world.asks(person=3, chat=-8)
    world.chat.trouble = [ChatMuted("CHAT_WRITE_FORBIDDEN")]

    await world.works_until(lambda: (world.chat.shown(1), world.chat.shown(2)) == (["chat-muted"] * 2, ["chat-muted"]))
    await world.works_until(lambda: "picture 5" in world.chat.shown(-8))

    ended = await world.now(first)
    assert (ended.state, ended.reason, ended.request_id) == (State.FAILED, Reason.CHAT_MUTED, None)
    assert (await world.now(anonymous)).told_at is not None
    assert (await world.now(other)).state is State.DELIVERED
    assert world.chat.shown(-9) == []
    assert len(world.service.executed) == 1


async def test_a_topic_that_is_closed_ends_what_waits_in_it_alone(world: World) -> None:
    closed = [await world.asks(chat=-9, thread=7) for _ in range(2)]
    general, elsewhere = await world.asks(chat=-9), await world.asks(chat=-9, thread=8)
    world.chat.trouble = [TopicClosed("TOPIC_CLOSED")]

    await world.works_until(lambda: world.chat.shown(1) == ["chat-muted"] * 2)
    await world.works_until(lambda: {"picture 3", "picture 4"} <= set(world.chat.shown(-9)))

    assert {(await world.now(one)).reason for one in closed} == {Reason.CHAT_MUTED}
    assert [(await world.now(one)).state for one in (general, elsewhere)] == [State.DELIVERED] * 2


async def test_a_picture_goes_to_its_person_where_the_group_takes_it_no_more(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot(person=1, chat=-9))
    world.chat.trouble = [ChatMuted("CHAT_WRITE_FORBIDDEN")]

    await world.works_until(lambda: world.chat.shown(1) == ["picture 1"])

    shown = await world.now(drawing)
    assert (shown.state, shown.reason, shown.chat_id) == (State.DELIVERED, Reason.CHAT_MUTED, 1)


async def test_who_cannot_be_told_in_private_either_is_let_be(world: World) -> None:
    drawing = await world.asks(person=1, chat=-9)
    world.chat.trouble = [ChatMuted("CHAT_WRITE_FORBIDDEN"), ChatClosed("bot can't initiate conversation with a user")]

    await world.works_until(lambda: not world.chat.trouble)
    await world.asks(person=2, chat=2)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2))

    ended = await world.now(drawing)
    assert (ended.state, ended.reason) == (State.FAILED, Reason.CHAT_MUTED)
    assert ended.told_at is not None


async def test_a_private_chat_that_may_not_be_written_in_is_not_knocked_at_for_ever(world: World) -> None:
    drawing = await world.asks(person=1, chat=1)
    world.chat.trouble = [ChatMuted("CHAT_WRITE_FORBIDDEN")] * 2

    await world.works_until(lambda: not world.chat.trouble)
    await world.asks(person=2, chat=2)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2))

    assert (await world.now(drawing)).told_at is not None
    assert world.chat.shown(1) == []


async def test_where_no_fresh_slot_may_be_sent_a_late_outcome_is_shown_in_the_one_that_stands(world: World) -> None:
    drawing = await late(world)
    world.chat.trouble = [TopicClosed("TOPIC_CLOSED")]

    await world.told(drawing)

    assert world.chat.shown(1) == ["picture 1"]
    assert (await world.now(drawing)).slot_id == 101


async def test_an_error_without_a_name_is_tried_again_a_few_times_and_then_given_up(world: World) -> None:
    drawing, other = await world.asks(chat=1), await world.asks(person=2, chat=2)
    post_slot = world.chat.post_slot

    async def broken(one: Drawing, outlook: Outlook):  # type: ignore[no-untyped-def]
        if one.id == drawing.id:
            world.chat.log.append("broken")
            raise LookupError
        return await post_slot(one, outlook)

    world.chat.post_slot = broken  # type: ignore[method-assign]
    await world.works_until(lambda: world.chat.log.count("broken") == 12)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2))

    ended = await world.now(drawing)
    assert ended.reason is Reason.UNDELIVERABLE
    assert ended.told_at is not None, "neither slot nor sentence can be sent"
    assert (await world.now(other)).state is State.DELIVERED


async def test_while_telegram_is_away_everything_waits_and_then_arrives(world: World) -> None:
    for person in range(3):
        await world.asks(person=person, chat=person + 1)
    world.chat.trouble = [ChatUnreachable("away") for _ in range(12)]

    await world.works_until(lambda: all(world.chat.shown(chat) == [f"picture {chat}"] for chat in (1, 2, 3)))

    assert len(world.service.executed) == 3


async def test_while_telegram_is_away_a_chat_keeps_its_order(world: World) -> None:
    drawings = [await world.asks(person=person) for person in range(1, 4)]
    world.chat.trouble = [ChatUnreachable("away") for _ in range(20)]

    await world.works_until(lambda: sum("picture" in text for text in world.chat.shown(1)) == 3)

    slots = [(await world.now(drawing)).slot_id or 0 for drawing in drawings]
    assert slots == sorted(slots)


async def test_a_drawing_at_which_telegram_alone_fails_holds_up_nobody_and_ends_after_its_deadline(
    world: World,
) -> None:
    poisoned = await world.ready(await world.asks_with_slot(ttl=7200))
    show_picture, failures = world.chat.show_picture, 0

    async def internal_server_error(one: Drawing, picture: Picture) -> str:
        nonlocal failures
        if one.id != poisoned.id:
            return await show_picture(one, picture)
        failures += 1
        raise ChatUnreachable("500")

    world.chat.show_picture = internal_server_error  # type: ignore[method-assign]
    await world.works_until(lambda: failures > 3)
    for chat in (1, 2):
        began, other = world.clock.monotonic(), await world.asks(person=chat, chat=chat)
        await world.works_until(lambda: f"picture {other.id}" in world.chat.shown(chat))  # noqa: B023
        assert world.clock.monotonic() - began < 300
    assert (await world.now(poisoned)).state is State.READY, "Telegram may get over it"

    world.clock.seconds += 7200
    await world.works_until(lambda: "undeliverable" in world.chat.shown(1))
    assert failures < 100


async def test_an_explanation_at_which_telegram_fails_for_a_while_is_not_given_up_at_the_deadline(world: World) -> None:
    expired = await world.asks_with_slot(ttl=60)
    world.clock.seconds += 61
    await world.store.expire_overdue(world.clock.now())
    show_ending, failures = world.chat.show_ending, 0

    async def internal_server_error(one: Drawing) -> None:
        nonlocal failures
        failures += 1
        if failures < 6:
            raise ChatUnreachable("500")
        await show_ending(one)

    world.chat.show_ending = internal_server_error  # type: ignore[method-assign]
    await world.works_until(lambda: "deadline" in world.chat.shown(1))

    assert (await world.now(expired)).told_at is not None


async def test_a_picture_whose_bytes_are_gone_is_told_as_lost(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot())
    await world.store.told(drawing.id, "", 0)
    await world.store.drop_pictures(world.clock.now())
    other = await world.ready(await world.asks_with_slot())
    await world.store._database.transaction(_delete_pictures)

    await world.works_until(lambda: "result-lost" in world.chat.shown(1))

    assert (await world.now(other)).reason is Reason.RESULT_LOST


async def _delete_pictures(connection) -> None:  # type: ignore[no-untyped-def]
    await connection.exec_driver_sql("DELETE FROM pictures")


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


@pytest.mark.parametrize("end", [ChatClosed("x"), TopicClosed("x"), Undeliverable("x")])
async def test_of_a_drawing_that_is_done_with_no_tries_are_remembered(world: World, end: Exception) -> None:
    await world.ready(await world.asks_with_slot())
    world.chat.trouble = [RuntimeError("of no known kind"), end]

    await world.works_until(lambda: not world.chat.trouble)

    assert world.chats._tries == {}
