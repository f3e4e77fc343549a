"""Refusals: what an answer that is no success means. Pure.

Its status and its form decide. Its words only make things quicker (`handlers.telegram.errors`): Telegram finds new ones
at any time, and what stands between the bot and Telegram has its own.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile

from handlers.telegram.redaction import redacted

_FLOOD: Final = frozenset({420, 429})
_RIGHTS: Final = frozenset({402, 403})
_OF_EVERYBODY: Final = frozenset({401, 404, 409})
"""The token is not accepted, the address or the method is not known, or another program is in the way."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is no success, or none at all.

    Attributes:
        status: that of HTTP; where it is a success, the one in the body. 0 where no answer came.
        is_telegrams: the body has the form of the Bot API; otherwise it is from something in between.
        words: Telegram's own, as they came: they may quote what was sent.
        retry_after: seconds, where a usable time was named.
    """

    status: int
    is_telegrams: bool = True
    words: str = ""
    retry_after: float | None = None
    migrate_to: int | None = None


class Verdict(Enum):
    """What follows from a refusal."""

    WAIT = auto()  # a flood limit: not executed
    PUT_OFF = auto()  # a fault on the way, or of everybody: the same call may succeed later
    MOVED = auto()
    TOO_LARGE = auto()
    RIGHTS = auto()  # the chat does not let the bot do it, whatever it is
    CONTENT = auto()  # the chat does not take this; it may take something else
    UNREADABLE = auto()  # it was a success


def verdict(refusal: Refusal) -> Verdict:  # noqa: PLR0911 - a table
    """What follows from the form of a refusal; never from its words."""
    if refusal.status in _FLOOD or refusal.retry_after is not None:
        return Verdict.WAIT
    if refusal.migrate_to is not None:
        return Verdict.MOVED
    if refusal.status == 413:
        return Verdict.TOO_LARGE
    if not refusal.is_telegrams or refusal.status in _OF_EVERYBODY:
        return Verdict.PUT_OFF
    if 200 <= refusal.status < 300:
        return Verdict.UNREADABLE
    if not 400 <= refusal.status < 500:
        return Verdict.PUT_OFF
    return Verdict.RIGHTS if refusal.status in _RIGHTS else Verdict.CONTENT


def read_refusal(status: int, content: str) -> Refusal:
    """What an answer says that aiogram did not take for a success."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        return Refusal(status, is_telegrams=False)
    code, words, parameters = body.get("error_code"), body.get("description"), body.get("parameters")
    if body["ok"] is False and status < 300:
        status = code if isinstance(code, int) and not isinstance(code, bool) else 400
    parameters = parameters if isinstance(parameters, dict) else {}
    return Refusal(
        status,
        words=words if isinstance(words, str) else "",
        retry_after=_seconds(parameters.get("retry_after")),
        migrate_to=_chat_id(parameters.get("migrate_to_chat_id")),
    )


def _seconds(value: object) -> float | None:
    """A time to wait; None for whatever is none."""
    try:
        seconds = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _chat_id(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 0 else None


def summary(method: TelegramMethod[Any], refusal: Refusal) -> str:
    """A refused call for a log or an owner: method, status and size; no secret, and no word of what was sent."""
    answer = f"HTTP {refusal.status}" if refusal.status else "no answer"
    origin = "" if refusal.is_telegrams else ", not in the form of Telegram's answers"
    sent = (part for part in _parts(method) if isinstance(part, str))
    words = f": {redacted(refusal.words, sent)}" if refusal.words else ""
    return f"{method.__api_method__}, {payload_size(method)} bytes, {answer}{origin}{words}"


def payload_size(method: TelegramMethod[Any]) -> int:
    """Bytes that a call carries: its texts and files."""
    return sum(len(part.data) if isinstance(part, BufferedInputFile) else len(part.encode()) for part in _parts(method))


def _parts(value: object) -> Iterator[str | BufferedInputFile]:
    """The texts and files of a call."""
    match value:
        case BufferedInputFile():
            yield value
        case str():
            yield value
        case dict():
            for item in value.values():
                yield from _parts(item)
        case list() | tuple():
            for item in value:
                yield from _parts(item)
        case _ if hasattr(value, "model_fields_set"):
            for name in value.model_fields_set:
                yield from _parts(getattr(value, name))
