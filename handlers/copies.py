"""Pictures that Telegram has already, sent or shown once more by their file id. Pure.

A file id works only for the kind of file that it was given for, and that depends on the bytes: what is no photo to
Telegram went as a document. So the likelier kind is tried first, and then the other one.
"""

from typing import Any

from aiogram.enums import ParseMode
from aiogram.methods import EditMessageMedia, SendDocument, SendPhoto, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto

from drawing.lifecycle import Drawing
from handlers.texts import Html

Alternatives = tuple[TelegramMethod[Any], TelegramMethod[Any]]
"""For `Outbox.say`: the first that Telegram takes."""


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
        has_spoiler=drawing.request.spoiler or None,
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
    return (document, photo) if drawing.request.file else (photo, document)


def showing(
    drawing: Drawing, chat_id: int, message_id: int, caption: Html, keyboard: InlineKeyboardMarkup
) -> Alternatives:
    """The picture of a delivered drawing in place of what a message shows."""
    file_id, is_hidden = drawing.file_id or "", drawing.request.spoiler or None
    photo = InputMediaPhoto(media=file_id, caption=caption, parse_mode=ParseMode.HTML, has_spoiler=is_hidden)
    document = InputMediaDocument(media=file_id, caption=caption, parse_mode=ParseMode.HTML)

    def edit(media: InputMediaPhoto | InputMediaDocument) -> EditMessageMedia:
        return EditMessageMedia(chat_id=chat_id, message_id=message_id, media=media, reply_markup=keyboard)

    return (edit(document), edit(photo)) if drawing.request.file else (edit(photo), edit(document))
