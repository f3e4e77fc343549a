"""The page of `/settings`: what it says, its buttons, and what they change. Pure."""

from dataclasses import replace
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.people import Person, SeedMode, SeedSetting
from drawing.prompt import AspectRatio
from handlers.texts import LANGUAGES, Html, Texts
from handlers.utf16 import cut

RATIOS = ("1:1", "3:2", "2:3", "16:9", "9:16")
_SHOWN = 100


class Setting(StrEnum):
    """What a button of the page changes."""

    LANGUAGE = "lang"
    RATIO = "ratio"
    SEED = "seed"
    ENHANCE = "enhance"
    FILE = "file"
    NOTIFY = "notify"
    SUFFIX = "suffix"
    NEGATIVES = "no"


class SettingButton(CallbackData, prefix="set", sep="|"):
    """Give a setting of `person` a value; an empty one is the default."""

    person: int
    setting: Setting
    value: str


def changed(person: Person, setting: Setting, value: str) -> Person | None:  # noqa: PLR0911 - a table, spelled as a match
    """The person with one setting changed; None for a value that no button of ours has."""
    match setting:
        case Setting.LANGUAGE if value in {"", *LANGUAGES}:
            return replace(person, language=value or None)
        case Setting.RATIO if value in {"", *RATIOS}:
            ratio = AspectRatio(*map(int, value.split(":"))) if value else None
            return replace(person, aspect_ratio=ratio)
        case Setting.SEED if value in {SeedMode.RANDOM, SeedMode.LAST}:
            return replace(person, seed=SeedSetting(SeedMode(value)))
        case Setting.ENHANCE:
            return replace(person, enhance=bool(value))
        case Setting.FILE:
            return replace(person, as_file=bool(value))
        case Setting.NOTIFY:
            return replace(person, notify=bool(value))
        case Setting.SUFFIX if not value:
            return replace(person, suffix=None)
        case Setting.NEGATIVES if not value:
            return replace(person, negatives=None)
        case _:
            return None


def settings_page(person: Person, texts: Texts) -> tuple[Html, InlineKeyboardMarkup]:
    """What is set, and the buttons to change it."""
    nothing = texts("settings-nothing")
    seed = {
        SeedMode.RANDOM: texts("settings-seed-random"),
        SeedMode.LAST: texts("settings-seed-last"),
        SeedMode.FIXED: str(person.seed.value),
    }[person.seed.mode]
    text = texts(
        "settings-title",
        language=texts("settings-language-auto") if person.language is None else LANGUAGES[person.language],
        seed=seed,
        ratio=texts("settings-ratio-none") if person.aspect_ratio is None else str(person.aspect_ratio),
        suffix=nothing if person.suffix is None else cut(person.suffix, _SHOWN),
        negatives=nothing if person.negatives is None else cut(person.negatives, _SHOWN),
    )
    return text, InlineKeyboardMarkup(inline_keyboard=_rows(person, texts))


def _rows(person: Person, texts: Texts) -> list[list[InlineKeyboardButton]]:
    def choice(name: str, setting: Setting, value: str, *, is_chosen: bool) -> InlineKeyboardButton:
        data = SettingButton(person=person.id, setting=setting, value=value)
        return InlineKeyboardButton(text=f"✓ {name}" if is_chosen else name, callback_data=data.pack())

    def switch(setting: Setting, *, is_on: bool) -> InlineKeyboardButton:
        return choice(texts(f"settings-{setting}"), setting, "" if is_on else "1", is_chosen=is_on)

    ratio = "" if person.aspect_ratio is None else str(person.aspect_ratio)
    languages = {**LANGUAGES, "": "Telegram"}
    rows = [
        [
            choice(name, Setting.LANGUAGE, code, is_chosen=code == (person.language or ""))
            for code, name in languages.items()
        ],
        [choice(shape, Setting.RATIO, shape, is_chosen=shape == ratio) for shape in RATIOS],
        [
            choice(texts("settings-ratio-none"), Setting.RATIO, "", is_chosen=not ratio),
            *(
                choice(texts(f"settings-seed-{mode}"), Setting.SEED, mode, is_chosen=person.seed.mode is mode)
                for mode in (SeedMode.RANDOM, SeedMode.LAST)
            ),
        ],
        [
            switch(Setting.ENHANCE, is_on=person.enhance),
            switch(Setting.FILE, is_on=person.as_file),
            switch(Setting.NOTIFY, is_on=person.notify),
        ],
    ]
    forget = [
        choice(texts(f"settings-forget-{setting}"), setting, "", is_chosen=False)
        for setting, value in ((Setting.SUFFIX, person.suffix), (Setting.NEGATIVES, person.negatives))
        if value is not None
    ]
    return [*rows, forget] if forget else rows
