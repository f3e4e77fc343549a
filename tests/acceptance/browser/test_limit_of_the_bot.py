"""The owner's money has an end, too: when the bot's pictures of a day are used up, everybody hears so everywhere."""

import pytest

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import rooms

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTINGS = {"DRAWINGS_PER_DAY": "3"}


def test_each_of_two_people_hears_in_every_chat_that_the_bots_day_is_used_up(windows: Windows) -> None:
    everywhere = rooms(windows)
    for room in everywhere:
        room.boris.draw(f"слива в {room.place} --seed 1")
    for room in everywhere:
        room.alice.answer("/draw a plum", "This bot's pictures for today are used up")
        room.boris.answer("/draw ещё слива", "Картинки этого бота на сегодня закончились")
        room.is_heard(room.boris, "This bot's pictures for today are used up")
