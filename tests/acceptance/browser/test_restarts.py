"""The bot is killed and started again on what it has stored: nobody loses anything, in each kind of chat."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS
from tests.acceptance.browser.rooms import PRIVATE, Room, rooms
from tests.acceptance.browser.sandbox_process import World, running_world
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOTS = re.compile("Working on it|Рисую…")
ONE_IN_LINE = re.compile(r"рисуется \d+ с.*рисуется \d+ с.*(следующая|в очереди)", re.DOTALL)
INVITED_ONLY = "только по приглашению"


@pytest.fixture
def world(chromium: str, tmp_path: Path) -> Iterator[World]:
    with running_world(tmp_path) as world:
        yield world


@pytest.fixture
def sandbox(world: World) -> str:
    return world.address


def test_what_was_waiting_when_the_bot_was_killed_comes_exactly_once(windows: Windows, world: World) -> None:
    few = {"RUNNING_PER_USER": "2"}  # so that of three one is still in line
    with world.bot(**few) as bot:
        everywhere = rooms(windows)
        private = everywhere[0].alice
        with weather(private.page, faults=UNFINISHED):
            for room in everywhere:
                room.alice.answer(f"/draw a fox in {room.place} --seed 1", "Working on it")
                room.boris.answer(f"/draw лиса в {room.place} --seed 2", "Рисую")
            everywhere[0].boris.answer("/queue", ONE_IN_LINE)
            bot.kill()
    for room in everywhere:
        room.alice.say(f"/draw an owl in {room.place} --seed 3")
        room.boris.say(f"/draw сова в {room.place} --seed 4")
    with world.bot(**few):
        for room in everywhere:
            _each_comes_once(room)
        for room in everywhere:  # what is said after it comes after it
            room.boris.answer("/id", str(BORIS))
            _each_comes_once(room)
            for person in room.both:
                expect(person.messages("theirs", SLOTS)).to_have_count(0)


def _each_comes_once(room: Room) -> None:
    for person, captions in (
        (room.alice, (f"a fox in {room.place} --seed 1", f"an owl in {room.place} --seed 3")),
        (room.boris, (f"лиса в {room.place} --seed 2", f"сова в {room.place} --seed 4")),
    ):
        for caption in captions:
            expect(person.pictures(caption)).to_have_count(1)


def test_buttons_settings_and_decisions_outlive_the_bot(windows: Windows, world: World) -> None:
    with world.bot() as bot:
        everywhere = rooms(windows)
        for room in everywhere:
            room.boris.say(f"/draw ива в {room.place} --seed 11")
        _set_everything(everywhere)
        pictures = [room.boris.last(f"ива в {room.place} --seed 11") for room in everywhere]
        for picture in pictures:
            expect(picture.locator(".photo.loaded")).to_be_visible()
        everywhere[0].alice.answer(f"/deny {BORIS}", "Can no longer draw")
        bot.kill()
    with world.bot():
        for room, picture in zip(everywhere, pictures, strict=True):
            room.boris.say("/draw тополь")
            room.boris.press(picture, "Ещё раз")
            room.boris.dismiss(INVITED_ONLY)
            room.boris.last(INVITED_ONLY)
        everywhere[0].alice.answer(f"/allow {BORIS}", "No longer denied")
        _press_everything(everywhere, pictures)
        for room in everywhere[1:]:  # of five that are allowed three were drawn
            room.boris.answer("/draw ещё клён --repeat 4", re.compile(r"5 картинок в день, осталось 2"))
            room.alice.answer("/draw a maple --repeat 3", re.compile("5 pictures a day.* 2 are left"))


def _set_everything(everywhere: list[Room]) -> None:
    """Борис sets his own, and Alice those of the groups."""
    private, *groups = everywhere
    private.boris.answer("/settings no рамка", "рамка")
    private.boris.switch(private.boris.settings("Картинка"), "Высокий 9:16")
    for room in groups:
        room.alice.answer("/settings suffix in oil", "in oil")
        panel = room.alice.settings("Picture")
        room.alice.switch(panel, "Landscape 3:2")
        room.alice.turn(panel, "Who draws")
        room.alice.switch(panel, "Limit: 5 a day")


def _press_everything(everywhere: list[Room], pictures: list[Locator]) -> None:
    """The buttons of pictures that were there before, and what comes of it."""
    walk = list(zip(everywhere, pictures, strict=True))
    for room, picture in walk:
        room.boris.press(picture, "Ещё раз")
        room.boris.heed("Рисую")
        room.boris.press(picture, "Закрепить сид")
        room.boris.dismiss("11")
        room.boris.say(f"/draw клён в {room.place}")
        room.boris.delete_picture(picture)
        if room.place == PRIVATE:
            room.alice.say("/draw a fir --seed 12")
    for room, picture in walk:
        expect(room.boris.pictures(re.compile(rf"^ива в {room.place} --seed (?!11\b)\d+$"))).to_have_count(1)
        of_the_group = ", in oil" if room.is_shared else ""
        caption = f"клён в {room.place}{of_the_group} --no рамка --ar 9:16 --seed 11"
        expect(room.boris.pictures(caption)).to_have_count(1)
        expect(picture).to_have_count(0)
        if not room.is_shared:
            expect(room.alice.pictures(re.compile("^a fir --seed 12$"))).to_have_count(1)
