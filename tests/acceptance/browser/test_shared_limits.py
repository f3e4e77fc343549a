"""Limits that a group's admins set and all in it share, in words and by buttons; in private nothing of it holds."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import rooms

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AGAIN = "Ещё раз"


def test_the_day_of_a_group_is_used_up_by_two_people_and_a_switch_stops_old_buttons_too(windows: Windows) -> None:
    private, *groups = rooms(windows)
    pages = [room.alice.settings("Who draws") for room in groups]
    for room, page in zip(groups, pages, strict=True):
        room.alice.switch(page, "Limit: 5 a day")
        room.boris.say(f"/draw пень у {room.place} --seed 1")
        room.alice.say(f"/draw a stump by {room.place} --repeat 2")
    old = []
    for room in groups:
        picture = room.boris.pictures(f"пень у {room.place} --seed 1")
        expect(picture).to_have_count(1)
        old.append(room.boris.pinned(picture))
        expect(room.alice.pictures(f"a stump by {room.place}")).to_have_count(2)
        room.boris.press(old[-1], AGAIN)
        room.boris.answer(f"/draw мох у {room.place} --seed 2", "Последняя на сегодня")
    walk = list(zip(groups, pages, old, strict=True))
    for room, page, picture in walk:
        room.alice.answer("/draw moss", "This group can draw 5 pictures a day, and today's are used up")
        room.boris.press(picture, AGAIN)
        room.boris.dismiss("5 картинок в день")
        expect(room.boris.pictures(f"пень у {room.place}")).to_have_count(2)
        room.alice.switch(page, "Limit: none")
        room.alice.switch(page, "Drawing here: on", "Drawing here: off")
    private.boris.draw("пень для себя --seed 3")
    for room, page, picture in walk:
        room.boris.press(picture, AGAIN)
        room.boris.dismiss("выключили меня здесь")
        room.alice.press(room.alice.pinned(room.alice.pictures(f"a stump by {room.place}").last), "Again")
        room.alice.dismiss("switched me off here")
        room.alice.switch(page, "Drawing here: off", "Drawing here: on")
        room.boris.press(picture, AGAIN)
        room.boris.heed("Рисую")
