"""Buttons, and the typed data that they carry. Data of an old message has to be understood by every later version."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from drawing.lifecycle import Drawing, State
from drawing.service import can_be_cancelled
from handlers.views.captions import canonical
from handlers.views.texts import Texts, length

IDS = range(1, 2**63)
"""What can be the number of a drawing. Programs other than Telegram's own put any number into a button."""
_COPY_LIMIT = 256  # characters of a copy button (Bot API, CopyTextButton)


class CancelButton(CallbackData, prefix="cancel"):
    """Cancel one drawing."""

    drawing: int


class Action(StrEnum):
    """What can be done with a picture, or with what came in its place."""

    AGAIN = "again"
    VARY = "vary"
    BACK = "back"
    KEEP_SEED = "seed"
    COPY = "copy"
    FILE = "file"
    DELETE = "delete"
    PROMPT = "prompt"
    RETRY = "retry"


class PictureButton(CallbackData, prefix="pic"):
    """Do something with one drawing."""

    drawing: int
    action: Action


class VaryButton(CallbackData, prefix="vary", sep="|"):
    """Draw it once more with a change, which is written in the prompt language."""

    drawing: int
    change: str


VARIATIONS = (
    ("1:1", "--ar 1:1"),
    ("3:2", "--ar 3:2"),
    ("2:3", "--ar 2:3"),
    ("16:9", "--ar 16:9"),
    ("9:16", "--ar 9:16"),
    ("×2", "--seed random --repeat 2"),
    ("×4", "--seed random --repeat 4"),
)


def picture_keyboard(drawing: Drawing, texts: Texts) -> InlineKeyboardMarkup:
    """What can be done with a picture."""

    def button(action: Action) -> InlineKeyboardButton:
        data = PictureButton(drawing=drawing.id, action=action).pack()
        return InlineKeyboardButton(text=texts(f"button-{action}"), callback_data=data)

    prompt = canonical(drawing)
    copy = button(Action.COPY)
    if length(prompt) <= _COPY_LIMIT:
        copy = InlineKeyboardButton(text=texts("button-copy"), copy_text=CopyTextButton(text=prompt))
    first = [button(Action.AGAIN), button(Action.VARY)]
    if drawing.seed_kept:
        first.append(button(Action.KEEP_SEED))
    rows = [first, [copy, button(Action.FILE), button(Action.DELETE)]]
    if drawing.enhanced is not None:
        rows.append([button(Action.PROMPT)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def variations_keyboard(drawing: Drawing, texts: Texts) -> InlineKeyboardMarkup:
    """The ways in which a picture can be drawn once more."""
    buttons = [
        InlineKeyboardButton(text=name, callback_data=VaryButton(drawing=drawing.id, change=change).pack())
        for name, change in VARIATIONS
    ]
    back = PictureButton(drawing=drawing.id, action=Action.BACK).pack()
    rows = [buttons[:5], [*buttons[5:], InlineKeyboardButton(text=texts("button-back"), callback_data=back)]]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def ending_keyboard(drawing: Drawing, texts: Texts) -> InlineKeyboardMarkup | None:
    """A second chance for what failed; what somebody cancelled they can send again."""
    if drawing.state is State.CANCELLED:
        return None
    retry = PictureButton(drawing=drawing.id, action=Action.RETRY).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=texts("button-retry"), callback_data=retry)]]
    )


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
