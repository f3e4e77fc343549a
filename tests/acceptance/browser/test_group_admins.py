"""Decisions of a group's admins, for everybody in it.

A module of its own, as each test says much in one group, and the bot keeps to twenty messages a minute there.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import PRIVATE, SOME_GROUPS, room_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_the_settings_of_a_group_are_its_admins_and_hold_for_everybody_in_it(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    for person, sees_settings in ((here.alice, True), (here.boris, False)):
        person.field.press_sequentially("/")
        options = person.page.get_by_role("listbox", name=person.word("Commands")).get_by_role("option")
        expect(options.filter(has_text="/draw")).to_have_count(1)
        expect(options.filter(has_text="/settings")).to_have_count(int(sees_settings))
        person.field.fill("")
    here.boris.answer("/settings", "Настройки группы задают её администраторы. Свои настройки — в личном чате")
    here.alice.answer("/settings no frame", "Always left out: frame")
    page = here.alice.settings("Picture")
    try:
        here.alice.switch(page, "Landscape 3:2")
        here.boris.press(here.boris.pinned(page), "Square 1:1")
        here.boris.dismiss("Настройки группы задают её администраторы")
        expect(page.locator(".key", has_text="✓ Landscape 3:2")).to_be_visible()
        here.boris.draw(f"роща у {place} --seed 41", shown=f"роща у {place} --no frame --ar 3:2 --seed 41")
        here.boris.open(PRIVATE)
        here.boris.draw(f"холмы у {place} --seed 42", shown=f"холмы у {place} --seed 42")
    finally:
        here.alice.press(page, "✖ Stop leaving things out")
        expect(page.locator(".key", has_text="✖ Stop leaving things out")).to_have_count(0)
        here.alice.switch(page, "Any shape")


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_an_admin_switches_the_bot_off_and_limits_the_day_for_everybody_in_the_group(
    windows: Windows, place: str
) -> None:
    here = room_in(windows, place)
    page = here.alice.settings("Who draws")
    here.alice.switch(page, "Drawing here: on", "Drawing here: off")
    try:
        here.boris.answer("/draw пустырь", "Администраторы группы выключили меня здесь")
    finally:
        here.alice.switch(page, "Drawing here: off", "Drawing here: on")
    here.alice.switch(page, "Limit: 5 a day")
    try:
        # The other test may have drawn in this group before.
        here.boris.answer(f"/draw роща в {place} --repeat 2", re.compile("На сегодня (осталось|осталась) [1-3] из 5"))
        expect(here.boris.pictures(f"роща в {place}")).to_have_count(2)
        here.alice.answer("/draw a grove --repeat 4", "You can draw 5 pictures a day in this group")
        here.boris.answer("/draw кусты --repeat 4", "В этой группе можно 5 картинок в день")
    finally:
        here.alice.switch(page, "Limit: none")
