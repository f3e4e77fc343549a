"""The service takes no requests for a long time: those who wait are told, in each kind of chat."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.events import edits_by_the_bot
from tests.acceptance.browser.rooms import rooms
from tests.acceptance.browser.sandbox_process import running_sandbox
from tests.acceptance.browser.weather import failing, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_MINUTE_AND_MORE = 120_000  # milliseconds; so long the shortest pause lasts of which people hear


@pytest.fixture
def sandbox(chromium: str) -> Iterator[str]:
    """A bot for each test: it keeps the pause of the test before."""
    with running_sandbox({}) as address:
        yield address


def test_a_pause_is_told_in_the_slot_and_in_the_queue_of_each_person_in_their_language(windows: Windows) -> None:
    everywhere = rooms(windows)
    alice = everywhere[0].alice
    with weather(alice.page, faults=failing("yandex.submit", status=429, retry_after="1800")):
        for room in everywhere:
            room.alice.say(f"/draw a snail in {room.place}")
            room.boris.say(f"/draw улитка в {room.place}")
        for room in everywhere:
            room.alice.last("Waiting: the image service takes requests again in about 30 min")
            room.boris.last("Жду: нейросеть снова примет запросы примерно через 30 мин")
        queue = everywhere[1].alice.answer("/queue", "a snail in Painters")
        expected = "the image service takes requests again in about 30 min"
        assert (queue.text_content() or "").count(expected) == 2  # of both, as the group waits for both
        for room in everywhere:
            room.alice.answer("/cancel", f"Cancelled: a snail in {room.place}")
            room.boris.answer("/cancel", f"Отменено: улитка в {room.place}")
            room.is_heard(room.boris, f"Cancelled: a snail in {room.place}")


def test_who_waits_through_a_pause_gets_the_picture_at_its_end_where_the_pause_was_told_by_one_edit_at_most(
    windows: Windows, sandbox: str
) -> None:
    everywhere = rooms(windows)
    with weather(everywhere[0].alice.page, faults=failing("yandex.submit", status=429, retry_after="61")):
        for room in everywhere:
            room.alice.say(f"/draw an owl in {room.place} --seed 1")
            room.boris.say(f"/draw сова в {room.place} --seed 2")
        slots = [
            (room.alice.last("again in about 1 min"), room.boris.last("примерно через 1 мин")) for room in everywhere
        ]
    for room, (english, russian) in zip(everywhere, slots, strict=True):
        pictures = (
            room.alice.picture(f"an owl in {room.place} --seed 1"),
            room.boris.picture(f"сова в {room.place} --seed 2"),
        )
        for picture in pictures:
            expect(picture.locator(".photo.loaded")).to_be_visible(timeout=_MINUTE_AND_MORE)
        expect(english).to_have_count(0)  # whoever waits so long is notified, by a message of its own
        expect(russian).to_have_count(0)
    for person in everywhere[-1].both:
        edits = list(edits_by_the_bot(sandbox, person))
        outcomes = Counter((edit["chat"], edit["id"]) for edit in edits if "photo" in edit)
        before = Counter((edit["chat"], edit["id"]) for edit in edits if "photo" not in edit)
        assert len(outcomes) == len(everywhere) * 2 - 1  # all but the other's in their private chat
        assert {*outcomes.values(), *before.values()} == {1}


def test_no_time_is_promised_to_anybody_where_nobody_knows_it(windows: Windows) -> None:
    everywhere = rooms(windows)
    with weather(everywhere[0].alice.page, retired=True):
        for room in everywhere:
            room.alice.say(f"/draw an owl in {room.place}")
            room.boris.say(f"/draw сова в {room.place}")
        for room in everywhere:
            english = room.alice.messages("theirs", "service takes no requests right now")
            russian = room.boris.messages("theirs", "сейчас не принимает запросы")
            expect(english).to_have_count(1)
            expect(russian).to_have_count(1)
            queue = room.boris.answer("/queue", f"сова в {room.place}")
            expect(queue).to_contain_text("сейчас не принимает запросы")
            room.alice.answer("/cancel", f"Cancelled: an owl in {room.place}")
            room.boris.answer("/cancel", f"Отменено: сова в {room.place}")
