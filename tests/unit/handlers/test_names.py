"""Names of people and chats: whatever they are, the bot says a name, and nothing that Telegram makes something of."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drawing.access import AccessList
from drawing.lifecycle import Reason, State
from drawing.records import AccessOverrides
from handlers.views.access_page import access_page, named
from handlers.views.captions import caption, ending
from handlers.views.names import defused
from handlers.views.texts import LANGUAGES, TEXT_LIMIT, Html, length, plain, texts_in
from sandbox.telegram.markup import parse_html
from sandbox.telegram.text import tidy, utf16_slice, with_detected
from tests.unit.handlers.test_captions import drawing

ROOT: Final = Path(__file__).parents[3]
BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS: Final = frozenset("\u200c\u200d\ufe0f")
BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\ufffc\U000e0041")
# What Telegram finds by itself, or its apps do, and a little more.
DETECTORS: Final = {
    "mention": r"[@＠﹫]\w",
    "command": r"(?<![\w<>])[/／]\w",
    "hashtag": r"[#＃﹟]\w",
    "cashtag": r"[$＄﹩][A-Z\d]",
    "scheme": r"\w:[/／\w]",
    "address": r"\w[.．。｡․]\w",
    "number": r"\d(?:[\s()./+\-\u2010-\u2015\u2212]*\d){6}",
}
FRAGMENTS: Final = (
    *(
        "@",
        "＠",
        "/",
        "#",
        "$",
        ".",
        ":",
        "//",
        "://",
        "http",
        "https",
        "tg",
        "t.me",
        "evil",
        ".com",
        "。",
        "．",
        "www.",
    ),
    *("mailto:", "user@example.com", "/start", "+7", "999", " ", "-", "(", ")", "12345", "4111", "_", "&amp;", "<b>"),
    *BIDI,
    *JOINERS,
    *BLANK,
    *("\u00ad", "\u200b", "\u2060", "\ufeff", "\u0301", "\u180e", "\u2028", "\n", "\t", "\ud800", "\U000f0000"),
    *("Ann", "Борис", "דוד", "علی", "👩", "👩🏽‍🚀", "❤️", "क्", "ष", "名", "٣٤٥", "…", "℀", "⒈", "ﬁ"),
)
NAMES: Final = st.text(max_size=80) | st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


def seen(markup: Html) -> str:
    """What Telegram shows of it but for what is to be copied, and no entity is in that."""
    shown = with_detected(tidy(parse_html(markup)))
    assert {entity.type for entity in shown.entities} <= {"code"}
    text = shown.text
    for entity in reversed(shown.entities):
        part = utf16_slice(text, entity.offset, entity.length)
        text = text.replace(part, "\n", 1) if part in text else text
    return text


def assert_harmless(text: str) -> None:
    for kind, pattern in DETECTORS.items():
        assert not re.search(pattern, text), (kind, text)
    assert BIDI.isdisjoint(text)
    assert BLANK.isdisjoint(text)
    for character in text:
        assert character in JOINERS | {"\n"} or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}, text


@given(NAMES, st.sampled_from(sorted(LANGUAGES)))
@example("\u3164", "ru")
@example("\u202e", "en")
@example("http://?evil.com", "en")
@example("8 (999) 123-45-67", "en")
@example("000000+0", "en")
@example("@+0000000", "en")
@example("⒈/start", "en")
@example("@" * 40 + "evil", "en")
def test_whatever_the_name_nothing_is_made_of_it_and_somebody_is_called_something(name: str, language: str) -> None:
    texts = texts_in(language)
    one = drawing(person_name=name, slot_replies=False)
    failed = drawing(person_name=name, slot_replies=False, state=State.FAILED, reason=Reason.REFUSED)
    named_here = plain(texts.name(name))

    assert named_here.strip(), "nobody is called nothing"
    assert any(unicodedata.category(character)[0] in "LNPSC" for character in named_here)
    assert length(named_here) <= 32
    for said in (
        texts.name(name),
        caption(one, texts),
        ending(failed, texts),
        texts("allow-done", who=named(102, {102: name}, texts)),
    ):
        assert named_here in parse_html(said).text
        assert_harmless(plain(Html(re.sub(r"<code>.*?</code>", "\n", said.split("\n")[0]))))
        seen(said)


@given(NAMES)
def test_what_is_defused_stays_as_it_is(name: str) -> None:
    assert defused(defused(name)) == defused(name)


@pytest.mark.parametrize("name", ["W" * 99, "@" + "a.b" * 99, "9" * 99, "🐈" * 99])
def test_a_page_of_the_longest_lists_of_names_fits_into_a_message(name: str) -> None:
    ids = [10**15 + number for number in range(48)]
    lists = AccessList(invited=frozenset(ids[:16]))
    overrides = AccessOverrides(allowed=frozenset(ids[16:32]), denied=frozenset(ids[32:]))
    page = access_page(lists, overrides, dict.fromkeys(ids, name), texts_in("ru"))

    assert length(parse_html(page).text) <= TEXT_LIMIT


@pytest.mark.parametrize(
    "name",
    [
        *("Ann", "Иван Петров", "O'Brien-Smith", "Łukasz Żółć", "Nguyễn Văn Ánh", "Ελένη", "Ձայն", "ნინო"),
        *("דוד כהן", "علی رضایی", "می‌خواهم", "शर्मिष्ठा", "क्‍ष", "ক্‌ষ", "สมชาย ใจดี", "འབྲུག", "ไม้เอก", "አበበ"),
        *(
            "山田太郎",
            "김철수",
            "ゆき",
            "ᠮᠣᠩᠭᠣᠯ",
            "𝒜𝓃𝓃",
            "Dr Ann (at work)",
            "Ann & Bob",
            "C#",
            "AC/DC",
            "Ke$ha",
            "2024",
            "½ + ½",
        ),
        *("👨‍👩‍👧‍👦", "👩🏽‍🚀", "❤️‍🔥", "🏳️‍🌈", "👁️‍🗨️", "Ann 🐈‍⬛", "🇷🇺", "☀️", "‼️", "🫨", "\U0001fae9"),
    ],
)
def test_names_of_all_scripts_and_emoji_stay_as_they_are(name: str) -> None:
    assert defused(name) == name
    assert plain(texts_in("en").name(name)) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eevil\u202c Ann\u200b", "evil Ann"),
        ("  Ann\n\tBob\u00a0", "Ann Bob"),
        ("Al\u200dice", "Alice"),
        ("@evilbot", "@ evilbot"),
        ("t.me/evil", "t. me/evil"),
        ("https://evil.com", "https: // evil. com"),
        ("user@example.com", "user@ example. com"),
        ("/start #tag $USD", "/ start # tag $ USD"),
        ("+7 (999) 123-45-67", "7·999·123·45·67"),
        ("J.R.R. Tolkien...", "J. R. R. Tolkien..."),
        ("\u0301Z" + "\u0335" * 30 + "a", "Z" + "\u0335" * 4 + "a"),
    ],
)
def test_a_name_is_shown_so(name: str, shown: str) -> None:
    assert defused(name) == shown


@pytest.mark.parametrize(
    "name", ["", " ", "\u3164", "\u2800\u2800", "\u200b", "\u200d\u200d", "\ufe0f", "\u0301", "\u00ad"]
)
def test_whoever_has_no_name_to_see_is_called_something_in_every_language(name: str) -> None:
    assert texts_in("en").name(name) == "Somebody"
    assert texts_in("ru").name(name) == "Кто-то"


# The one way to speak of somebody


NAMES_OF_PEOPLE: Final = frozenset({"person_name", "full_name", "first_name", "last_name", "title"})
MAPPINGS_OF_NAMES: Final = frozenset({"names"})


def raw_names(tree: ast.AST) -> Iterator[int]:
    """Lines on which a name stands anywhere but in a call of `texts.name`, or where it is looked for."""
    defused_ones = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "name"
        for argument in node.args
    }
    for node in ast.walk(tree):
        if id(node) in defused_ones:
            continue
        is_name = isinstance(node, ast.Attribute) and node.attr in NAMES_OF_PEOPLE
        is_looked_up = isinstance(node, ast.Subscript) and getattr(node.value, "id", "") in MAPPINGS_OF_NAMES
        is_got = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in MAPPINGS_OF_NAMES
        if is_name or is_looked_up or is_got:
            yield node.lineno


def test_every_view_that_speaks_of_somebody_has_the_name_defused() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "handlers").rglob("*.py")
        if path.name != "senders.py"  # where names come in
        for line in raw_names(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    "line",
    ["html.escape(drawing.person_name)", "names[one]", "names.get(one)", "f'{chat.title}'", "cut(user.full_name, 9)"],
)
def test_a_name_as_it_comes_is_found(line: str) -> None:
    assert list(raw_names(ast.parse(line))) == [1]


def test_a_name_that_is_defused_is_not() -> None:
    assert list(raw_names(ast.parse("texts.name(drawing.person_name), texts.name(names[one])"))) == []
