"""The first quarter of an hour of somebody who has never met the bot, in their language, on a phone and at a desk."""

import re
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 800}}


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one person reads and writes."""

    welcome: str
    example: str
    change: str
    vary: str
    style: str
    drawing: str
    four: tuple[str, str]  # the request, and what is drawn
    cancel: str
    cancelled: str
    save: str
    try_it: str
    offered: str
    variants: str
    all_six: str
    six: frozenset[str]
    pages: dict[str, str]  # button and heading
    back: str
    too_long: str
    album: str
    no_photos: str


ENGLISH = Phrases(
    welcome="I draw what you describe.",
    example="a red cat by a blue house, autumn",
    change="in winter",
    vary="Vary…",
    style="watercolour",
    drawing="Drawing it",
    four=("/draw a lighthouse --repeat 4", "a lighthouse"),
    cancel="Cancel",
    cancelled="Cancelled.",
    save="/style noir = black and white, film grain --no colour",
    try_it="Try it: a red cat",
    offered="This makes 6 pictures.",
    variants="/draw a {red, green, blue} cat in {rain, snow} --style noir",
    all_six="Draw all 6",
    six=frozenset(
        f"a {colour} cat in {weather}, black and white, film grain --no colour"
        for colour in ("red", "green", "blue")
        for weather in ("rain", "snow")
    ),
    pages={"Options": "Options", "Pictures": "Change a picture", "Commands": "Commands", "Limits": "Limits"},
    back="‹ Back",
    too_long="This is too long",
    album="Album of 3 photos",
    no_photos="I draw from text.",
)
RUSSIAN = Phrases(
    welcome="Рисую то, что вы опишете.",
    example="рыжий кот у синего домика, осень",
    change="зимой",
    vary="Варианты",
    style="акварель",
    drawing="Рисую",
    four=("/draw маяк --повтор 4", "маяк"),
    cancel="Отменить",
    cancelled="Отменено.",
    save="/style нуар = чёрно-белое, зернистая плёнка --без цвета",
    try_it="Попробовать: рыжий кот",
    offered="получится 6 картинок",
    variants="/draw {рыжий, зелёный, синий} кот под {дождём, снегом} --стиль нуар",
    all_six="Нарисовать все 6",
    six=frozenset(
        f"{colour} кот под {weather}, чёрно-белое, зернистая плёнка --no цвета"
        for colour in ("рыжий", "зелёный", "синий")
        for weather in ("дождём", "снегом")
    ),
    pages={
        "Параметры": "Параметры",
        "Картинки": "Изменить картинку",
        "Команды": "Команды",
        "Ограничения": "Ограничения",
    },
    back="‹ Назад",
    too_long="Слишком длинно",
    album="Альбом, фото: 3",
    no_photos="Я рисую по тексту.",
)
PHRASES: Final = {ALICE: ENGLISH, BORIS: RUSSIAN}
EVERYBODY = pytest.mark.parametrize(
    ("person", "device"),
    [
        pytest.param(ALICE, PHONE, id="english-phone"),
        pytest.param(BORIS, PHONE, id="russian-phone"),
        pytest.param(ALICE, DESK, id="english-desk"),
        pytest.param(BORIS, DESK, id="russian-desk"),
    ],
)
EITHER = pytest.mark.parametrize(
    ("person", "device"),
    [pytest.param(ALICE, DESK, id="english-desk"), pytest.param(BORIS, PHONE, id="russian-phone")],
)


def arrive(windows: Windows, person: int, device: dict[str, Any]) -> tuple[Messenger, Phrases]:
    someone = windows.open(person, **device)
    someone.open("Artbot")
    return someone, PHRASES[person]


def drawn(someone: Messenger, prompt: str, after: Locator) -> Locator:
    """The picture below a message under which stands this very prompt, but for its seed."""
    exactly = re.compile(rf"(^|\n){re.escape(prompt)}( --seed \d+)?(\n|$)")
    below = someone.log.locator(f"[data-id='{after.get_attribute('data-id')}'] ~ article.theirs")
    found = below.filter(has=someone.page.locator(".photo.loaded")).filter(
        has=someone.page.locator(".text", has_text=exactly)
    )
    expect(found).to_have_count(1)
    return someone.pinned(found)


@EVERYBODY
def test_one_press_draws_and_words_a_style_and_a_shape_change_it(
    windows: Windows, person: int, device: dict[str, Any]
) -> None:
    someone, phrases = arrive(windows, person, device)
    welcome = someone.answer("/start", phrases.welcome)
    expect(welcome.locator(".photo.loaded")).to_be_visible()
    someone.press(welcome, phrases.example)
    picture = drawn(someone, phrases.example, welcome)
    expect(picture.locator(".key", has_text=phrases.vary)).to_be_visible()

    someone.choose(picture, "Reply")
    someone.say(phrases.change)
    changed = drawn(someone, f"{phrases.example}, {phrases.change}", picture)
    for label, shown in ((phrases.style, f", {phrases.style}"), ("16:9", " --ar 16:9")):
        someone.press(changed, phrases.vary)
        expect(changed.locator(".key", has_text="✓ 1:1")).to_be_visible()
        someone.press(changed, label)
        someone.heed(phrases.drawing)
        expect(changed.locator(".key", has_text=phrases.vary)).to_be_visible()
        drawn(someone, f"{phrases.example}, {phrases.change}{shown}", changed)


@EITHER
def test_one_of_four_is_cancelled_and_one_is_deleted(windows: Windows, person: int, device: dict[str, Any]) -> None:
    someone, phrases = arrive(windows, person, device)
    request, subject = phrases.four
    with weather(someone.page, faults=UNFINISHED):
        asked = someone.say(request).get_attribute("data-id")
        slots = someone.log.locator(f"[data-id='{asked}'] ~ article.theirs")
        expect(slots).to_have_count(4)
        second = someone.pinned(slots.nth(1))
        someone.press(second, phrases.cancel)
        expect(second).to_contain_text(phrases.cancelled)
        expect(second.locator(".key")).to_have_count(0)
    pictures = slots.filter(has=someone.page.locator(".photo.loaded")).filter(has_text=subject)
    expect(pictures).to_have_count(3)
    someone.delete_picture(someone.pinned(pictures.last))
    expect(pictures).to_have_count(2)


@EITHER
def test_six_variants_in_a_style_of_ones_own_are_found_again_in_the_history(
    windows: Windows, person: int, device: dict[str, Any]
) -> None:
    someone, phrases = arrive(windows, person, device)
    someone.say(phrases.save)
    name = phrases.save.split()[1]
    expect(someone.last(name).locator(".key", has_text=phrases.try_it)).to_be_visible()

    offer = someone.answer(phrases.variants, phrases.offered)
    someone.press(offer, phrases.all_six)
    pictures = [drawn(someone, prompt, offer) for prompt in phrases.six]
    page = someone.answer("/history", re.compile(r"1 (of|из) \d+"))
    found = set()
    for number in range(1, 7):
        expect(page).to_contain_text(re.compile(rf"\b{number} (of|из) \d+"))
        found.add(page.locator(".text code").inner_text().partition(" --seed")[0])
        if number < 6:
            someone.press(page, "›")
    assert found == phrases.six
    someone.press(pictures[0], phrases.vary)
    expect(pictures[0].locator(".key", has_text=f"✓ {name}")).to_be_visible()


@EVERYBODY
def test_each_page_of_the_help_fits_the_screen(windows: Windows, person: int, device: dict[str, Any]) -> None:
    someone, phrases = arrive(windows, person, device)
    page = someone.answer("/help", "/draw")
    room = someone.log.evaluate("log => log.clientHeight")
    for button, heading in phrases.pages.items():
        someone.press(page, button)
        expect(page.locator(".text b").first).to_have_text(heading)
        assert page.evaluate("page => page.offsetHeight") <= room
        someone.press(page, phrases.back)
        expect(page.locator(".key", has_text=phrases.back)).to_have_count(0)
        assert page.evaluate("page => page.offsetHeight") <= room


def test_what_admins_forbid_in_a_group_is_not_drawn_there_and_not_repeated(windows: Windows) -> None:
    admin, boris = windows.open(ALICE, **DESK), windows.open(BORIS, **PHONE)
    admin.open("Painters")
    boris.open("Painters")
    page = admin.answer("/forbid кровь sword", "What I do not draw in this group")
    boris.answer("/forbid кот", "только её администраторы")
    refusal = boris.answer("/draw рыцарь в крови", "запретили администраторы группы")
    expect(refusal.locator(".text")).not_to_contain_text("кров")
    for number in ("1", "2"):
        expect(page.locator(".key", has_text=f"✖ {number}")).to_be_visible()
    admin.press(page, "✖ 2")
    expect(page.locator(".key")).to_have_count(1)
    admin.press(page, "✖ 1")
    expect(page.locator(".key")).to_have_count(0)
    boris.draw("рыцарь без крови")


@EITHER
def test_a_long_text_and_an_album_are_answered_once(windows: Windows, person: int, device: dict[str, Any]) -> None:
    someone, phrases = arrive(windows, person, device)
    mine, answers = someone.messages("mine"), someone.messages("theirs")
    before = mine.count()
    someone.field.fill("/draw " + "word " * 2000)
    expect(someone.page.locator("#counter")).to_have_text("× 3")
    someone.field.press("Enter")
    expect(mine).to_have_count(before + 3)
    expect(someone.last(phrases.too_long)).to_be_visible()

    before = mine.count()
    someone.page.locator("#attach").click()
    someone.page.get_by_role("menuitem", name=phrases.album, exact=True).click()
    expect(mine).to_have_count(before + 3)
    expect(someone.last(phrases.no_photos)).to_be_visible()
    after = mine.last.get_attribute("data-id")
    someone.answer("/id", re.compile("Your id|Ваш ID"))
    expect(someone.log.locator(f"[data-id='{after}'] ~ article.theirs", has_text=phrases.no_photos)).to_have_count(1)
    expect(answers.filter(has_text=phrases.too_long)).to_have_count(1)
