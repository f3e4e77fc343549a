r"""Words of a cleaned text: where each ends, and which of them are options, refused, or plain.

A short hyphen, a space and a mark are ordinary in sentences, so what is spelled with them counts as an option only
where a strict value proves that it was meant (`-ar 16:9`, `— seed 5`, `cat,--ar 16:9`). What nobody writes in a
sentence (`cat,--no hat`, `—no: hat`) is refused: that is free, and a wrong picture is not. `\` makes text of all of it.
"""

import re
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from drawing.prompt.options import FOREIGN, LONGEST_NAME, OPTIONS_BY_NAME, PROVEN
from drawing.prompt.values import STRICT

# Figure dash, en dash, em dash, horizontal bar, two-em and three-em dash, small em dash.
_LONG = "\u2012-\u2015\u2e3a\u2e3b\ufe58"
# Hyphen-minus, hyphen, non-breaking hyphen, minus, small hyphen-minus, full-width hyphen-minus.
_SHORT = "\u2010\u2011\u2212\ufe63\uff0d\\-"
_DASH = f"[{_LONG}{_SHORT}]"
_MOST_DASHES = 3

_DASHES = re.compile(rf"{_DASH}{{1,{_MOST_DASHES}}}(?!{_DASH})")
_ALL_LONG = re.compile(f"[{_LONG}]+")
_WORD = re.compile(r"\w*")
_ONE_DASH = re.compile(_DASH)
_BEGINS = re.compile(rf"[,;.!?)]?{_DASH}*(\w*)")
_ESCAPED = re.compile(r"\\+")
_GLUE = re.compile(rf"(?<!\\)[,;.!?)](?=(?P<escape>\\*){_DASH})")


class Kind(Enum):
    """What a word is."""

    TEXT = auto()
    OPTION = auto()
    FOREIGN = auto()  # an option of Midjourney's
    REFUSED = auto()  # nearly an option


