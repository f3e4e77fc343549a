"""Buttons, and the typed data that they carry. Data of an old message has to be understood by every later version."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.requests import can_be_cancelled
from handlers.texts import LANGUAGES, Texts

RATIOS = ("1:1", "3:2", "2:3", "16:9", "9:16")


class CancelButton(CallbackData, prefix="cancel"):
    """Cancel one drawing."""

    drawing: int


class LanguageButton(CallbackData, prefix="lang"):
    """Set the language of `person`; an empty `code` leaves it to Telegram."""

    person: int
    code: str


class RatioButton(CallbackData, prefix="ratio", sep="|"):
    """Set the default shape of `person`; an empty `ratio` leaves it to the service."""

    person: int
    ratio: str


def cancel_keyboard(drawings: Sequence[Drawing], texts: Texts) -> InlineKeyboardMarkup | None:
    """A button for each numbered drawing that can be cancelled now."""
    buttons = [
        InlineKeyboardButton(
            text=texts("cancel-button", number=number), callback_data=CancelButton(drawing=drawing.id).pack()
        )
        for number, drawing in enumerate(drawings, 1)
        if can_be_cancelled(drawing)
    ]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def settings_keyboard(person: Person, texts: Texts) -> InlineKeyboardMarkup:
    """Language and shape, what is chosen marked."""
    ratio = None if person.aspect_ratio is None else f"{person.aspect_ratio.width}:{person.aspect_ratio.height}"
    languages = [
        _choice(name, code == person.language, LanguageButton(person=person.id, code=code))
        for code, name in LANGUAGES.items()
    ]
    automatic = _choice("Telegram", person.language is None, LanguageButton(person=person.id, code=""))
    shapes = [_choice(shape, shape == ratio, RatioButton(person=person.id, ratio=shape)) for shape in RATIOS]
    no_shape = _choice(texts("settings-ratio-none"), ratio is None, RatioButton(person=person.id, ratio=""))
    return InlineKeyboardMarkup(inline_keyboard=[[*languages, automatic], shapes, [no_shape]])


def _choice(name: str, is_chosen: bool, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=f"✓ {name}" if is_chosen else name, callback_data=data.pack())
