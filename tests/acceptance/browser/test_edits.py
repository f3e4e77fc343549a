"""Requests that are edited, and all that is no request, in each kind of chat."""

import re
from collections.abc import Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger
from tests.acceptance.browser.rooms import Room, rooms
from tests.acceptance.browser.sandbox_process import running_sandbox
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

T = TypeVar("T")

BOT = "@artbot_sandbox_bot"


RIGHT_TO_LEFT = "קשת מעל הים, قوس قزح فوق البحر"
MARKUP = "<b>bold</b> &amp; <i>&nbsp;"
EMOJI = "👩‍👩‍👧 🦊 🏳️‍🌈 ❤️"


@pytest.fixture
def sandbox(chromium: str) -> Iterator[str]:
    """A bot for each test, as each has much said in one group, and the bot keeps to twenty messages a minute there."""
    with running_sandbox({}) as address:
        yield address


def _each(everywhere: list[Room], english: T, russian: T) -> list[tuple[Room, Messenger, T]]:
    """Both people in all places, with what belongs to each of them."""
    return [
        (room, person, of_theirs)
        for room in everywhere
        for person, of_theirs in ((room.alice, english), (room.boris, russian))
    ]


def test_a_request_is_mended_by_an_edit_but_not_once_it_is_accepted(windows: Windows) -> None:
    everywhere = rooms(windows)
    frogs = _each(everywhere, ("a frog in", "I do not know the option"), ("жаба в", "Не знаю параметра"))
    refused = [person.say(f"/draw {subject} {room.place} --sed 5") for room, person, (subject, _) in frogs]
    for (room, person, (subject, told)), request in zip(frogs, refused, strict=True):
        person.last(told)
        person.edit(request, f"/draw {subject} {room.place} --seed 5")
    for room, person, (subject, _) in frogs:
        mended = person.pictures(f"{subject} {room.place} --seed 5")
        expect(mended).to_have_count(1)
        expect(mended.locator(".quote")).to_contain_text(f"/draw {subject} {room.place} --seed 5")

    crows = _each(everywhere, ("a crow in", "first written", ALICE), ("ворона в", "по первому", BORIS))
    with weather(everywhere[0].alice.page, faults=UNFINISHED):
        accepted = [person.say(f"/draw {subject} {room.place} --seed 6") for room, person, (subject, _, _) in crows]
        for (room, person, (subject, told, _)), request in zip(crows, accepted, strict=True):
            person.last(re.compile("Working on it|Рисую…"))
            person.edit(request, f"/draw {subject} {room.place} --seed 7")
            expect(person.messages("theirs", told)).to_have_count(1)
            person.edit(request, f"/draw {subject} {room.place} --seed 8")
    for room, person, (subject, told, own_id) in crows:
        expect(person.pictures(f"{subject} {room.place} --seed 6")).to_have_count(1)
        person.answer("/id", str(own_id))  # what there is to say to an edit comes before it
        expect(person.messages("theirs", told)).to_have_count(1)
        expect(person.pictures(re.compile(f"{subject} {room.place} --seed [78]"))).to_have_count(0)


def test_what_is_no_request_is_answered_in_private_and_in_a_group_where_it_is_meant_for_the_bot(
    windows: Windows,
) -> None:
    everywhere = rooms(windows)
    walk = _each(
        everywhere,
        (re.compile("I draw from text|I cannot use a photo"), "I do not know", "a photo of"),
        (re.compile("Я рисую по тексту|Фото и файлы"), "Не знаю команды", "фото в"),
    )
    with weather(everywhere[0].alice.page, "telegram", privacy_mode=False):  # it hears all that is said in groups
        for room, person, (_, _, subject) in walk:
            person.attach("Sticker…", "🐱")
            person.attach("Photo")
            person.attach("Photo", caption="a sunset")
            person.attach("Voice message")
            person.say("/sing a song")
            person.attach("Photo", caption=f"/draw {subject} {room.place} --seed 9")
            person.say(f"/sing{BOT} a song")  # it names the bot
        for room, person, (no_text, unknown, subject) in walk:
            expect(person.pictures(f"{subject} {room.place} --seed 9")).to_have_count(1)
            expect(person.messages("theirs", unknown)).to_have_count(1 if room.is_shared else 2)
            expect(person.messages("theirs", no_text)).to_have_count(0 if room.is_shared else 4)
            if room.is_shared:  # nothing but a picture and an answer for each of the two
                expect(person.log.locator(".sender.ink-bot")).to_have_count(4)


def test_a_caption_shows_a_prompt_as_it_was_written(windows: Windows) -> None:
    everywhere = rooms(windows)
    odd = {room.place: f"{room.place} {MARKUP} {EMOJI} {RIGHT_TO_LEFT} end" for room in everywhere}
    longest = {room.place: (f"{room.place} " + "длинное описание & ещё " * 50)[:499] + "." for room in everywhere}
    for room in everywhere:
        room.alice.say(f"/draw {odd[room.place]} --seed 4")
        room.boris.say(f"/draw {longest[room.place]} --seed 4")
        room.boris.say(f"/draw {longest[room.place]}!")
    for room in everywhere:
        for person, prompt in ((room.alice, odd[room.place]), (room.boris, longest[room.place])):
            caption = person.pictures(prompt).locator(".text code")
            expect(caption).to_have_count(1)
            assert caption.text_content() == f"{prompt} --seed 4"
            expect(person.log.locator(".text").locator("b, i").filter(has_text="bold")).to_have_count(0)
        expect(room.boris.messages("theirs", re.compile("501.*500"))).to_have_count(1)
        room.is_heard(room.boris, odd[room.place])
