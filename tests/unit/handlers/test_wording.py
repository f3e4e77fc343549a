"""The wording of all sentences: short enough for a phone, and true about commands, buttons, options and settings."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.__main__ import _parser
from bot.config import Settings
from drawing.prompt import Code, PromptError, parse_prompt
from handlers.telegram import menu
from handlers.views.texts import LANGUAGES, plain, texts_in
from sandbox.telegram.text import utf16_length
from tests.unit.handlers.test_texts import KEYS, LOCALES, TOASTS, value_of

TOAST_LIMIT = 160  # UTF-16 units that a phone shows at a glance in the answer to a press
EXPLANATION_LIMIT = 400  # the same of a message
PAGES = {"help-options", "help-pictures", "privacy", "forget-done"}
"""What is asked for to be read, and not said in passing."""
FORMS = {"en": {"one", "other"}, "ru": {"one", "few", "many"}}
"""The plural forms of whole numbers (Unicode CLDR)."""
NAMED_BUTTON = {"en": "(?:“|[Pp]ress )(?=[A-Z])([^”.]+)", "ru": "«([^»]+)»"}
OTHERS_COMMANDS = {"start", "imagine", "owner", "healthz", "revoke"}  # in no menu: Telegram's, an alias, BotFather's


def values_of(key: str, number: int = 3) -> dict[str, object]:
    return {name: value_of(name, number, "a red cat") for name in KEYS[key]}


def entries(language: str) -> Iterator[ast.Message]:
    resource = FluentParser().parse((LOCALES / f"{language}.ftl").read_text(encoding="utf-8"))
    return (entry for entry in resource.body if isinstance(entry, ast.Message))


class Selections(Visitor):
    """The choices between forms of a number, as the forms that are named, and the texts."""

    def __init__(self) -> None:
        self.found: list[tuple[set[str], list[str]]] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - fluent's own name
        names = {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
        texts = [repr(variant.value.to_json()) for variant in node.variants]
        if names & {"one", "few", "many"}:
            self.found.append((names, texts))
        self.generic_visit(node)


class Words(Visitor):
    """Everything that is written in a sentence, whatever its values choose."""

    def __init__(self) -> None:
        self.text = ""

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802 - fluent's own name
        self.text += node.value + "\0"  # what stands between two of them is a value


def written(entry: ast.Message) -> str:
    words = Words()
    words.visit(entry)
    return words.text


OF_OTHERS = re.compile(r"https://\S+|<code>yc .*?</code>", re.DOTALL)  # addresses, and what another program is told
WRITTEN = {
    language: {entry.id.name: OF_OTHERS.sub("", written(entry)) for entry in entries(language)}
    for language in LANGUAGES
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_to_a_press_is_read_at_a_glance(language: str) -> None:
    for key in TOASTS:
        assert utf16_length(plain(texts_in(language)(key, **values_of(key)))) <= TOAST_LIMIT, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_fits_on_a_phone(language: str) -> None:
    long = {key for key in KEYS if utf16_length(plain(texts_in(language)(key, **values_of(key)))) > EXPLANATION_LIMIT}
    assert long <= PAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_of_a_plural_is_said_and_says_something_else(language: str) -> None:
    for entry in entries(language):
        selections = Selections()
        selections.visit(entry)
        for names, texts in selections.found:
            # What is said of several of them alike is said of the others.
            assert names >= FORMS[language] or names == {"one", "other"}, entry.id.name
            assert len(set(texts)) == len(texts), f"{entry.id.name} says the same in two forms"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_names_a_command_that_is_not_there(language: str) -> None:
    known = {*menu.PRIVATE, *menu.GROUP_ADMINS, *menu.OWNER, "forget", *OTHERS_COMMANDS}
    for key, text in WRITTEN[language].items():
        named = set(re.findall(r"(?<![\w<.])/([a-z]+)(?![\w>])", text))
        assert named <= known, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_names_a_button_or_a_page_that_is_not_there(language: str) -> None:
    texts = texts_in(language)
    labels = (plain(texts(key, **values_of(key))) for key in KEYS if "button" in key or "page" in key)
    known = {re.sub(r"^\W+|…$", "", label) for label in labels}
    for key, text in WRITTEN[language].items():
        for named in re.findall(NAMED_BUTTON[language], text):
            assert any(re.match(rf"{re.escape(label)}\b", named) for label in known if label), f"{key}: {named}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shows_an_option_that_is_not_read(language: str) -> None:
    for key, text in WRITTEN[language].items():
        for name in re.findall(r"(?<!\\)--([^\W\d]+)", text):
            assert is_option(name), f"{key} shows --{name}"


def is_option(name: str) -> bool:
    """Whether the parser knows it, whatever value it takes."""
    try:
        parse_prompt(f"cat --{name}")
    except PromptError as error:
        return error.code is not Code.UNKNOWN_OPTION
    return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_names_a_setting_or_a_program_that_is_not_there(language: str) -> None:
    settings = {name.upper() for name in Settings.model_fields}
    for key, text in WRITTEN[language].items():
        assert set(re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b", text)) <= settings, key
        for command in re.findall(r"python -m bot (\w+)", text):
            assert _parser().parse_args([command]).command == command, key


@pytest.mark.parametrize(
    ("language", "money", "many", "day"),
    [("en", "1,234.50", "10,000", "Nov 5, 2026"), ("ru", "1\u00a0234,50", "10\u00a0000", "5 нояб. 2026")],
)
def test_money_numbers_and_dates_are_written_as_the_language_does(
    language: str, money: str, many: str, day: str
) -> None:
    texts = texts_in(language)

    assert texts("stats-money", cost=1234.5) == money
    assert many in texts("stats-load", waiting=10_000, running=0)
    assert day in texts("history-date", date=date(2026, 11, 5))


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_and_quotes_are_of_one_kind(language: str) -> None:
    text = (Path(LOCALES) / f"{language}.ftl").read_text(encoding="utf-8")
    assert not re.findall(r"\w’\w", text)
    if language == "ru":
        assert not re.findall("[“”„]", text)
