"""Old news. After an outage nobody waits for the answer to last night's /help."""

from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.types import Message

from handlers.telegram.session import TelegramClock

NAME: Final = "stale"
_TOO_OLD: Final = timedelta(minutes=10)


async def is_stale(message: Message, telegram_clock: TelegramClock) -> bool:
    """Whether a message was sent so long ago, by the clock that has dated it, that answering it would puzzle."""
    is_prompt = message.chat.id > 0 and message.text is not None and not message.text.startswith("/")
    written = message.edit_date or message.date.timestamp()
    return not is_prompt and telegram_clock.now() - written > _TOO_OLD.total_seconds()


async def ignore(_: Message) -> None:
    """Say nothing."""


def router() -> Router:
    """A new router."""
    stale = Router(name=NAME)
    stale.message.register(ignore, is_stale)
    return stale
