"""Concessions: what a refused call leaves out when it is made once more. Pure.

Nobody can know by words that no list has what Telegram finds fault with. So everything that a message can do without
goes in turn, and stays out: at the end there is a text without a format, in reply to nothing, or a file.
"""

from enum import StrEnum
from typing import Any, Final, TypeVar

from aiogram.methods import TelegramMethod
from aiogram.types import InputMediaDocument, InputMediaPhoto

from handlers.telegram.errors import is_of_rights
from handlers.telegram.refusals import Refusal, Verdict, verdict
from handlers.views.texts import Html, plain

T = TypeVar("T")


class Concession(StrEnum):
    """Something that is left out, in the order in which it is tried."""

    REPLY = "the reply"
    THREAD = "the topic of a private chat"
    PHOTO = "the form of a photo: it goes as a file"
    FORMAT = "the format of its text"


_HINTS: Final = (
    ("repl", Concession.REPLY),
    ("thread", Concession.THREAD),
    ("topic", Concession.THREAD),
    ("entit", Concession.FORMAT),
    ("photo", Concession.PHOTO),
    ("image", Concession.PHOTO),
)
"""Parts of words that tell which one to try first."""


def possible(method: TelegramMethod[Any]) -> tuple[Concession, ...]:
    """What a call can do without."""
    media = getattr(method, "media", None)
    found = {
        Concession.REPLY: getattr(method, "reply_parameters", None) is not None,
        Concession.THREAD: _is_private(method) and getattr(method, "message_thread_id", None) is not None,
        Concession.PHOTO: isinstance(media, InputMediaPhoto) and not isinstance(media.media, str),
        Concession.FORMAT: isinstance(getattr(method, "parse_mode", None) or getattr(media, "parse_mode", None), str),
    }
    return tuple(one for one, is_there in found.items() if is_there)


def next_concessions(
    method: TelegramMethod[Any], refusal: Refusal, left: tuple[Concession, ...]
) -> tuple[Concession, ...]:
    """What to leave out after a refusal, of what is left; nothing where the call is not to be made again.

    A photo that is refused in words without a hint goes as a file whose caption has no format: bytes are not sent
    three times to find out which of the two it was.
    """
    if verdict(refusal) is not Verdict.CONTENT or not left:
        return ()
    words = refusal.words.lower()
    hinted = next((one for part, one in _HINTS if part in words and one in left), None)
    if is_of_rights(refusal) and not _is_private(method):  # who asked is told in private, then
        return ()
    if hinted is not None:
        return (hinted,)
    return left if left[0] is Concession.PHOTO else left[:1]


def conceded(method: TelegramMethod[T], concessions: tuple[Concession, ...]) -> TelegramMethod[T]:
    """The call without these."""
    for one in concessions:
        method = method.model_copy(update=_changes(method, one))
    return method


def _is_private(method: TelegramMethod[Any]) -> bool:
    chat_id = getattr(method, "chat_id", None)
    return isinstance(chat_id, int) and chat_id > 0


def _changes(method: TelegramMethod[Any], concession: Concession) -> dict[str, Any]:
    match concession:
        case Concession.REPLY:
            return {"reply_parameters": None}
        case Concession.THREAD:
            return {"message_thread_id": None}
        case Concession.PHOTO:
            return {"media": _as_file(getattr(method, "media", None))}
        case Concession.FORMAT:
            media = getattr(method, "media", None)
            return _unformatted(method) if media is None else {"media": media.model_copy(update=_unformatted(media))}


def _as_file(photo: Any) -> InputMediaDocument:
    return InputMediaDocument(
        media=photo.media, caption=photo.caption, parse_mode=photo.parse_mode, disable_content_type_detection=True
    )


def _unformatted(thing: Any) -> dict[str, Any]:
    texts = {name: getattr(thing, name, None) for name in ("text", "caption")}
    return {name: plain(Html(text)) for name, text in texts.items() if isinstance(text, str)} | {"parse_mode": None}
