"""Buttons under pictures and on pages, pressed by two people in a private chat, a group and a topic."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
AGAIN, VARY, KEEP_SEED, COPY, FILE, DELETE = "Again", "Vary…", "Keep seed", "Copy", "File", "Delete"


def press(message: Locator, label: str) -> None:
    message.locator(".key", has_text=label).click()


def pinned(person: Messenger, message: Locator) -> Locator:
    """This very message, whichever others come to look like it."""
    return person.log.locator(f"[data-id='{message.get_attribute('data-id')}']")


def toast(person: Messenger, text: str) -> Locator:
    return person.page.locator(".notice", has_text=text)


def settings_page(person: Messenger) -> Locator:
    person.say("/settings")
    page = person.messages("theirs").filter(has=person.page.locator(".key", has_text="16:9")).last
    expect(page).to_be_visible()
    return page


@contextmanager
def weather(page: Page, server: str = "yandex", **settings: object) -> Iterator[None]:
    """The image service, or `telegram`, behaves otherwise, as by the page's drawer."""
    address = f"{page.url.partition('/?')[0]}/{server}/-/settings"
    before = page.request.get(address).json()
    assert page.request.put(address, data=settings).ok
    try:
        yield
    finally:
        page.request.put(address, data={name: before[name] for name in settings})


def failing(where: str, **details: object) -> list[dict[str, object]]:
    return [{"where": where, "kind": "status", **details}]


def test_again_and_vary_draw_once_more_in_a_private_chat(alice: Messenger) -> None:
    alice.open("Artbot")
    picture = pinned(alice, alice.draw("a red kite --seed 5", shown="a red kite"))
    press(picture, AGAIN)
    expect(toast(alice, "Drawing it")).to_be_visible()
    again = alice.messages("theirs", "a red kite").filter(has=alice.page.locator(".photo.loaded"))
    expect(again).to_have_count(2)
    expect(again.last.locator(".quote")).to_contain_text("a red kite --seed 5")
    press(picture, VARY)
    press(picture, "16:9")
    wide = alice.picture("a red kite --ar 16:9 --seed 5")
    expect(wide.locator(".photo.loaded")).to_be_visible()
    press(picture, VARY)
    press(picture, "‹ Back")
    expect(picture.locator(".key", has_text=AGAIN)).to_be_visible()


def test_the_prompt_is_copied_the_file_is_sent_and_the_picture_deleted_in_a_topic(windows: Windows) -> None:
    alice = windows.open(ALICE, **CLIPBOARD)
    alice.open("Cats")
    picture = alice.draw("a striped cat --no dog --seed 6", shown="a striped cat")
    press(picture, COPY)
    expect(toast(alice, "Copied")).to_be_visible()
    assert alice.page.evaluate("navigator.clipboard.readText()") == "a striped cat --no dog --seed 6"
    press(picture, FILE)
    file = alice.messages("theirs", "a striped cat").locator(".file")
    expect(file).to_contain_text("drawing-")
    press(picture, DELETE)
    expect(alice.picture("a striped cat")).to_have_count(0)
    expect(file).to_be_visible()


