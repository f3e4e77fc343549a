"""Names of options: ours in both languages, and those of Midjourney that mean nothing here."""

from difflib import get_close_matches
from enum import Enum, StrEnum, auto


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
    STYLE = "--style"
    NEW = "--new"


SWITCHES = frozenset({Option.ENHANCE, Option.RAW, Option.FILE, Option.SPOILER})
"""The options that `=no` switches off."""

FLAGS = SWITCHES | {Option.NEW}
"""The options that take no other value."""

PROVEN = frozenset({Option.ASPECT_RATIO, Option.SEED, Option.REPEAT})
"""The options that a strict value behind them proves to be meant, however they are spelled."""

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
    "повтор": Option.REPEAT,
    "enhance": Option.ENHANCE,
    "улучшить": Option.ENHANCE,
    "raw": Option.RAW,
    "дословно": Option.RAW,
    "file": Option.FILE,
    "файл": Option.FILE,
    "spoiler": Option.SPOILER,
    "спойлер": Option.SPOILER,
    "style": Option.STYLE,
    "стиль": Option.STYLE,
    "new": Option.NEW,
    "заново": Option.NEW,
}
"""Every name of every option of ours, case-folded and without hyphens."""

OFF = frozenset({"no", "нет", "off"})
"""The values that switch off."""


class Takes(Enum):
    """Values of a foreign option."""

    NOTHING = auto()
    NUMBER = auto()
    REFERENCES = auto()
    PROFILES = auto()


FOREIGN = {
    **dict.fromkeys(
        [
            "v",
            "version",
            "s",
            "stylize",
            "q",
            "quality",
            "c",
            "chaos",
            "w",
            "weird",
            "iw",
            "stop",
            "cw",
            "sw",
            "sv",
            "ow",
            "exp",
            "niji",
        ],
        Takes.NUMBER,
    ),
    **dict.fromkeys(["tile", "fast", "relax", "turbo", "draft", "hd", "video"], Takes.NOTHING),
    **dict.fromkeys(["cref", "sref", "oref"], Takes.REFERENCES),
    **dict.fromkeys(["p", "profile", "personalize"], Takes.PROFILES),
}
"""Every name of every foreign option, and what it takes there."""

FOREIGN_STYLES = frozenset(["raw", "cute", "scenic", "expressive", "original", "4a", "4b", "4c"])
"""What follows `--style` in Midjourney."""

LONGEST_NAME = max(map(len, (*OPTIONS_BY_NAME, *FOREIGN)))

# Other words for what an option does, which no likeness of letters leads to.
_SYNONYMS = {
    "нет": "без",
    "кроме": "без",
    "without": "no",
    "соотношение": "формат",
    "пропорции": "формат",
    "ratio": "ar",
}


def nearest_option(begins: str) -> str | None:
    """The spelling nearest to the case-folded word that an unknown option begins with, if any is near."""
    if begins in OPTIONS_BY_NAME:
        return f"--{begins}"
    if begins in _SYNONYMS:
        return f"--{_SYNONYMS[begins]}"
    near = get_close_matches(begins, OPTIONS_BY_NAME, n=1)
    return f"--{near[0]}" if near else None
