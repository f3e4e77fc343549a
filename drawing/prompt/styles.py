"""Styles: named pieces of prompt and options; their names, and looking them up."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NamedTuple

from drawing.prompt.model import AspectRatio, WeightedMessage
from drawing.prompt.values import END_MARKS
from drawing.prompt.words import Word, Words

LONGEST_STYLE_NAME: Final = 32
_BETWEEN_COMMAS: Final = re.compile("[^,]+")


@dataclass(frozen=True, slots=True)
class Style:
    """A style that can be merged into prompts: parts of the text, terms of `--no`, and options."""

    parts: tuple[WeightedMessage, ...]
    terms: tuple[WeightedMessage, ...] = ()
    aspect_ratio: AspectRatio | None = None
    enhance: bool | None = None

    @property
    def messages(self) -> tuple[WeightedMessage, ...]:
        """All of it that is text."""
        return (*self.parts, *self.terms)


class StyleName(NamedTuple):
    """A name that stands behind `--style`, and where."""

    name: str
    start: int
    end: int


class Styles:
    """The styles that a prompt may name, as text by name.

    Of styles with equal names, that of the first mapping counts: `Styles(own, groups, owners)`.
    """

    def __init__(self, *sources: Mapping[str, str]) -> None:
        self._saved: dict[str, tuple[str, str]] = {}
        for source in sources:
            for name, text in source.items():
                self._saved.setdefault(style_key(name), (name, text))

    def __bool__(self) -> bool:
        return bool(self._saved)

    def __contains__(self, name: str) -> bool:
        return _key_of_some(name) in self._saved

    def text(self, name: str) -> str:
        """The text of a style, by its name however spelled. Raises KeyError where there is none."""
        return self._saved[style_key(name)][1]

    def nearest(self, name: str) -> str | None:
        """The name nearest to one that is none, as it was saved."""
        near = get_close_matches(_key_of_some(name), self._saved, n=1)
        return self._saved[near[0]][0] if near else None


def style_key(name: str) -> str:
    """Equal for names that are the same: whatever their case, `ё` as `е`."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("ё", "е")
    return unicodedata.normalize("NFC", folded)


def _key_of_some(name: str) -> str:
    """The same for what may be no name: of something longer than any, only so much as shows that."""
    return style_key(name[: LONGEST_STYLE_NAME + 1])


def is_style_name(name: str) -> bool:
    """Whether a style may have this name: 1 to 32 letters, digits, `-` and `_`, the first a letter or digit."""
    composed = unicodedata.normalize("NFC", name)
    kinds = [unicodedata.category(character) for character in composed]
    return (
        1 <= len(composed) <= LONGEST_STYLE_NAME
        and (kinds[0].startswith("L") or kinds[0] == "Nd")
        and all(
            kind[0] in "LM" or kind == "Nd" or character in "-_"
            for character, kind in zip(composed, kinds, strict=True)
        )
    )


NO_STYLES: Final = Styles()


def names_in(text: str, words: Words, value: Word, known: Styles) -> list[StyleName]:
    """The names in the value of `--style`, and in the words that follow it as long as each is a known style."""

    def is_known(start: int, end: int) -> bool:
        return text[start : end - text.endswith(END_MARKS, start, end)] in known

    span = (value.start, value.end)
    names: list[StyleName] = []
    while True:
        start, end = span
        is_ended = text.endswith(END_MARKS, start, end)
        found = _BETWEEN_COMMAS.finditer(text, start, end - is_ended)
        names.extend(StyleName(match.group(), *match.span()) for match in found)
        if text[end - 1] != "," or (next_span := words.take_if(is_known)) is None:
            return names
        span = next_span
