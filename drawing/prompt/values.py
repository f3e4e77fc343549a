"""Values of options, each read from one word. None means that the word is unusable."""

import re
from math import gcd

from drawing.prompt.model import AspectRatio, Seed
from drawing.prompt.options import Option

MAX_SEED = 2**63 - 1
MAX_REPEAT = 4
END_MARKS = (",", ";", ".")
"""One of these is dropped at the end of a value."""

_MAX_SIDE = 100
_MAX_STRETCH = 4
_SEPARATOR = "[:/xх×]"

_NAMED_RATIOS = {
    "square": AspectRatio(1, 1),
    "portrait": AspectRatio(2, 3),
    "landscape": AspectRatio(3, 2),
    "wide": AspectRatio(16, 9),
    "tall": AspectRatio(9, 16),
    "квадрат": AspectRatio(1, 1),
    "портрет": AspectRatio(2, 3),
    "пейзаж": AspectRatio(3, 2),
    "широкий": AspectRatio(16, 9),
    "высокий": AspectRatio(9, 16),
}
_RANDOM = frozenset({"random", "случайный"})


def _strict(form: str) -> re.Pattern[str]:
    return re.compile(f"(?:{form})[{''.join(END_MARKS)}]?", re.IGNORECASE)


STRICT = {
    Option.ASPECT_RATIO: _strict(f"[0-9]+{_SEPARATOR}[0-9]+|{'|'.join(_NAMED_RATIOS)}"),
    Option.SEED: _strict(f"[0-9]+|{'|'.join(sorted(_RANDOM))}"),
    Option.REPEAT: _strict("[0-9]+"),
}
"""The forms by which a value proves that its option was meant; whether it is in range is another matter."""


def read_aspect_ratio(word: str) -> AspectRatio | None:
    """`16:9`, `16x9` (Latin, Cyrillic or ×), `16/9` or a name; whole numbers 1 to 100, at most 4:1 or 1:4."""
    folded = word.casefold()
    if folded in _NAMED_RATIOS:
        return _NAMED_RATIOS[folded]
    sides = [_whole_number(side, _MAX_SIDE) for side in re.split(_SEPARATOR, folded, maxsplit=1)]
    match sides:
        case [int(width), int(height)] if max(width, height) <= _MAX_STRETCH * min(width, height):
            divisor = gcd(width, height)
            return AspectRatio(width // divisor, height // divisor)
        case _:
            return None


def read_seed(word: str) -> Seed | None:
    """1 to 2^63-1, or `random`."""
    return "random" if word.casefold() in _RANDOM else _whole_number(word, MAX_SEED)


def read_repeat(word: str) -> int | None:
    """1 to 4 drawings."""
    return _whole_number(word, MAX_REPEAT)


def _whole_number(digits: str, highest: int) -> int | None:
    """A whole number from 1, in ASCII digits. The length is checked first: `int` refuses 4,300 digits and more."""
    significant = digits.lstrip("0")
    if not (significant.isascii() and significant.isdecimal()) or len(significant) > len(str(highest)):
        return None
    number = int(significant)
    return number if number <= highest else None
