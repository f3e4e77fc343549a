"""`/settings`: a person's own hold in each kind of chat, those of a group for everybody in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import Messenger
from tests.acceptance.browser.rooms import GROUPS, PRIVATE, room_in, rooms

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def _forgotten_afterwards(person: Messenger) -> Iterator[None]:
    """Whatever somebody sets in their private chat goes at the end."""
    try:
        yield
    finally:
        question = person.answer("/forget", re.compile("Забыть о вас всё|Shall I forget"))
        person.press(question, re.compile("Да, забыть|Yes, forget"))
        expect(question).to_contain_text(re.compile("Забыто|Forgotten"))


def _switch(person: Messenger, page: Locator, label: str) -> None:
    person.press(page, label)
    expect(page.locator(".key", has_text=f"✓ {label}")).to_be_visible()


def test_what_one_person_has_set_holds_in_every_chat_and_for_nobody_else(windows: Windows) -> None:
    everywhere = rooms(windows)
    boris = everywhere[0].boris
    with _forgotten_afterwards(boris):
        boris.answer("/settings suffix акварель", "Добавлять к описанию: акварель")
        boris.answer("/settings no рамка", "Никогда не рисовать: рамка")
        boris.answer("/settings чепуха", "Напишите как здесь")
        boris.draw("первый кит --seed 31")
        page = boris.settings()
        for label in ("English", "9:16", "last seed", "Enhance", "As file"):
            _switch(boris, page, label)
        expect(page).to_contain_text("Shape: 9:16")
        for room in everywhere:
            room.alice.say(f"/draw a whale in {room.place} --seed 32")
            room.boris.say(f"/draw кит в {room.place}")
        for room in everywhere:
            file = room.boris.messages("theirs", f"кит в {room.place}, акварель").filter(
                has=room.boris.page.locator(".file")
            )
            for words in ("--no рамка", "--ar 9:16", "--seed 31", "--enhance"):
                expect(file).to_contain_text(words)
            expect(room.alice.pictures(re.compile(rf"a whale in {room.place} --seed 32\s*$"))).to_have_count(1)


@pytest.mark.parametrize("place", GROUPS)
def test_the_settings_of_a_group_are_its_admins_and_hold_for_everybody_in_it(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    for person, sees_settings in ((here.alice, True), (here.boris, False)):
        person.field.press_sequentially("/")
        options = person.page.get_by_role("listbox", name=person.word("Commands")).get_by_role("option")
        expect(options.filter(has_text="/draw")).to_have_count(1)
        expect(options.filter(has_text="/settings")).to_have_count(int(sees_settings))
        person.field.fill("")
    here.boris.answer("/settings", "Настройки группы задают её админы. Свои настройки — в личном чате")
    here.alice.answer("/settings no frame", "Always left out: frame")
    page = here.alice.settings()
    try:
        _switch(here.alice, page, "3:2")
        here.boris.press(here.boris.pinned(page), "1:1")
        here.boris.dismiss("Настройки группы задают её админы")
        expect(page.locator(".key", has_text="✓ 3:2")).to_be_visible()
        here.boris.draw(f"роща у {place} --seed 41", shown=f"роща у {place} --no frame --ar 3:2 --seed 41")
        here.boris.open(PRIVATE)
        here.boris.draw(f"холмы у {place} --seed 42", shown=f"холмы у {place} --seed 42")
    finally:
        here.alice.press(page, "✖ left out")
        expect(page.locator(".key", has_text="✖ left out")).to_have_count(0)
        _switch(here.alice, page, "as the service likes")
