"""Pictures that Telegram has already, sent or shown once more by their file id, and told from forgeries. Pure.

A file id works only for the kind of file that it was given for, and that depends on the bytes: what is no photo to
Telegram went as a document. So the likelier kind is tried first, and then the other one.

Copies are not stored. They are only in the private chat of the drawing's person, whose id is the chat's, and there
nobody presses a button or writes a reply but the one who may.
"""

from collections.abc import Iterator
from typing import Any

from aiogram.enums import ParseMode
from aiogram.methods import EditMessageMedia, SendDocument, SendPhoto, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto

from drawing.lifecycle import Drawing
from handlers.views.history_page import HistoryButton, Turn
from handlers.views.keyboards import DeleteButton, PictureButton
from handlers.views.texts import Html

Alternatives = tuple[TelegramMethod[Any], TelegramMethod[Any]]
"""For `Outbox.say`: the first that Telegram takes."""


def may_be_in(chat_id: int, drawing: Drawing) -> bool:
    """Whether there may be a copy of a drawing in a chat."""
    return chat_id > 0 and drawing.person_id == chat_id and bool(drawing.file_id)


def copied_drawing(keyboard: InlineKeyboardMarkup | None) -> str | None:
    """What names the drawing that a message with these buttons is a copy of; None if it is no copy."""
    return next(_named(keyboard), None)


def _named(keyboard: InlineKeyboardMarkup | None) -> Iterator[str]:
    """The names in the buttons of the picture itself, not in those that turn pages."""
    for button in (button for row in (keyboard.inline_keyboard if keyboard else ()) for button in row):
        for kind in (PictureButton, DeleteButton, HistoryButton):
            try:
                data = kind.unpack(button.callback_data or "")
            except (TypeError, ValueError):
                continue
            if not isinstance(data, HistoryButton) or data.turn in {Turn.SEND, Turn.ERASE}:
                yield data.drawing


def sending(
    drawing: Drawing, chat_id: int, thread_id: int | None, caption: Html, keyboard: InlineKeyboardMarkup
) -> Alternatives:
    """The picture of a delivered drawing in a message of its own."""
    photo = SendPhoto(
        chat_id=chat_id,
        message_thread_id=thread_id,
        photo=drawing.file_id or "",
        caption=caption,
        parse_mode=ParseMode.HTML,
        has_spoiler=drawing.prompt.spoiler or None,
        reply_markup=keyboard,
    )
    document = SendDocument(
        chat_id=chat_id,
        message_thread_id=thread_id,
        document=drawing.file_id or "",
        caption=caption,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
    )
    return (document, photo) if drawing.prompt.file else (photo, document)


def showing(
    drawing: Drawing, chat_id: int, message_id: int, caption: Html, keyboard: InlineKeyboardMarkup
) -> Alternatives:
    """The picture of a delivered drawing in place of what a message shows."""
    file_id, is_hidden = drawing.file_id or "", drawing.prompt.spoiler or None
    photo = InputMediaPhoto(media=file_id, caption=caption, parse_mode=ParseMode.HTML, has_spoiler=is_hidden)
    document = InputMediaDocument(media=file_id, caption=caption, parse_mode=ParseMode.HTML)

    def edit(media: InputMediaPhoto | InputMediaDocument) -> EditMessageMedia:
        return EditMessageMedia(chat_id=chat_id, message_id=message_id, media=media, reply_markup=keyboard)

    return (edit(document), edit(photo)) if drawing.prompt.file else (edit(photo), edit(document))
