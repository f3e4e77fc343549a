"""While people wait, and how the outcome comes, in each kind of chat.

An outcome is late after two seconds here, one drawing of a person is made at a time, and bytes go once they are sent.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import Messenger
from tests.acceptance.browser.rooms import PRIVATE, SOME_PLACES, room_in, rooms
from tests.acceptance.browser.weather import UNFINISHED, failing, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTINGS = {"NOTIFY_AFTER": "2", "RUNNING_PER_USER": "1", "KEEP_PICTURES": "0"}
SOUND, SILENCE = (f"Уведомлять, если рисую долго: {state}" for state in ("да", "нет"))


def test_a_late_outcome_comes_in_a_message_of_its_own_but_not_to_who_has_switched_that_off(windows: Windows) -> None:
    everywhere = rooms(windows)
    private = everywhere[0].boris
    page = private.settings("Отправка")
    private.switch(page, SOUND, SILENCE)
    for room in everywhere:
        with weather(room.alice.page, duration=[3, 3]):
            slot = room.alice.answer(f"/draw a heron in {room.place} --seed 26", "Working on it…")
            quiet = room.boris.answer(f"/draw цапля в {room.place} --seed 27", "Рисую…")
            late = room.alice.pictures(f"a heron in {room.place} --seed 26")
            expect(late).to_have_count(1)
            expect(late.locator(".silent")).to_have_count(0)
            expect(slot).to_have_count(0)
            expect(quiet).to_contain_text(f"цапля в {room.place} --seed 27")
            expect(quiet.locator(".photo.loaded")).to_be_visible()
        room.is_heard(room.boris, f"a heron in {room.place} --seed 26")
    private.switch(page, SILENCE, SOUND)


@pytest.mark.parametrize("place", SOME_PLACES)
def test_a_picture_on_its_way_is_told_in_the_head_of_the_chat(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    here.boris.open("Landscapes")
    slow = [{"where": "telegram.editMessageMedia", "kind": "slow", "seconds": 2, "times": 1}]
    with weather(here.alice.page, server="telegram", faults=slow):
        here.alice.say(f"/draw a slow boat to {place}")
        acting = here.alice.page.locator("#place-subtitle.acting")
        expect(acting).to_have_text("Artbot sends a photo…" if here.is_shared else "sends a photo…")
        if here.is_shared:
            expect(here.boris.place(place).locator(".preview")).to_have_text("отправляет фото…")
        else:
            expect(here.boris.place(place).locator(".acting")).to_have_count(0)
        expect(here.alice.pictures(f"a slow boat to {place}")).to_have_count(1)
    expect(acting).to_have_count(0)


def test_what_failed_is_tried_again_by_who_asked_and_becomes_a_picture(windows: Windows) -> None:
    everywhere = rooms(windows)
    with weather(everywhere[0].alice.page, faults=failing("yandex.submit", status=400)):
        endings = [
            room.alice.answer(f"/draw a balloon over {room.place} --seed 9", "did not accept this request")
            for room in everywhere
        ]
    for room, ending in zip(everywhere, endings, strict=True):
        if room.is_shared:
            room.boris.press(room.boris.pinned(ending), "Try again")
            expect(room.boris.told("Это чужая картинка")).to_be_visible()
        room.alice.press(ending, "Try again")
    for room in everywhere:
        expect(room.alice.pictures(f"a balloon over {room.place} --seed 9")).to_have_count(1)
        room.is_heard(room.boris, f"a balloon over {room.place} --seed 9")


def test_a_file_whose_bytes_are_gone_is_refused_with_a_reason_to_everybody(windows: Windows) -> None:
    everywhere = rooms(windows)
    groups, private = everywhere[1:], everywhere[0].alice
    pictures = [room.alice.pinned(room.alice.draw(f"a tin toy in {room.place} --seed 3")) for room in groups]
    private.draw(f"a tin toy in {PRIVATE} --seed 3")  # the last one: when it is gone, all are
    _press_until_it_is_gone(private, f"a tin toy in {PRIVATE} --seed 3")
    for room, picture in zip(groups, pictures, strict=True):
        room.alice.press(picture, "File")
        room.alice.dismiss("The full-quality file is gone: I keep it for less than an hour")
    boris = room.boris  # who may have what is not his once a minute
    boris.press(boris.pinned(picture), "File")
    boris.dismiss("Файла в полном качестве больше нет: я храню его меньше часа")


def _press_until_it_is_gone(person: Messenger, caption: str) -> None:
    """The bot looks for what to drop now and then; until it does, each press brings a file.

    What goes just after a press was answered is told by a message instead of an alert.
    """
    picture = person.pinned(person.picture(caption))
    files = person.messages("theirs", caption).filter(has=person.page.locator(".file"))
    gone = "The full-quality file is gone: I keep it for less than an hour"
    alert, message = person.page.get_by_role("dialog").filter(has_text=gone), person.messages("theirs", gone)
    for came in range(60):
        person.press(picture, "File")
        expect(alert.or_(message).or_(files.nth(came)).first).to_be_visible()
        if message.first.is_visible():
            return
        if alert.is_visible():
            person.dismiss(gone)
            return
    pytest.fail("the bytes are kept for ever")


def test_the_slot_and_the_queue_tell_the_usual_duration_and_the_place_in_line(windows: Windows) -> None:
    everywhere = rooms(windows)
    private = everywhere[0].alice
    private.say("/draw a sketch --repeat 3")
    expect(private.pictures("a sketch")).to_have_count(3)
    with weather(private.page, faults=UNFINISHED):
        for room in everywhere:
            room.alice.answer(f"/draw an owl in {room.place}", "Working on it…")
        _ask_until_it_is_known(private)
        for room in everywhere:
            is_first = room is everywhere[0]  # one is drawn at a time
            when = "обычно около" if is_first else "как только закончу вашу предыдущую"
            room.boris.answer(f"/draw сова в {room.place}", f"Рисую… {when}")
            room.is_heard(room.alice, f"Рисую… {when}")
            lines = room.boris.answer("/queue", f"сова в {room.place}")
            if room.is_shared:
                expect(lines).to_contain_text(f"an owl in {room.place}")
                expect(lines).to_contain_text(re.compile("(следующая|в очереди), около"))
            else:
                expect(lines).to_contain_text(re.compile(r"рисуется \d+ с, (обычно|дольше обычного)"))
                expect(lines).not_to_contain_text("an owl")
        for person in (everywhere[0].alice, everywhere[0].boris):
            person.answer("/queue", re.compile("in line, about|в очереди, около"))
        for room in reversed(everywhere):  # what waits before what is drawn, or the next one would be on its way
            room.alice.answer("/cancel", f"Cancelled: an owl in {room.place}")
            room.boris.answer("/cancel", f"Отменено: сова в {room.place}")


def _ask_until_it_is_known(person: Messenger) -> None:
    """How long drawings take is looked up every half minute."""
    for _ in range(60):
        if "usual" in (person.answer("/queue", "In the queue").text_content() or ""):
            return
        person.page.wait_for_timeout(2_500)  # milliseconds; over twenty commands a minute are not answered
    pytest.fail("the usual duration is never known")
