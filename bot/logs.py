"""Logs: to the standard error, readable or as JSON, with no secret and no prompt in them.

The bot token is part of every address of Telegram's, and so of exceptions of aiohttp and aiogram. Redaction therefore
stands at the very end, over the finished line, traceback included. And whatever Telegram, the services or the libraries
say in an exception may quote what a person wrote: of exceptions that are not ours, the class and the place are logged.
"""

import logging
import re
import sys
import textwrap
import traceback
from collections.abc import Collection
from typing import Final, Literal

import structlog

_OURS: Final = frozenset({"bot", "handlers", "storage", "drawing", "yandexart"})
_REDACTED: Final = "[secret]"
_MIN_SECRET_LENGTH: Final = 4  # shorter ones would blot out ordinary words
_TOKEN_LIKE: Final = re.compile(r"(?<!\d)\d{3,20}:[A-Za-z0-9_-]{20,}")
_AUTHORIZATION: Final = re.compile(r"\b(Api-Key|Bearer)\s+[^\s'\",]+")


class Redaction:
    """Takes secrets out of a text: the ones named, and whatever looks like a token."""

    def __init__(self, secrets: Collection[str]) -> None:
        # A token's second half alone would do for a thief.
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2])}
        known = sorted((re.escape(part) for part in parts if len(part) >= _MIN_SECRET_LENGTH), key=len, reverse=True)
        self._known = re.compile("|".join(known)) if known else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(_REDACTED, text)
        text = _TOKEN_LIKE.sub(_REDACTED, text)
        return _AUTHORIZATION.sub(rf"\1 {_REDACTED}", text)


def describe(error: BaseException) -> str:
    """A traceback with its causes; the words of an exception only where we have chosen them ourselves."""
    before: BaseException | None = error.__cause__
    if before is None and not error.__suppress_context__:
        before = error.__context__
    parts = [describe(before), "which led to:"] if before is not None else []
    parts.append("".join(traceback.format_tb(error.__traceback__)).rstrip())
    kind = type(error)
    is_ours = kind.__module__.partition(".")[0] in _OURS
    words = str(error) if is_ours else getattr(error, "strerror", None)
    parts.append(f"{kind.__module__}.{kind.__qualname__}{f': {words}' if words else ''}")
    if isinstance(error, BaseExceptionGroup):
        parts += [textwrap.indent(describe(one), "  ") for one in error.exceptions]
    return "\n".join(part for part in parts if part)


def _describe_exception(_logger: object, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """A processor: puts the description in the exception's place."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[1] is not None:
        event["exception"] = describe(info[1])
    return event


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    def __init__(self, redaction: Redaction, processors: list[structlog.types.Processor]) -> None:
        super().__init__(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *processors],
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        )
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction(super().format(record))


def set_up(level: str, form: Literal["console", "json"], secrets: Collection[str]) -> None:
    """Send all logs of the process to the standard error. Secrets are taken out of every line."""
    if form == "json":
        processors: list[structlog.types.Processor] = [
            _describe_exception,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        processors = [
            _describe_exception,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0),
        ]
    handler = logging.StreamHandler()
    handler.setFormatter(_RedactingFormatter(Redaction(secrets), processors))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # At INFO, aiogram logs every update it handled; at DEBUG, the libraries quote prompts and SQL.
    for name in ("aiogram", "aiohttp", "sqlalchemy", "aiosqlite", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
