"""The bot among people: in its topic, in reply to who asked, and nowhere that it is not wanted."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import Messenger
from tests.acceptance.browser.rooms import PLACES, PRIVATE, SOME_GROUPS, SOME_PLACES, room_in
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("place", SOME_PLACES)
def test_the_picture_comes_in_its_place_though_its_request_is_deleted_meanwhile(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    with weather(here.alice.page, faults=UNFINISHED):
        request = here.boris.say(f"/draw пруд у {place} --seed 1")
        slot = here.boris.last("Рисую…")
        expect(slot.locator(".quote")).to_contain_text(f"пруд у {place}")
        here.boris.choose(request, "Delete")
        expect(request).to_have_count(0)
    expect(slot.locator(".photo.loaded")).to_be_visible()
    expect(slot).to_contain_text(f"пруд у {place} --seed 1")
    expect(slot.locator(".quote")).to_have_text("Удалённое сообщение")
    here.is_heard(here.alice, f"пруд у {place} --seed 1")
    for other in {*PLACES, "General", "Landscapes"} - {place}:
        here.boris.open(other)
        expect(here.boris.messages("theirs", f"пруд у {place} --seed 1")).to_have_count(0)


@pytest.mark.parametrize("place", SOME_PLACES)
def test_commands_are_answered_where_they_were_written_and_help_tells_groups_of_the_privacy_mode(
    windows: Windows, place: str
) -> None:
    here = room_in(windows, place)
    for person, draws, hears in (
        (here.alice, "leave things out", "In groups I see only commands and replies to me"),
        (here.boris, "Нарисовать", "В группах я вижу только команды и ответы мне"),
    ):
        help_ = person.answer("/help", draws)
        if here.is_shared:
            expect(help_).to_contain_text(hears)
            expect(help_.locator(".quote")).to_contain_text("/help")
        else:
            expect(help_).not_to_contain_text(hears)
    here.is_heard(here.boris, "leave things out")


MUTE, CLOSE = "Do not let the bot write", "Close the topic"


@pytest.mark.parametrize(("place", "closing"), [("Painters", MUTE), ("Cats", MUTE), ("Cats", CLOSE)])
def test_where_the_bot_may_not_write_who_asked_is_told_once_in_private_and_nobody_else(
    windows: Windows, place: str, closing: str
) -> None:
    here = room_in(windows, PRIVATE)  # where they begin, for the bot may write to nobody who never wrote to it
    for person in (here.alice, here.boris):
        person.open(place)
    here.alice.choose_in_chat_menu(closing)
    if closing == MUTE:
        expect(here.boris.page.locator("#place-subtitle")).to_have_text("боту нельзя здесь писать")
        asking, other, muted, subject = here.boris, here.alice, "мне нельзя писать", f"пёс в {place}"
    else:  # where people may not write either, but admins
        expect(here.boris.page.get_by_placeholder("Тема закрыта")).to_be_visible()
        asking, other, muted, subject = (
            here.alice,
            here.boris,
            "I may not write where you asked",
            "a dog in a closed topic",
        )
    asking.say(f"/draw {subject} --repeat 2")
    asking.open(PRIVATE)
    told = asking.messages("theirs", muted).filter(has_text=subject)
    expect(told).to_have_count(1)
    here.alice.open(place)
    here.alice.choose_in_chat_menu("Let the bot write" if closing == MUTE else "Reopen the topic")
    asking.open(place)
    asking.draw(f"{subject} --seed 2")
    asking.open(PRIVATE)
    expect(told).to_have_count(1)
    other.open(PRIVATE)
    other.page.reload()
    expect(other.messages("theirs").first).to_be_visible()
    expect(other.messages("theirs", subject)).to_have_count(0)


def _wait_for_empty_queue(boris: Messenger) -> None:
    for _ in range(20):
        if "Очередь пуста" in boris.answer("/queue", re.compile("Очередь пуста|кит")).inner_text():
            return
    pytest.fail("something is still being drawn")


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_a_group_that_removes_the_bot_loses_what_waits_and_no_other_chat_does(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    private = room_in(windows, PRIVATE)
    with weather(here.alice.page, faults=UNFINISHED):
        here.boris.say(f"/draw кит для {place}")
        slot = here.boris.last("Рисую…")
        private.boris.say(f"/draw ёж не для {place} --seed 3")
        private.boris.last("Рисую…")
        here.alice.choose_in_chat_menu("Remove the bot")
        for person, words in ((here.alice, "the bot was removed"), (here.boris, "бота удалили")):
            expect(person.page.locator("#place-subtitle")).to_have_text(words)
    try:
        expect(private.boris.pictures(f"ёж не для {place} --seed 3")).to_have_count(1)
        _wait_for_empty_queue(private.boris)  # the whale, too, is over, though nobody was told
        expect(slot).to_contain_text("Рисую…")
    finally:
        here.alice.choose_in_chat_menu("Add the bot again")
    here.boris.draw(f"ёж для {place} --seed 4")
    expect(slot).to_contain_text("Рисую…")  # what was asked for before is over
    here.is_heard(here.alice, f"ёж для {place} --seed 4")


def test_who_blocks_the_bot_loses_what_waits_there_alone(windows: Windows) -> None:
    here = room_in(windows, PRIVATE)
    group = room_in(windows, "Painters")
    with weather(here.alice.page, faults=UNFINISHED):
        here.boris.say("/draw кит для себя")
        slot = here.boris.last("Рисую…")
        group.boris.say("/draw кит для всех --seed 5")
        group.boris.last("Рисую…")
        here.alice.say("/draw a whale for herself --seed 6")
        here.alice.last("Working on it")
        here.boris.choose_in_chat_menu("Block the bot")
        expect(here.boris.field).to_be_hidden()
    expect(group.boris.pictures("кит для всех --seed 5")).to_have_count(1)
    expect(here.alice.pictures("a whale for herself --seed 6")).to_have_count(1)
    group.boris.draw("конь для всех --seed 6")  # which is asked for after it, and comes after it
    started = here.boris.messages("mine", "/start")
    before = started.count()
    here.boris.page.get_by_role("button", name=here.boris.word("Unblock"), exact=True).click()
    expect(started).to_have_count(before + 1)
    here.boris.draw("ёж для себя --seed 7")
    expect(slot).to_contain_text("Рисую…")


def test_a_group_that_becomes_a_supergroup_keeps_what_two_people_wait_for(windows: Windows) -> None:
    here = room_in(windows, "Painters")
    with weather(here.alice.page, faults=UNFINISHED):
        here.alice.say("/draw a barn for the move --seed 8")
        here.alice.last("Working on it")
        here.boris.say("/draw амбар для переезда --seed 9")
        here.boris.last("Рисую…")
        here.alice.choose_in_chat_menu("Make it a supergroup")
        for person, words in ((here.alice, "The group became a supergroup"), (here.boris, "супергруппой")):
            expect(person.log).to_contain_text(words)
    for person in (here.alice, here.boris):
        # Nothing there can be replied to, so each is called by name.
        expect(person.pictures("Alice Wren: a barn for the move --seed 8")).to_have_count(1)
        expect(person.pictures("Борис: амбар для переезда --seed 9")).to_have_count(1)
    here.boris.refine(here.boris.last("a barn for the move --seed 8"), "--ar 1:1")
    expect(here.alice.pictures(re.compile(r"a barn for the move --ar 1:1 --seed (?!8\b)\d+"))).to_have_count(1)


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_where_pictures_are_forbidden_each_hears_so_in_the_slot_and_draws_again_once_they_are_allowed(
    windows: Windows, place: str
) -> None:
    here = room_in(windows, place)
    here.alice.choose_in_chat_menu("Do not let the bot send pictures")
    for person, words in (
        (here.alice, "the bot may not send pictures here"),
        (here.boris, "боту нельзя присылать сюда картинки"),
    ):
        expect(person.page.locator("#place-subtitle")).to_have_text(words)
    here.alice.say(f"/draw a stork for {place} --seed 10")
    here.boris.say(f"/draw аист для {place} --seed 11")
    told = here.alice.last("this chat does not let me send pictures")
    here.boris.last("этот чат не разрешает мне присылать картинки")
    here.is_heard(here.boris, "this chat does not let me send pictures")
    here.alice.choose_in_chat_menu("Let the bot send pictures")
    here.alice.press(told, "Try again")
    expect(here.boris.pictures(f"a stork for {place} --seed 10")).to_have_count(1)
    here.boris.draw(f"аист для {place} --seed 12")
