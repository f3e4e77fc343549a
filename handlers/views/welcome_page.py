"""Welcome: what the bot says at `/start`, with two examples to be drawn by a press, and the other languages."""

from pathlib import Path
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.views.texts import LANGUAGES, Html, Texts, plain

PICTURE: Final = Path(__file__).with_name("welcome.jpg")
"""The first example, drawn."""
_EXAMPLES: Final = ("example-cat", "example-lighthouse")


class ExampleButton(CallbackData, prefix="try"):
    """Draw one of the examples, as it is written in a language."""

    example: int
    language: str


class LanguageButton(CallbackData, prefix="speak"):
    """Speak this language with the person from now on."""

    language: str


def example(number: int, texts: Texts) -> str | None:
    """The prompt of an example; None where there is no such one."""
    return plain(texts(_EXAMPLES[number])) if 0 <= number < len(_EXAMPLES) else None


def welcome_page(texts: Texts, *, in_private: bool) -> tuple[Html, InlineKeyboardMarkup]:
    """The text, short enough for a caption, and the buttons."""
    rows = [
        [
            InlineKeyboardButton(
                text=f"🎨 {plain(texts(key))}",
                callback_data=ExampleButton(example=number, language=texts.language).pack(),
            )
        ]
        for number, key in enumerate(_EXAMPLES)
    ]
    rows.append(
        [
            InlineKeyboardButton(text=f"🌐 {name}", callback_data=LanguageButton(language=language).pack())
            for language, name in LANGUAGES.items()
            if language != texts.language
        ]
    )
    return texts("start", private="yes" if in_private else "no"), InlineKeyboardMarkup(inline_keyboard=rows)
