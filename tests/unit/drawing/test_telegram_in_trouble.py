"""Trouble of Telegram's: what it refuses or fails at costs that drawing alone, and nothing is lost."""

import pytest

from drawing.lifecycle import Drawing, Reason, State
from drawing.ports.chat import ChatBusy, ChatClosed, ChatUnreachable, PhotosForbidden, TopicClosed, Undeliverable
from drawing.records import Picture, WaitEstimate
from tests.world.world import World


@pytest.mark.slow
@pytest.mark.fault("25")
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


async def test_where_photos_are_forbidden_the_person_is_told(world: World) -> None:
    await world.ready(await world.asks_with_slot())
    world.chat.trouble = [PhotosForbidden()]

    await world.works_until(lambda: world.chat.shown(1) == ["no-photo-rights"])


@pytest.mark.fault("30")
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


async def test_an_error_without_a_name_is_tried_again_a_few_times_and_then_given_up(world: World) -> None:
    drawing, other = await world.asks(chat=1), await world.asks(person=2, chat=2)
    post_slot = world.chat.post_slot

    async def broken(one: Drawing, estimate: WaitEstimate):  # type: ignore[no-untyped-def]
        if one.id == drawing.id:
            world.chat.log.append("broken")
            raise LookupError
        return await post_slot(one, estimate)

    world.chat.post_slot = broken  # type: ignore[method-assign]
    await world.works_until(lambda: world.chat.log.count("broken") == 12)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2))

    ended = await world.now(drawing)
    assert ended.reason is Reason.UNDELIVERABLE
    assert ended.told_at is not None, "neither slot nor sentence can be sent"
    assert (await world.now(other)).state is State.DELIVERED


@pytest.mark.fault("29")
async def test_while_telegram_is_away_everything_waits_and_then_arrives(world: World) -> None:
    for person in range(3):
        await world.asks(person=person, chat=person + 1)
    world.chat.trouble = [ChatUnreachable("away") for _ in range(12)]

    await world.works_until(lambda: all(world.chat.shown(chat) == [f"picture {chat}"] for chat in (1, 2, 3)))

    assert len(world.service.executed) == 3


@pytest.mark.fault("29")
async def test_while_telegram_is_away_a_chat_keeps_its_order(world: World) -> None:
    drawings = [await world.asks(person=person) for person in range(1, 4)]
    world.chat.trouble = [ChatUnreachable("away") for _ in range(20)]

    await world.works_until(lambda: sum("picture" in text for text in world.chat.shown(1)) == 3)

    slots = [(await world.now(drawing)).slot_id or 0 for drawing in drawings]
    assert slots == sorted(slots)


@pytest.mark.fault("27")
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


async def test_what_ends_while_its_slot_is_tried_in_vain_is_told_all_the_same(world: World) -> None:
    drawing = await world.asks(ttl=60)
    post_slot = world.chat.post_slot
    past_deadline = 0

    async def fails_beyond_the_deadline(one: Drawing, estimate: WaitEstimate):  # type: ignore[no-untyped-def]
        nonlocal past_deadline
        if past_deadline:
            return await post_slot(one, estimate)
        if world.clock.now() > drawing.deadline_at:
            past_deadline += 1
            await world.store.expire_overdue(world.clock.now())
        raise ChatUnreachable("500")

    world.chat.post_slot = fails_beyond_the_deadline  # type: ignore[method-assign]
    await world.works_until(lambda: "deadline" in world.chat.shown(1))

    assert (await world.now(drawing)).told_at is not None


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


@pytest.mark.parametrize("end", [ChatClosed("x"), TopicClosed("x"), Undeliverable("x")])
async def test_of_a_drawing_that_is_done_with_no_tries_are_remembered(world: World, end: Exception) -> None:
    await world.ready(await world.asks_with_slot())
    world.chat.trouble = [RuntimeError("of no known kind"), end]

    await world.works_until(lambda: not world.chat.trouble)

    assert world.deliver._setbacks.open == {}
