"""Stems of words, by Snowball's rules for Russian and English."""

import re
from typing import Final

import snowballstemmer

_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_RUSSIAN: Final = snowballstemmer.stemmer("russian")
_ENGLISH: Final = snowballstemmer.stemmer("english")


def stem(word: str) -> str:
    """What the forms of a case-folded word have in common; its letters tell the language."""
    found: str = (_RUSSIAN if _CYRILLIC.search(word) else _ENGLISH).stemWord(word)
    return found
