"""A service's sentences as plain words, and which of these may be a person's. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

QUOTE = "…"
"""Stands for a person's text in a message and for an address among words; before a word, it says: perhaps theirs."""

_LONGEST_WORD = 40  # letters; what is longer is no word of a language
_SHORTEST_PART = 4  # letters; shorter words are found in any text, so they are a person's only where they stand alone

_ADDRESS = re.compile(r"(?<!\w)\w{1,16}://[^\s'\"«»<>]*[^\s'\"«»<>.,;:!?)]")
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")  # modelUri
_SPELLINGS = (
    (re.compile(r"\bcan(?:not|['’]t)\b"), "can not"),
    (re.compile(r"n['’]t\b"), " not"),
    (re.compile(r"['’]s\b"), ""),
)
_TOKEN = re.compile(r"[^\W_]+(?:[-./@][^\W_]+)*|[.;!?](?=\s|$)")
_ENDS = frozenset(".;!?")


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_IDLE = _listed("a an the this these those your our my its currently yet still already also just please")
"""Left out: they change no meaning."""

_COMMON = _listed(
    "is are was were be been being has have had do does did can could may must should will not it that and or as",
    "to of in for from with within by on at у в во на из для к от по с со и или не был была было были",
)
"""Nobody's words: they prove nothing on their own, and few texts do without."""


class Speech:
    """What a person has written, as far as a service may quote it, whole or cut."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts = texts

    def out_of(self, message: str) -> str:
        """The message with `…` where it quotes one of the texts whole, as it is or as a string of JSON."""
        forms = {form for text in self._texts for form in _spelled(text) if form.strip() and len(form) <= len(message)}
        for form in sorted(forms, key=len, reverse=True):
            # Only where a word ends there, too: the prompt "a" is not quoted by each word that has one.
            before, behind = (r"(?<!\w)" if form[0].isalnum() else ""), (r"(?!\w)" if form[-1].isalnum() else "")
            message = re.sub(f"{before}{re.escape(form)}{behind}", QUOTE, message)
        return message

    def has(self, word: str) -> bool:
        """Whether a word may come from the person: it is one of theirs, or a part of what they wrote."""
        letters = _letters(word)
        return word in self._words or (len(letters) >= _SHORTEST_PART and letters in self._run_together)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for text in self._texts for word in words(text))

    @cached_property
    def _run_together(self) -> str:
        return _letters(" ".join(self._texts))


def speech_in(texts: Sequence[str] | None) -> Speech | None:
    """A person's speech; None where nobody knows what it was."""
    return None if texts is None else Speech(texts)


def words(text: str) -> list[str]:
    """The words of a text, each in one spelling, and the marks at the end of sentences.

    Names with hyphens and dots stay whole; an address, and what is too long to be a word, is `…`.
    """
    found: list[str] = []
    for part in _ADDRESS.sub(QUOTE, text).split(QUOTE):
        plain = _HUMP.sub(" ", unicodedata.normalize("NFKC", part)).casefold().replace("ё", "е")
        for pattern, spelling in _SPELLINGS:
            plain = pattern.sub(spelling, plain)
        found.append(QUOTE)
        found.extend(word if len(word) <= _LONGEST_WORD else QUOTE for word in _TOKEN.findall(plain))
    return found[1:]


def clauses(text: str, speech: Speech) -> list[str]:
    """The clauses of a text, their words between single blanks; a word that may be the person's has `…` before it."""
    found: list[list[str]] = [[]]
    for word in words(text):
        if word in _ENDS:
            found.append([])
        elif word not in _IDLE:
            found[-1].append(QUOTE + word if word not in _COMMON and speech.has(word) else word)
    return [" ".join(clause) for clause in found if clause]


def _spelled(text: str) -> Iterator[str]:
    for form in (text, text.strip(), " ".join(text.split())):
        yield from (form, json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))
