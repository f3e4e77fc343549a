"""The composition root: everything is made here, wired by hand, started and ended in order."""

import asyncio
import gc
import logging
import random
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.backup_server import BackupServer
from bot.chosen_models import ChosenModels
from bot.cloud import create_client
from bot.config import Settings
from bot.descriptors import DescriptorWatch, raise_limit
from bot.failpoints import Failpoint, fused
from bot.generators import Enhancer, Generator
from bot.health import health_server
from bot.network import Network
from bot.prices import price_list
from bot.redaction import RedactedOwner, Redaction
from bot.route_watch import RouteWatch
from bot.routes import Routes
from bot.stems import stem
from drawing.access import AccessControl, AccessList, Owners
from drawing.byte_budget import ByteBudget, StoredPictures
from drawing.clock import Calendar, Clock, SystemClock
from drawing.erasure import Erasure
from drawing.forbidden import WordList
from drawing.incidents import Incidents
from drawing.offers import Offers
from drawing.policies import Policies
from drawing.ports.chat import Messenger
from drawing.ports.generator import ImageGenerator
from drawing.ports.owner import Owner
from drawing.quota import DailyQuota, Limits
from drawing.service import DrawingService
from drawing.service_health import ServiceHealth
from drawing.statistics import Statistics
from drawing.styles import StyleOffers
from drawing.workers.loop import Supervisor, Wakeups
from drawing.workers.wiring import Ports, create_workers
from handlers.bursts import Bursts
from handlers.dispatch import Services, create_dispatcher
from handlers.settings_panel import SettingsPanel
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.deferral import Deferral
from handlers.telegram.flood import FloodControl
from handlers.telegram.intake import Intake
from handlers.telegram.menu import Menu
from handlers.telegram.messenger import Sender, TelegramMessenger
from handlers.telegram.outbox import Outbox
from handlers.telegram.owner import OwnerByTelegram
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.session import BoundedSession, TelegramClock
from handlers.telegram.silence import Silence
from handlers.views.privacy_page import DataTerms
from storage.bots import SqlBots
from storage.database import Database, file_of
from storage.store import SqlStore
from yandexart import NO_RETRIES, Client

logger = logging.getLogger(__name__)

_DRAIN_TIMEOUT: Final = 8.0  # seconds to finish what was begun; a container gets ten before it is killed


@dataclass(frozen=True, slots=True)
class App:
    """The bot, made and not yet running."""

    supervisor: Supervisor
    database: Database
    access: AccessControl
    owners: Owners
    alerts: Owner
    descriptors: DescriptorWatch
    silence: Silence

    def complaints(self) -> list[str]:
        """What is not well, a line each; for `/healthz`."""
        lines = [f"worker {name} has failed and is being started again" for name in sorted(self.supervisor.failing)]
        if not self.database.is_healthy:
            lines.append("the database accepts no writes")
        lines += [one for one in (self.descriptors.complaint(), self.silence.complaint()) if one is not None]
        return lines

    async def run(self) -> None:
        """Work until `stop`, then finish what was begun."""
        await self.supervisor.run()

    def stop(self) -> None:
        """End in order."""
        self.supervisor.stop()


def create_bot(settings: Settings, clock: TelegramClock, network: Network | None = None) -> Bot:
    """The client for Telegram, from which the clock learns; over `network` where the settings are not to say which."""
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    session = BoundedSession(api=server, open_session=(network or Network.to_telegram(settings)).session, clock=clock)
    return Bot(settings.bot_token.get_secret_value(), session=session)


