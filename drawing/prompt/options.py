"""The options: their names, what looks like one, and what was said with them."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from drawing.prompt.model import AspectRatio, Seed


class Option(StrEnum):
    """Every option, by its canonical spelling."""

    NO = "--no"
    ASPECT_RATIO = "--ar"
    SEED = "--seed"
    REPEAT = "--repeat"
    ENHANCE = "--enhance"
    RAW = "--raw"
    FILE = "--file"
    SPOILER = "--spoiler"


FLAGS = frozenset({Option.ENHANCE, Option.RAW, Option.FILE, Option.SPOILER})
"""The options that take no value."""

OPTIONS_BY_NAME = {
    "no": Option.NO,
    "без": Option.NO,
    "ar": Option.ASPECT_RATIO,
    "aspect": Option.ASPECT_RATIO,
    "формат": Option.ASPECT_RATIO,
    "seed": Option.SEED,
    "сид": Option.SEED,
    "repeat": Option.REPEAT,
    "r": Option.REPEAT,
    "enhance": Option.ENHANCE,
    "raw": Option.RAW,
    "file": Option.FILE,
    "spoiler": Option.SPOILER,
}
"""Every name of every option, case-folded and without hyphens."""

# What phones make of two hyphens: figure dash, en dash, em dash, horizontal bar.
_DASHES = frozenset("\u2012\u2013\u2014\u2015")


@dataclass(frozen=True, slots=True)
class Options:
    """What was said with options other than `--no`; None and False mean: nothing."""

    aspect_ratio: AspectRatio | None = None
    seed: Seed | None = None
    repeat: int | None = None
    enhance: bool | None = None
    file: bool = False
    spoiler: bool = False


def option_name(token: str) -> str | None:
    """The case-folded name, known or not, of a token that counts as an option; None for text."""
    spelled = token.partition("=")[0]
    if spelled.startswith("--"):
        first = spelled[2:3]
        return spelled[2:].casefold() if first.isalpha() or first.isdecimal() or first == "_" else None
    if spelled[:1] in _DASHES:
        name = spelled[1:].casefold()
        return name if name in OPTIONS_BY_NAME else None
    return None


def option_of(token: str) -> Option | None:
    """The option whose name the token begins with; None for none that there is."""
    return OPTIONS_BY_NAME.get(option_name(token) or "")


def is_known_option(token: str) -> bool:
    """Whether the token begins with the name of an option that there is."""
    return option_name(token) in OPTIONS_BY_NAME


def is_escaped_option(token: str) -> bool:
    r"""Whether the token would be an option without the `\` before it. Of several `\`, one takes the meaning away."""
    return token.startswith("\\") and option_name(token.lstrip("\\")) is not None


def nearest_option(token: str) -> str | None:
    """The spelling nearest to the name in an option's token: what it begins with (`--no,hat`) or resembles, if any."""
    word = re.match(r"\w*", option_name(token) or "")
    begins = word.group() if word else ""
    if begins in OPTIONS_BY_NAME:
        return f"--{begins}"
    near = get_close_matches(begins, OPTIONS_BY_NAME, n=1)
    return f"--{near[0]}" if near else None
