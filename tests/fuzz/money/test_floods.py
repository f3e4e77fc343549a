"""One person does everything at once, as fast as programs can; nobody else waits for it.

Over the same whole bot in virtual time as the other tests here: what is compared is when a bystander's picture comes.
"""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Final

import pytest
import pytest_asyncio
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
)

from handlers.telegram.chat_info import GetRawChat, GetRawChatMember
from handlers.views.keyboards import Action, PictureButton
from storage.store import SqlStore
from tests.fuzz.money.telegram import Room
from tests.fuzz.money.world import ANN, EVE, LIMITS, MAX, World
from tests.unit.drawing.model.run import open_store

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLS: Final = (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetRawChat,
    GetRawChatMember,
    SendDocument,
    SendMessage,
)
ROOMY: Final = replace(LIMITS, queued_per_person=5, per_person_and_day=50, per_day=500)
A_SECOND: Final = 40  # things that a flood does

Deed = Callable[[World, int], None]
"""Something that Eve does, the so-manieth time."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SqlStore]:
    async with open_store(tmp_path_factory.mktemp("floods")) as opened:
        yield opened


def home(world: World, human: int) -> Room:
    return world.telegram.rooms[human]


def commands(world: World, number: int) -> None:
    world.writes(
        home(world, EVE), EVE, ("/help", "/queue", "/settings", "/seed 5", "/history", "/nonsense")[number % 6]
    )


def commands_in_the_group(world: World, number: int) -> None:
    world.writes(world.room("Painters"), EVE, ("/help", "/settings", "/cancel", "/queue")[number % 4])


def edits(world: World, number: int) -> None:
    room = home(world, EVE)
    if not room.requests:
        world.ask(room, EVE, "cat --nonsense")
    world.edits(room, room.requests[0], f"/draw cat {number} --nonsense")


def stickers(world: World, number: int) -> None:
    world.writes(home(world, EVE), EVE, "?")


def requests(world: World, number: int) -> None:
    world.ask(home(world, EVE), EVE, f"cat {number}")


def presses(action: Action) -> Deed:
    def press(world: World, number: int) -> None:
        (drawing,) = world.read("SELECT public_id, slot_id FROM drawings WHERE source LIKE 'm:1001:%' LIMIT 1")
        data = PictureButton(drawing=drawing["public_id"], action=action).pack()
        world.presses(home(world, EVE), EVE, drawing["slot_id"], data)

    return press


def presses_in_the_group(world: World, number: int) -> None:
    world.presses(world.room("Painters"), EVE, 7, PictureButton(drawing="1", action=Action.DELETE).pack())


def in_other_names(world: World, number: int) -> None:
    world.writes(world.room("Painters"), EVE, "/help", name=("foreign", "linked", "anonymous")[number % 3])


DEEDS: Final[dict[str, Deed]] = {
    "commands": commands,
    "commands in the group": commands_in_the_group,
    "edits": edits,
    "stickers": stickers,
    "deletions": presses(Action.DELETE),
    "files": presses(Action.FILE),
    "copies": presses(Action.COPY),
    "again": presses(Action.AGAIN),
    "variations": presses(Action.VARY),
    "presses in the group": presses_in_the_group,
    "in other names": in_other_names,
    "requests": requests,
}


async def wait_for_ann(store: SqlStore, where: str, deeds: list[Deed], seconds: float = 10.0) -> float:
    """Seconds that Ann waits for her picture, while Eve has been doing all that, and goes on."""
    world = World(random.Random(1), store, ROOMY)
    world.service.weights = {"picture": 1}
    world.service.latencies = (0.0,)
    world.telegram.pauses = dict.fromkeys(CALLS, 0.1)
    await world.begin()
    try:
        world.ask(home(world, EVE), EVE, "cat")
        await world.passes(20.0)
        numbers = count()
        for _ in tick(deeds, world, numbers, seconds):
            await world.passes(1 / A_SECOND)
        room = world.room("Painters") if where == "group" else home(world, ANN)
        begun = world.clock.monotonic()
        number = world.ask(room, ANN, "dog")
        for _ in tick(deeds, world, numbers, 60.0):
            await world.passes(1 / A_SECOND)
            if world.read(f"SELECT 1 FROM drawings WHERE source = 'm:{room.id}:{number}' AND state = 'delivered'"):
                return world.clock.monotonic() - begun
        raise AssertionError("Ann waits in vain")
    finally:
        await world.dies()


def tick(deeds: list[Deed], world: World, numbers: Iterator[int], seconds: float) -> Iterator[None]:
    for _ in range(round(seconds * A_SECOND)):
        if deeds:
            number = next(numbers)
            deeds[number % len(deeds)](world, number // len(deeds))
        yield


@pytest.mark.parametrize("where", ["private", "group"])
@pytest.mark.parametrize("deed", ["everything", *(pytest.param(deed, marks=pytest.mark.slow) for deed in DEEDS)])
async def test_a_flood_delays_nobody_elses_picture(store: SqlStore, deed: str, where: str) -> None:
    deeds = list(DEEDS.values()) if deed == "everything" else [DEEDS[deed]]

    calm, flooded = await wait_for_ann(store, where, []), await wait_for_ann(store, where, deeds)

    assert flooded <= calm + 1.0, f"{flooded:.1f} s instead of {calm:.1f}"


async def test_the_same_press_within_a_second_is_one_and_a_second_later_another(store: SqlStore) -> None:
    world = World(random.Random(1), store, ROOMY)
    world.service.weights = {"picture": 1}
    await world.begin()
    try:
        world.ask(home(world, EVE), EVE, "cat")
        await world.passes(20.0)
        press = presses(Action.AGAIN)
        for pause in (0.0, 0.4, 0.5, 30.0):
            await world.passes(pause)
            press(world, 0)
        await world.passes(20.0)

        assert len(world.read("SELECT 1 FROM drawings")) == 1 + 2
    finally:
        await world.dies()


async def test_somebody_elses_file_comes_once_a_minute_however_often_it_is_pressed(store: SqlStore) -> None:
    world = World(random.Random(1), store, ROOMY)
    world.service.weights = {"picture": 1}
    await world.begin()
    try:
        room = world.room("Painters")
        world.ask(room, EVE, "cat")
        await world.passes(20.0)
        (drawing,) = world.read("SELECT public_id, slot_id FROM drawings")
        button = PictureButton(drawing=drawing["public_id"], action=Action.FILE).pack()

        def files() -> int:
            return sum("sent" in content for _, content in world.telegram.said)

        for _ in range(20):
            world.presses(room, MAX, drawing["slot_id"], button)
            await world.passes(2.0)
        assert files() == 1
        await world.passes(30.0)
        world.presses(room, MAX, drawing["slot_id"], button)
        await world.passes(5.0)
        assert files() == 2
        for _ in range(3):  # of one's own as often as one likes
            world.presses(room, EVE, drawing["slot_id"], button)
            await world.passes(5.0)
        assert files() == 5
    finally:
        await world.dies()
