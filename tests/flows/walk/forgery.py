"""Data of buttons that nobody was shown; programs other than Telegram's own send any."""

import random
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final

from aiogram.filters.callback_data import CallbackData

from handlers.routers import all_routers

DATA_LIMIT: Final = 64  # bytes of a button's data (Bot API, InlineKeyboardButton)
_ODD: Final = ("", "x", "0", "-1", "9" * 20, "1.5", "\u202e<b>&", "я" * 32)
_NUMBERS: Final = ("1", "2", "3", "7", "101", "102", "-4001001", "-1001900000777")
_WORDS: Final = ("--repeat 4", "--ar 1:1", "--ar 1:1 a hen", "ru", "xx", "16:9", "1:0", "last", "5", "on", "1")


@cache
def kinds() -> list[type[CallbackData]]:
    """Every kind of button that the bot has."""
    all_routers()  # whatever a router listens to is imported by now
    return [kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith("handlers.")]


def forged_data(source: random.Random) -> str:
    """Something like the data of one of the bot's buttons: most fields as they should be, some odd, some missing."""
    kind = source.choice(kinds())
    values = [_value(field.annotation, source) for field in kind.model_fields.values()]
    if source.random() < 0.1:
        values = values[:-1] if source.random() < 0.5 else [*values, source.choice(_ODD)]
    data = kind.__separator__.join([kind.__prefix__, *values])
    return data.encode()[:DATA_LIMIT].decode(errors="ignore")


def _value(annotation: Any, source: random.Random) -> str:
    if source.random() < 0.2:
        return source.choice(_ODD)
    return source.choice(_values_of(annotation))


def _values_of(annotation: Any) -> Sequence[str]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(member) for member in annotation]
    if annotation is bool:
        return ("0", "1")
    return _NUMBERS if annotation is int else _WORDS
