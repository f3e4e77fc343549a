"""Buttons under a picture of Борис's, pressed by him and by Alice, in each kind of chat."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.rooms import Room, rooms
from tests.acceptance.browser.sandbox_process import running_sandbox
from tests.acceptance.browser.weather import failing, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AGAIN, VARY, BACK, KEEP_SEED = "Ещё раз", "Варианты", "‹ Назад", "Закрепить сид"
COPY, FILE = "Копировать", "Файл"
NOT_YOURS = "somebody else's"
WORDS = " ".join(["старый дом у реки"] * 16)  # more than fits into a button that copies
REFUSING = failing("telegram.deleteMessage", status=400)

OTHERS = re.compile(rf" {WORDS} --ar 3:2 --seed (?!12\b)\d+$")

Walk = list[tuple[Room, Locator]]


@pytest.fixture
def sandbox(chromium: str) -> Iterator[str]:
    """A bot for each test, as each brings much into one group, and the bot keeps to twenty messages a minute there."""
    with running_sandbox({"QUEUED_PER_USER": "20"}) as address:  # four of each in three places at once
        yield address


def _of_words(room: Room) -> str:
    return f"{room.place} {WORDS} --ar 3:2 --seed 12"


def _walk(windows: Windows) -> Walk:
    """The places, each with a picture of Борис's as he sees it."""
    everywhere = rooms(windows)
    for room in everywhere:
        room.boris.say(f"/draw {_of_words(room)}")
    found = [(room, room.boris.pictures(_of_words(room))) for room in everywhere]
    for _, picture in found:
        expect(picture).to_have_count(1)
    return [(room, room.boris.pinned(picture)) for room, picture in found]


def test_who_asked_in_russian_has_others_drawn_and_somebody_else_is_refused_in_english(windows: Windows) -> None:
    walk = _walk(windows)
    for room, picture in walk[1:]:
        _refuse_alice(room, room.alice.pinned(picture))
    for label in ("2:3", "ещё 4"):
        for room, picture in walk:
            room.boris.press(picture, VARY)
        for room, picture in walk:
            room.boris.press(picture, label)
            room.boris.heed("Рисую")
    for room, _ in walk:
        tall = room.boris.pictures(f"{room.place} {WORDS} --ar 2:3 --seed 12")
        expect(tall).to_have_count(1)
        width, height = tall.locator("img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
        assert width < height
        expect(room.boris.pictures(OTHERS)).to_have_count(4)
        expect(room.boris.pictures(WORDS)).to_have_count(6)  # with the first one, and none of Alice's
        seeds = [
            caption.rpartition(" ")[2] for caption in room.boris.pictures(OTHERS).locator(".text").all_text_contents()
        ]
        assert len(set(seeds)) == 4


def _refuse_alice(room: Room, picture: Locator) -> None:
    """Also to open the other buttons, and to press them where they are open."""
    for label in (AGAIN, VARY):
        room.alice.press(picture, label)
        room.alice.heed(NOT_YOURS)
    expect(picture.locator(".key", has_text=VARY)).to_be_visible()
    room.boris.press(room.boris.pinned(picture), VARY)
    for label in ("1:1", "ещё 4", BACK):
        room.alice.press(picture, label)
        room.alice.heed(NOT_YOURS)
    room.boris.press(room.boris.pinned(picture), BACK)
    expect(picture.locator(".key", has_text=VARY)).to_be_visible()


def test_who_asked_in_russian_takes_all_there_is_of_a_picture_and_deletes_it_once_telegram_lets_them(
    windows: Windows,
) -> None:
    walk = _walk(windows)
    for room, picture in walk:
        room.boris.press(picture, AGAIN)
        room.boris.heed("Рисую")
        room.boris.press(picture, COPY)
        room.boris.press(picture, FILE)
        room.boris.press(picture, KEEP_SEED)
        room.boris.dismiss("12")
    for room, picture in walk:
        me = room.boris
        expect(me.pictures(OTHERS)).to_have_count(1)
        told = me.messages("theirs").filter(has_not=me.page.locator(".photo, .file, .sender:not(.ink-bot)"))
        expect(told.locator(".text code").filter(has_text=WORDS)).to_have_text(_of_words(room))
        file = me.messages("theirs", _of_words(room)).locator(".file")
        expect(file).to_contain_text("drawing-")
        assert me.bytes_of(file) == me.bytes_of(picture.locator(".photo img"))
    _delete(walk)


def _delete(walk: Walk) -> None:
    emptied, *others = walk
    with weather(emptied[0].boris.page, "telegram", faults=REFUSING):
        emptied[0].boris.delete_picture(emptied[1])
        emptied[0].boris.dismiss("48 часов")
        expect(emptied[0].boris.pictures(_of_words(emptied[0]))).to_have_count(0)
    for room, picture in others:
        room.boris.delete_picture(picture)
        expect(picture).to_have_count(0)
        if room.is_shared:
            expect(room.alice.pictures(_of_words(room))).to_have_count(0)
