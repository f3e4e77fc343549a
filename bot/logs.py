"""Logs: to the standard error, readable or as JSON, with no secret and no prompt in them.

The bot token is part of every address of Telegram's, and so of exceptions of aiohttp and aiogram. Redaction therefore
stands at the very end, in the stream that the finished record goes to, traceback included. And whatever Telegram, the
services or the libraries say in an exception may quote what a person wrote: of exceptions that are not ours, the class
and the place are logged.
"""

import logging
import sys
import textwrap
import traceback
from collections.abc import Collection
from typing import Final, Literal

import structlog

from bot.redaction import RedactedStream, Redaction
from bot.terminal import can_show_everything

_OURS: Final = frozenset({"bot", "handlers", "storage", "drawing", "yandexart"})


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


def set_up(level: str, form: Literal["console", "json"], secrets: Collection[str]) -> None:
    """Send all logs of the process to the standard error. Secrets are taken out of every line."""
    if form == "json":
        processors: list[structlog.types.Processor] = [
            _describe_exception,
            structlog.processors.JSONRenderer(ensure_ascii=not can_show_everything()),
        ]
    else:
        processors = [
            _describe_exception,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0),
        ]
    handler = logging.StreamHandler(RedactedStream(sys.stderr, Redaction(secrets)))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *processors],
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # At INFO, aiogram logs every update it handled; at DEBUG, the libraries quote prompts and SQL.
    for name in ("aiogram", "aiohttp", "sqlalchemy", "aiosqlite", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
