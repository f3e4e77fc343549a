"""Help: one screen with what is needed, and a page more for each subject, in its place."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.records import Traits
from handlers.views.texts import Html, Texts, plain


class Subject(StrEnum):
    """A page, as the key of its text."""

    MAIN = "help"
    OPTIONS = "help-options"
    PICTURES = "help-pictures"
    COMMANDS = "help-commands"
    LIMITS = "help-limits"


class HelpButton(CallbackData, prefix="help"):
    """Show another page."""

    subject: Subject


_TITLES = {
    Subject.OPTIONS: "button-help-options",
    Subject.PICTURES: "button-help-pictures",
    Subject.COMMANDS: "button-help-commands",
    Subject.LIMITS: "button-help-limits",
}


def help_page(
    subject: Subject, texts: Texts, traits: Traits, *, group_name: str | None
) -> tuple[Html, InlineKeyboardMarkup]:
    """A page; for a group, whose main page also says what the bot hears there, with the bot's name."""
    text = texts(
        subject,
        private="no" if group_name is not None else "yes",
        seeds="yes" if traits.keeps_seed else "no",
        weights="yes" if traits.takes_weights else "no",
    )
    if subject is Subject.MAIN and group_name is not None:
        text = Html(f"{text}\n\n{texts('help-group', bot=group_name)}")
    buttons = [_button(title, other, texts) for other, title in _TITLES.items() if other is not subject]
    if subject is not Subject.MAIN:
        buttons.append(_button("button-back", Subject.MAIN, texts))
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return text, InlineKeyboardMarkup(inline_keyboard=rows)


def _button(title: str, subject: Subject, texts: Texts) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=plain(texts(title)), callback_data=HelpButton(subject=subject).pack())
