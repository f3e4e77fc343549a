"""`python -m bot check`: are both services and the database within reach, and if not, what to do.

Nothing is paid for: the image service is sent a request without a prompt, which it has to refuse. `--draw` pays for one
picture, and is the only proof that drawing works.
"""

import sys
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, GetWebhookInfo
from aiogram.types import WebhookInfo

from bot.app import create_bot
from bot.cloud import create_client, create_model
from bot.commands.diagnosis import diagnosis
from bot.commands.outcome import take_up_again
from bot.config import Settings
from drawing.chat import ChatUnreachable
from handlers.messenger import call_within
from storage.database import Database, DatabaseUnavailable
from yandexart import NO_RETRIES, StillRunning, YandexArtError

Check: TypeAlias = Callable[[Settings], Awaitable[str]]

_PATIENCE = 15.0
_HARMLESS_PROMPT = "a small red circle on white"


class Problem(Exception):
    """Something does not work; the message says what, and what to do."""


async def check(settings: Settings, *, with_drawing: bool) -> int:
    """Run all checks and print a line each. Returns the exit status: 0 if all is well."""
    checks: list[tuple[str, Check]] = [
        ("Telegram", _telegram),
        ("database", _database),
        ("image service", _draw if with_drawing else _image_service),
    ]
    failed = 0
    for name, run in checks:
        try:
            print(f"ok    {name}: {await run(settings)}")
        except Problem as problem:
            failed += 1
            print(f"FAIL  {name}: {problem}")
        sys.stdout.flush()
    return 1 if failed else 0


async def _telegram(settings: Settings) -> str:
    bot = create_bot(settings)
    try:
        me = await call_within(_PATIENCE, bot, GetMe())
        webhook = await call_within(_PATIENCE, bot, GetWebhookInfo())
    except ChatUnreachable as error:
        raise Problem(_why_no_telegram(error.__cause__)) from None
    finally:
        await bot.session.close()
    return f"@{me.username}{_about(webhook)}"


def _why_no_telegram(cause: BaseException | None) -> str:
    """What is wrong, and what to do. Telegram's own words are not repeated: they may quote what it was sent."""
    match cause:
        case TelegramUnauthorizedError() | TelegramNotFound():  # 404 for what cannot be a token
            return "the token is not accepted; ask @BotFather for the current one and set BOT_TOKEN"
        case TelegramRetryAfter():
            return f"Telegram has been asked too much; try again in {cause.retry_after} seconds"
        case TelegramServerError():
            return "Telegram is not working at the moment; try again later"
        case ClientDecodeError():
            return "what answers is no Bot API server; is TELEGRAM_API_URL right?"
        case None | TelegramNetworkError():
            return "Telegram does not answer; is the network up, and TELEGRAM_API_URL right?"
        case _:
            return f"Telegram answers with an error ({type(cause).__name__}); is TELEGRAM_API_URL right?"


def _about(webhook: WebhookInfo) -> str:
    """What a webhook means to a bot that asks for its updates itself. Only its host is told: the path may be secret."""
    if not webhook.url:
        return ""
    return (
        f"; a webhook is set, to {urlsplit(webhook.url).hostname}: until `run` removes it, this bot receives nothing. "
        "If another program needs that webhook, make a second bot"
    )


async def _database(settings: Settings) -> str:
    try:
        database = await Database.open(settings.database_url)
    except DatabaseUnavailable as error:
        raise Problem(str(error)) from None
    await database.close()
    return "opens, and its tables are up to date"


async def _image_service(settings: Settings) -> str:
    async with create_client(settings, NO_RETRIES) as client:
        model = create_model(settings, client)
        try:
            await model.probe(timeout=_PATIENCE)
        except YandexArtError as error:
            raise Problem(diagnosis(error, settings)) from None
    return f"takes orders for {model.uri.rsplit('://', maxsplit=1)[-1].partition('/')[2]} (`check --draw` proves it)"


async def _draw(settings: Settings) -> str:
    async with create_client(settings, NO_RETRIES) as client:
        model = create_model(settings, client)
        try:
            operation = await model.run_deferred(_HARMLESS_PROMPT[: settings.prompt_limit])
            try:
                picture = await operation.wait(poll_interval=2, poll_timeout=600)
            except StillRunning as error:
                again = f"`python -m bot draw {take_up_again(operation)}` goes on waiting"
                raise Problem(f"{diagnosis(error, settings)}; {again}") from None
        except YandexArtError as error:
            raise Problem(diagnosis(error, settings)) from None
    return f"drew a picture of {picture.width}x{picture.height}"
