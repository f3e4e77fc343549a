"""Two owners of the bot, an English and a Russian one: what each is told, in their language."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger
from tests.acceptance.browser.rooms import rooms
from tests.acceptance.browser.weather import failing, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTINGS = {"ADMIN_IDS": f"{ALICE},{BORIS}", "PICTURE_PRICE": "2.5", "CURRENCY": "USD"}
SPENT, SPENT_IN_RUSSIAN = "quota", "Квота"
OVER, OVER_IN_RUSSIAN = "takes requests again", "снова принимает запросы"


def _alerts(person: Messenger, words: str) -> Locator:
    """Those on a spent quota, which `/stats` tells in much the same words."""
    return person.messages("theirs", "SUBMIT_PER_MINUTE").filter(has_text=words, has_not_text="⚠️")


def _rows(page: Locator) -> dict[str, list[str]]:
    """The two cells of each row of the table by its name."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in page.locator("pre").inner_text().splitlines()]
    return {parts[0]: parts[1:] for parts in lines if len(parts) == 3}


def test_both_owners_read_the_figures_and_hear_once_that_the_quota_is_spent_and_once_that_it_is_not(
    windows: Windows,
) -> None:
    everywhere = rooms(windows)
    private = everywhere[0]
    for room in everywhere:
        room.alice.say(f"/draw a pine by {room.place} --seed 1")
        room.boris.say(f"/draw сосна у {room.place} --seed 2")
        room.boris.say(f"/draw запретный плод в {room.place}")
    for room in everywhere:
        expect(room.alice.pictures(f"a pine by {room.place} --seed 1")).to_have_count(1)
        expect(room.boris.pictures(f"сосна у {room.place} --seed 2")).to_have_count(1)
        expect(room.boris.messages("theirs", "отказалась").filter(has_text="запретный плод")).to_have_count(1)
    english = _rows(private.alice.answer("/stats", "people"))
    russian = _rows(private.boris.answer("/stats", "людей"))
    assert [english.pop(name) for name in ("people", "requests", "pictures", "refused")] == [
        ["2", "2"],
        ["9", "9"],
        ["6", "6"],
        ["3", "3"],
    ]
    assert (english["success"], english["cost"]) == (["67%", "67%"], ["15.00", "15.00"])
    assert (russian["успех"], russian["стоимость"]) == (["67%", "67%"], ["15,00", "15,00"])
    for times in (english["median"], english["95% within"], russian["медиана"], russian["95% за"]):
        assert all(re.fullmatch(r"\d+ [sс]", time) for time in times)
    for person, price, days in ((private.alice, "2.5 USD", "7 days"), (private.boris, "2,5 USD", "7 дней")):
        expect(person.last(price)).to_contain_text(days)

    told = [(private.alice, SPENT), (private.boris, SPENT_IN_RUSSIAN)]
    over = [(private.alice, OVER), (private.boris, OVER_IN_RUSSIAN)]
    with weather(private.alice.page, faults=failing("yandex.submit", status=429, retry_after="0")):
        for room in everywhere:
            room.boris.say(f"/draw ель у {room.place} --seed 3")
        for person, words in told:
            expect(_alerts(person, words)).to_have_count(1)
        private.boris.answer("/stats", "⚠️")
    for room in everywhere:
        expect(room.boris.pictures(f"ель у {room.place} --seed 3")).to_have_count(1)
        expect(room.alice.messages("theirs", "SUBMIT_PER_MINUTE")).to_have_count(0 if room.is_shared else 1)
    for person, words in over:
        expect(person.messages("theirs", words)).to_have_count(1)
    for person, words in told:
        expect(person.answer("/stats", re.compile("people|людей"))).not_to_contain_text("⚠️")
        expect(_alerts(person, words)).to_have_count(1)
