"""Cleaning of values that a shell, an editor or Docker has dressed: quotes, blanks, invisible characters. Pure."""

import unicodedata
from typing import Final

_QUOTES: Final = {'"': '"', "'": "'", "`": "`", "“": "”", "”": "”", "„": "“”", "«": "»", "‘": "’", "’": "’", "‚": "‘’"}
"""What opens a quotation, and all that may close it."""
_MARKS: Final = frozenset(_QUOTES) | frozenset("".join(_QUOTES.values()))
_COMMENT: Final = " #"


def cleaned(value: str) -> str:
    """The value without what is around it: blanks, line ends, invisible characters, and quotes that belong together.

    Quotes that only seem to enclose it, as in `"a", "b"`, are left.
    """
    while True:
        bare = _stripped(value)
        if len(bare) > 1 and bare[-1] in _QUOTES.get(bare[0], "") and _MARKS.isdisjoint(bare[1:-1]):
            bare = bare[1:-1]
        if bare == value:
            return bare
        value = bare


def fault(value: str) -> str | None:
    """What a cleaned value still has that no address, number, name or key has; None where there is nothing."""
    if value and (value[0] in _MARKS or value[-1] in _MARKS):
        return "begins or ends with a quotation mark: take it off"
    if _COMMENT in value:
        return "has a comment behind it, which Docker does not take off: put the comment on a line of its own"
    for character in value:
        if _is_invisible(character):
            return f"holds a character that nobody sees (U+{ord(character):04X}): type it anew"
    return None


def _stripped(value: str) -> str:
    begin, end = 0, len(value)
    while begin < end and _is_nothing(value[begin]):
        begin += 1
    while begin < end and _is_nothing(value[end - 1]):
        end -= 1
    return value[begin:end]


def _is_nothing(character: str) -> bool:
    return character.isspace() or _is_invisible(character)


def _is_invisible(character: str) -> bool:
    """Controls and format characters (Unicode's Cc and Cf), and those that are drawn as nothing."""
    return unicodedata.category(character) in {"Cc", "Cf"} or character in "\u115f\u1160\u3164\uffa0\u2800\u034f\ufe0f"