def test_somebody_else_keeps_the_seed_but_neither_redraws_nor_deletes_in_a_group(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    boris.open("Painters")
    alice.open("Painters")
    alice.draw("a tall tower --seed 777", shown="a tall tower")
    picture = boris.picture("a tall tower")
    press(picture, AGAIN)
    expect(toast(boris, "/draw")).to_be_visible()
    press(picture, DELETE)
    expect(picture.locator("[aria-busy=true]")).to_have_count(0)
    press(picture, KEEP_SEED)
    alert = boris.page.get_by_role("dialog").filter(has_text="777")
    alert.get_by_role("button", name="OK").click()
    boris.say("/seed")
    expect(boris.messages("theirs", "777").last).to_be_visible()
    boris.say("/seed random")
    expect(alice.picture("a tall tower")).to_be_visible()


def test_a_reply_to_a_picture_changes_what_it_names(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    boris.open("Landscapes")
    alice.open("Landscapes")
    alice.draw("a still lake --no boat --seed 8", shown="a still lake")
    theirs = boris.picture("a still lake")
    boris.choose(theirs, "Reply")
    boris.say("/draw --ar 2:1")
    refined = alice.picture("a still lake --no boat --ar 2:1 --seed 8")
    expect(refined.locator(".photo.loaded")).to_be_visible()
    expect(refined.locator(".quote")).to_contain_text("/draw --ar 2:1")


def test_each_button_of_ones_own_settings_is_kept_and_shown(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Artbot")
    page = settings_page(boris)
    for label in ("9:16", "English", "last seed", "Enhance", "As file"):
        press(page, label)
        expect(page.locator(".key", has_text=f"✓ {label}")).to_be_visible()
    expect(page).to_contain_text("Shape: 9:16")
    for label in ("Enhance", "As file"):
        press(page, label)
        expect(page.locator(".key", has_text=f"✓ {label}")).to_have_count(0)
    for label in ("as the service likes", "random", "Telegram"):
        press(page, label)
    expect(page.locator(".key", has_text="✓ Telegram")).to_be_visible()
    expect(page).to_contain_text("Настройки")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_the_settings_of_a_group_are_its_admins(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    for person, sees_settings in ((alice, True), (boris, False)):
        person.open("General")
        person.field.press_sequentially("/")
        options = person.page.get_by_role("listbox", name=person.word("Commands")).get_by_role("option")
        expect(options.filter(has_text="/draw")).to_have_count(1)
        expect(options.filter(has_text="/settings")).to_have_count(int(sees_settings))
        person.field.fill("")
    boris.say("/settings")
    expect(boris.messages("theirs", "админ").last).to_be_visible()
    page = settings_page(alice)
    press(page, "3:2")
    expect(page.locator(".key", has_text="✓ 3:2")).to_be_visible()
    seen = boris.messages("theirs").filter(has=boris.page.locator(".key", has_text="✓ 3:2")).last
    press(seen, "1:1")
    alert = boris.page.get_by_role("dialog").filter(has_text="админ")
    alert.get_by_role("button", name="OK").click()
    expect(page.locator(".key", has_text="✓ 3:2")).to_be_visible()
    press(page, "as the service likes")
    expect(page.locator(".key", has_text="✓ as the service likes")).to_be_visible()


def test_what_failed_is_tried_again_and_becomes_a_picture(alice: Messenger) -> None:
    alice.open("Painters")
    with weather(alice.page, faults=failing("yandex.submit", status=400)):
        alice.say("/draw a lone balloon --seed 9")
        ending = alice.messages("theirs", "did not accept this request").last
        expect(ending).to_be_visible()
    press(ending, "Try again")
    expect(alice.picture("a lone balloon --seed 9").locator(".photo.loaded")).to_be_visible()


def test_who_waits_sees_the_queue_and_cancels_from_it(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    boris.open("Cats")
    alice.open("Cats")
    with weather(alice.page, duration=[3600, 3600]):
        boris.say("/draw белый слон")
        slot = boris.messages("theirs", "Рисую").last
        expect(slot).to_be_visible()
        alice.say("/queue")
        lists = boris.messages("theirs", "белый слон").filter(has=boris.page.locator(".key", has_text="✖"))
        expect(lists).to_have_count(1)
        boris.say("/queue")
        expect(lists).to_have_count(2)
        press(lists.last, "✖")
        expect(toast(boris, "Отменено")).to_be_visible()
        expect(lists).to_have_count(1)
        press(alice.messages("theirs", "белый слон").filter(has=alice.page.locator(".key", has_text="✖")), "✖")
        expect(toast(alice, "too late")).to_be_visible()
        expect(lists).to_have_count(0)
    expect(boris.messages("theirs", "Отменено").last).to_contain_text("белый слон")


def test_a_russian_person_is_spoken_to_in_russian_everywhere(windows: Windows) -> None:
    boris = windows.open(BORIS)
    for place in ("Artbot", "Painters", "General"):
        boris.open(place)
        boris.say("/draw кот --си 5")
        expect(boris.messages("theirs", "Не знаю").last).to_be_visible()
    boris.open("Artbot")
    picture = boris.draw("синий кит --seed 4", shown="синий кит")
    for label in ("Ещё", "Файл", "Удалить"):
        expect(picture.locator(".key", has_text=label)).to_be_visible()


def test_a_message_is_forwarded_with_its_author_and_a_voice_is_answered(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    alice.open("Painters")
    boris.open("Painters")
    words = boris.say("a windmill at dusk")
    expect(words).to_be_visible()
    alice.choose(alice.messages("theirs", "a windmill at dusk").last, "Forward…")
    alice.page.get_by_role("menuitem", name="Artbot").click()
    alice.open("Artbot")
    expect(alice.messages("mine", "Forwarded from Борис")).to_contain_text("a windmill at dusk")
    expect(alice.picture("a windmill at dusk").locator(".photo.loaded")).to_be_visible()
    alice.page.get_by_role("button", name="voice message").click()
    alice.page.get_by_role("menuitem", name="Voice message").click()
    expect(alice.messages("mine").last.get_by_role("img", name="Voice message, 4 seconds")).to_be_visible()
    expect(alice.messages("theirs", "I draw from text").last).to_be_visible()


def test_what_was_sent_without_a_sound_is_marked(alice: Messenger) -> None:
    alice.open("Artbot")
    alice.say("/draw twin owls --repeat 2")
    owls = alice.messages("theirs", "twin owls").filter(has=alice.page.locator(".photo.loaded"))
    expect(owls).to_have_count(2)
    expect(owls.locator(".silent")).to_have_count(1)
    expect(owls.last.locator(".silent")).to_be_visible()
