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
    TelegramBadRequest,
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
from bot.cloud import create_client, token_address
from bot.commands.file_rights import complaint
from bot.commands.picture_output import take_up_again
from bot.config import Settings
from bot.diagnosis import Gone, diagnosis, gone_model, with_facts
from bot.hops import failed_hop
from bot.model_selection import (
    Listed,
    NothingAnswers,
    candidates,
    first_that_answers,
    image_model,
    list_models,
    name_of,
)
from bot.network import Network
from bot.redaction import redacted
from bot.route_check import route_results
from drawing.clock import SystemClock
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import StoreError
from drawing.records import ModelChoice
from handlers.telegram.calls import call_within
from handlers.telegram.errors import is_logged_out, refusal_of
from handlers.telegram.session import TelegramClock, described
from handlers.telegram.silence import LOGGED_OUT
from storage.database import Database, DatabaseUnavailable
from storage.revisions import Upgrade
from storage.store import SqlStore
from yandexart import (
    NO_RETRIES,
    Client,
    ImageModel,
    ModelDenied,
    ModelUnknown,
    NotConnected,
    NoToken,
    OutcomeUnknown,
    StillRunning,
    YandexArtError,
)

Check: TypeAlias = Callable[[Settings], Awaitable[str]]

_TIMEOUT = 15.0
_NO_OWNER = (
    "ADMIN_IDS names nobody. Unless somebody has become the owner by /owner, nobody is told when something breaks; "
    "the start of the bot prints a code for it"
)
_HARMLESS_PROMPT = "a small red circle on white"


class Problem(Exception):
    """Something does not work; the message says what, and what to do."""


@redacted
async def check(settings: Settings, *, with_drawing: bool) -> int:
    """Run all checks and print a line each. Returns the exit status: 0 if all is well."""
    checks: list[tuple[str, Check]] = [
        ("Telegram", _telegram),
        ("database", _database),
        ("image service", _draw if with_drawing else _image_service),
    ]
    failed = 0
    if (words := complaint(settings)) is not None:  # before the database is opened, which sets right what it can
        failed += 1
        print(f"FAIL  files: {words}")
    for name, run in checks:
        try:
            print(f"ok    {name}: {await run(settings)}")
        except Problem as problem:
            failed += 1
            print(f"FAIL  {name}: {problem}")
        sys.stdout.flush()
    for route in await route_results(settings):
        failed += not route.is_well
        print(f"{'ok  ' if route.is_well else 'FAIL'}  {route.words}")
    if not settings.admin_ids:
        print(f"note  owner: {_NO_OWNER}")
    return 1 if failed else 0


async def _telegram(settings: Settings) -> str:
    clock = TelegramClock(SystemClock())
    bot = create_bot(settings, clock)
    try:
        me = await call_within(_TIMEOUT, bot, GetMe())
        webhook = await call_within(_TIMEOUT, bot, GetWebhookInfo())
    except ChatUnreachable as error:
        why = why_no_telegram(error.__cause__)
        if isinstance(error.__cause__, TelegramNetworkError | None):
            why += await _about_hops(Network.to_telegram(settings), settings.telegram_api_url)
        raise Problem(why) from None
    finally:
        await bot.session.close()
    way = _about_way(Network.to_telegram(settings), settings.telegram_api_url)
    return f"@{me.username}{_about_clock(clock)}{way}{_about_webhook(webhook)}"


def _about_way(network: Network, address: str) -> str:
    """How a service is reached, where the settings have something to say about it."""
    return f", {network.describe(address)}"


async def _about_hops(network: Network, *addresses: str) -> str:
    """How these are reached, and the first hop of all ways there that fails."""
    for address in dict.fromkeys(addresses):
        if (failed := await failed_hop(network, address)) is not None:
            return f" What fails: {failed}. It was tried {network.describe(address)}"
    return f" It was tried {network.describe(addresses[0])}"


