"""The composition root: everything is made here, wired by hand, started and ended in order."""

import asyncio
import gc
import logging
import random
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.chosen_models import ChosenModels
from bot.cloud import create_client
from bot.config import Settings
from bot.descriptors import DescriptorWatch, raise_limit
from bot.failpoints import Failpoint, fused
from bot.generators import Enhancer, Generator
from bot.health import health_server
from bot.prices import price_list
from drawing.access import AccessControl, AccessList
from drawing.byte_budget import ByteBudget, StoredPictures
from drawing.clock import Calendar, Clock, SystemClock
from drawing.erasure import Erasure
from drawing.incidents import Incidents
from drawing.policies import Policies
from drawing.ports.chat import Messenger
from drawing.ports.generator import ImageGenerator
from drawing.quota import DailyQuota, Limits
from drawing.service import DrawingService
from drawing.service_health import ServiceHealth
from drawing.statistics import Statistics
from drawing.workers.loop import Supervisor, Wakeups
from drawing.workers.wiring import Ports, create_workers
from handlers.dispatch import Services, create_dispatcher
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.deferral import Deferral
from handlers.telegram.flood import FloodControl
from handlers.telegram.intake import Intake
from handlers.telegram.menu import Menu
from handlers.telegram.messenger import Sender, TelegramMessenger
from handlers.telegram.outbox import Outbox
from handlers.telegram.owner import OwnerByTelegram
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.session import BoundedSession
from handlers.views.privacy_page import DataTerms
from storage.database import Database
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
    descriptors: DescriptorWatch

    def complaints(self) -> list[str]:
        """What is not well, a line each; for `/healthz`."""
        lines = [f"worker {name} has failed and is being started again" for name in sorted(self.supervisor.failing)]
        if not self.database.is_healthy:
            lines.append("the database does not take writes")
        if (complaint := self.descriptors.complaint()) is not None:
            lines.append(complaint)
        return lines

    async def run(self) -> None:
        """Work until `stop`, then finish what was begun."""
        await self.supervisor.run()

    def stop(self) -> None:
        """End in order."""
        self.supervisor.stop()


def create_bot(settings: Settings) -> Bot:
    """The client for Telegram."""
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(settings.bot_token.get_secret_value(), session=BoundedSession(api=server))


@asynccontextmanager
async def create_app(
    settings: Settings, clock: Clock | None = None, failpoint: Failpoint | None = None
) -> AsyncIterator[App]:
    """Open everything, and close it again whatever happens. A `failpoint` is a test's.

    Raises `DatabaseUnavailable` and `SettingsError`.
    """
    async with AsyncExitStack() as stack:
        budget = ByteBudget()
        cloud = await stack.enter_async_context(create_client(settings, NO_RETRIES, room=budget.room))
        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        bot = create_bot(settings)
        stack.push_async_callback(bot.session.close)
        opened = _Opened(cloud, database, bot, budget)
        yield _assemble(settings, opened, clock=clock or SystemClock(), failpoint=failpoint)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is open to the outside, and the memory for what comes and goes there."""

    cloud: Client
    database: Database
    bot: Bot
    budget: ByteBudget


def _assemble(settings: Settings, opened: _Opened, *, clock: Clock, failpoint: Failpoint | None) -> App:
    """Wire what has been opened: the two services, the workers between them, and who asks for drawings."""
    cloud, database, bot, budget = opened.cloud, opened.database, opened.bot, opened.budget
    source = random.SystemRandom()
    store, policies, wakeups = SqlStore(database), _policies(settings), Wakeups(clock)
    send = Sender(bot, FloodControl(clock, per_second=settings.telegram_messages_per_second))
    chat_info, outbox = ChatInfo(bot, clock), Outbox(send, clock)
    messenger: Messenger = TelegramMessenger(send, chat_info)
    owner = OwnerByTelegram(outbox, store, settings.admin_ids)
    incidents = Incidents(owner, store)
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
    wake = wakeups.deliver.notify
    access = AccessControl(store, clock, AccessList(settings.admin_ids, settings.allowed_ids), wake=wake)
    services = Services(
        store=store,
        pictures=StoredPictures(store, budget),
        drawing_service=DrawingService(
            store, clock, policies, source=source, traits=lambda: generator.traits, wake=wake
        ),
        erasure=Erasure(store, clock, wake=wake),
        access=access,
        statistics=Statistics(store, clock, incidents, zone=settings.timezone),
        prices=price_list(settings),
        clock=clock,
        estimator=workers.estimator,
        permissions=ChatPermissions(chat_info),
        chat_info=chat_info,
        outbox=outbox,
        terms=DataTerms(settings.keep_pictures, service_logs=settings.yandex_data_logging),
        calendar=Calendar(clock, settings.timezone),
    )
    deferral = Deferral(bot, create_dispatcher(services, lambda: generator.traits), store, chat_info, clock)
    intake = Intake(bot, deferral.handle, clock, source)
    menu = Menu(bot, clock, source, traits=lambda: generator.traits, admins=settings.admin_ids)
    for changed in (wakeups.submit.notify, menu.wakeup.notify):
        models.subscribe(changed)
    descriptors = DescriptorWatch(clock)
    supervisor = Supervisor((intake, deferral, menu, models, *workers, descriptors), clock, last=(outbox,))
    return App(supervisor, database, access, descriptors)


def _policies(settings: Settings) -> Policies:
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
        resubmissions=settings.resubmit_unknown,
        drawing_ttl=settings.drawing_ttl,
        keep_pictures=settings.keep_pictures,
        notify_after=settings.notify_after,
    )


async def run(settings: Settings, failpoint: Failpoint | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT. A second signal ends it at once."""
    raise_limit()
    async with create_app(settings, failpoint=failpoint) as app, health_server(settings.listen, app.complaints):
        if await app.access.is_open():
            logger.warning("everybody may draw, at your cost; ALLOWED_IDS names who may, DRAWINGS_PER_DAY limits it")
        # What the start has left behind is not garbage; without it each collection pauses the loop for less long.
        gc.collect()
        gc.freeze()
        await _run_until_signal(app)


async def _run_until_signal(app: App) -> None:
    loop = asyncio.get_running_loop()
    signalled = asyncio.Event()

    def end(name: str) -> None:
        if signalled.is_set():
            raise SystemExit(1)
        logger.info("%s: finishing what was begun", name)
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
            logger.warning(
                "not everything could be finished in %.0f s; it is taken up at the next start", _DRAIN_TIMEOUT
            )
        working.cancel()
        ending.cancel()
    logger.info("the bot has ended")
