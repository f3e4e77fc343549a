"""The sentences: all there, in every language, with the same values, and harmless whatever the values are."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from drawing.defaults import SeedMode
from drawing.lifecycle import Reason
from drawing.prompt import MAX_SEED, Code
from drawing.records import Incident
from handlers.routers.draw import _LIMITS
from handlers.telegram import menu
from handlers.views.captions import _SPOKEN
from handlers.views.keyboards import Action
from handlers.views.prompt_errors import _HINTED
from handlers.views.settings_changes import RATIOS, Page, Setting
from handlers.views.texts import LANGUAGES, TEXT_LIMIT, Html, language_of, plain, texts_in
from sandbox.telegram.markup import parse_html
from sandbox.telegram.text import utf16_length

LOCALES = Path(__file__).parents[3] / "handlers" / "locales"
STRANGE = "<b>&\u202e\U0001f408</code>\u05d0 &lt;" * 10  # markup, right-to-left text, emoji, markup that is escaped
NUMBERS_TRIED = (0, 1, 2, 5, 21, 1_000_000_000)  # to the largest that a setting may be
TOAST_LIMIT = 200  # UTF-16 units (Bot API, answerCallbackQuery)


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - fluent's own name
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    """Key to names of values of every sentence of a language."""
    resource = FluentParser().parse((LOCALES / f"{language}.ftl").read_text(encoding="utf-8"))
    found = {}
    for entry in resource.body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            variables = Variables()
            variables.visit(entry)
            assert entry.id.name not in found, f"{entry.id.name} stands twice"
            found[entry.id.name] = variables.names
    return found


KEYS = messages("en")
DIAGNOSIS = (LOCALES.parents[1] / "bot" / "diagnosis.py").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in LOCALES.parent.rglob("*.py"))
TOASTS = sorted(
    set(re.findall(r'\.toast\(\s*"([a-z-]+)"', SOURCES)) | {*_LIMITS.values(), "limit-at-once", "drawing-off"}
)
"""What is said in the answer to a pressed button, where Telegram shows little."""
SELECTED = {
    "of",
    "option",
    "kept",
    "private",
    "logs",
    "seeds",
    "weights",
}  # values that choose between sentences, and stand in none
NUMBERS = {
    "limit",
    "used",
    "count",
    "position",
    "left",
    "number",
    "length",
    "room",
    "cost",
    "price",
    "waiting",
    "running",
}
TIMES = {"at"}


def value_of(name: str, number: int, text: str) -> object:
    """A value of the kind that a sentence has under this name."""
    if name in TIMES:
        return datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    return number if name in NUMBERS else text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_values(language: str) -> None:
    assert messages(language) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_can_be_said_with_the_strangest_values(language: str, key: str) -> None:
    for number in NUMBERS_TRIED:
        values = {name: value_of(name, number, STRANGE) for name in KEYS[key]}
        text = texts_in(language)(key, **values)

        shown = parse_html(text)  # raises what Telegram would answer

        assert utf16_length(shown.text) <= TEXT_LIMIT
        assert shown.text.count(STRANGE) >= len(KEYS[key] - NUMBERS - SELECTED - TIMES), "a value is not shown as it is"
        assert plain(text) == shown.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TOASTS)
def test_what_a_pressed_button_is_answered_fits_into_its_bubble_uncut(language: str, key: str) -> None:
    for number in NUMBERS_TRIED:
        values = {name: value_of(name, number, str(MAX_SEED)) for name in KEYS[key]}
        assert utf16_length(plain(texts_in(language)(key, **values))) <= TOAST_LIMIT


def test_every_key_that_the_program_says_exists_and_none_is_left_over() -> None:
    built = (
        {f"error-{code.replace('_', '-')}" for code in Code}
        | {f"command-{name}" for name in menu.OWNER}
        | set(_SPOKEN.values())
        | {"ended-other"}
    )
    built |= {f"button-{action}" for action in Action}
    built |= {f"settings-{setting}" for setting in set(Setting) - {Setting.LANGUAGE}} | {"settings-language"}
    built |= {f"settings-{thing}" for thing in ("styles", "who")}
    built |= {f"settings-clear-{setting}" for setting in (Setting.SUFFIX, Setting.NEGATIVES)}
    built |= {f"settings-shape-{name}" for name in ("any", *RATIOS.values())}
    built |= {f"settings-page-{page}" for page in set(Page) - {Page.HOME}}
    built |= {f"settings-about-{page}" for page in Page}
    built |= {f"settings-seed-{mode}" for mode in (SeedMode.RANDOM, SeedMode.LAST)}
    built |= {f"incident-{incident}{end}" for incident in Incident for end in ("", "-over")}
    built |= {f"{kind}-{incident}" for incident in Incident for kind in ("stats", "name-of")}
    built |= {f"cure-{cure}" for cure in re.findall(r"[\"']([a-z]+(?:-[a-z]+)*)[\"']", DIAGNOSIS)} & KEYS.keys()
    built |= {"cure-check"}
    built |= {"dropped-seed", "dropped-weights", "dropped-seed-weights"}
    built |= {f"error-{code.replace('_', '-')}-hint" for code in _HINTED}
    built |= {"seconds", "minutes", "hours"}

    said = set(re.findall(r"[\"']([a-z]+(?:-[a-z]+)*)[\"']", SOURCES)) | built

    assert built <= KEYS.keys()
    assert KEYS.keys() <= said


def test_every_reason_has_a_sentence_of_its_own_unless_nobody_is_left_to_hear_it() -> None:
    unheard = {Reason.CHAT_CLOSED, Reason.SLOT_GONE}

    assert set(_SPOKEN) == set(Reason) - unheard


def test_plural_forms_are_right_in_russian() -> None:
    texts = texts_in("ru")

    assert "есть ваша картинка" in texts("limit-queued", limit=1)
    assert "3 ваши картинки" in texts("limit-queued", limit=3)
    assert "10 ваших картинок" in texts("limit-queued", limit=10)
    assert "21 ваша картинка" in texts("limit-queued", limit=21)


def test_html_is_not_escaped_again() -> None:
    assert texts_in("en")("for-person", name=Html("<b>A</b>")) == "<b>A</b>:"


@pytest.mark.parametrize(
    ("setting", "code", "language"),
    [
        (None, None, "en"),
        (None, "ru", "ru"),
        (None, "ru-RU", "ru"),
        (None, "de", "en"),
        ("en", "ru", "en"),
        ("ru", "en", "ru"),
        ("xx", "ru", "ru"),
    ],
)
def test_the_persons_choice_goes_before_telegrams(setting: str | None, code: str | None, language: str) -> None:
    assert language_of(setting, code) == language
