"""Silence of Telegram, and what is no end of it."""

import asyncio

from aiogram.exceptions import TelegramConflictError
from aiogram.methods import GetUpdates

from drawing.clock import Clock
from handlers.telegram.silence import Silence
from tests.world.simulated import JumpingClock


def conflict() -> TelegramConflictError:
    return TelegramConflictError(method=GetUpdates(), message="terminated by other getUpdates request")


async def test_two_programs_that_are_answered_by_turns_are_told_and_the_end_of_it_too() -> None:
    clock: Clock = JumpingClock()
    silence = Silence(clock, None, "intake")
    stop = asyncio.Event()

    complaints = []
    for _ in range(8):
        silence.note(conflict(), clock.monotonic())
        await silence.wait(stop, 5.0)
        await silence.end()
        await clock.wait(stop, 5.0)
        complaints.append(silence.complaint())
    assert complaints[0] is None
    assert complaints[-1] is not None
    assert "another program" in complaints[-1]

    await clock.wait(stop, 31.0)
    await silence.end()
    assert silence.complaint() is None
