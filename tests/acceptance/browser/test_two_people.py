"""The chat page in two windows: what one person does, the other sees."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_two_people_in_two_windows_talk_in_a_group_but_not_in_their_private_chats(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Painters")

    alice.say("Shall we paint the sea?")

    heard = boris.messages("theirs", "Shall we paint the sea?")
    expect(heard).to_be_visible()
    expect(heard).to_contain_text("Alice")
    boris.open("Artbot")
    boris.say("only for the bot")
    alice.open("Artbot")
    expect(alice.messages("theirs", "only for the bot")).to_have_count(0)
    expect(alice.messages("mine", "only for the bot")).to_have_count(0)


def test_what_others_write_elsewhere_is_counted_until_it_is_read(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    alice.log.evaluate("log => { log.scrollTop = log.scrollHeight }")
    expect(alice.unread("Painters")).to_be_hidden()
    alice.open("Artbot")
    boris.open("Painters")
    boris.say("one for the counter")
    boris.say("two for the counter")
    expect(alice.unread("Painters")).to_have_text("2")
    expect(alice.page).to_have_title(re.compile(r"^\(\d+\)"))
    alice.open("Painters")
    alice.log.evaluate("log => { log.scrollTop = log.scrollHeight }")
    expect(alice.unread("Painters")).to_be_hidden()
    alice.open("Artbot")
    alice.page.reload()
    expect(alice.unread("Painters")).to_be_hidden()


def test_an_answer_quotes_the_message_and_leads_to_it(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    for person in (alice, boris):
        person.open("Landscapes")
    boris.say("a question about hills")
    for number in range(20):
        boris.say(f"and more {number}\n" * 3)
    question = alice.messages("theirs", "a question about hills")
    question.locator(".bubble").scroll_into_view_if_needed()
    question.locator(".bubble").dblclick(position={"x": 4, "y": 4})
    expect(alice.page.get_by_text("Reply to Борис")).to_be_visible()

    answer = alice.say("an answer about hills")

    expect(answer.locator(".quote")).to_contain_text("a question about hills")
    expect(question).not_to_be_in_viewport()
    answer.locator(".quote").click()
    expect(question).to_be_in_viewport()


def test_the_last_own_message_is_edited_with_the_arrow_key(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Painters")
    alice.say("a red barm")
    alice.field.press("ArrowUp")
    expect(alice.field).to_have_value("a red barm")
    alice.field.fill("a red barn")
    alice.field.press("Enter")
    for person, messages in (
        (alice, alice.messages("mine", "a red barn")),
        (boris, boris.messages("theirs", "a red barn")),
    ):
        expect(messages).to_contain_text(person.word("edited"))
    expect(alice.log).not_to_contain_text("a red barm")
    expect(alice.field).to_have_value("")


def test_a_deleted_message_goes_from_both_windows(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Painters")
    message = alice.say("never mind this")
    expect(boris.messages("theirs", "never mind this")).to_be_visible()
    alice.choose(message, "Delete")
    expect(alice.log).not_to_contain_text("never mind this")
    expect(boris.log).not_to_contain_text("never mind this")


def test_markup_that_a_person_types_is_shown_as_text(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    boris.open("Painters")
    alice.open("Painters")
    hostile = '<img src=x onerror="document.title=1"><b>&amp;</b>'
    alice.say(hostile)
    expect(boris.messages("theirs", hostile)).to_be_visible()
    expect(boris.log.locator("img[src=x]")).to_have_count(0)


def test_the_reader_keeps_the_place_while_others_write(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    boris.open("General")
    for number in range(15):
        boris.say(f"line {number}\n" * 3)
    alice.open("General")
    alice.log.evaluate("log => { log.scrollTop = 0 }")
    down = alice.page.get_by_role("button", name="Scroll to the newest message")
    expect(down).to_be_visible()
    boris.say("something new below")
    expect(down.locator(".badge")).to_have_text(re.compile(r"\d"))
    assert alice.log.evaluate("log => log.scrollTop") == 0
    down.click()
    expect(alice.messages("theirs", "something new below")).to_be_in_viewport()
    expect(down).to_be_hidden()


KEEP_STREAMS = """
    const streams = [];
    window.EventSource = class extends EventSource {
        constructor(...details) { super(...details); streams.push(this); }
    };
    window.breakStream = () => streams.at(-1).dispatchEvent(new Event('error'));
"""


def test_a_lost_connection_is_told_and_nothing_is_missed(windows: Windows) -> None:
    alice, boris = windows.open(ALICE, script=KEEP_STREAMS), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Painters")
    away = alice.page.get_by_text("The sandbox does not answer")
    expect(away).to_be_hidden()
    alice.page.route("**/api/state*", lambda route: route.abort())
    alice.page.evaluate("breakStream()")
    expect(away).to_be_visible()
    boris.say("said while nobody listened")
    expect(alice.log).not_to_contain_text("said while nobody listened")
    alice.page.unroute_all()
    expect(alice.messages("theirs", "said while nobody listened")).to_be_visible()
    expect(away).to_be_hidden()
    windows.troubles.clear()  # the browser reports every request that failed


def test_a_group_stays_open_when_it_becomes_a_supergroup(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    for person in (alice, boris):
        person.open("Painters")
    before = alice.page.url
    alice.choose_in_chat_menu("Make it a supergroup")
    expect(alice.page).not_to_have_url(before)
    alice.say("are you still here?")
    expect(boris.messages("theirs", "are you still here?")).to_be_visible()
    expect(boris.place("Painters")).to_have_count(1)
