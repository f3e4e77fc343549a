"""The first stage: words become parts, terms of `--no` and options. What concerns the whole prompt comes later."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from drawing.prompt.errors import Code, Fault
from drawing.prompt.foreign import Foreign, is_foreign_style, take_values
from drawing.prompt.model import AspectRatio, Seed, WeightedMessage
from drawing.prompt.options import FLAGS, OFF, OPTIONS_BY_NAME, SWITCHES, Option
from drawing.prompt.styles import NO_STYLES, StyleName, Styles, names_in, style_key
from drawing.prompt.values import END_MARKS, MAX_SEED, read_aspect_ratio, read_repeat, read_seed
from drawing.prompt.words import Kind, Word, Words

_MAX_WEIGHT = 100
_MAX_DECIMALS = 3
_TYPED_NUMBER = str.maketrans({",": ".", "–": "-", "−": "-"})

# The atomic group keeps a number whole: without it `3.5d` would count as the weight 3 with a full stop after it.
_NUMBER = r"(?>[-+–−]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+))"
_END = rf"::(?:(?P<weight>{_NUMBER})(?=\Z|::|[,;.])[,;.]?)?"
_TEXT_MARKS = re.compile(rf"\\(?P<literal>::)|{_END}")
_TERM_MARKS = re.compile(rf"\\(?P<literal>::|,)|{_END}|,")


_IN_STYLES = frozenset({Option.NO, Option.ASPECT_RATIO, Option.ENHANCE, Option.RAW})
_READERS = {
    Option.ASPECT_RATIO: ("aspect_ratio", read_aspect_ratio, Code.BAD_ASPECT_RATIO),
    Option.SEED: ("seed", read_seed, Code.BAD_SEED),
    Option.REPEAT: ("repeat", read_repeat, Code.BAD_REPEAT),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What was said with options other than `--no` and `--style`; None, False and nothing `off` mean: nothing."""

    aspect_ratio: AspectRatio | None = None
    seed: Seed | None = None
    repeat: int | None = None
    enhance: bool | None = None
    file: bool = False
    spoiler: bool = False
    off: frozenset[Option] = frozenset()
    new: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of a text and the terms of `--no`."""

    parts: tuple[WeightedMessage, ...]
    terms: tuple[WeightedMessage, ...]

    @property
    def messages(self) -> tuple[WeightedMessage, ...]:
        """All of it, each once."""
        return each_once((*self.parts, *self.terms))


def each_once(messages: Iterable[WeightedMessage]) -> tuple[WeightedMessage, ...]:
    """Of messages equal in case-folded text and in weight, the first."""
    first: dict[tuple[str, Decimal], WeightedMessage] = {}
    for message in messages:
        first.setdefault((message.text.casefold(), message.weight), message)
    return tuple(first.values())


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands in a text that may be less than a prompt: each may be empty.

    Attributes:
        fault: the leftmost thing that is wrong in itself.
        foreign: the foreign options.
    """

    body: Body
    options: Options
    styles: tuple[StyleName, ...] = ()
    fault: Fault | None = None
    foreign: tuple[Foreign, ...] = ()


def scan(text: str, styles: Styles = NO_STYLES, *, of_style: bool = False) -> Scan:
    """Read parts, terms and options of a cleaned text in one pass; `of_style`, of one that is to be a style."""
    return _Scanner(text, styles, of_style=of_style).run()


class _PartReader:
    """Makes messages of the tokens that it is given: the parts of the text, or the terms of one `--no`."""

    def __init__(self, text: str, faults: list[Fault], *, terms: bool) -> None:
        self.messages: list[WeightedMessage] = []
        self._text = text
        self._faults = faults
        self._terms = terms
        self._marks = _TERM_MARKS if terms else _TEXT_MARKS
        self._pieces: list[str] = []

    def read(self, start: int, end: int, escapes: Sequence[int] = ()) -> None:
        r"""Take in what stands from `start` to `end`, both in the cleaned text, less the `\` at each of `escapes`."""
        self._pieces.append(" ")
        for escape in escapes:
            self._read_piece(start, escape)
            start = escape + 1
        self._read_piece(start, end)

    def _read_piece(self, start: int, end: int) -> None:
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
                self._faults.append(Fault(*mark.span("weight"), Code.BAD_WEIGHT))
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


