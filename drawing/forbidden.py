"""Forbidden words: lists of what is not drawn, and finding their words, in whatever form, in a text."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from drawing.clock import Clock
from drawing.ports.store import ForbiddenWordStore
from drawing.records import ForbiddenWord

MOST_WORDS: Final = 60
"""Of one list that is kept by command."""

LONGEST_WORD: Final = 32
"""Characters of a word on such a list."""

_BETWEEN: Final = re.compile(r"[\s,;]+")
_WORD: Final = re.compile(r"[^\W_]+")


class TooManyWords(Exception):
    """The list has no room for these words, or for one as long."""


def plain_words(text: str) -> tuple[str, ...]:
    """The words that somebody has listed, with spaces or commas between, as they are kept.

    What has a hyphen in it is one entry of several words.
    """
    entries = (" ".join(_WORD.findall(_folded(entry))) for entry in _BETWEEN.split(text))
    return tuple(dict.fromkeys(entry for entry in entries if entry))


def has_word(texts: Iterable[str], words: Iterable[str], stem: Callable[[str], str]) -> bool:
    """Whether one of these words, as they are kept, is in one of the texts: as a whole, in whatever form."""
    wanted = [_stems(word, stem) for word in words]
    return any(word in found for found in (_stems(text, stem) for text in texts) for word in wanted)


def _stems(text: str, stem: Callable[[str], str]) -> str:
    """The stems of the words of a text, each with a space before and behind it."""
    return f" {' '.join(stem(word) for word in _WORD.findall(_folded(text)))} "


def _folded(text: str) -> str:
    """The text with what looks alike being alike: whatever its case, `ё` as `е`, without accents that stand apart."""
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("ё", "е")
    return "".join(character for character in composed if unicodedata.category(character) not in {"Mn", "Cf"})


class WordList:
    """The use cases of those who say what is not drawn: the owner for all, the admins of a group for that."""

    def __init__(self, store: ForbiddenWordStore, clock: Clock, setting: Collection[str]) -> None:
        """`setting` are the words that the owner's settings forbid."""
        self._store = store
        self._clock = clock
        self.setting = setting

    async def words(self, whose: int) -> Sequence[ForbiddenWord]:
        """The list of a group, or the one for all."""
        return await self._store.forbidden_words({whose})

    async def forbid(self, whose: int, words: Sequence[str]) -> None:
        """Put words, as `plain_words` has them, on a list. Raises `TooManyWords`; then none of them is."""
        new = [ForbiddenWord(whose, word) for word in words]
        is_short = all(len(word) <= LONGEST_WORD for word in words)
        if not is_short or not await self._store.forbid(new, self._clock.now(), most=MOST_WORDS):
            raise TooManyWords

    async def permit(self, word: ForbiddenWord) -> None:
        """Take a word off its list."""
        await self._store.permit(word)
