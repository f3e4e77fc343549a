"""Decisions of the owner, and how others see them."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS
from tests.acceptance.browser.rooms import GROUPS, PRIVATE, SOME_PLACES, room_in, rooms
from tests.acceptance.browser.weather import failing, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INVITED_ONLY = "Этот бот рисует только по приглашению"


@pytest.mark.parametrize("place", SOME_PLACES)
def test_the_owner_shuts_somebody_out_and_lets_them_in_again(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    fruit = here.boris.draw(f"плод в {place} --seed 24")
    request = here.boris.messages("mine", f"плод в {place} --seed 24").last

    def decide(command: str, answer: str) -> None:
        if here.is_shared:
            here.alice.choose(here.alice.pinned(request), "Reply")
            here.alice.answer(command, answer)
        else:
            here.alice.answer(f"{command} {BORIS}", answer)

    decide("/deny", "Can no longer draw")
    try:
        here.boris.answer("/draw запретный плод", INVITED_ONLY)
        here.boris.press(here.boris.pinned(fruit), "Ещё раз")
        here.boris.dismiss(INVITED_ONLY)
        here.is_heard(here.alice, INVITED_ONLY)
    finally:
        decide("/allow", "No longer denied")
    here.boris.draw(f"разрешённый плод в {place} --seed 25")


def test_the_owner_alone_sees_the_figures_and_in_private_alone(windows: Windows) -> None:
    here = room_in(windows, PRIVATE)
    expect(here.alice.answer("/stats", "7 days")).to_contain_text("pictures")
    here.boris.answer("/stats", "только владелец")
    here.boris.answer(f"/deny {BORIS}", "только владелец")
    for place in GROUPS:
        here.alice.open(place)
        here.alice.answer("/stats", "This is for you alone: write it to me in private")


def test_the_owner_alone_is_told_once_that_the_service_refuses_and_once_that_it_is_over(windows: Windows) -> None:
    everywhere = rooms(windows)
    private, stranger = everywhere[0].alice, everywhere[0].boris
    told = private.messages("theirs", "The image service refuses the bot")
    over = private.messages("theirs", "The image service no longer refuses the bot")
    heard_before = stranger.messages("theirs").count()
    with weather(private.page, faults=failing("yandex.submit", status=401)):
        for room in everywhere:
            room.boris.answer(f"/draw тюлень в {room.place} --seed 31", re.compile("Рисую…|Жду"))
        expect(told).to_have_count(1)
    for room in everywhere:
        expect(room.boris.picture(f"тюлень в {room.place} --seed 31").locator(".photo.loaded")).to_be_visible(
            timeout=90_000
        )
    expect(over).to_have_count(1)
    expect(told).to_have_count(1)
    stranger.answer("/id", str(BORIS))  # whatever was said to him before has come by now
    expect(stranger.messages("theirs")).to_have_count(heard_before + 2)  # that, and his picture
