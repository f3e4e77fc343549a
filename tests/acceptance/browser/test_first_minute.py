"""The first minute on the chat page: it says what to try, whose the bot is, and a scroll presses nothing."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True}

TAPPED_WHILE_FLUNG = """element => new Promise((resolve) => {
    const log = element.closest('.log');
    log.addEventListener('scroll', () => {
        const where = { bubbles: true, cancelable: true, pointerType: 'touch' };
        element.dispatchEvent(new PointerEvent('pointerdown', where));
        element.dispatchEvent(new PointerEvent('click', where));
        resolve();
    }, { once: true });
    log.scrollTop -= 1;
})"""
"""As a browser tells it that, unlike Chromium, takes the tap that stops a list for a click."""


def test_a_guide_leads_through_a_picture_a_change_and_the_weather(windows: Windows) -> None:
    boris = windows.open(BORIS)
    guide = boris.page.get_by_role("complementary", name="Первые шаги")
    boris.open("Cats")
    expect(guide).to_contain_text("1/3")
    guide.get_by_role("button", name="Подставить").click()
    expect(boris.field).to_have_value("/draw кот")
    boris.field.press("Enter")
    picture = boris.picture("кот")
    expect(guide).to_contain_text("2/3")
    boris.refine(picture, "ночью")
    expect(guide).to_contain_text("3/3")
    boris.page.get_by_role("button", name="Погода").click()
    boris.page.keyboard.press("Escape")
    expect(guide).to_be_hidden()
    boris.page.reload()
    expect(boris.picture("кот")).to_be_visible()
    expect(guide).to_be_hidden()


def test_the_guide_is_hidden_for_good_on_request(windows: Windows) -> None:
    alice = windows.open()
    guide = alice.page.get_by_role("complementary", name="First steps")
    alice.open("Landscapes")
    guide.get_by_role("button", name="Hide these steps").click()
    expect(guide).to_be_hidden()
    alice.page.reload()
    expect(alice.field).to_be_visible()
    expect(guide).to_be_hidden()


def test_the_page_says_whose_the_bot_is_and_that_it_costs_nothing(windows: Windows) -> None:
    alice = windows.open()
    expect(
        alice.page.get_by_text("Alice owns this bot: /stats, /allow and /deny work for Alice alone.")
    ).to_be_visible()
    expect(alice.page.get_by_text("drawing is free")).to_be_visible()


def test_a_touch_that_scrolls_or_stops_a_scroll_draws_nothing(windows: Windows) -> None:
    phone = windows.open(**PHONE)
    phone.open("Landscapes")
    pictures = [phone.draw(f"a hill {number}") for number in range(3)]
    key = pictures[-1].get_by_role("button", name="Again")

    presses: list[str] = []
    phone.page.on("request", lambda request: presses.append(request.url) if request.url.endswith("/press") else None)
    swipe(phone.page, *middle(key), by=60)
    key.locator("span").evaluate(TAPPED_WHILE_FLUNG)
    phone.page.wait_for_timeout(500)
    assert presses == []

    key.tap()  # and what stands still is pressed
    expect(phone.pictures("a hill 2")).to_have_count(2)


def middle(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe(page: Page, x: float, y: float, by: float) -> None:
    """A finger that moves the list down, and lets go of it."""
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        point = {"x": x, "y": y + by * step / 5}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
