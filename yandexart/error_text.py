"""Tokenizer of error messages: their words and clauses, and which of these may quote the user. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

QUOTE = "…"
"""Stands for a user's text in a message and for an address among words; before a word: it may be the user's."""

_MAX_WORD = 40  # letters; what is longer is no word of a language
_MIN_PART = 4  # letters; shorter words are found in any text, so they are a user's only where they stand alone

_ADDRESS = re.compile(r"(?<!\w)\w{1,16}://[^\s'\"«»<>]*[^\s'\"«»<>.,;:!?)]")
_CAMEL_CASE = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")  # modelUri
_SPELLINGS = (
    (re.compile(r"\bcan(?:not|['’]t)\b"), "can not"),
    (re.compile(r"n['’]t\b"), " not"),
    (re.compile(r"['’]s\b"), ""),
)
_TOKEN = re.compile(r"[^\W_]+(?:[-./@][^\W_]+)*|[.;!?](?=\s|$)")
SENTENCE_ENDS = frozenset(".;!?")


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_FILLERS = _listed("a an the this these those your our my its currently yet still already also just please")
"""Left out: they change no meaning."""

_STOP_WORDS = _listed(
    "is are was were be been being has have had do does did can could may must should will not it that and or as",
    "to of in for from with within by on at у в во на из для к от по с со и или не был была было были",
)
"""Never marked as the user's: they prove nothing on their own, and few texts do without."""

_NEUTRAL_WORDS = _FILLERS | _STOP_WORDS


class UserText:
    """The texts of a user that a service may quote, whole or cut."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts = texts

    def redact(self, message: str) -> str:
        """The message with `…` where it quotes one of the texts whole, as it is or as a string of JSON."""
        return "".join(QUOTE if is_quote else part for part, is_quote in self.split_quotes(message))

    def split_quotes(self, message: str) -> list[tuple[str, bool]]:
        """The message in parts, each with whether it is one of the texts."""
        forms = {form for text in self._texts for form in _spelled(text) if form.strip() and len(form) <= len(message)}
        if not forms:
            return [(message, False)]
        quotes = re.compile(f"({'|'.join(_standing_alone(form) for form in sorted(forms, key=len, reverse=True))})")
        return [(part, index % 2 == 1) for index, part in enumerate(quotes.split(message)) if part]

    def may_contain(self, word: str) -> bool:
        """Whether a word may be the user's: it is one of theirs, or a part of what they wrote."""
        letters = _letters(word)
        return word in self._words or (len(letters) >= _MIN_PART and letters in self._run_together)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for text in self._texts for word in words(text))

    @cached_property
    def _run_together(self) -> str:
        return _letters(" ".join(self._texts))


def as_user_text(texts: Sequence[str] | None) -> UserText | None:
    """The user's texts; None where it is not known what they were."""
    return None if texts is None else UserText(texts)


def words(text: str) -> list[str]:
    """The words of a text, each in one spelling, and the marks at the end of sentences.

    Names with hyphens and dots stay whole; an address, and what is too long to be a word, is `…`.
    """
    found: list[str] = []
    for part in _ADDRESS.sub(QUOTE, text).split(QUOTE):
        plain = _CAMEL_CASE.sub(" ", unicodedata.normalize("NFKC", part)).casefold().replace("ё", "е")
        for pattern, spelling in _SPELLINGS:
            plain = pattern.sub(spelling, plain)
        found.append(QUOTE)
        found.extend(word if len(word) <= _MAX_WORD else QUOTE for word in _TOKEN.findall(plain))
    return found[1:]


def clauses(text: str, user_text: UserText) -> list[str]:
    """The clauses of a text, their words between single blanks; what may be the user's has `…` before it.

    That goes for the marks at the end of sentences, too: one that may be theirs ends none.
    """
    found: list[list[str]] = [[]]
    for part, is_quote in user_text.split_quotes(text):
        for word in words(part):
            if is_quote or (word not in _NEUTRAL_WORDS and user_text.may_contain(word)):
                found[-1].append(QUOTE + word)
            elif word in SENTENCE_ENDS:
                found.append([])
            elif word not in _FILLERS:
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
