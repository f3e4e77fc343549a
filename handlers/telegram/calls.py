"""One question to Telegram, within a time."""

import asyncio
from typing import TypeVar

from aiogram import Bot
from aiogram.methods import LogOut, TelegramMethod

from drawing.ports.chat import ChatUnreachable

T = TypeVar("T")


async def call_within(seconds: float, bot: Bot, method: TelegramMethod[T]) -> T:
    """Ask Telegram something that a person waits for. Raises `ChatUnreachable` when it takes too long or fails."""
    try:
        async with asyncio.timeout(seconds):
            return await bot(method)
    except TimeoutError:
        raise ChatUnreachable("Telegram takes too long") from None
    except Exception as error:
        raise ChatUnreachable(type(error).__name__) from error


async def leave_server(seconds: float, bot: Bot) -> None:
    """Log the bot out of its Bot API server, which does not take it back for ten minutes. Raises as `call_within`."""
    await call_within(seconds, bot, LogOut())
