"""The chat page speaks Russian to who does: whatever it says in English has a translation."""

import re
from html.parser import HTMLParser

import pytest

from sandbox.web import PAGE

_ENGLISH_FOR_ALL = {"weather.js"}  # the drawer is for whoever runs the sandbox
_OF_THE_SANDBOX = {"Weather", "Weather: slow drawings and faults", "Sandbox", "OK"}
_LABELS = ("aria-label", "title", "placeholder")


def translated() -> set[str]:
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    return set(re.findall(r"^  '([^']+)': '[^']*[а-яё][^']*',$", words, re.MULTILINE | re.IGNORECASE))


def said_by_scripts() -> set[str]:
    scripts = [path for path in PAGE.glob("*.js") if path.name not in _ENGLISH_FOR_ALL]
    return {said for path in scripts for said in re.findall(r"\bt\('([^']+)'", path.read_text(encoding="utf-8"))}


class _Sayings(HTMLParser):
    """What the page says before any script has run, but for the drawer."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._in_drawer = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "dialog":
            self._in_drawer = given.get("id") == "weather"
        self._note(*(given.get(name) for name in _LABELS))

    def handle_endtag(self, tag: str) -> None:
        self._in_drawer = self._in_drawer and tag != "dialog"

    def handle_data(self, data: str) -> None:
        self._note(data.strip())

    def _note(self, *sayings: str | None) -> None:
        if not self._in_drawer:
            self.found |= {said for said in sayings if said}


def said_by_the_page() -> set[str]:
    reader = _Sayings()
    reader.feed((PAGE / "index.html").read_text(encoding="utf-8"))
    return reader.found - _OF_THE_SANDBOX


@pytest.mark.parametrize("said", sorted(said_by_scripts() | said_by_the_page()))
def test_whatever_the_page_says_has_a_russian_translation(said: str) -> None:
    assert said in translated()


def test_a_translation_keeps_the_values_of_its_sentence() -> None:
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    for english, russian in re.findall(r"^  '([^']+)': '([^']+)',$", words, re.MULTILINE):
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", russian)), english
