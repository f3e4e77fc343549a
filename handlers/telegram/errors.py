"""Errors of Telegram and aiogram, translated to those of the ports.

The texts are those of the Bot API server and of Telegram's own servers behind it; they are matched in lower case, by
the part that has not changed over the years.
"""

from typing import Final

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatError,
    ChatMoved,
    ChatMuted,
    ChatUnreachable,
    PhotosForbidden,
    SlotGone,
    TopicClosed,
    Undeliverable,
)

_NOT_MODIFIED: Final = "message is not modified"

_MUTED: Final[tuple[tuple[str, type[ChatError]], ...]] = (
    ("chat_write_forbidden", ChatMuted),
    ("chat_send_plain_forbidden", ChatMuted),
    ("chat_guest_send_forbidden", ChatMuted),
    ("have no rights to send a message", ChatMuted),
    ("not enough rights to send text messages", ChatMuted),
    ("chat_restricted", ChatMuted),
    ("message thread not found", TopicClosed),
    ("topic_closed", TopicClosed),
    ("topic_deleted", TopicClosed),
)
"""As 400 from the Bot API server, as 403 from the servers behind it."""

_BAD_REQUESTS: Final[tuple[tuple[str, type[ChatError]], ...]] = (
    ("message to edit not found", SlotGone),
    ("can't be edited", SlotGone),
    ("message_id_invalid", SlotGone),
    ("message identifier is not specified", SlotGone),
    ("not enough rights to send photos", PhotosForbidden),
    ("not enough rights to send documents", PhotosForbidden),
    ("chat_send_photos_forbidden", PhotosForbidden),
    ("chat_send_docs_forbidden", PhotosForbidden),
    ("chat_send_media_forbidden", PhotosForbidden),
    ("chat not found", ChatClosed),
    ("group chat was deactivated", ChatClosed),
    ("peer_id_invalid", ChatClosed),
    ("user is deactivated", ChatClosed),
    *_MUTED,
)

_PHOTO_REFUSALS: Final = (
    "photo_invalid_dimensions",
    "image_process_failed",
    "photo_save_file_invalid",
    "photo_ext_invalid",
    "too big for a photo",
)


_MAX_RETRY_AFTER: Final = 3600.0
"""Seconds that a chat is left alone at most, whatever Telegram says: then it is tried again."""


def is_not_modified(error: Exception) -> bool:
    """Whether an edit changed nothing: it has been done before."""
    return isinstance(error, TelegramBadRequest) and _NOT_MODIFIED in _words(error)


def is_photo_refusal(error: Exception) -> bool:
    """Whether Telegram does not take these bytes as a photo; as a document it would."""
    return isinstance(error, TelegramBadRequest) and any(text in _words(error) for text in _PHOTO_REFUSALS)


def chat_error(error: Exception) -> Exception:  # noqa: PLR0911 - a table, spelled as a match
    """The port's error for one of aiogram's; one that has no meaning to the workers comes back as it is."""
    match error:
        case TelegramRetryAfter():
            return ChatBusy(min(max(float(error.retry_after), 0.0), _MAX_RETRY_AFTER))
        case TelegramMigrateToChat():
            return ChatMoved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return _meaning(error, _MUTED) or ChatClosed(error.message)
        case TelegramEntityTooLarge():
            return Undeliverable(error.message)
        case TelegramUnauthorizedError() | TelegramNotFound():
            # The token is not accepted: nothing can be said to anybody until the owner has mended it.
            return ChatUnreachable("Telegram does not accept the bot's token")
        case ClientDecodeError(data={"ok": True}):
            # Done, and told in a form that aiogram cannot read: as long as it is away, this would be done again.
            return error
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            return ChatUnreachable(type(error).__name__)
        case TelegramBadRequest():
            return _meaning(error, _BAD_REQUESTS) or error
        case TypeError() if not isinstance(error, AiogramError):
            # aiogram fails to format an error of Telegram's servers that comes without a description.
            return ChatUnreachable("an error without a description")
        case _:
            return error


def _meaning(error: TelegramAPIError, table: tuple[tuple[str, type[ChatError]], ...]) -> ChatError | None:
    words = _words(error)
    return next((meaning(error.message) for part, meaning in table if part in words), None)


def _words(error: TelegramAPIError) -> str:
    """What Telegram says is wrong; aiogram lets a description that is missing pass as None."""
    return (error.message or "").lower()
