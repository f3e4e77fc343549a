"""The service takes no requests for a long time: those who wait are told, in each kind of chat.

A module of its own, for the bot keeps the pause that the service has named.
"""

import pytest

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import rooms
from tests.acceptance.browser.weather import failing, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_pause_is_told_in_the_slot_and_in_the_queue_of_each_person_in_their_language(windows: Windows) -> None:
    everywhere = rooms(windows)
    alice = everywhere[0].alice
    with weather(alice.page, faults=failing("yandex.submit", status=429, retry_after="1800")):
        for room in everywhere:
            room.alice.say(f"/draw a snail in {room.place}")
            room.boris.say(f"/draw улитка в {room.place}")
        for room in everywhere:
            room.alice.last("Waiting: the image service takes requests again in about 30 min")
            room.boris.last("Жду: сервис картинок снова примет запросы примерно через 30 мин")
        queue = everywhere[1].alice.answer("/queue", "a snail in Painters")
        expected = "the image service takes requests again in about 30 min"
        assert (queue.text_content() or "").count(expected) == 2  # of both, as the group waits for both
        for room in everywhere:
            room.alice.answer("/cancel", f"Cancelled: a snail in {room.place}")
            room.boris.answer("/cancel", f"Отменено: улитка в {room.place}")
            room.is_heard(room.boris, f"Cancelled: a snail in {room.place}")
