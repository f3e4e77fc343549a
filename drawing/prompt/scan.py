"""The first stage: tokens become parts, terms of `--no` and options. What concerns the whole prompt comes later."""

import re
from collections import deque
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, TypeVar

from drawing.prompt.clean import Cleaned
from drawing.prompt.errors import Code, PromptError
from drawing.prompt.model import WeightedMessage
from drawing.prompt.options import (
    FLAGS,
    OPTIONS_BY_NAME,
    Option,
    Options,
    is_escaped_option,
    is_known_option,
    nearest_option,
    option_name,
)
from drawing.prompt.values import MAX_SEED, read_aspect_ratio, read_repeat, read_seed

_Value = TypeVar("_Value")

_MAX_WEIGHT = 100
_MAX_DECIMALS = 3
_TYPED_NUMBER = str.maketrans({",": ".", "–": "-", "−": "-"})

# The atomic group keeps a number whole: without it `3.5d` would count as the weight 3 with a full stop after it.
_NUMBER = r"(?>[-+–−]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+))"
_END = rf"::(?:(?P<weight>{_NUMBER})(?=\Z|::|[,;.])[,;.]?)?"
_TEXT_MARKS = re.compile(rf"\\(?P<literal>::)|{_END}")
_TERM_MARKS = re.compile(rf"\\(?P<literal>::|,)|{_END}|,")


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands in a text that may be less than a prompt: each may be empty, and equal messages are all there."""

    parts: tuple[WeightedMessage, ...]
    terms: tuple[WeightedMessage, ...]
    options: Options


def scan(source: Cleaned) -> Scan:
    """Read parts, terms and options in one pass.

    Raises PromptError for the leftmost thing that is wrong in itself.
    """
    scanner = _Scanner(source.text)
    found = scanner.run()
    if not scanner.faults:
        return found
    start, end, code = min(scanner.faults, key=lambda fault: fault.start)
    token = source.text[start:end]
    # Only the error that is told gets a hint: finding the nearest name is the slowest thing here. The name in
    # `--file=1` is right, and hints at nothing else.
    is_misspelled = code is Code.UNKNOWN_OPTION and not is_known_option(token)
    hint = nearest_option(token) if is_misspelled else None
    raise PromptError(code, source.typed(start, end), hint=hint)


class _Fault(NamedTuple):
    """What is wrong with a range of the cleaned text."""

    start: int
    end: int
    code: Code


class _PartReader:
    """Makes messages of the tokens that it is given: the parts of the text, or the terms of one `--no`."""

    def __init__(self, text: str, faults: list[_Fault], *, terms: bool) -> None:
        self.messages: list[WeightedMessage] = []
        self._text = text
        self._faults = faults
        self._terms = terms
        self._marks = _TERM_MARKS if terms else _TEXT_MARKS
        self._pieces: list[str] = []

    def read(self, start: int, end: int) -> None:
        """Take in the token that stands from `start` to `end`, both in the cleaned text."""
        self._pieces.append(" ")
        position = start
        for mark in self._marks.finditer(self._text, start, end):
            self._pieces.append(self._text[position : mark.start()])
            position = mark.end()
            if mark["literal"]:
                self._pieces.append(mark["literal"])
            else:
                self._end_part(mark)
        self._pieces.append(self._text[position:end])

    def finish(self) -> list[WeightedMessage]:
        """The messages, the part that no mark ended among them."""
        self._end_part(None)
        return self.messages

    def _end_part(self, mark: re.Match[str] | None) -> None:
        text = "".join(self._pieces).strip(" ")
        self._pieces.clear()
        if not text:
            return
        weight = Decimal(1)
        if mark is not None and mark["weight"]:
            read = _read_weight(mark["weight"])
            if read is None or (self._terms and read < 0):
                self._faults.append(_Fault(*mark.span("weight"), Code.BAD_WEIGHT))
            else:
                weight = read
        self.messages.append(WeightedMessage(text, -weight if self._terms else weight))


def _read_weight(typed: str) -> Decimal | None:
    """The weight in its shortest form, or None if it is 0, over 100 in magnitude or finer than thousandths."""
    number = typed.translate(_TYPED_NUMBER)
    weight = Decimal(number)
    if len(number.partition(".")[2]) > _MAX_DECIMALS or not weight or not -_MAX_WEIGHT <= weight <= _MAX_WEIGHT:
        return None
    return Decimal(f"{weight.normalize():f}")


class _Word(NamedTuple):
    """A token, or the value after `=` in one; `head` is where its first `=` stands, or else its end."""

    start: int
    head: int
    end: int


class _Scanner:
    """Goes through the tokens once. It notes every fault and goes on, since a later one may stand further left."""

    def __init__(self, text: str) -> None:
        self.faults: list[_Fault] = []
        self._text = text
        self._words = deque(self._word(*token.span()) for token in re.finditer("[^ ]+", text))
        self._parts = _PartReader(text, self.faults, terms=False)
        self._terms: list[WeightedMessage] = []
        self._options = Options()
        self._given: set[Option] = set()
        self._seed_range = (0, 0)

    def run(self) -> Scan:
        while self._words:
            word = self._words.popleft()
            if self._name(word) is None:
                self._read_text(word, self._parts)
            else:
                self._read_option(word)
        self._check_last_seed()
        return Scan(tuple(self._parts.finish()), tuple(self._terms), self._options)

    def _word(self, start: int, end: int) -> _Word:
        equals = self._text.find("=", start, end)
        return _Word(start, end if equals < 0 else equals, end)

    def _name(self, word: _Word) -> str | None:
        # Only the head is looked at: a chain such as `--ar=--ar=--ar=` would else be copied again for every link.
        return option_name(self._text[word.start : word.head])

    def _next_is_value(self) -> bool:
        return bool(self._words) and self._name(self._words[0]) is None

    def _fault(self, span: tuple[int, int], code: Code) -> None:
        self.faults.append(_Fault(*span, code))

    def _read_text(self, word: _Word, reader: _PartReader) -> None:
        escaped = is_escaped_option(self._text[word.start : word.head])
        reader.read(word.start + 1 if escaped else word.start, word.end)

    def _read_option(self, word: _Word) -> None:
        name = (word.start, word.head)
        option = OPTIONS_BY_NAME.get(self._name(word) or "")
        if option is None or (option in FLAGS and word.head < word.end):
            self._fault(name, Code.UNKNOWN_OPTION)
            return
        if word.head + 1 < word.end:
            self._words.appendleft(self._word(word.head + 1, word.end))
        if option is Option.NO:
            self._read_terms(name)
        elif option in self._given:
            self._fault(name, Code.DUPLICATE_OPTION)
        elif option in FLAGS:
            self._set_flag(option, name)
        elif self._next_is_value():
            self._read_value(option, name)
        else:
            self._fault(name, Code.MISSING_VALUE)
        self._given.add(option)

    def _read_terms(self, name: tuple[int, int]) -> None:
        reader = _PartReader(self._text, self.faults, terms=True)
        while self._next_is_value():
            self._read_text(self._words.popleft(), reader)
        terms = reader.finish()
        if not terms:
            self._fault(name, Code.MISSING_VALUE)
        self._terms.extend(terms)

    def _set_flag(self, flag: Option, name: tuple[int, int]) -> None:
        match flag:
            case Option.FILE:
                self._options = replace(self._options, file=True)
            case Option.SPOILER:
                self._options = replace(self._options, spoiler=True)
            case _ if self._options.enhance is not None:
                self._fault(name, Code.CONFLICT)
            case _:
                self._options = replace(self._options, enhance=flag is Option.ENHANCE)

    def _read_value(self, option: Option, name: tuple[int, int]) -> None:
        start, _, end = self._words.popleft()
        typed = self._text[start:end].removesuffix(",")
        span = (start, start + len(typed))
        if not typed:
            self._fault(name, Code.MISSING_VALUE)
        elif option is Option.ASPECT_RATIO:
            ratio = self._usable(read_aspect_ratio(typed), span, Code.BAD_ASPECT_RATIO)
            self._options = replace(self._options, aspect_ratio=ratio)
        elif option is Option.SEED:
            self._seed_range = span
            self._options = replace(self._options, seed=self._usable(read_seed(typed), span, Code.BAD_SEED))
        else:
            self._options = replace(self._options, repeat=self._usable(read_repeat(typed), span, Code.BAD_REPEAT))

    def _usable(self, value: _Value | None, span: tuple[int, int], code: Code) -> _Value | None:
        if value is None:
            self._fault(span, code)
        return value

    def _check_last_seed(self) -> None:
        match self._options:
            case Options(seed=int(first), repeat=int(repeat)) if first + repeat - 1 > MAX_SEED:
                self._fault(self._seed_range, Code.BAD_SEED)
            case _:
                pass