class _Scanner:
    """Goes through the words once. It notes every fault and goes on, since a later one may stand further left."""

    def __init__(self, text: str, styles: Styles, *, of_style: bool) -> None:
        self._text = text
        self._known = styles
        self._of_style = of_style
        self._words = Words(text)
        self._faults: list[Fault] = []
        self._parts = _PartReader(text, self._faults, terms=False)
        self._terms: list[WeightedMessage] = []
        self._values: dict[str, Any] = {}
        self._given: dict[tuple[Option, bool], Word] = {}  # by whether it was switched on
        self._switches: dict[Option, bool] = {}
        self._names: dict[str, StyleName] = {}
        self._foreign: list[Foreign] = []
        self._seed_range = (0, 0)

    def run(self) -> Scan:
        while self._words:
            word = self._words.take()
            match word.kind:
                case Kind.TEXT:
                    self._read_text(word, self._parts)
                case Kind.OPTION:
                    self._read_option(word, OPTIONS_BY_NAME[word.name])
                case Kind.FOREIGN:
                    self._read_foreign(word)
                case Kind.REFUSED:
                    self._fault(word, Code.UNKNOWN_OPTION)
        self._check_flags()
        self._check_last_seed()
        body = Body(each_once(self._parts.finish()), each_once(self._terms))
        fault = min(self._faults, key=lambda fault: fault.start, default=None)
        return Scan(body, self._options(), tuple(self._names.values()), fault, tuple(self._foreign))

    def _next_is_value(self) -> bool:
        return bool(self._words) and self._words.look().kind is Kind.TEXT

    def _fault(self, word: Word, code: Code, option: Option | None = None) -> None:
        self._faults.append(Fault(word.start, word.end, code, option))

    def _read_text(self, word: Word, reader: _PartReader) -> None:
        start = word.start + 1 if word.escaped else word.start
        reader.read(start, word.end, self._words.escapes(start, word.end))

    def _read_foreign(self, word: Word) -> None:
        end, cut = take_values(self._text, self._words, word)
        self._faults.append(Fault(word.start, end, Code.FOREIGN_OPTION))
        self._foreign.append(Foreign(word.start, cut))

    def _read_option(self, word: Word, option: Option) -> None:
        if option is Option.STYLE:
            self._read_styles(word)
        elif self._of_style and option not in _IN_STYLES:
            self._fault(word, Code.BAD_STYLE, option)
        elif option in FLAGS:
            self._read_flag(word, option)
        elif option is Option.NO:
            self._read_terms(word)
        elif self._is_first(word, option):
            self._read_value(word, option)

    def _is_first(self, word: Word, option: Option, *, on: bool = True) -> bool:
        """Whether an option stands here for the first time; otherwise that is a fault."""
        if (option, on) in self._given:
            self._fault(word, Code.DUPLICATE_OPTION, option)
            return False
        self._given[option, on] = word
        return True

    def _read_terms(self, word: Word) -> None:
        reader = _PartReader(self._text, self._faults, terms=True)
        while self._words:
            match self._words.look().kind:
                case Kind.TEXT:
                    self._read_text(self._words.take(), reader)
                case Kind.FOREIGN:  # as if it were not there
                    self._read_foreign(self._words.take())
                case _:
                    break
        terms = reader.finish()
        if not terms:
            self._fault(word, Code.MISSING_VALUE, Option.NO)
        self._terms.extend(terms)

    def _read_flag(self, word: Word, option: Option) -> None:
        value = self._words.take_value(word)
        is_on = word.value is None
        if not is_on and (option not in SWITCHES or value is None or self._value(*value).casefold() not in OFF):
            self._fault(word, Code.UNKNOWN_OPTION, option)
        elif self._of_style and not is_on:
            self._fault(word, Code.BAD_STYLE, option)
        elif self._is_first(word, option, on=is_on):
            self._switches[option] = is_on  # of two that contradict each other, the last counts

    def _read_value(self, word: Word, option: Option) -> None:
        if not self._next_is_value():
            self._fault(word, Code.MISSING_VALUE, option)
            return
        start, end = self._words.take()[1:3]
        typed = self._value(start, end)
        name, read, code = _READERS[option]
        if not typed:
            self._fault(word, Code.MISSING_VALUE, option)
        elif (value := read(typed)) is None:
            self._faults.append(Fault(start, start + len(typed), code))
        else:
            self._values[name] = value
            if option is Option.SEED:
                self._seed_range = (start, start + len(typed))

    def _value(self, start: int, end: int) -> str:
        """A value without the mark of a sentence that ends there."""
        typed = self._text[start:end]
        return typed[:-1] if typed.endswith(END_MARKS) else typed

    def _read_styles(self, word: Word) -> None:
        value = self._words.take() if self._next_is_value() else None
        names = names_in(self._text, self._words, value, self._known) if value else []
        if value and len(names) == 1 and is_foreign_style(names[0].name) and names[0].name not in self._known:
            self._faults.append(Fault(word.start, names[0].end, Code.FOREIGN_OPTION, Option.STYLE))
            self._foreign.append(Foreign(word.start, value.end, is_style=True))
        elif self._of_style:
            self._fault(word, Code.BAD_STYLE, Option.STYLE)
        elif not names:
            self._fault(word, Code.MISSING_VALUE, Option.STYLE)
        else:
            for name in names:
                if name.name in self._known:
                    self._names.setdefault(style_key(name.name), name)
                else:
                    self._faults.append(Fault(name.start, name.end, Code.UNKNOWN_STYLE))

    def _check_flags(self) -> None:
        enhance, raw = (self._switches.get(option) for option in (Option.ENHANCE, Option.RAW))
        if enhance and raw:
            second = max(
                (self._given[option, True] for option in (Option.ENHANCE, Option.RAW)), key=lambda word: word.start
            )
            self._fault(second, Code.CONFLICT)

    def _check_last_seed(self) -> None:
        match self._values:
            case {"seed": int(first), "repeat": int(repeat)} if first + repeat - 1 > MAX_SEED:
                self._faults.append(Fault(*self._seed_range, Code.BAD_SEED))
            case _:
                pass

    def _options(self) -> Options:
        on = {option for option, is_on in self._switches.items() if is_on}
        return Options(
            **self._values,
            enhance=True if Option.ENHANCE in on else False if Option.RAW in on else None,
            file=Option.FILE in on,
            spoiler=Option.SPOILER in on,
            new=Option.NEW in on,
            off=frozenset(self._switches.keys() - on),
        )
