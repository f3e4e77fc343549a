"""Admins who write in the name of their group: it draws for them, and what it has drawn is every admin's."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import SOME_GROUPS, room_in
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_a_picture_drawn_in_the_name_of_a_group_serves_its_admins_and_nobody_else(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    with weather(here.alice.page, "telegram", anonymous_admins=True):
        here.alice.say(f"/draw a mask in {place} --seed 1")
        group = "Painters" if place == "Painters" else "Studio"
        expect(here.boris.messages("theirs", f"/draw a mask in {place}").locator(".sender").first).to_have_text(group)
        picture = here.boris.pinned(here.boris.pictures(f"a mask in {place} --seed 1"))
        here.boris.press(picture, "Delete")
        expect(here.boris.told("Это чужая картинка")).to_be_visible()
        here.alice.press(here.alice.pinned(picture), "Again")
        expect(here.boris.pictures(f"a mask in {place}")).to_have_count(2)
        here.alice.delete_picture(here.alice.pinned(picture))
        expect(picture).to_have_count(0)


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_an_anonymous_admin_sets_the_groups_language_and_cancels_and_somebody_else_does_not(
    windows: Windows, place: str
) -> None:
    here = room_in(windows, place)
    with weather(here.alice.page, "telegram", anonymous_admins=True):
        page = here.alice.settings("Language")
        here.alice.press(page, "Русский")
        expect(page).to_contain_text("Язык: Русский")
        with weather(here.alice.page, faults=UNFINISHED):
            request = here.alice.say(f"/draw маска в {place}")
            here.alice.last("Рисую…")
            here.boris.choose(here.boris.pinned(request), "Reply")
            here.boris.answer("/cancel", "Отменить может только тот, кто просил, или администратор чата.")
            here.alice.choose(request, "Reply")
            here.alice.answer("/cancel", "Отменено")
        here.alice.press(page, "English")
        expect(page).to_contain_text("Language: English")
