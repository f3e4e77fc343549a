"""Values of options, each read from one word. None means that the word is unusable."""

import re
from math import gcd

from drawing.prompt.model import AspectRatio, Seed

MAX_SEED = 2**63 - 1
MAX_REPEAT = 4
_MAX_SIDE = 100
_MAX_STRETCH = 4

_NAMED_RATIOS = {
    "square": AspectRatio(1, 1),
    "portrait": AspectRatio(2, 3),
    "landscape": AspectRatio(3, 2),
    "wide": AspectRatio(16, 9),
    "tall": AspectRatio(9, 16),
}


def read_aspect_ratio(word: str) -> AspectRatio | None:
    """`16:9`, `16x9` (Latin, Cyrillic or ×), `16/9` or a name; whole numbers 1 to 100, at most 4:1 or 1:4."""
    folded = word.casefold()
    if folded in _NAMED_RATIOS:
        return _NAMED_RATIOS[folded]
    sides = [_whole_number(side, _MAX_SIDE) for side in re.split("[:/xх×]", folded, maxsplit=1)]
    match sides:
        case [int(width), int(height)] if max(width, height) <= _MAX_STRETCH * min(width, height):
            divisor = gcd(width, height)
            return AspectRatio(width // divisor, height // divisor)
        case _:
            return None


def read_seed(word: str) -> Seed | None:
    """1 to 2^63-1, or `random`."""
    return "random" if word.casefold() == "random" else _whole_number(word, MAX_SEED)


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
