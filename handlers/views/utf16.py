"""Lengths as Telegram counts them: in UTF-16 code units, after its HTML is parsed."""

import unicodedata
from typing import Final

CAPTION_LIMIT: Final = 1024
TEXT_LIMIT: Final = 4096

_ELLIPSIS: Final = "…"
_JOINER: Final = "\u200d"


def length(text: str) -> int:
    """UTF-16 code units of a text; a lone surrogate counts as the one unit it is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits into `limit` units with an ellipsis, no emoji torn apart. `limit` >= 1."""
    if length(text) <= limit:
        return text
    room = limit - length(_ELLIPSIS)
    end = 0
    for end, character in enumerate(text):  # noqa: B007 - where it stopped is what we want
        room -= length(character)
        if room < 0:
            break
    while end > 0 and _continues(text, end):
        end -= 1
    return text[:end].rstrip() + _ELLIPSIS


def _continues(text: str, at: int) -> bool:
    """Whether the character at this place belongs to the one before it."""
    character = text[at]
    is_mark = unicodedata.category(character) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_mark or _JOINER in (character, text[at - 1])