@asynccontextmanager
async def create_app(
    settings: Settings, clock: Clock | None = None, failpoint: Failpoint | None = None
) -> AsyncIterator[App]:
    """Open everything, and close it again whatever happens. A `failpoint` is a test's.

    Raises `DatabaseUnavailable` and `SettingsError`.
    """
    async with AsyncExitStack() as stack:
        clock = clock or SystemClock()
        budget = ByteBudget()
        telegram, yandex = Network.to_telegram(settings, clock), Network.to_yandex(settings, clock)
        client = create_client(settings, NO_RETRIES, room=budget.room, network=yandex)
        cloud = await stack.enter_async_context(client)
        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        telegram_clock = TelegramClock(clock)
        bot = create_bot(settings, telegram_clock, telegram)
        stack.push_async_callback(bot.session.close)
        opened = _Opened(cloud, database, bot, budget, telegram_clock, (telegram.routes, yandex.routes))
        waiting = await SqlBots(database).serve(bot.id)
        app = _assemble(settings, opened, clock=clock, failpoint=failpoint)
        await app.owners.load()
        await app.access.say_moves()
        await _say_set_aside(waiting, app.alerts)
        yield app


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is open to the outside, and the memory for what comes and goes there."""

    cloud: Client
    database: Database
    bot: Bot
    budget: ByteBudget
    telegram_clock: TelegramClock
    routes: tuple[Routes, Routes]


def _assemble(settings: Settings, opened: _Opened, *, clock: Clock, failpoint: Failpoint | None) -> App:
    """Wire what has been opened: the two services, the workers between them, and who asks for drawings."""
    cloud, database, bot, budget = opened.cloud, opened.database, opened.bot, opened.budget
    source = random.SystemRandom()
    store, policies, wakeups = SqlStore(database), _policies(settings), Wakeups(clock)
    wake = wakeups.deliver.notify
    owners = Owners(settings.admin_ids, store, clock)
    access = AccessControl(store, clock, AccessList(owners, settings.allowed_ids), wake=wake)
    flood = FloodControl(clock, per_second=settings.telegram_messages_per_second)
    send = Sender(bot, flood, follow=access.follow)
    chat_info, outbox = ChatInfo(bot, clock), Outbox(send, clock)
    messenger: Messenger = TelegramMessenger(send, chat_info)
    owner = RedactedOwner(
        OwnerByTelegram(outbox, store, owners, Calendar(clock, settings.timezone)), Redaction(settings.secrets())
    )
    incidents = Incidents(owner, store, clock)
    health = ServiceHealth(clock, source, per_minute=policies.submit_per_minute)
    models = ChosenModels(settings, cloud, store, clock, owner=owner, incidents=incidents, health=health, source=source)
    generator: ImageGenerator = Generator(models, cloud.models.image_generation(), settings)
    if failpoint is not None:
        store, generator, messenger = fused(failpoint, database, generator, messenger)
    enhancer = Enhancer(lambda: models.text_model)
    ports = Ports(
        store=store,
        messenger=messenger,
        generator=generator,
        enhancer=enhancer,
        clock=clock,
        source=source,
        budget=budget,
    )
    workers = create_workers(ports, policies, health=health, incidents=incidents, wakeups=wakeups)
    models.activity = workers.poll
    drawing_service = DrawingService(
        store, clock, policies, source=source, traits=lambda: generator.traits, wake=wake, stem=stem
    )
    services = Services(
        store=store,
        pictures=StoredPictures(store, budget),
        drawing_service=drawing_service,
        offers=Offers(store, clock),
        style_book=drawing_service.style_book,
        settings_panel=SettingsPanel(store, drawing_service.style_book, access),
        word_list=WordList(store, clock, settings.forbidden_words),
        erasure=Erasure(store, clock, wake=wake),
        access=access,
        owners=owners,
        statistics=Statistics(store, clock, incidents, zone=settings.timezone),
        incidents=incidents,
        prices=price_list(settings),
        clock=clock,
        telegram_clock=opened.telegram_clock,
        bursts=Bursts(),
        estimator=workers.estimator,
        permissions=ChatPermissions(chat_info),
        chat_info=chat_info,
        outbox=outbox,
        terms=DataTerms(settings.keep_pictures, service_logs=settings.yandex_data_logging),
        calendar=Calendar(clock, settings.timezone),
    )
    deferral = Deferral(bot, create_dispatcher(services, lambda: generator.traits), store, chat_info, clock)
    intake = Intake(bot, deferral.handle, clock, source, incidents=incidents)
    menu = Menu(bot, clock, source, traits=lambda: generator.traits, admins=owners)
    owners.subscribe(menu.wakeup.notify)
    for changed in (wakeups.submit.notify, menu.wakeup.notify):
        models.subscribe(changed)
    descriptors = DescriptorWatch(clock)
    file = file_of(settings.database_url)
    backups = () if file is None else (BackupServer(database, file, clock),)
    watches = (descriptors, RouteWatch(*opened.routes, incidents, clock))
    supervisor = Supervisor((intake, deferral, menu, models, *workers, *watches, *backups), clock, last=(outbox,))
    return App(supervisor, database, access, owners, owner, descriptors, intake.silence)


async def _say_set_aside(waiting: Mapping[int, int], owner: Owner) -> None:
    """Say at each start what waits for former bots: an owner may have yet to begin a chat with this one."""
    for bot_id, count in waiting.items():
        logger.warning(
            "%d requests wait for bot %d: nothing is done for them while BOT_TOKEN names another", count, bot_id
        )
        await owner.tell_set_aside(bot_id, count)


def _policies(settings: Settings) -> Policies:
    own = price_list(settings).own
    limits = Limits(
        queued_per_person=settings.queued_per_user,
        per_person_and_day=settings.drawings_per_user_per_day,
        per_day=settings.drawings_per_day,
        enhancements_per_person_and_day=settings.enhancements_per_user_per_day,
        enhancements_per_day=settings.enhancements_per_day,
    )
    return Policies(
        quota=DailyQuota(limits, settings.timezone),
        prompt_limit=settings.prompt_limit,
        submit_per_minute=settings.submit_per_minute,
        results_per_second=settings.results_per_second,
        running_per_person=settings.running_per_user,
        forbidden_words=settings.forbidden_words,
        price=own.price if own else 0.0,
        currency=own.currency if own else "",
        resubmissions=settings.resubmit_unknown,
        drawing_ttl=settings.drawing_ttl,
        keep_pictures=settings.keep_pictures,
        notify_after=settings.notify_after,
        styles=StyleOffers(settings.vary_styles),
    )


async def run(settings: Settings, failpoint: Failpoint | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT. A second signal ends it at once."""
    raise_limit()
    _log_ways(settings)
    async with create_app(settings, failpoint=failpoint) as app, health_server(settings.listen, app.complaints):
        if await app.access.is_open() and not settings.is_offline:
            logger.warning(
                "anyone who finds the bot can draw at your expense; ALLOWED_IDS says who may, DRAWINGS_PER_DAY how much"
            )
        if not app.owners:
            code = app.owners.offer()
            logger.warning(
                "nobody owns this bot, and nobody is told when something breaks; "
                "to own it, send it in private, within an hour: /owner %s",
                code,
            )
        # What the start has left behind is not garbage; without it each collection pauses the loop for less long.
        gc.collect()
        gc.freeze()
        await _run_until_signal(app)


def _log_ways(settings: Settings) -> None:
    """Say how the services are reached, where that is not as everywhere."""
    telegram, yandex = Network.to_telegram(settings), Network.to_yandex(settings)
    if telegram.is_special or yandex.is_special:
        logger.info("Telegram is reached %s", telegram.describe(settings.telegram_api_url))
        logger.info("the image service is reached %s", yandex.describe(settings.yandex_images_url))


async def _run_until_signal(app: App) -> None:
    loop = asyncio.get_running_loop()
    signalled = asyncio.Event()

    def end(name: str) -> None:
        if signalled.is_set():
            raise SystemExit(1)
        logger.info("%s: finishing work in progress", name)
        signalled.set()
        app.stop()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, end, one.name)
    logger.info("the bot is running")
    async with asyncio.TaskGroup() as group:
        working = group.create_task(app.run(), name="bot")
        ending = group.create_task(signalled.wait(), name="signals")
        await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await asyncio.wait({working}, timeout=_DRAIN_TIMEOUT)
        if not working.done():
            logger.warning("not everything could be finished in %.0f s; the next start resumes it", _DRAIN_TIMEOUT)
        working.cancel()
        ending.cancel()
    logger.info("the bot has ended")