class Word(NamedTuple):
    """A word, or two where a space stands within the spelling of one option.

    Attributes:
        start, end: all of it, in the cleaned text; of an option, up to its `=`.
        name: the case-folded name of an option.
        value: where the value begins that stands behind `=`; None where there is no `=`.
        words: how many words it takes.
        escaped: a `\\` at its start takes the meaning away, and goes.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    value: int | None = None
    words: int = 1
    escaped: bool = False


class _Head(NamedTuple):
    """Dashes, and up to `=` what follows them."""

    start: int
    body: int  # where the dashes end
    end: int  # of the head, or as far as a name can reach
    name: str  # case-folded; empty where it is longer than any name


class Words:
    """The words of a text, from the first to the last. They are divided once, from the last to the first."""

    def __init__(self, text: str, *, plain: bool = False) -> None:
        """In a `plain` text nothing has a meaning: whatever would have one is only noted as if it had a `\\`."""
        self._text = text
        self._plain = plain
        self._stack: list[tuple[int, int]] = []  # the words that are left, the next one on top
        self._escapes: list[int] = []  # where a `\\` goes inside a word, the next one on top
        self._glued: set[int] = set()  # where a word begins that is refused because it follows a mark
        for start, end in reversed([token.span() for token in re.finditer("[^ ]+", text)]):
            self._divide(start, end)

    def __bool__(self) -> bool:
        return bool(self._stack)

    def look(self) -> Word:
        """The next word; there has to be one."""
        start, end = self._stack[-1]
        escape = _ESCAPED.match(self._text, start, end)
        begin = escape.end() if escape else start
        found = self._exact(begin, end, after=2) or self._nearly(begin, end)
        if found is None:
            return Word(Kind.TEXT, start, end)
        if escape or self._plain:
            return Word(Kind.TEXT, start, self._stack[-found.words][1], words=found.words, escaped=True)
        return found

    def take(self) -> Word:
        """The next word, which is left no more. What stands behind its `=` is the next word then."""
        word = self.look()
        end = self._stack[-word.words][1]
        del self._stack[-word.words :]
        if word.value is not None and word.value < end:
            self._stack.append((word.value, end))
        return word

    def take_if(self, matches: Callable[[int, int], object]) -> tuple[int, int] | None:
        """Where the next word stands, if what stands from there to there matches; then it is left no more."""
        return self._stack.pop() if self._stack and matches(*self._stack[-1]) else None

    def take_value(self, option: Word) -> tuple[int, int] | None:
        """Where the value stands behind `=` of the option that was just taken, whatever it looks like."""
        if not self._stack or self._stack[-1][0] != option.value:
            return None
        return self._stack.pop()

    def escapes(self, start: int, end: int) -> list[int]:
        r"""Where a `\` goes inside a word of the text. Words have to be asked for in their order."""
        found = []
        while self._escapes and self._escapes[-1] < end:
            place = self._escapes.pop()
            if place >= start:
                found.append(place)
        return found

    def _divide(self, start: int, end: int) -> None:
        """Put the words of what stands between two spaces upon those that follow it."""
        for mark in reversed(list(_GLUE.finditer(self._text, start, end))):
            begin = mark.end("escape")
            found = self._exact(begin, end, after=1)
            if found is None or not ((is_proven := self._follows_mark(found, end)) or self._is_named(found)):
                continue
            if self._plain or mark["escape"]:
                if not (self._plain and self._is_escaped_behind(found)):
                    self._escapes.append(mark.end())
                continue
            if not is_proven and found.kind is Kind.OPTION:
                self._glued.add(begin)
            self._stack.append((begin, end))
            end = mark.end()
        self._stack.append((start, end))

    def _is_escaped_behind(self, word: Word) -> bool:
        r"""Whether an option of two words has a dash in its second, too: a `\` there is enough."""
        return word.words > 1 and _ONE_DASH.match(self._text, *self._stack[-1]) is not None

    def _follows_mark(self, word: Word, end: int) -> bool:
        """Whether an option may follow a mark, since a strict value follows it."""
        return word.kind is Kind.OPTION and (
            word.words > 1 or self._has_strict_value(word.name, word.end, end, after=1)
        )

    def _is_named(self, word: Word) -> bool:
        """Whether two or three dashes stand before the name."""
        dashes = _DASHES.match(self._text, word.start, word.end)
        return dashes is not None and dashes.end() - word.start > 1

    def _exact(self, start: int, end: int, *, after: int) -> Word | None:
        """An option, by the whole of its name; `after` is where on the stack the word after it lies, from the top."""
        dashes = _DASHES.match(self._text, start, end)
        if dashes is None:
            return None
        if dashes.end() == end:
            return self._apart(start, end, after=after)
        head = self._head(start, dashes.end(), end)
        if not self._is_firm(start, head.body):
            return self._option(head, end) if self._is_proven(head, end, after=after) else None
        if start in self._glued:
            return Word(Kind.REFUSED, start - 1, head.end)
        return self._option(head, end) if head.name in OPTIONS_BY_NAME or head.name in FOREIGN else None

    def _apart(self, start: int, end: int, *, after: int) -> Word | None:
        """An option whose dashes stand by themselves from `start` to `end`."""
        if len(self._stack) < after:
            return None
        begin, its_end = self._stack[-after]
        hyphen = _ONE_DASH.match(self._text, begin, its_end)
        if hyphen:
            is_well_formed = end - start < _MOST_DASHES and not _ALL_LONG.match(hyphen.group())
        else:
            is_well_formed = self._is_firm(start, end)
        head = self._head(start, hyphen.end() if hyphen else begin, its_end)
        if not is_well_formed or not self._is_proven(head, its_end, after=after + 1):
            return None
        return self._option(head, its_end, words=2)

    def _nearly(self, start: int, end: int) -> Word | None:
        """A refusal of what nobody writes in a sentence, though it is the name of nothing."""
        dashes = _DASHES.match(self._text, start, end)
        if dashes is None or (body := dashes.end()) == end or not self._is_firm(start, body):
            return None
        if body - start == 2 and not _ALL_LONG.fullmatch(dashes.group()):
            first = self._text[body]
            is_refused = first.isalpha() or first.isdecimal() or first == "_"
        else:
            name = _WORD.match(self._text, body, min(end, body + LONGEST_NAME + 1))
            after = name.end() if name else end
            is_refused = self._text[body:after].casefold() in OPTIONS_BY_NAME and not _ONE_DASH.match(self._text, after)
        equals = self._text.find("=", body, end)
        return Word(Kind.REFUSED, start, equals if equals >= 0 else end) if is_refused else None

    def _head(self, start: int, body: int, end: int) -> _Head:
        """No further than a name can reach: a word may hold marks without number, and each has this looked at."""
        near = min(end, body + LONGEST_NAME + 1)
        equals = self._text.find("=", body, near)
        if equals >= 0:
            return _Head(start, body, equals, self._text[body:equals].casefold())
        return _Head(start, body, near, self._text[body:near].casefold() if near == end else "")

    def _is_firm(self, start: int, end: int) -> bool:
        """Whether dashes make an option of a name by themselves: two, three, or one long one."""
        return end - start > 1 or _ALL_LONG.match(self._text, start, end) is not None

    def _is_proven(self, head: _Head, end: int, *, after: int) -> bool:
        # The name `r` is too short to be told from a letter that somebody wrote.
        return head.name != "r" and self._has_strict_value(head.name, head.end, end, after=after)

    def _has_strict_value(self, name: str, head_end: int, end: int, *, after: int) -> bool:
        option = OPTIONS_BY_NAME.get(name)
        if option not in PROVEN:
            return False
        value = (head_end + 1, end)
        if value[0] >= end:
            if len(self._stack) < after:
                return False
            value = self._stack[-after]
        return STRICT[option].fullmatch(self._text, *value) is not None

    @staticmethod
    def _option(head: _Head, end: int, *, words: int = 1) -> Word:
        kind = Kind.OPTION if head.name in OPTIONS_BY_NAME else Kind.FOREIGN
        return Word(kind, head.start, head.end, head.name, head.end + 1 if head.end < end else None, words)


def escape(text: str) -> str:
    r"""The text with a `\` before whatever would be more than text."""
    words = Words(text, plain=True)
    pieces, position = [], 0
    while words:
        word = words.take()
        for place in ([word.start] if word.escaped else []) + words.escapes(word.start, word.end):
            pieces += [text[position:place], "\\"]
            position = place
    return "".join([*pieces, text[position:]])


def begins_with(refused: str) -> str:
    """The case-folded word that follows the dashes of what is refused."""
    found = _BEGINS.match(refused)
    return found.group(1).casefold() if found else ""
