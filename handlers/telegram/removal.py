"""Removal of messages of the bot's own: deleted, or emptied where Telegram deletes them no more.

It deletes a message for 48 hours (Bot API, deleteMessage), and lets the bot edit its own for ever. A picture cannot be
edited into a text: a blank one takes its place.
"""

import struct
import zlib
from typing import Any, Final

from aiogram.enums import ParseMode
from aiogram.methods import EditMessageCaption, EditMessageMedia, EditMessageText, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto

from handlers.views.texts import Html

_SIDE: Final = 64  # pixels
_SHADE: Final = 128  # of 255


def emptying(chat_id: int, message_id: int, words: Html, *, is_picture: bool) -> tuple[TelegramMethod[Any], ...]:
    """For `Outbox.say`: edits that leave of a message the words alone, the first that Telegram takes."""
    place: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
    if not is_picture:
        return (EditMessageText(text=words, parse_mode=ParseMode.HTML, **place),)
    blank = InputMediaPhoto(
        media=BufferedInputFile(_blank(), filename="blank.png"), caption=words, parse_mode=ParseMode.HTML
    )
    return (
        EditMessageMedia(media=blank, **place),
        EditMessageCaption(caption=words, parse_mode=ParseMode.HTML, **place),
    )


def _blank() -> bytes:
    """A grey square, as PNG (ISO/IEC 15948): 8 bits of grey, no filter."""
    rows = (b"\0" + bytes([_SHADE]) * _SIDE) * _SIDE
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*chunk) for chunk in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
