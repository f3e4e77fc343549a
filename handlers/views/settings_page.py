"""The pages of `/settings`, a person's and a group's: what they say, their buttons, and what these change. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.people import Group, Person
from drawing.prompt import AspectRatio
from drawing.records import Traits
from handlers.views.texts import LANGUAGES, Html, Texts, cut

RATIOS = ("1:1", "3:2", "2:3", "16:9", "9:16")
DAILY_LIMITS = ("", "5", "20", "50", "200")
_SHOWN = 100


class Setting(StrEnum):
    """What a button of a page changes."""

    LANGUAGE = "lang"
    RATIO = "ratio"
    SEED = "seed"
    ENHANCE = "enhance"
    FILE = "file"
    NOTIFY = "notify"
    SUFFIX = "suffix"
    NEGATIVES = "no"
    DRAWING = "drawing"
    LIMIT = "limit"


class SettingButton(CallbackData, prefix="set", sep="|"):
    """Give a setting of `whose` (a person's or a group's id) a value; an empty one is the default."""

    whose: int
    setting: Setting
    value: str


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
    match setting:
        case Setting.RATIO if value in {"", *RATIOS}:
            return replace(defaults, aspect_ratio=AspectRatio(*map(int, value.split(":"))) if value else None)
        case Setting.SEED if value in {SeedMode.RANDOM, SeedMode.LAST}:
            return replace(defaults, seed=SeedSetting(SeedMode(value)))
        case Setting.ENHANCE:
            return replace(defaults, enhance=bool(value))
        case Setting.FILE:
            return replace(defaults, as_file=bool(value))
        case Setting.SUFFIX if not value:
            return replace(defaults, suffix=None)
        case Setting.NEGATIVES if not value:
            return replace(defaults, negatives=None)
        case _:
            return None


def settings_page(settled: Person | Group, traits: Traits, texts: Texts) -> tuple[Html, InlineKeyboardMarkup]:
    """What is set, and the buttons to change it."""
    page = _Page(settled.id, texts)
    language = texts("settings-language-auto") if settled.language is None else LANGUAGES[settled.language]
    described = _described(settled.defaults, traits, texts)
    if isinstance(settled, Person):
        text = texts("settings-title", language=language, **described)
        rows = [page.languages(settled), *page.defaults(settled.defaults, traits)]
        rows.append([page.switch(Setting.NOTIFY, is_on=settled.notify)])
    else:
        limit = "settings-limit-none" if settled.per_day is None else "settings-limit"
        text = texts(
            "settings-group-title",
            language=language,
            state=texts("settings-drawing-off" if settled.is_off else "settings-drawing-on"),
            limit=texts(limit, **({} if settled.per_day is None else {"limit": settled.per_day})),
            **described,
        )
        rows = [
            page.languages(settled),
            [page.switch(Setting.DRAWING, is_on=not settled.is_off)],
            page.limits(settled),
        ]
        rows += page.defaults(settled.defaults, traits)
    rows += page.forget(settled.defaults)
    return text, InlineKeyboardMarkup(inline_keyboard=rows)


def _described(defaults: Defaults, traits: Traits, texts: Texts) -> Mapping[str, str]:
    nothing = texts("settings-nothing")
    seed = defaults.seed or SeedSetting()
    return {
        "seeds": "yes" if traits.keeps_seed else "no",
        "seed": str(seed.value) if seed.mode is SeedMode.FIXED else texts(f"settings-seed-{seed.mode}"),
        "ratio": texts("settings-ratio-none") if defaults.aspect_ratio is None else str(defaults.aspect_ratio),
        "suffix": nothing if defaults.suffix is None else cut(defaults.suffix, _SHOWN),
        "negatives": nothing if defaults.negatives is None else cut(defaults.negatives, _SHOWN),
    }


class _Page:
    """The rows of buttons of one page."""

    def __init__(self, whose: int, texts: Texts) -> None:
        self._whose = whose
        self._texts = texts

    def choice(self, name: str, setting: Setting, value: str, *, is_chosen: bool) -> InlineKeyboardButton:
        data = SettingButton(whose=self._whose, setting=setting, value=value)
        return InlineKeyboardButton(text=f"✓ {name}" if is_chosen else name, callback_data=data.pack())

    def switch(self, setting: Setting, *, is_on: bool) -> InlineKeyboardButton:
        return self.choice(self._texts(f"settings-{setting}"), setting, "" if is_on else "1", is_chosen=is_on)

    def languages(self, settled: Person | Group) -> list[InlineKeyboardButton]:
        return [
            self.choice(name, Setting.LANGUAGE, code, is_chosen=code == (settled.language or ""))
            for code, name in {**LANGUAGES, "": "Telegram"}.items()
        ]

    def limits(self, group: Group) -> list[InlineKeyboardButton]:
        chosen = "" if group.per_day is None else str(group.per_day)
        return [
            self.choice(limit or self._texts("settings-limit-none"), Setting.LIMIT, limit, is_chosen=limit == chosen)
            for limit in DAILY_LIMITS
        ]

    def defaults(self, defaults: Defaults, traits: Traits) -> list[list[InlineKeyboardButton]]:
        ratio = "" if defaults.aspect_ratio is None else str(defaults.aspect_ratio)
        mode = SeedMode.RANDOM if defaults.seed is None else defaults.seed.mode
        seeds = (SeedMode.RANDOM, SeedMode.LAST) if traits.keeps_seed else ()
        return [
            [self.choice(shape, Setting.RATIO, shape, is_chosen=shape == ratio) for shape in RATIOS],
            [
                self.choice(self._texts("settings-ratio-none"), Setting.RATIO, "", is_chosen=not ratio),
                *(
                    self.choice(self._texts(f"settings-seed-{one}"), Setting.SEED, one, is_chosen=mode is one)
                    for one in seeds
                ),
            ],
            # On a phone, the words of two in a row would stand on two lines.
            [self.switch(Setting.ENHANCE, is_on=bool(defaults.enhance))],
            [self.switch(Setting.FILE, is_on=bool(defaults.as_file))],
        ]

    def forget(self, defaults: Defaults) -> list[list[InlineKeyboardButton]]:
        """Buttons that take away what words have set."""
        return [
            [self.choice(self._texts(f"settings-forget-{setting}"), setting, "", is_chosen=False)]
            for setting, value in ((Setting.SUFFIX, defaults.suffix), (Setting.NEGATIVES, defaults.negatives))
            if value is not None
        ]
