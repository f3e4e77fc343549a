"""Errors of Telegram and aiogram, translated to those of the ports.

What an answer means follows from its status and form (`handlers.telegram.refusals`). The texts here make it quicker,
and tell chats apart from topics and rights; they are those of the Bot API server and of Telegram's own servers behind
it, matched in lower case, by the part that has not changed over the years.
"""

from typing import Any, Final

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatError,
    ChatMoved,
    ChatMuted,
    ChatRefused,
    ChatUnreachable,
    PhotosForbidden,
    SlotGone,
    TooLarge,
    TopicClosed,
)
from handlers.telegram.refusals import Refusal, Verdict, payload_size, read_refusal, summary, verdict

_NOT_MODIFIED: Final = "message is not modified"

_RIGHTS: Final[tuple[tuple[str, type[ChatError]], ...]] = (
    ("chat_write_forbidden", ChatMuted),
    ("chat_send_plain_forbidden", ChatMuted),
    ("chat_guest_send_forbidden", ChatMuted),
    ("have no rights to send a message", ChatMuted),
    ("not enough rights to send text messages", ChatMuted),
    ("chat_restricted", ChatMuted),
    ("not enough rights to send photos", PhotosForbidden),
    ("not enough rights to send documents", PhotosForbidden),
    ("chat_send_photos_forbidden", PhotosForbidden),
    ("chat_send_docs_forbidden", PhotosForbidden),
    ("chat_send_media_forbidden", PhotosForbidden),
    ("message thread not found", TopicClosed),
    ("topic_closed", TopicClosed),
    ("topic_deleted", TopicClosed),
)
"""As 400 from the Bot API server, as 403 from the servers behind it."""

_CONTENT: Final[tuple[tuple[str, type[ChatError]], ...]] = (
    ("message to edit not found", SlotGone),
    ("can't be edited", SlotGone),
    ("message_id_invalid", SlotGone),
    ("message identifier is not specified", SlotGone),
    ("chat not found", ChatClosed),
    ("group chat was deactivated", ChatClosed),
    ("peer_id_invalid", ChatClosed),
    ("user is deactivated", ChatClosed),
    *_RIGHTS,
)

_CLOSED: Final = ("blocked", "kicked", "deactivated", "not a member", "initiate conversation", "to bots")
"""Parts of the usual words of a 403 that closes a chat; of others the owner is told."""

_STATUSES: Final[tuple[tuple[type[Exception], int], ...]] = (
    (TelegramRetryAfter, 429),
    (TelegramEntityTooLarge, 413),
    (TelegramUnauthorizedError, 401),
    (TelegramForbiddenError, 403),
    (TelegramNotFound, 404),
    (TelegramConflictError, 409),
    (TelegramServerError, 500),
    (TelegramNetworkError, 0),
    (TelegramAPIError, 400),
)
_KEPT: Final = "refusal"  # the attribute of an error in which its refusal is kept
_MAX_RETRY_AFTER: Final = 3600.0  # seconds that a chat is left alone at most, whatever Telegram says


def note_refusal(error: Exception, status: int, content: str) -> None:
    """Keep with an error of aiogram's what was answered: not each of its classes tells."""
    vars(error)[_KEPT] = read_refusal(status, content)


def refusal_of(error: BaseException) -> Refusal | None:
    """What was answered; None for an error that is about no answer."""
    kept = getattr(error, _KEPT, None)
    if isinstance(kept, Refusal):
        return kept
    if isinstance(error, ClientDecodeError):
        is_done = isinstance(error.data, dict) and error.data.get("ok") is True
        return Refusal(200 if is_done else 0, is_telegrams=is_done)
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), None)
    if status is None or not isinstance(error, TelegramAPIError):
        return None
    return Refusal(
        status,
        words="" if status == 0 else error.message or "",  # aiogram lets a description that is missing pass as None
        retry_after=float(error.retry_after) if isinstance(error, TelegramRetryAfter) else None,
        migrate_to=error.migrate_to_chat_id if isinstance(error, TelegramMigrateToChat) else None,
    )


def is_not_modified(error: Exception) -> bool:
    """Whether an edit changed nothing: it has been done before."""
    refusal = refusal_of(error)
    return refusal is not None and refusal.status == 400 and _NOT_MODIFIED in refusal.words.lower()


def is_of_rights(refusal: Refusal) -> bool:
    """Whether its words are known to speak of rights in a group or topic: nothing else would be taken there either."""
    return _meaning(refusal, _CONTENT) not in {None, SlotGone}


def is_logged_out(refusal: Refusal) -> bool:
    """Whether the server has let go of the bot, since it moves to another one: an ordinary 400, to every call."""
    return refusal.words.lower() == "logged out"


def chat_error(error: Exception, method: TelegramMethod[Any]) -> Exception:  # noqa: PLR0911 - a table
    """The port's error for one of aiogram's; one that has no meaning to the workers comes back as it is.

    A flood limit that names no time is a `ChatBusy` of 0 seconds.
    """
    refusal = refusal_of(error)
    if refusal is None:
        return error
    what = summary(method, refusal)
    if is_logged_out(refusal):
        return ChatUnreachable(what, status=refusal.status)
    match verdict(refusal):
        case Verdict.WAIT:
            return ChatBusy(min(refusal.retry_after or 0.0, _MAX_RETRY_AFTER))
        case Verdict.MOVED if refusal.migrate_to is not None:
            return ChatMoved(refusal.migrate_to)
        case Verdict.TOO_LARGE:
            return TooLarge(what, size=payload_size(method))
        case Verdict.RIGHTS | Verdict.CONTENT:
            return _refused(refusal, what, is_edit=getattr(method, "message_id", None) is not None)
        case Verdict.UNREADABLE:
            return error  # done, and told in a form that aiogram cannot read: as if away, it would be done again
        case _:
            return ChatUnreachable(what, status=refusal.status)


def _refused(refusal: Refusal, what: str, *, is_edit: bool) -> ChatError:
    is_closed = verdict(refusal) is Verdict.RIGHTS
    known = _meaning(refusal, _RIGHTS if is_closed else _CONTENT)
    if known is not None:
        return known(what)
    if is_closed:
        return ChatClosed(what, is_unfamiliar=not any(part in refusal.words.lower() for part in _CLOSED))
    return (SlotGone if is_edit else ChatRefused)(what, is_unfamiliar=True)


def _meaning(refusal: Refusal, table: tuple[tuple[str, type[ChatError]], ...]) -> type[ChatError] | None:
    words = refusal.words.lower()
    return next((meaning for part, meaning in table if part in words), None)
