"""Chats that closed, that no longer let the bot write, or that moved: what waits there, and what is under way."""

import pytest

from drawing.lifecycle import Drawing, Reason, State
from drawing.ports.chat import ChatClosed, ChatMoved, ChatMuted, TopicClosed
from drawing.records import Picture, Slot, WaitEstimate
from tests.world.simulated import ORDER
from tests.world.world import World


async def test_a_closed_chat_ends_its_queued_drawings_unpaid_and_nobody_elses(world: World) -> None:
    waiting = await world.asks_with_slot(chat=1)
    first, second = await world.asks(chat=1), await world.asks(chat=1)
    other = await world.asks_with_slot(person=2, chat=2)
    await world.submitted(other)
    world.chat.trouble = [ChatClosed("blocked") for _ in range(2)]
    await world.works_once(world.deliver)
    await world.works_once(world.deliver)

    for drawing in (waiting, first, second):
        ended = await world.now(drawing)
        assert (ended.state, ended.reason) == (State.FAILED, Reason.CHAT_CLOSED)
        assert ended.told_at is not None

    await world.works_until(lambda: f"picture {other.id}" in world.chat.shown(2))
    assert (await world.now(other)).state is State.DELIVERED
    assert len(world.service.executed) == 1


@pytest.mark.fault("27")
@pytest.mark.parametrize("arrived", [False, True], ids=["refused with a wait", "outcome unknown"])
@pytest.mark.parametrize("told_of", [None, 2e9], ids=["an error tells", "an update tells"])
async def test_what_is_being_submitted_when_its_chat_closes_is_not_submitted_again(
    world: World, told_of: float | None, arrived: bool
) -> None:
    drawing = await world.asks_with_slot(chat=1)
    await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await world.store.close_chat(1, world.clock.now(), told_of=told_of)

    await world.store.requeue(drawing.id, world.clock.now(), arrived=arrived)

    ended = await world.now(drawing)
    assert (ended.state, ended.reason) == (State.FAILED, Reason.CHAT_CLOSED)
    assert None not in (ended.finished_at, ended.told_at)
    assert await world.store.next_to_submit(3, (), 0) is None


async def test_what_a_crash_cut_short_in_a_chat_that_closed_is_not_submitted_again(world: World) -> None:
    drawing = await world.asks_with_slot(chat=1)
    await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await world.store.close_chat(1, world.clock.now())

    await world.store.recover(1, world.clock.now())

    assert (await world.now(drawing)).reason is Reason.CHAT_CLOSED


@pytest.mark.fault("27")
async def test_what_is_being_submitted_when_its_chat_is_muted_ends_unpaid_and_is_told_in_private(world: World) -> None:
    muted, other = [await world.asks_with_slot(chat=-9, thread=thread) for thread in (7, 8)]
    for drawing in (muted, other):
        await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await world.store.mute(muted, world.clock.now(), topic_alone=True)
    for drawing in (muted, other):
        await world.store.requeue(drawing.id, world.clock.now(), arrived=False)
    world.chat.trouble = [TopicClosed("TOPIC_CLOSED")]

    await world.works_until(lambda: (world.chat.shown(1), world.chat.shown(-9)[1:]) == (["chat-muted"], ["picture 2"]))

    assert (await world.now(muted)).submissions == 0


async def test_what_the_service_takes_while_its_chat_closes_is_shown_if_the_chat_opens_again(world: World) -> None:
    drawing = await world.asks_with_slot(chat=1)
    await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await world.store.close_chat(1, world.clock.now())
    running = await world.store.start(drawing.id, (await world.service.submit(drawing.prompt)).operation_id, 0)  # type: ignore[union-attr]
    assert running is not None
    assert (running.reason, running.finished_at) == (None, None)

    await world.works_until(lambda: world.chat.shown(1) == ["picture 1"])

    assert (await world.now(drawing)).reason is None


@pytest.mark.fault("27")
async def test_who_lets_the_bot_back_in_and_asks_at_once_gets_a_picture(world: World) -> None:
    blocked = await world.asks_with_slot(chat=1)
    await world.asks(chat=1)
    post = world.chat.post_slot

    async def refused_while_somebody_asks(_: Drawing, __: WaitEstimate) -> Slot:
        world.chat.post_slot = post  # type: ignore[method-assign]
        await world.asks(chat=1)
        raise ChatClosed("blocked")

    world.chat.post_slot = refused_while_somebody_asks  # type: ignore[method-assign]
    await world.works_once(world.deliver)

    await world.works_until(lambda: world.chat.shown(1) == ["slot", "picture 3"])
    assert (await world.now(blocked)).reason is Reason.CHAT_CLOSED


@pytest.mark.fault("28")
async def test_a_group_that_became_a_supergroup_gets_its_picture_there_in_a_fresh_slot(world: World) -> None:
    drawing = await world.ready(await world.asks_with_slot(chat=-1))
    world.chat.trouble = [ChatMoved(-100)]

    await world.works_until(lambda: "picture 1" in world.chat.shown(-100))

    moved = await world.now(drawing)
    assert (moved.chat_id, moved.request_message_id, moved.source) == (-100, None, drawing.source)


@pytest.mark.fault("28")
async def test_a_group_that_moves_while_its_picture_is_being_shown_gets_it_once(world: World) -> None:
    drawing, after_it = await world.ready(await world.asks_with_slot(chat=-1)), await world.asks(chat=-1)
    show_picture = world.chat.show_picture

    async def shown_as_it_moves(one: Drawing, picture: Picture) -> str:
        world.chat.show_picture = show_picture  # type: ignore[method-assign]
        file_id = await show_picture(one, picture)
        await world.store.move_chat(-1, -100)
        for _ in range(100):
            world.deliver.wakeup.notify()
            await world.store.running()
        return file_id

    world.chat.show_picture = shown_as_it_moves  # type: ignore[method-assign]
    await world.works_until(lambda: "picture 2" in world.chat.shown(-100))

    assert (world.chat.shown(-1), world.chat.shown(-100)) == (["picture 1"], ["picture 2"])
    assert [(await world.now(one)).state for one in (drawing, after_it)] == [State.DELIVERED] * 2


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
    assert (ended.state, ended.reason, ended.request_message_id) == (State.FAILED, Reason.CHAT_MUTED, None)
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