def why_no_telegram(cause: BaseException | None) -> str:  # noqa: PLR0911 - a table
    """What is wrong, and what to do. Telegram's own words are not repeated: they may quote what it was sent."""
    match cause:
        case TelegramBadRequest() if (refusal := refusal_of(cause)) is not None and is_logged_out(refusal):
            return LOGGED_OUT
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


def _about_clock(clock: TelegramClock) -> str:
    """What is wrong with the time of this machine. The bot judges messages by Telegram's, other things by its own."""
    if clock.error is None:
        return ""
    return f"; the clock of this machine is {described(clock.error)} Telegram's: set it, or have it set (NTP)"


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
        upgrade = await Database.pending_upgrade(settings.database_url)
    except DatabaseUnavailable as error:
        raise Problem(str(error)) from None
    match upgrade:
        case None:
            return "opens, and its tables are up to date"
        case Upgrade(before=None):
            return "is not there yet: the first start makes it"
    return (
        f"opens, and is of an older version: the next start brings its tables from revision {upgrade.before} to "
        f"{upgrade.after}, and then an older bot refuses them. Make a backup before (docs/backup.md)"
    )


async def _image_service(settings: Settings) -> str:
    async with create_client(settings, NO_RETRIES) as client:
        choice, model, known = await _chosen(settings, client)
        try:
            await model.probe(timeout=_TIMEOUT)
        except YandexArtError as error:
            raise Problem(_about(error, choice, settings, known) + await _about_cloud(error, settings)) from None
    if model.traits.asynchronous and await _finishes_nothing(settings):
        raise Problem(str(gone_model(choice, Gone.STALLED, settings, instead=alternative(choice, known))))
    way = _about_way(Network.to_yandex(settings), _address_of(choice, settings))
    return f"accepts requests for {_named(choice, settings, known)}{way} (`check --draw` proves it)"


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
            raise Problem(_about(error, choice, settings, known) + await _about_cloud(error, settings)) from None
    way = _about_way(Network.to_yandex(settings), _address_of(choice, settings))
    return f"drew a picture of {picture.width}x{picture.height} by {_named(choice, settings, known)}{way}"


async def _chosen(settings: Settings, client: Client) -> tuple[ModelChoice, ImageModel, Listed | None]:
    """What would draw, chosen without a database; and the list it was chosen from. Raises `Problem`."""
    known = await list_models(client)
    try:
        choice = await first_that_answers(client, list(candidates(settings, known)))
    except NothingAnswers as nothing:
        raise Problem(f"{diagnosis(nothing.error, settings)}{await _about_cloud(nothing.error, settings)}") from None
    return choice, image_model(choice, client), known


def _address_of(choice: ModelChoice, settings: Settings) -> str:
    return settings.yandex_images_url if choice.generator == "alice" else settings.yandex_api_url


async def _about_cloud(error: YandexArtError, settings: Settings) -> str:
    """Which hop to the services of Yandex Cloud fails, where that is what is wrong."""
    network = Network.to_yandex(settings)
    if isinstance(error, NoToken):
        return await _about_hops(network, token_address(settings))
    if isinstance(error, NotConnected | OutcomeUnknown):
        operations = settings.yandex_operations_url or settings.yandex_api_url
        return await _about_hops(network, settings.yandex_images_url, settings.yandex_api_url, operations)
    return ""


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
        return str(diagnosis(error, settings))
    return str(with_facts(gone_model(choice, Gone.MISSING, settings, instead=alternative(choice, known)), error))


async def _finishes_nothing(settings: Settings) -> bool:
    """Whether the database knows of orders that were taken a day ago and more, and of none that was finished since."""
    try:
        if await Database.pending_upgrade(settings.database_url) is not None:
            return False  # to bring it up to date is for a start
        database = await Database.open(settings.database_url)
    except DatabaseUnavailable:
        return False  # which has a line of its own
    try:
        return await SqlStore(database).finishes_nothing(time.time() - DAY)
    except StoreError:
        return False
    finally:
        await database.close()
