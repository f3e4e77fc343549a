"""The chat page speaks Russian to who does: whatever it says in English has a translation."""

import inspect
import re
from html.parser import HTMLParser

import pytest

from sandbox import views
from sandbox.telegram import administration, people
from sandbox.telegram.methods.outgoing import MAX_CAPTION, MAX_TEXT
from sandbox.web import PAGE

_FOR_ALL = {"Sandbox", "OK", "Telegram"}  # the title before it is known who reads it, and what is the same in both
_REFUSALS = re.compile(r'(?:RefusedError\(|_require\([^\n]*, )"([^"]+)"\)')
_LABELS = ("aria-label", "title", "placeholder")


def translated() -> set[str]:
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    return set(re.findall(r"^  '([^']+)': '[^']*[а-яё][^']*',$", words, re.MULTILINE | re.IGNORECASE))


def said_by_scripts() -> set[str]:
    scripts = [path.read_text(encoding="utf-8") for path in PAGE.glob("*.js")]
    return {said for script in scripts for said in re.findall(r"\bt\('([^']+)'", script)} - _FOR_ALL


def said_by_the_server() -> set[str]:
    """The sentences about what happened in a chat, and the refusals of what people may not do."""
    happened = {*views._SERVICE.values(), *re.findall(r'_sentence\("([^"]+)"', inspect.getsource(views))}
    refused = {said for module in (people, administration) for said in _REFUSALS.findall(inspect.getsource(module))}
    too_long = {f"that is longer than {limit} characters" for limit in (MAX_TEXT, MAX_CAPTION)}
    return happened | refused | too_long


class _PageWords(HTMLParser):
    """The words of the page before any script has run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._note(*(given.get(name) for name in _LABELS))

    def handle_data(self, data: str) -> None:
        self._note(data.strip())

    def _note(self, *texts: str | None) -> None:
        self.found |= {said for said in texts if said}


def said_by_the_page() -> set[str]:
    reader = _PageWords()
    reader.feed((PAGE / "index.html").read_text(encoding="utf-8"))
    return reader.found - _FOR_ALL


@pytest.mark.parametrize("said", sorted(said_by_scripts() | said_by_the_page() | said_by_the_server()))
def test_whatever_the_page_says_has_a_russian_translation(said: str) -> None:
    assert said in translated()


def test_a_translation_keeps_the_values_of_its_sentence() -> None:
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    for english, russian in re.findall(r"^  '([^']+)': '([^']+)',$", words, re.MULTILINE):
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", russian)), english
