"""Cleaning: one spelling for what looks the same, with the way back to what the person typed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from drawing.prompt.errors import Span

_INVISIBLE = frozenset(
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width space, word joiner, byte-order mark
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # bidirectional controls
)


class Kind(Enum):
    """What cleaning does with a character."""

    TEXT = auto()
    SPACE = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text; `starts[i]` and `ends[i]` bound what the person typed for its i-th character."""

    text: str
    starts: list[int]
    ends: list[int]

    def typed(self, start: int, end: int) -> Span:
        """The range of the original that became the non-empty range `start` to `end` of the cleaned text."""
        return self.starts[start], self.ends[end - 1]


def kind(character: str) -> Kind:
    """Sort one character. The joiners U+200C and U+200D are text: emoji and Persian need them."""
    if character.isspace():
        return Kind.SPACE
    if character in _INVISIBLE or unicodedata.category(character) in {"Cc", "Cs"}:
        return Kind.DROPPED
    return Kind.TEXT


def clean(text: str) -> Cleaned:
    """Put single spaces for white space, drop what cannot be seen, and normalise to NFC; linear, and idempotent."""
    spaced = _space(text)
    # Composition may go only after dropping: an invisible character must not keep a letter and its accent apart.
    return spaced if unicodedata.is_normalized("NFC", spaced.text) else _compose(spaced)


def clean_again(source: Cleaned) -> Cleaned:
    """The same for what was put together from pieces of cleaned text."""
    again = clean(source.text)
    return Cleaned(
        again.text, [source.starts[start] for start in again.starts], [source.ends[end - 1] for end in again.ends]
    )


def _space(text: str) -> Cleaned:
    characters: list[str] = []
    starts: list[int] = []
    for position, character in enumerate(text):
        match kind(character):
            case Kind.TEXT:
                characters.append(character)
                starts.append(position)
            case Kind.SPACE if characters and characters[-1] != " ":
                characters.append(" ")
                starts.append(position)
            case _:
                pass
    if characters and characters[-1] == " ":
        characters.pop()
        starts.pop()
    return Cleaned("".join(characters), starts, [start + 1 for start in starts])


def _compose(source: Cleaned) -> Cleaned:
    """NFC, cluster by cluster, so that a span stays as narrow as one letter with its accents."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for begin, end in _clusters(source.text):
        cluster = source.text[begin:end]
        if unicodedata.is_normalized("NFC", cluster):
            pieces.append(cluster)
            starts.extend(source.starts[begin:end])
            ends.extend(source.ends[begin:end])
        else:
            composed = unicodedata.normalize("NFC", _ordered(cluster))
            pieces.append(composed)
            starts.extend([source.starts[begin]] * len(composed))
            ends.extend([source.ends[end - 1]] * len(composed))
    return Cleaned("".join(pieces), starts, ends)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for position in range(1, len(text)):
        if not joins_before(text[position]):
            yield begin, position
            begin = position
    yield begin, len(text)


def joins_before(character: str) -> bool:
    """Whether NFC may reorder or compose it with what stands before: marks, and the few letters that compose.

    The letters are the medial and final Hangul jamo, and U+16D67 of Unicode 16.
    """
    return (
        unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
        or character == "\U00016d67"
    )


def _ordered(cluster: str) -> str:
    """Decompose and sort the marks: Python's own ordering takes quadratic time on a long pile of them."""
    decomposed = "".join(unicodedata.normalize("NFD", character) for character in cluster)
    ordered: list[str] = []
    for _, run in groupby(decomposed, key=lambda character: unicodedata.combining(character) > 0):
        ordered.extend(sorted(run, key=unicodedata.combining))
    return "".join(ordered)
