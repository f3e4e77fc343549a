r"""Running text: `::` and weights, commas between terms, and the `\` that takes their meaning away."""

import re
from decimal import Decimal
from typing import NamedTuple

from drawing.prompt.errors import Code
from drawing.prompt.model import WeightedMessage

_MAX_WEIGHT = 100
_MAX_DECIMALS = 3
_TYPED_NUMBER = str.maketrans({",": ".", "–": "-", "−": "-"})

# The atomic group keeps a number whole: without it `3.5d` would count as the weight 3 with a full stop after it.
_NUMBER = r"(?>[-+–−]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+))"
_END = rf"::(?:(?P<weight>{_NUMBER})(?=\Z|::|[,;.])[,;.]?)?"
_TEXT_MARKS = re.compile(rf"\\(?P<literal>::)|{_END}")
_TERM_MARKS = re.compile(rf"\\(?P<literal>::|,)|{_END}|,")


class Fault(NamedTuple):
    """What is wrong with a range of the cleaned text."""

    start: int
    end: int
    code: Code


class PartReader:
    """Makes messages of the tokens that it is given: the parts of the text, or the terms of one `--no`."""

    def __init__(self, text: str, faults: list[Fault], *, terms: bool) -> None:
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
