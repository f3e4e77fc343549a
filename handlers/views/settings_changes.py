"""Changes of settings by a press: what the buttons of `/settings` carry, and what comes of it. Pure."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from aiogram.filters.callback_data import CallbackData

from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.people import Group, Person
from drawing.prompt import AspectRatio
from handlers.views.texts import LANGUAGES

RATIOS: Final = {"1:1": "square", "2:3": "portrait", "3:2": "landscape", "9:16": "tall", "16:9": "wide"}
"""The shapes that have a button, and what they are called; what a prompt takes is the same."""
DAILY_LIMITS: Final = ("5", "20", "50", "200", "")


class Setting(StrEnum):
    """What a button changes."""

    LANGUAGE = "lang"
    RATIO = "ratio"
    SEED = "seed"
    ENHANCE = "enhance"
    RAW = "raw"
    FILE = "file"
    SPOILER = "spoiler"
    NOTIFY = "notify"
    SUFFIX = "suffix"
    NEGATIVES = "no"
    DRAWING = "drawing"
    LIMIT = "limit"


class Page(StrEnum):
    """A page of the panel."""

    HOME = "all"
    PICTURE = "picture"
    PROMPT = "prompt"
    DELIVERY = "delivery"
    LANGUAGE = "language"
    GROUP = "group"

    @classmethod
    def of(cls, setting: Setting) -> "Page":
        """The page that a setting stands on."""
        return _PAGES[setting]


_PAGES: Final = {
    Setting.LANGUAGE: Page.LANGUAGE,
    Setting.RATIO: Page.PICTURE,
    Setting.SEED: Page.PICTURE,
    Setting.SUFFIX: Page.PICTURE,
    Setting.NEGATIVES: Page.PICTURE,
    Setting.ENHANCE: Page.PROMPT,
    Setting.RAW: Page.PROMPT,
    Setting.FILE: Page.DELIVERY,
    Setting.SPOILER: Page.DELIVERY,
    Setting.NOTIFY: Page.DELIVERY,
    Setting.DRAWING: Page.GROUP,
    Setting.LIMIT: Page.GROUP,
}


class SettingButton(CallbackData, prefix="set", sep="|"):
    """Give a setting of `whose` (a person's or a group's id) a value; an empty one is the default."""

    whose: int
    setting: Setting
    value: str


class PageButton(CallbackData, prefix="sets", sep="|"):
    """Show another page of the settings of `whose`."""

    whose: int
    page: Page


def changed(settled: Person | Group, setting: Setting, value: str) -> Person | Group | None:
    """The person or group with one setting changed; None for a value that no button of theirs has."""
    match settled, setting:
        case _, Setting.LANGUAGE if value in {"", *LANGUAGES}:
            return replace(settled, language=value or None)
        case Person(), Setting.NOTIFY:
            return replace(settled, notify=bool(value))
        case Group(), Setting.DRAWING:
            return replace(settled, is_off=not value)
        case Group(), Setting.LIMIT if value in DAILY_LIMITS:
            return replace(settled, per_day=int(value) if value else None)
    defaults = _changed_defaults(settled.defaults, setting, value)
    return None if defaults is None else replace(settled, defaults=defaults)


def _changed_defaults(defaults: Defaults, setting: Setting, value: str) -> Defaults | None:  # noqa: PLR0911 - a table
    is_on = bool(value)
    match setting:
        case Setting.RATIO if value in {"", *RATIOS}:
            return replace(defaults, aspect_ratio=AspectRatio(*map(int, value.split(":"))) if value else None)
        case Setting.SEED if value in {SeedMode.RANDOM, SeedMode.LAST}:
            return replace(defaults, seed=SeedSetting(SeedMode(value)))
        case Setting.ENHANCE:
            return replace(defaults, enhance=is_on, raw=False if is_on else defaults.raw)
        case Setting.RAW:
            return replace(defaults, raw=is_on, enhance=False if is_on else defaults.enhance)
        case Setting.FILE:
            return replace(defaults, as_file=is_on)
        case Setting.SPOILER:
            return replace(defaults, spoiler=is_on)
        case Setting.SUFFIX if not value:
            return replace(defaults, suffix=None)
        case Setting.NEGATIVES if not value:
            return replace(defaults, negatives=None)
        case _:
            return None
