"""Flood limits, on a clock that jumps."""

import asyncio

import pytest

from drawing.ports.chat import ChatBusy
from handlers.telegram.flood import FloodControl
from tests.world.simulated import JumpingClock


async def send(flood: FloodControl, clock: JumpingClock, chats: list[int]) -> list[tuple[float, int]]:
    """Send one message to each of the chats, patiently; returns when each was sent."""
    sent: list[tuple[float, int]] = []

    async def one(chat: int) -> None:
        while True:
            try:
                await flood.turn(chat)
            except ChatBusy as busy:
                await clock.wait(asyncio.Event(), busy.retry_after)
            else:
                sent.append((clock.monotonic(), chat))
                return

    async with asyncio.TaskGroup() as group:
        for chat in chats:
            group.create_task(one(chat))
    return sent


def most_in(times: list[float], period: float) -> int:
    """The most that any window of that length held."""
    return max(sum(1 for time in times if start <= time < start + period - 1e-6) for start in times)


async def test_a_chat_gets_one_message_a_second() -> None:
    clock = JumpingClock()
    sent = await send(FloodControl(clock, per_second=30), clock, [1] * 10)

    assert most_in([time for time, _ in sent], 1) == 1


async def test_a_group_gets_twenty_a_minute() -> None:
    clock = JumpingClock()
    sent = await send(FloodControl(clock, per_second=30), clock, [-1] * 50)

    assert most_in([time for time, _ in sent], 60) == 20


async def test_all_chats_together_get_no_more_than_the_quota_of_a_second() -> None:
    clock = JumpingClock()
    sent = await send(FloodControl(clock, per_second=30), clock, list(range(1, 200)))

    assert most_in([time for time, _ in sent], 1) <= 30


async def test_messages_to_a_chat_leave_in_the_order_they_were_asked_for() -> None:
    clock = JumpingClock()
    flood, order = FloodControl(clock, per_second=30), []

    async def one(number: int) -> None:
        await flood.turn(1)
        order.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(one(number))

    assert order == list(range(10))


async def test_a_chat_that_telegram_wants_silent_holds_nobody_up() -> None:
    clock = JumpingClock()
    flood = FloodControl(clock, per_second=30)
    flood.silence(-1, 1000)
    began = clock.monotonic()

    with pytest.raises(ChatBusy) as busy:
        await flood.turn(-1)
    await flood.turn(-2)

    assert busy.value.retry_after == pytest.approx(1000, abs=1)
    assert clock.monotonic() - began < 2


async def test_chats_that_have_nothing_to_remember_are_forgotten() -> None:
    clock = JumpingClock()
    flood = FloodControl(clock, per_second=1000)
    for chat in range(1, 3000):
        await flood.turn(chat)
        clock.seconds += 0.5

    assert len(flood._chats) <= 1001


@pytest.mark.fault("44")
async def test_where_telegram_names_no_time_a_chat_rests_for_longer_each_time_until_it_takes_something() -> None:
    clock = JumpingClock()
    flood = FloodControl(clock, per_second=30)

    pauses = [flood.silence(1, 0) for _ in range(20)]
    flood.end_silence(1)

    assert pauses[:5] == [2, 4, 8, 16, 32]
    assert max(pauses) == pauses[-1] == 3600
    assert flood.silence(2, 0) == 2, "another chat has its own"
    assert flood.silence(1, 0) == 2
    assert flood.silence(1, 7) == 7
    with pytest.raises(ChatBusy):
        await flood.turn(1)
