"""What the owner of the bot and the admins of a group decide, and what others see of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS
from tests.acceptance.browser.rooms import GROUPS, PLACES, PRIVATE, room_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INVITED_ONLY = "Этот бот рисует только для приглашённых"


@pytest.mark.parametrize("place", PLACES)
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

    decide("/deny", "May not draw any more")
    try:
        here.boris.answer("/draw запретный плод", INVITED_ONLY)
        here.boris.press(here.boris.pinned(fruit), "Ещё раз")
        here.boris.dismiss(INVITED_ONLY)
        here.is_heard(here.alice, INVITED_ONLY)
    finally:
        decide("/allow", "Not denied any more")
    here.boris.draw(f"разрешённый плод в {place} --seed 25")


def test_the_owner_alone_sees_the_figures_and_in_private_alone(windows: Windows) -> None:
    here = room_in(windows, PRIVATE)
    expect(here.alice.answer("/stats", "7 days")).to_contain_text("pictures")
    here.boris.answer("/stats", "только владелец")
    here.boris.answer(f"/deny {BORIS}", "только владелец")
    for place in GROUPS:
        here.alice.open(place)
        here.alice.answer("/stats", "This is for you alone: write it to me in private")


@pytest.mark.parametrize("place", GROUPS)
def test_an_admin_switches_the_bot_off_and_limits_the_day_for_everybody_in_the_group(
    windows: Windows, place: str
) -> None:
    here = room_in(windows, place)
    page = here.alice.settings()
    here.alice.press(page, "✓ Drawing here")
    expect(page).to_contain_text("Drawing: off")
    try:
        here.boris.answer("/draw пустырь", "Админы этой группы меня здесь выключили")
        here.alice.answer("/draw a void", "The admins of this group have switched me off here")
    finally:
        here.alice.press(page, "Drawing here")
        expect(page).to_contain_text("Drawing: on")
    here.alice.press(page, re.compile("^5$"))
    expect(page).to_contain_text("Limit: 5 drawings a day")
    try:
        # Another test may have drawn in this group before.
        here.boris.answer(f"/draw роща в {place} --repeat 2", re.compile("На сегодня (осталось|осталась) [1-3] из 5"))
        expect(here.boris.pictures(f"роща в {place}")).to_have_count(2)
        here.alice.answer("/draw a grove --repeat 4", "5 drawings a day is the limit in this group")
        here.boris.answer("/draw кусты --repeat 4", "В этой группе можно 5 картинок в день")
    finally:
        here.alice.press(page, "no limit")
        expect(page.locator(".key", has_text="✓ no limit")).to_be_visible()
