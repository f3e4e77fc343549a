"""Buttons under a picture, pressed by who asked for it and by somebody else, in each kind of chat."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger
from tests.acceptance.browser.rooms import rooms

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
AGAIN, VARY, BACK, KEEP_SEED, COPY, FILE, DELETE = "Again", "Vary…", "‹ Back", "Keep seed", "Copy", "File", "Delete"
NOT_YOURS = "Это чужая картинка. Чтобы получить свою"


def test_who_asked_has_another_shape_and_more_of_it_drawn_and_nobody_else(windows: Windows) -> None:
    everywhere = rooms(windows)
    subjects = [f"a kite over {room.place}" for room in everywhere]
    pictures = [
        room.alice.pinned(room.alice.draw(f"{subject} --seed 5", shown=subject))
        for room, subject in zip(everywhere, subjects, strict=True)
    ]
    walk = list(zip(everywhere, subjects, pictures, strict=True))
    for room, _, picture in walk:
        room.alice.press(picture, VARY)
    for room, subject, picture in walk:
        expect(picture.locator(".key", has_text="16:9")).to_be_visible()
        room.is_heard(room.boris, f"{subject} --seed 5")
        if room.is_shared:
            room.boris.press(room.boris.pinned(picture), "16:9")
            expect(room.boris.told(NOT_YOURS)).to_be_visible()
        room.alice.press(picture, "16:9")
        expect(room.alice.told("Drawing it")).to_be_visible()
    for room, subject, picture in walk:
        wide = room.alice.picture(f"{subject} --ar 16:9 --seed 5")
        expect(wide.locator(".photo.loaded")).to_be_visible()
        expect(wide.locator(".quote")).to_contain_text(f"{subject} --seed 5")
        room.alice.press(picture, VARY)
    for room, _, picture in walk:
        room.alice.press(picture, "2 more")
    for room, subject, picture in walk:
        expect(room.alice.pictures(re.compile(rf"{subject} --seed (?!5\b)\d+"))).to_have_count(2)
        room.alice.press(picture, VARY)
        room.alice.press(picture, BACK)
        expect(picture.locator(".key", has_text=AGAIN)).to_be_visible()
        expect(room.alice.pictures(subject)).to_have_count(4)  # the stranger's press has drawn nothing


def test_everybody_takes_seed_prompt_and_file_but_only_who_asked_draws_again_and_deletes(windows: Windows) -> None:
    everywhere = rooms(windows, **CLIPBOARD)
    subjects = [f"a striped cat in {room.place}" for room in everywhere]
    pictures = [
        room.alice.pinned(room.alice.draw(f"{subject} --no dog --seed 777", shown=subject))
        for room, subject in zip(everywhere, subjects, strict=True)
    ]
    walk = list(zip(everywhere, subjects, pictures, strict=True))
    for room, subject, picture in walk:
        room.alice.press(picture, AGAIN)
        expect(room.alice.told("Drawing it")).to_be_visible()
        _copy_and_keep(room.alice, picture.get_attribute("data-id"), f"{subject} --no dog --seed 777", COPY, KEEP_SEED)
        room.alice.dismiss("Your next pictures get the seed 777")
        room.is_heard(room.boris, f"{subject} --no dog --seed 777")
        if not room.is_shared:
            continue
        same = room.boris.pinned(picture)
        _copy_and_keep(room.boris, same.get_attribute("data-id"), f"{subject} --no dog --seed 777", COPY, KEEP_SEED)
        room.boris.dismiss("Следующие картинки получат сид 777")
        for label in (AGAIN, DELETE):
            room.boris.press(same, label)
            expect(same.locator("[aria-busy=true]")).to_have_count(0)
            expect(room.boris.told(NOT_YOURS)).to_be_visible()
    for room, subject, picture in walk:
        room.alice.press(picture, FILE)
        file = room.alice.messages("theirs", subject).locator(".file")
        expect(file).to_contain_text("drawing-")
        expect(room.alice.pictures(re.compile(rf"{subject} --no dog --seed (?!777\b)\d+"))).to_have_count(1)
        room.alice.delete_picture(picture)
        expect(picture).to_have_count(0)
        expect(file).to_be_visible()
        if room.is_shared:
            expect(room.boris.pinned(file.locator("xpath=ancestor::article"))).to_be_visible()
            expect(room.boris.pictures(f"{subject} --no dog --seed 777")).to_have_count(0)
    for person, kept in ((everywhere[0].alice, "now|get the seed 777"), (everywhere[0].boris, "777")):
        person.answer("/seed", re.compile(kept))
        person.answer("/seed random", "")


def _copy_and_keep(person: Messenger, message_id: str | None, prompt: str, copy: str, keep: str) -> None:
    message = person.log.locator(f"[data-id='{message_id}']")
    person.press(message, copy)
    expect(person.told(person.word("Copied"))).to_be_visible()
    assert person.page.evaluate("navigator.clipboard.readText()") == prompt
    person.press(message, keep)


def test_a_message_is_forwarded_with_its_author_and_a_voice_is_answered(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Painters")
    boris.say("a windmill at dusk")
    alice.choose(alice.last("a windmill at dusk"), "Forward…")
    alice.page.get_by_role("menuitem", name="Artbot").click()
    alice.open("Artbot")
    expect(alice.messages("mine", "Forwarded from Борис")).to_contain_text("a windmill at dusk")
    alice.press(alice.messages("theirs").filter(has_text="Draw this?").last, "Draw this?")
    expect(alice.picture("a windmill at dusk").locator(".photo.loaded")).to_be_visible()
    alice.page.get_by_role("button", name="voice message").click()
    alice.page.get_by_role("menuitem", name="Voice message").click()
    expect(alice.messages("mine").last.get_by_role("img", name="Voice message, 4 seconds")).to_be_visible()
    expect(alice.messages("theirs", "I draw from text").last).to_be_visible()


def test_what_was_sent_without_a_sound_is_marked(alice: Messenger) -> None:
    alice.open("Artbot")
    alice.say("/draw twin owls --repeat 2")
    owls = alice.pictures("twin owls")
    expect(owls).to_have_count(2)
    expect(owls.locator(".silent")).to_have_count(1)
    expect(owls.last.locator(".silent")).to_be_visible()
