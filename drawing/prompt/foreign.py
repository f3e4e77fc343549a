"""Options of other tools: which words are their values, so that all of it can be cut out."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple

from drawing.prompt.clean import Cleaned
from drawing.prompt.errors import Span
from drawing.prompt.options import FOREIGN, FOREIGN_STYLES, Takes
from drawing.prompt.words import Word, Words

_NUMBER: Final = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_WEIGHT: Final = f"(?:::{_NUMBER})?"
_VALUES: Final = {
    Takes.NUMBER: re.compile(f"{_NUMBER},?"),
    Takes.REFERENCES: re.compile(f"(?:https?://.+?|[0-9]+|random){_WEIGHT},?", re.IGNORECASE),
    Takes.PROFILES: re.compile(f"(?=[a-z]*[0-9])[a-z0-9]{{5,}}{_WEIGHT},?", re.IGNORECASE | re.ASCII),
}


class Foreign(NamedTuple):
    """A foreign option in the cleaned text, with its values and the comma behind them; whether it is our `--style`."""

    start: int
    end: int
    is_style: bool = False


def take_values(text: str, words: Words, option: Word) -> tuple[int, int]:
    """Take the values of a foreign option; where the last one ends, without and with the comma behind it."""
    end = option.end
    if (value := words.take_value(option)) is not None:
        end = value[1]
    elif (takes := FOREIGN[option.name]) is not Takes.NOTHING:
        while (value := words.take_if(partial(_VALUES[takes].fullmatch, text))) is not None:
            end = value[1]
            if takes is Takes.NUMBER:
                break
    return end - (end > option.end and text[end - 1] == ","), end


def is_foreign_style(name: str) -> bool:
    """Whether a name means a style of Midjourney's, unless there is a style of that name."""
    return name.casefold() in FOREIGN_STYLES


def cut_out(typed: str, foreign: Iterable[Foreign], result: Cleaned, groups: Sequence[Span]) -> str:
    """What was typed without these options of one of its results; groups stay as they are.

    So does a `--style` with a name out of a group: with another name, it is a style of ours.
    """
    pieces, position = [], 0
    for one in foreign:
        start, end = result.typed(one.start, one.end)
        inside = [(begin, stop) for begin, stop in groups if begin < end and stop > start]
        if inside and one.is_style:
            continue
        for begin, stop in [*inside, (end, end)]:
            if start < begin:
                pieces += [typed[position:start], " "]
                position = begin
            start = max(start, stop)
    return "".join([*pieces, typed[position:]])
