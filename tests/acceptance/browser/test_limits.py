"""Limits of a day: how much is left is told before it is used up."""

import pytest

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import rooms

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTINGS = {"DRAWINGS_PER_USER_PER_DAY": "3"}


def test_each_of_two_people_hears_in_every_chat_how_many_are_left_of_their_own(windows: Windows) -> None:
    everywhere = rooms(windows)
    english = ("2 of 3 left today", "1 of 3 left today", "The last one for today: the limit is 3")
    russian = ("На сегодня осталось 2 из 3", "На сегодня осталась 1 из 3", "Последняя на сегодня: можно 3 в день")
    for room, told, told_in_russian in zip(everywhere, english, russian, strict=True):
        room.alice.answer(f"/draw a pear in {room.place} --file", told)
        room.boris.answer(f"/draw груша в {room.place} --file", told_in_russian)
    for room in everywhere:
        room.alice.answer("/draw one more", "You can draw 3 pictures a day here, and today's are used up")
        room.boris.answer("/draw ещё одну", "Можно 3 картинки в день, на сегодня они закончились")
