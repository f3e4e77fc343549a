"""Buttons, and the typed data that they carry. Data of an old message has to be understood by every later version.

They name a drawing by its public id; those of earlier versions by its number, which tells how many there are.
"""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from drawing.lifecycle import Drawing, Reason, State
from drawing.service import can_be_cancelled
from handlers.views.captions import canonical
from handlers.views.texts import Html, Texts, length, plain

_COPY_LIMIT = 256  # characters of a copy button (Bot API, CopyTextButton)


class CancelButton(CallbackData, prefix="cancel"):
    """Cancel one drawing."""

    drawing: str


class SlotButton(CallbackData, prefix="slot"):
    """Cancel the drawing that the slot is waiting for."""

    drawing: str


class CancelAllButton(CallbackData, prefix="cancel-all"):
    """Cancel what is the person's own on a list of what waits.

    Attributes:
        latest: the newest drawing on the list; what was asked for since is not meant.
        is_here: the list is of this chat alone; else, in private, of all chats.
    """

    latest: str
    is_here: bool


class DeleteButton(CallbackData, prefix="delete"):
    """The answer to whether a drawing is to be deleted."""

    drawing: str
    is_meant: bool


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

    drawing: str
    action: Action


class VaryButton(CallbackData, prefix="vary", sep="|"):
    """Draw it once more with a change, which is written in the prompt language."""

    drawing: str
    change: str


class QuestionButton(CallbackData, prefix="ask"):
    """Draw the text of the message that this one replies to."""


class CorrectionButton(CallbackData, prefix="fix"):
    """Draw the prompt that this message proposes in place of that of a message."""

    message: int


def question_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    """One button, which has a text drawn."""
    return _one_button(texts("button-draw-this"), QuestionButton())


def correction_keyboard(message_id: int, texts: Texts) -> InlineKeyboardMarkup:
    """One button, which has a proposed prompt drawn for a message."""
    return _one_button(texts("button-draw-corrected"), CorrectionButton(message=message_id))


def _one_button(label: Html, data: CallbackData) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=plain(label), callback_data=data.pack())]])


def picture_keyboard(drawing: Drawing, texts: Texts) -> InlineKeyboardMarkup:
    """What can be done with a picture; of several of one request, the last has what would do the same under each."""

    def button(action: Action) -> InlineKeyboardButton:
        data = PictureButton(drawing=drawing.public_id, action=action).pack()
        return InlineKeyboardButton(text=texts(f"button-{action}"), callback_data=data)

    if not drawing.is_last_shown:
        return InlineKeyboardMarkup(inline_keyboard=[[button(Action.VARY), button(Action.FILE), button(Action.DELETE)]])
    prompt = canonical(drawing)
    copy = button(Action.COPY)
    if length(prompt) <= _COPY_LIMIT:
        copy = InlineKeyboardButton(text=texts("button-copy"), copy_text=CopyTextButton(text=prompt))
    seed = [button(Action.KEEP_SEED)] if drawing.seed_kept else []
    keys = [button(Action.AGAIN), button(Action.VARY), *seed, copy, button(Action.FILE), button(Action.DELETE)]
    rows = [keys[at : at + 2] for at in range(0, len(keys), 2)]  # of three, a phone cuts the words
    if drawing.enhanced is not None:
        rows.append([button(Action.PROMPT)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def ending_keyboard(drawing: Drawing, texts: Texts) -> InlineKeyboardMarkup | None:
    """A second chance for what failed; not for what would be refused again, nor for what was cancelled."""
    if not may_be_retried(drawing):
        return None
    retry = PictureButton(drawing=drawing.public_id, action=Action.RETRY).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=texts("button-retry"), callback_data=retry)]]
    )


def may_be_retried(drawing: Drawing) -> bool:
    """Whether it may become a picture when it is drawn as it was. What somebody cancelled they can send again."""
    return drawing.state is not State.CANCELLED and drawing.reason not in {Reason.REFUSED, Reason.UNREADABLE}


def slot_keyboard(drawing: Drawing, texts: Texts) -> InlineKeyboardMarkup | None:
    """The way out for whoever waits; none where nothing is left to be cancelled."""
    if not can_be_cancelled(drawing):
        return None
    cancel = InlineKeyboardButton(
        text=texts("button-cancel"), callback_data=SlotButton(drawing=drawing.public_id).pack()
    )
    return InlineKeyboardMarkup(inline_keyboard=[[cancel]])


def awaited_drawing(keyboard: InlineKeyboardMarkup | None) -> str | None:
    """What names the drawing whose slot a message with these buttons is; None if it is no slot."""
    for button in (button for row in (keyboard.inline_keyboard if keyboard else ()) for button in row):
        try:
            return SlotButton.unpack(button.callback_data or "").drawing
        except (TypeError, ValueError):
            continue
    return None


def delete_keyboard(name: str, texts: Texts) -> InlineKeyboardMarkup:
    """The question whether a picture is to be deleted, in place of its buttons."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=texts(key), callback_data=DeleteButton(drawing=name, is_meant=is_meant).pack()
                )
                for key, is_meant in (("button-delete", True), ("button-keep", False))
            ]
        ]
    )


def deletable_keyboard(name: str, texts: Texts) -> InlineKeyboardMarkup:
    """Under a picture of which nothing is known any more: it can be deleted still."""
    data = PictureButton(drawing=name, action=Action.DELETE).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=texts("button-delete"), callback_data=data)]]
    )


def cancel_keyboard(
    drawings: Sequence[Drawing], texts: Texts, *, own: Sequence[Drawing] = (), is_here: bool = False
) -> InlineKeyboardMarkup | None:
    """A button for each numbered drawing that can be cancelled now, and one for all that are the person's `own`."""
    buttons = [
        InlineKeyboardButton(
            text=texts("cancel-button", number=number), callback_data=CancelButton(drawing=drawing.public_id).pack()
        )
        for number, drawing in enumerate(drawings, 1)
        if can_be_cancelled(drawing)
    ]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    if sum(map(can_be_cancelled, own)) > 1:
        latest = max((*drawings, *own), key=lambda drawing: drawing.id)
        data = CancelAllButton(latest=latest.public_id, is_here=is_here).pack()
        rows.append([InlineKeyboardButton(text=texts("cancel-all-button"), callback_data=data)])
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
