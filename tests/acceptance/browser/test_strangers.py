"""Somebody who never wrote to the bot in private: Telegram lets it write to them in their group alone."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS
from tests.acceptance.browser.rooms import GROUPS, PRIVATE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_who_cannot_be_told_that_the_bot_is_muted_keeps_nobody_from_drawing(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open(PRIVATE)
    for place in GROUPS:
        alice.open(place)
        boris.open(place)
        alice.choose_in_chat_menu("Do not let the bot write")
        expect(boris.page.locator("#place-subtitle")).to_have_text("боту нельзя здесь писать")
        boris.say(f"/draw тихая мышь в {place}")
        alice.open(PRIVATE)
        alice.draw(f"a mouse beside {place} --seed 1")
        alice.open(place)
        alice.choose_in_chat_menu("Let the bot write")
        boris.draw(f"мышь в {place} --seed 2")
        alice.draw(f"a mouse in {place} --seed 3")
        expect(boris.messages("theirs", "тихая мышь")).to_have_count(0)
    boris.open(PRIVATE)  # begins it
    boris.draw("мышь для себя --seed 4")
    expect(boris.messages("theirs", "тихая мышь")).to_have_count(0)
