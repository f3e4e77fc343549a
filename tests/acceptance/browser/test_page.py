"""The chat page in one window: the composer, the menus, the drawer, a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_empty_private_chat_offers_to_start_the_bot(windows: Windows) -> None:
    boris = windows.open(BORIS)
    expect(boris.heading).to_have_text("Artbot")
    boris.begin()
    expect(boris.messages("mine", "/start")).to_have_count(1)
    expect(boris.field).to_be_visible()


def test_a_slash_opens_the_menu_of_commands_and_keys_choose_from_it(alice: Messenger) -> None:
    alice.open("Artbot")
    menu = alice.page.get_by_role("listbox", name="Commands")
    alice.field.press_sequentially("/")
    expect(menu.get_by_role("option").nth(1)).to_be_visible()
    all_of_them = menu.get_by_role("option").count()
    alice.field.press("ArrowDown")
    expect(menu.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    alice.field.press_sequentially("dr")
    expect(menu.get_by_role("option")).to_have_count(1)
    assert all_of_them > 1
    expect(menu.get_by_role("option", name="/draw")).to_have_text(re.compile(r"/draw\s*\S+"))
    alice.field.press("Enter")
    expect(menu).to_be_hidden()
    expect(alice.field).to_have_value("/draw ")


def test_the_menu_button_shows_the_commands_and_a_click_picks_one(alice: Messenger) -> None:
    alice.open("Painters")
    alice.page.get_by_role("button", name="Menu", exact=True).click()
    alice.page.get_by_role("option", name="/draw").click()
    expect(alice.field).to_have_value("/draw ")
    expect(alice.field).to_be_focused()


def test_escape_closes_the_menu_and_leaves_what_was_typed(alice: Messenger) -> None:
    alice.open("Artbot")
    alice.field.press_sequentially("/d")
    alice.field.press("Escape")
    expect(alice.page.get_by_role("listbox", name="Commands")).to_be_hidden()
    expect(alice.field).to_have_value("/d")


def test_shift_and_enter_begin_a_new_line_instead_of_sending(alice: Messenger) -> None:
    alice.open("Painters")
    alice.field.press_sequentially("first")
    height = alice.field.evaluate("field => field.offsetHeight")
    alice.field.press("Shift+Enter")
    alice.field.press_sequentially("second")
    assert alice.field.evaluate("field => field.offsetHeight") > height
    alice.field.press("Enter")
    expect(alice.messages("mine", re.compile("first\nsecond"))).to_be_visible()


def test_the_account_is_switched_by_a_link_and_kept_in_the_address(alice: Messenger) -> None:
    alice.open("Cats")
    alice.page.get_by_role("link", name="Борис").click()
    expect(alice.page.locator(".account[aria-current]")).to_have_text(re.compile("Борис"))
    assert f"as={BORIS}" in alice.page.url
    expect(alice.heading).to_have_text("Cats")
    alice.page.reload()
    expect(alice.page.locator(".account[aria-current]")).to_have_text(re.compile("Борис"))
    expect(alice.heading).to_have_text("Cats")


def test_a_text_that_is_refused_stays_in_the_field(windows: Windows) -> None:
    alice = windows.open()
    alice.open("Painters")
    alice.choose(alice.say("a short word"), "Edit")
    alice.field.fill("x" * 4097)  # a message that is there cannot become several
    alice.field.press("Enter")
    expect(alice.page.locator(".notice.error")).to_be_visible()
    expect(alice.field).to_have_value("x" * 4097)
    assert "400" in windows.troubles.pop()  # the browser reports every refused request


def test_a_draft_waits_in_its_own_chat(alice: Messenger) -> None:
    alice.open("Painters")
    alice.field.fill("half a thought")
    alice.open("Cats")
    expect(alice.field).to_have_value("")
    alice.open("Painters")
    expect(alice.field).to_have_value("half a thought")


@pytest.mark.parametrize("width", [320, 375, 480])
def test_a_phone_shows_the_list_and_the_conversation_one_after_the_other(windows: Windows, width: int) -> None:
    phone = windows.open(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    chats = phone.page.get_by_role("navigation", name="Chats")
    expect(chats).to_be_visible()
    expect(phone.heading).to_be_hidden()
    expect(phone.page.get_by_role("button", name="Weather")).to_be_in_viewport(ratio=1)
    phone.open("Cats")
    expect(chats).to_be_hidden()
    subject = f"a very small cat {width}"
    picture = phone.draw(f"{subject} --ar 16:9", shown=subject)
    expect(picture).to_be_in_viewport()
    for edge in (
        phone.page.get_by_role("button", name="Chat menu"),
        phone.page.get_by_role("button", name="Send", exact=True),
    ):
        expect(edge).to_be_in_viewport(ratio=1)
    picture.locator(".photo").tap()
    expect(phone.page.get_by_role("dialog", name="Picture")).to_be_visible()
    phone.page.get_by_role("button", name="Close").tap()
    phone.page.get_by_role("link", name="Back to the chats").tap()
    expect(chats).to_be_visible()


def test_the_weather_is_changed_and_kept(alice: Messenger) -> None:
    open_weather = alice.page.get_by_role("button", name="Weather")
    drawer = alice.page.get_by_role("dialog", name="Weather")
    lost = drawer.get_by_role("switch", name=re.compile("Some drawings hang"))
    limits = drawer.get_by_role("switch", name=re.compile("Flood limits"))
    fault = drawer.get_by_role("switch", name=re.compile("Gateway errors"))
    for wanted in (True, False):
        open_weather.click()
        for switch in (lost, limits, fault):
            expect(switch).to_be_checked(checked=not wanted)
            with alice.page.expect_response("**/-/settings") as answer:
                switch.set_checked(wanted)
            assert answer.value.ok
        alice.page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        alice.page.reload()
    open_weather.click()
    expect(fault).not_to_be_checked()


def test_a_blocked_bot_can_be_let_in_again(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Artbot")
    boris.choose_in_chat_menu("Block the bot")
    expect(boris.field).to_be_hidden()
    boris.page.get_by_role("button", name=boris.word("Unblock"), exact=True).click()
    expect(boris.field).to_be_visible()
    expect(boris.messages("mine", "/start").last).to_be_visible()


def test_a_revealed_picture_stays_revealed_when_the_chat_changes(alice: Messenger) -> None:
    alice.open("Landscapes")
    picture = alice.draw("a secret garden --spoiler", shown="a secret garden")
    picture.get_by_role("button", name="Show the hidden picture").click()
    alice.choose_in_chat_menu("Close the topic")
    expect(alice.page.get_by_placeholder("This topic is closed")).to_be_visible()
    expect(picture.get_by_role("button", name="Open the picture")).to_be_visible()
    alice.choose_in_chat_menu("Reopen the topic")
    expect(alice.page.get_by_placeholder("Message", exact=True)).to_be_visible()


def test_a_topic_is_closed_and_opened_again(alice: Messenger) -> None:
    alice.open("Landscapes")
    alice.choose_in_chat_menu("Close the topic")
    expect(alice.page.get_by_placeholder("This topic is closed")).to_be_visible()
    alice.choose_in_chat_menu("Reopen the topic")
    expect(alice.page.get_by_placeholder("Message", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_told_from_its_background_in_both_schemes(windows: Windows, scheme: str) -> None:
    alice = windows.open(color_scheme=scheme)
    alice.open("Painters")
    message = alice.say(f"contrast in {scheme}")
    ink, paper = message.evaluate(
        """row => {
            const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
            const luminance = (colour) => {
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
                    const share = part / 255;
                    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
                });
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            return [luminance(getComputedStyle(row.querySelector('.text')).color),
                    luminance(getComputedStyle(row.querySelector('.bubble')).backgroundColor)];
        }"""
    )
    lighter, darker = max(ink, paper), min(ink, paper)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2.2, success criterion 1.4.3


def test_a_person_reads_the_page_in_their_own_language(windows: Windows) -> None:
    alice, boris = windows.open(), windows.open(BORIS)
    for person, menu, placeholder, entry in (
        (alice, "Menu", "Message", "Edit"),
        (boris, "Меню", "Сообщение", "Изменить"),
    ):
        person.open("Painters")
        expect(person.page.get_by_role("button", name=menu, exact=True)).to_be_visible()
        expect(person.field).to_have_attribute("placeholder", placeholder)
        person.choose(person.say("a word of mine"), entry)
        expect(person.field).to_have_value("a word of mine")
        person.field.press("Escape")
    expect(boris.page.locator("html")).to_have_attribute("lang", "ru")
    expect(boris.log).to_contain_text("Сегодня")


def test_the_chat_with_the_newest_message_comes_first(alice: Messenger) -> None:
    chats = alice.page.get_by_role("navigation", name="Chats").get_by_role("link")
    for place in ("Artbot", "Painters", "Artbot"):
        alice.open(place)
        alice.say("/id")
        expect(alice.messages("theirs", "Your id").last).to_be_visible()
        expect(chats.first).to_contain_text(place)
        expect(alice.place(place)).to_have_attribute("aria-current", "page")


def test_an_unread_badge_of_two_digits_is_shown_whole(windows: Windows) -> None:
    alice, boris = windows.open(), windows.open(BORIS)
    alice.open("Cats")
    boris.open("Painters")
    for number in range(11):
        boris.say(f"{number}: a long word that fills the whole preview of this chat in the list, and more than that")
    badge = alice.unread("Painters")
    expect(badge).to_have_text(re.compile(r"^\d\d$"))
    assert badge.evaluate("badge => badge.scrollWidth <= badge.offsetWidth")


@pytest.mark.parametrize("person", [ALICE, BORIS])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_buttons_under_a_picture_and_options_in_a_text_stay_on_one_line(
    windows: Windows, person: int, size: dict[str, int]
) -> None:
    someone = windows.open(person, viewport=size)
    someone.open("Artbot")
    help_text = someone.answer("/help", "/draw")
    someone.press(help_text, re.compile("Options|Параметры"))
    expect(help_text).to_contain_text(re.compile("--file|--файл"))
    assert help_text.locator("code .word").evaluate_all(
        "words => words.every(one => one.getClientRects().length === 1)"
    )
    subject = f"a narrow heron {person} {size['width']}"
    keys = someone.draw(f"{subject} --ar 9:16", shown=subject).locator(".key-label")
    assert len(set(keys.evaluate_all("labels => labels.map(one => one.offsetHeight)"))) == 1


def test_a_russian_person_reads_what_happened_why_not_and_the_weather_in_russian(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Painters")
    expect(boris.log).to_contain_text("Alice Wren: создана группа")
    boris.choose_in_chat_menu("Удалить бота")
    expect(boris.page.locator(".notice.error")).to_have_text("удалить бота может только администратор")
    assert "400" in windows.troubles.pop()  # the browser reports every refused request
    boris.page.get_by_role("button", name="Погода").click()
    drawer = boris.page.get_by_role("dialog", name="Погода")
    expect(drawer.get_by_role("switch", name=re.compile("Ограничения частоты"))).to_be_visible()
    expect(drawer).not_to_contain_text(re.compile("[A-Za-z]{4,} [a-z]{2,}"))


def test_a_russian_person_reads_sizes_and_what_a_reply_is_to_in_russian(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Painters")
    boris.say("/draw a file for Boris --file")
    expect(boris.messages("theirs", "a file for Boris").last.locator(".file-text span")).to_have_text(
        re.compile(r"^\d+(,\d)? (Б|КБ|МБ)$")
    )
    voices = boris.log.get_by_role("img", name=re.compile("^Голосовое сообщение, "))
    boris.page.get_by_role("button", name="голосовое сообщение").click()
    boris.page.get_by_role("menuitem", name="Голосовое сообщение").click()
    expect(voices).to_have_count(1)
    boris.choose(boris.messages("mine").last, "Reply")
    expect(boris.say("what I said").locator(".quote")).to_contain_text("Голосовое сообщение")
