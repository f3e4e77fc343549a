"""One person floods the running bot by every means at once; somebody else waits hardly longer for their picture."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Final

import pytest

from sandbox.faults import Kind
from tests.acceptance.conftest import Starter
from tests.flows.people import Said
from tests.flows.stage import Stage

DRAWN: Final = 5  # pictures of the bystander, of which the middle wait counts
A_SECOND: Final = 40  # things that the flood does
MOST: Final = 2.0  # times what it takes without a flood


def deeds(stage: Stage, picture: Said) -> Iterator[None]:
    """What Alice does, one thing after the other, without waiting for anything."""
    alice, people = stage.alice, stage.sandbox.people
    refused = alice.writes("/draw cat --nonsense")
    for number in count():
        match number % 8:
            case 0:
                alice.writes(("/help", "/settings", "/queue", "/history", "/nonsense")[number % 5])
            case 1:
                alice.writes(("/help", "/settings", "/cancel")[number % 3], in_=stage.painters)
            case 2:
                alice.edits(refused, f"/draw cat {number} --nonsense")
            case 3:
                alice.writes(f"/draw cat {number}")
            case _:
                buttons = [
                    data for label, data in picture.buttons.items() if "🗑" not in label
                ]  # the rest would be gone
                people.press(alice.user.id, picture.message.chat_id, picture.message.id, buttons[number % len(buttons)])
        yield


@asynccontextmanager
async def flooded(stage: Stage, picture: Said) -> AsyncIterator[None]:
    async def flood() -> None:
        for _ in deeds(stage, picture):
            await asyncio.sleep(1 / A_SECOND)

    async with asyncio.TaskGroup() as group:
        flooding = group.create_task(flood())
        yield
        with suppress(asyncio.CancelledError):
            flooding.cancel()


async def middle_wait(stage: Stage, first: int) -> float:
    """Seconds that Boris waits for a picture, one after the other."""
    waits = []
    for number in range(first, first + DRAWN):
        begun = time.perf_counter()
        stage.boris.writes(f"/draw пёс {number}")
        await stage.boris.chat.picture(number)
        waits.append(time.perf_counter() - begun)
    return statistics.median(waits)


@pytest.mark.slow
async def test_a_flood_delays_somebody_elses_picture_by_hardly_anything(
    stage: Stage, settings: dict[str, str], bot: Starter
) -> None:
    patient = settings | {"DRAWINGS_PER_USER_PER_DAY": "1000", "DRAWINGS_PER_DAY": "10000"}
    async with bot(settings=patient):
        stage.alice.writes("/draw a cat")
        picture = await stage.alice.chat.picture()
        calm = await middle_wait(stage, 1)

        for call in ("getChatMember", "answerCallbackQuery", "deleteMessage"):
            stage.fault(f"telegram.{call}", Kind.SLOW, seconds=2.0)
        async with flooded(stage, picture):
            await middle_wait(stage, 1 + DRAWN)  # until the flood has filled whatever can be filled
            in_flood = await middle_wait(stage, 1 + 2 * DRAWN)

    assert in_flood <= MOST * calm, f"{in_flood:.2f} s instead of {calm:.2f} s"
