"""`/settings`: what a person has set, the language above all, holds in each kind of chat."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS, Messenger
from tests.acceptance.browser.rooms import SOME_PLACES, rooms

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def _forgotten_afterwards(person: Messenger) -> Iterator[None]:
    """Whatever somebody sets in their private chat goes at the end."""
    try:
        yield
    finally:
        question = person.answer("/forget", re.compile("Забыть о вас всё|Shall I forget"))
        person.press(question, re.compile("Да, забыть|Yes, forget"))
        expect(question).to_contain_text(re.compile("Забыто|Forgotten"))


def test_what_one_person_has_set_holds_in_every_chat_and_for_nobody_else(windows: Windows) -> None:
    everywhere = rooms(windows)
    boris = everywhere[0].boris
    with _forgotten_afterwards(boris):
        boris.answer("/settings suffix акварель", "Добавлять к описанию: акварель")
        boris.answer("/settings no рамка", "Всегда исключать: рамка")
        boris.answer("/settings чепуха", "Напишите как здесь")
        boris.draw("первый кит --seed 31")
        panel = boris.settings("Язык")
        boris.switch(panel, "Язык: English", "✓ Language: English")
        for subject, label, chosen in (
            ("Picture", "Tall 9:16", "✓ Tall 9:16"),
            ("Picture", "Seed: last used", "✓ Seed: last used"),
            ("Prompt", "Enhance prompts: off", "Enhance prompts: on"),
            ("Delivery", "Send as a file: off", "Send as a file: on"),
        ):
            boris.turn(panel, subject)
            boris.switch(panel, label, chosen)
        boris.press(panel, "All settings")
        expect(panel).to_contain_text("Shape: 9:16")
        expect(boris.messages("theirs").filter(has=boris.page.locator(".key", has_text="Picture"))).to_have_count(1)
        for room in everywhere:
            room.alice.say(f"/draw a whale in {room.place} --seed 32")
            room.boris.say(f"/draw кит в {room.place}")
        for room in everywhere:
            file = room.boris.messages("theirs", f"кит в {room.place}, акварель").filter(
                has=room.boris.page.locator(".file")
            )
            for words in ("--no рамка", "--ar 9:16", "--seed 31", "--enhance"):
                expect(file).to_contain_text(words)
            expect(room.alice.pictures(re.compile(rf"a whale in {room.place} --seed 32\s*$"))).to_have_count(1)


@pytest.mark.parametrize("place", SOME_PLACES)
def test_a_russian_person_has_russian_buttons_and_hears_of_mistakes_in_russian(windows: Windows, place: str) -> None:
    boris = windows.open(BORIS)
    boris.open(place)
    boris.answer("/draw кот --си 5", "Не знаю параметра")
    picture = boris.draw(f"синий кит в {place} --seed 4", shown="синий кит")
    for label in ("Ещё раз", "Варианты", "Закрепить сид", "Копировать", "Файл", "Удалить"):
        expect(picture.locator(".key", has_text=label)).to_be_visible()
