"""What people have of their own: the history, what is kept of them, and what the owner alone may."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger
from tests.acceptance.browser.test_buttons import pinned, press, settings_page, toast, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEND_AGAIN, AGAIN = "Прислать", "Ещё раз"


def test_the_history_is_paged_in_place_and_sends_and_draws_its_pictures_again(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Painters")
    boris.draw("первый маяк --seed 21", shown="первый маяк")
    boris.open("Artbot")
    boris.draw("второй маяк --seed 22", shown="второй маяк")
    boris.say("/history")
    pages = boris.messages("theirs", "второй маяк --seed 22").filter(
        has=boris.page.locator(".key", has_text=SEND_AGAIN)
    )
    page = pinned(boris, pages.last)
    expect(page).to_contain_text("1 из ")
    source = page.locator(".photo.loaded img").get_attribute("src")
    press(page, "›")
    expect(page).to_contain_text("2 из ")
    expect(page).to_contain_text("первый маяк --seed 21")
    expect(page.locator(".photo.loaded img")).not_to_have_attribute("src", source or "")
    press(page, SEND_AGAIN)
    copy = boris.messages("theirs", "первый маяк --seed 21").last
    expect(copy.locator(".key", has_text="Этот сид")).to_be_visible()
    press(page, AGAIN)
    expect(toast(boris, "Рисую")).to_be_visible()
    drawn = boris.messages("theirs", re.compile(r"первый маяк --seed (?!21\b)\d+"))
    expect(drawn.locator(".photo.loaded")).to_be_visible()
    press(page, "‹")
    expect(page).to_contain_text("второй маяк --seed 22")


def test_a_history_is_shown_in_private_only(alice: Messenger) -> None:
    alice.open("Cats")
    alice.say("/history")
    expect(alice.messages("theirs", "in private only").last).to_be_visible()


def test_who_asks_to_be_forgotten_is_asked_once_and_forgotten(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Artbot")
    boris.say("/privacy")
    expect(boris.messages("theirs", "/forget").last).to_be_visible()
    boris.draw("тайный сад --seed 23", shown="тайный сад")
    for answer, outcome in (("Нет, оставить", "Ничего не удалено"), ("Да, забыть", "Забыто")):
        boris.say("/forget")
        question = pinned(boris, boris.messages("theirs", "Забыть о вас всё?").last)
        press(question, answer)
        expect(question).to_contain_text(outcome)
        boris.say("/history")
        if outcome == "Забыто":
            expect(boris.messages("theirs", "У вас ещё нет картинок").last).to_be_visible()
        else:
            expect(boris.messages("theirs", re.compile("1 из .*тайный сад", re.DOTALL)).last).to_be_visible()


def test_the_owner_sees_the_figures_and_shuts_somebody_out_and_lets_them_in(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Artbot")
    boris.open("Artbot")
    alice.say("/stats")
    expect(alice.messages("theirs", "7 days").last).to_contain_text("pictures")
    boris.say("/stats")
    expect(boris.messages("theirs", "только владелец").last).to_be_visible()
    alice.say(f"/deny {BORIS}")
    expect(alice.messages("theirs", str(BORIS)).last).to_be_visible()
    try:
        boris.say("/draw запретный плод")
        expect(boris.messages("theirs", "приглаш").last).to_be_visible()
    finally:
        alice.say(f"/allow {BORIS}")
    expect(alice.messages("theirs", str(BORIS)).nth(1)).to_be_visible()
    boris.draw("разрешённый плод --seed 24", shown="разрешённый плод")


def test_a_group_has_the_daily_limit_that_its_admin_sets(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    boris.open("Landscapes")
    alice.open("Landscapes")
    page = pinned(alice, settings_page(alice))
    page.locator(".key", has_text=re.compile("^5$")).click()
    expect(page).to_contain_text("Limit: 5 drawings a day")
    try:
        for subject in ("роща", "холмы"):
            boris.say(f"/draw {subject} --repeat 4")
        expect(boris.messages("theirs", "В этой группе можно 5 картинок в день").last).to_be_visible()
    finally:
        press(page, "no limit")
        expect(page.locator(".key", has_text="✓ no limit")).to_be_visible()
    boris.draw("болото --seed 25", shown="болото")


def test_a_picture_on_its_way_is_told_in_the_head_of_the_chat(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Artbot")
    slow = [{"where": "telegram.editMessageMedia", "kind": "slow", "seconds": 2, "times": 1}]
    with weather(alice.page, server="telegram", faults=slow):
        alice.say("/draw a slow boat")
        expect(alice.page.locator("#place-subtitle.acting")).to_have_text("Artbot sends a photo…")
        expect(boris.place("Painters").locator(".preview")).to_have_text("отправляет фото…")
        expect(alice.picture("a slow boat").locator(".photo.loaded")).to_be_visible()
    expect(alice.page.locator("#place-subtitle.acting")).to_have_count(0)


def test_a_picture_that_comes_late_comes_in_a_message_of_its_own(alice: Messenger) -> None:
    alice.open("Artbot")
    with weather(alice.page, duration=[25, 25]):
        request = alice.say("/draw a patient heron --seed 26")
        slot = pinned(alice, alice.messages("theirs", "Working on it").last)
        expect(slot).to_be_visible()
        picture = alice.picture("a patient heron --seed 26")
        expect(picture.locator(".photo.loaded")).to_be_visible(timeout=90_000)
    expect(picture.locator(".quote")).to_contain_text("a patient heron")
    expect(slot).to_have_count(0)
    expect(request).to_be_visible()
