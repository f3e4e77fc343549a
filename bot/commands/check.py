"""`python -m bot check`: are both services and the database within reach, and if not, what to do.

Nothing is paid for: the image service is sent a request without a prompt, which it has to refuse. `--draw` pays for one
picture, and is the only proof that drawing works.
"""

import sys
import time
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
from bot.chosen_models import DAY, alternative
from bot.cloud import create_client
from bot.commands.picture_output import take_up_again
from bot.config import Settings
from bot.diagnosis import Gone, diagnosis, gone_model
from bot.model_selection import (
    Listed,
    NothingAnswers,
    candidates,
    first_that_answers,
    image_model,
    list_models,
    name_of,
)
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import StoreError
from drawing.records import ModelChoice
from handlers.telegram.calls import call_within
from storage.database import Database, DatabaseUnavailable
from storage.store import SqlStore
from yandexart import NO_RETRIES, Client, ImageModel, ModelDenied, ModelUnknown, StillRunning, YandexArtError

Check: TypeAlias = Callable[[Settings], Awaitable[str]]

_TIMEOUT = 15.0
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
        me = await call_within(_TIMEOUT, bot, GetMe())
        webhook = await call_within(_TIMEOUT, bot, GetWebhookInfo())
    except ChatUnreachable as error:
        raise Problem(_why_no_telegram(error.__cause__)) from None
    finally:
        await bot.session.close()
    return f"@{me.username}{_about_webhook(webhook)}"


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


def _about_webhook(webhook: WebhookInfo) -> str:
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
        choice, model, known = await _chosen(settings, client)
        try:
            await model.probe(timeout=_TIMEOUT)
        except YandexArtError as error:
            raise Problem(_about(error, choice, settings, known)) from None
    if model.traits.asynchronous and await _finishes_nothing(settings):
        raise Problem(gone_model(choice, Gone.STALLED, settings, instead=alternative(choice, known)))
    return f"takes orders for {_named(choice, settings, known)} (`check --draw` proves it)"


async def _draw(settings: Settings) -> str:
    async with create_client(settings, NO_RETRIES) as client:
        choice, model, known = await _chosen(settings, client)
        try:
            operation = await model.run_deferred(_HARMLESS_PROMPT[: settings.prompt_limit])
            try:
                picture = await operation.wait(poll_interval=2, poll_timeout=600)
            except StillRunning as error:
                again = f"`python -m bot draw {take_up_again(operation)}` goes on waiting"
                raise Problem(f"{diagnosis(error, settings)}; {again}") from None
        except YandexArtError as error:
            raise Problem(_about(error, choice, settings, known)) from None
    return f"drew a picture of {picture.width}x{picture.height} by {_named(choice, settings, known)}"


async def _chosen(settings: Settings, client: Client) -> tuple[ModelChoice, ImageModel, Listed | None]:
    """What would draw, chosen without a database; and the list it was chosen from. Raises `Problem`."""
    known = await list_models(client)
    try:
        choice = await first_that_answers(client, list(candidates(settings, known)))
    except NothingAnswers as nothing:
        raise Problem(diagnosis(nothing.error, settings)) from None
    return choice, image_model(choice, client), known


def _named(choice: ModelChoice, settings: Settings, known: Listed | None) -> str:
    """The model; how it was chosen; and that the list lacks it, which it may do before the model itself goes."""
    name = name_of(choice.model)
    if settings.generator == "auto":
        name = f"{name}, as the account has it (GENERATOR={choice.generator})"
    if known is not None and known.has_images and not known.has(choice.model):
        missing = gone_model(choice, Gone.MISSING, settings, instead=alternative(choice, known))
        return f"{name}, though not for long, it seems: {missing}"
    return name


def _about(error: YandexArtError, choice: ModelChoice, settings: Settings, known: Listed | None) -> str:
    """What mends it; of a model that is gone, what is there instead."""
    if not isinstance(error, ModelDenied | ModelUnknown):
        return diagnosis(error, settings)
    words = gone_model(choice, Gone.MISSING, settings, instead=alternative(choice, known))
    return f"{words} ({error.facts})" if error.facts else words


async def _finishes_nothing(settings: Settings) -> bool:
    """Whether the database knows of orders that were taken a day ago and more, and of none that was finished since."""
    try:
        database = await Database.open(settings.database_url)
    except DatabaseUnavailable:
        return False  # which has a line of its own
    try:
        return await SqlStore(database).finishes_nothing(time.time() - DAY)
    except StoreError:
        return False
    finally:
        await database.close()
