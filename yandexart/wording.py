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
ENDS = frozenset(".;!?")


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_IDLE = _listed("a an the this these those your our my its currently yet still already also just please")
"""Left out: they change no meaning."""

_COMMON = _listed(
    "is are was were be been being has have had do does did can could may must should will not it that and or as",
    "to of in for from with within by on at у в во на из для к от по с со и или не был была было были",
)
"""Nobody's words, either: they prove nothing on their own, and few texts do without."""

_NOBODYS = _IDLE | _COMMON


class Speech:
    """What a person has written, as far as a service may quote it, whole or cut."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts = texts

    def out_of(self, message: str) -> str:
        """The message with `…` where it quotes one of the texts whole, as it is or as a string of JSON."""
        return "".join(QUOTE if is_quote else part for part, is_quote in self.quoted_in(message))

    def quoted_in(self, message: str) -> list[tuple[str, bool]]:
        """The message in parts, each with whether it is one of the texts."""
        forms = {form for text in self._texts for form in _spelled(text) if form.strip() and len(form) <= len(message)}
        if not forms:
            return [(message, False)]
        quotes = re.compile(f"({'|'.join(_standing_alone(form) for form in sorted(forms, key=len, reverse=True))})")
        return [(part, index % 2 == 1) for index, part in enumerate(quotes.split(message)) if part]

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
    """The clauses of a text, their words between single blanks; what may be the person's has `…` before it.

    That goes for the marks at the end of sentences, too: one that may be theirs ends none.
    """
    found: list[list[str]] = [[]]
    for part, is_quote in speech.quoted_in(text):
        for word in words(part):
            if is_quote or (word not in _NOBODYS and speech.has(word)):
                found[-1].append(QUOTE + word)
            elif word in ENDS:
                found.append([])
            elif word not in _IDLE:
                found[-1].append(word)
    return [" ".join(clause) for clause in found if clause]


def _standing_alone(form: str) -> str:
    """A pattern for a text where words begin and end with it: "a" is not quoted by each word that has one."""
    before, behind = (r"(?<!\w)" if form[0].isalnum() else ""), (r"(?!\w)" if form[-1].isalnum() else "")
    return f"{before}{re.escape(form)}{behind}"


def _spelled(text: str) -> Iterator[str]:
    for form in (text, text.strip(), " ".join(text.split())):
        yield from (form, json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))
