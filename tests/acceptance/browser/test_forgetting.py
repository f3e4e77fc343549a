"""Somebody is forgotten while they wait, in each kind of chat; what others wait for comes."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS
from tests.acceptance.browser.rooms import rooms
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTINGS = {"RUNNING_PER_USER": "2"}  # so that of three one is still in line
NO_LONGER = "Эта кнопка больше не работает"


def test_who_is_forgotten_while_waiting_gets_nothing_more_and_old_buttons_say_so(windows: Windows) -> None:
    everywhere = rooms(windows)
    private = everywhere[0].boris
    old = [room.boris.pinned(room.boris.draw(f"липа у {room.place} --seed 1")) for room in everywhere]
    with weather(private.page, faults=UNFINISHED):
        waiting = [room.boris.answer(f"/draw дуб у {room.place} --seed 2", "Рисую…") for room in everywhere]
        for room in everywhere:
            room.alice.answer(f"/draw an oak by {room.place} --seed 3", "Working on it")
        private.answer("/queue", re.compile(r"рисуется \d+ с.*рисуется \d+ с.*(следующая|в очереди)", re.DOTALL))
        question = private.answer("/forget", "Забыть о вас всё?")
        private.press(question, "Да, забыть")
        expect(question).to_contain_text("Забыто")
        for slot in waiting:
            expect(slot).to_contain_text("Отменено")
            expect(slot.locator(".key")).to_have_count(0)
    for room, slot, picture in zip(everywhere, waiting, old, strict=True):
        expect(room.alice.pictures(f"an oak by {room.place} --seed 3")).to_have_count(1)
        for label in ("Ещё раз", "Закрепить сид", "Файл"):
            room.boris.press(picture, label)
            room.boris.heed(NO_LONGER)
        expect(picture.locator(".photo.loaded")).to_be_visible()
        if room.is_shared:
            room.alice.press(room.alice.pinned(picture), "Ещё раз")
            room.alice.heed("This button no longer works")
        room.boris.delete_picture(picture)  # a picture in a group goes by its button or not at all
        expect(picture).to_have_count(0)
        room.alice.answer("/id", str(ALICE))  # what else there was to say would have been said before
        expect(slot).to_contain_text("Отменено")
        expect(room.boris.pictures(f"дуб у {room.place}")).to_have_count(0)
    private.answer("/queue", "Очередь пуста")
    private.answer("/seed", "случайный")
    private.answer("/id", str(BORIS))
