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
from bot.failpoints import Failpoint, fused
from bot.generators import Enhancer, Generator
from bot.health import health_server
from bot.prices import price_list
from drawing.access import AccessControl, AccessList
from drawing.allowance import Allowance
from drawing.chat import Messenger
from drawing.clock import Clock, SystemClock
from drawing.erasure import Erasure
from drawing.forecast import Forecast, Pace
from drawing.generation import ImageGenerator
from drawing.incidents import Incidents
from drawing.outlook import Outlooks
from drawing.patience import Patience
from drawing.service import DrawingService
from drawing.statistics import Statistics
from drawing.store import Limits
from drawing.timing import Timekeeper
from drawing.workers.deliver import DeliverWorker, Delivery
from drawing.workers.loop import Supervisor
from drawing.workers.notices import Notices
from drawing.workers.poll import PollWorker
from drawing.workers.submit import SubmitWorker
from drawing.workers.sweep import SweepWorker
from handlers.dispatch import Services, create_dispatcher
from handlers.telegram.chat_info import ChatInfo
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
from yandexart import NO_RETRIES

logger = logging.getLogger(__name__)

_DRAIN: Final = 8.0  # seconds to finish what was begun; a container gets ten before it is killed


@dataclass(frozen=True, slots=True)
class App:
    """The bot, made and not yet running."""

    supervisor: Supervisor
    database: Database
    access: AccessControl

    def complaints(self) -> list[str]:
        """What is not well, a line each; for `/healthz`."""
        lines = [f"worker {name} has failed and is being started again" for name in sorted(self.supervisor.failing)]
        if not self.database.is_healthy:
            lines.append("the database does not take writes")
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
    clock = clock or SystemClock()
    source = random.SystemRandom()
    async with AsyncExitStack() as stack:
        cloud = await stack.enter_async_context(create_client(settings, NO_RETRIES))
        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        store = SqlStore(database)
        bot = create_bot(settings)
        stack.push_async_callback(bot.session.close)

        send = Sender(bot, FloodControl(clock, per_second=settings.telegram_messages_per_second))
        chat_info = ChatInfo(bot, clock)
        messenger: Messenger = TelegramMessenger(send, chat_info)
        outbox = Outbox(send, clock)
        patience = Patience(clock)
        incidents = Incidents(owner := OwnerByTelegram(outbox, store, settings.admin_ids), store)

        def models_changed() -> None:
            submit.wakeup.notify()
            menu.wakeup.notify()

        models = ChosenModels(
            settings,
            cloud,
            store,
            clock,
            owner=owner,
            incidents=incidents,
            patience=patience,
            source=source,
            changed=models_changed,
        )
        generator: ImageGenerator = Generator(models, cloud.models.image_generation(), settings)
        if failpoint is not None:
            store, generator, messenger = fused(failpoint, database, generator, messenger)
        forecast = Forecast(store, clock, Pace(settings.submit_per_minute, settings.running_per_user))
        limits = _limits(settings)
        outlook = Outlooks(forecast, Allowance(store, clock, limits=limits, zone=settings.timezone).hint, patience).of
        notices = Notices(store, messenger, clock, patience)
        delivery = Delivery(
            store, messenger, clock, outlook=outlook, notices=notices, notify_after=settings.notify_after
        )

        # The workers wake each other through these, which are bound when all of them are made.
        def wake_chats() -> None:
            chats.wakeup.notify()

        def wake_submit() -> None:
            submit.wakeup.notify()

        def wake_after_submission() -> None:
            poll.look_again()
            chats.wakeup.notify()

        def wake_after_poll() -> None:
            submit.wakeup.notify()
            chats.wakeup.notify()

        chats = DeliverWorker(store, delivery, clock, notices=notices, source=source, wake_others=wake_submit)
        submit = SubmitWorker(
            store,
            generator,
            Enhancer(lambda: models.text_model),
            clock,
            prompt_limit=settings.prompt_limit,
            limits=limits,
            zone=settings.timezone,
            per_minute=settings.submit_per_minute,
            running_per_person=settings.running_per_user,
            resubmissions=settings.resubmit_unknown,
            incidents=incidents,
            patience=patience,
            source=source,
            wake_others=wake_after_submission,
        )
        poll = PollWorker(
            store,
            generator,
            clock,
            per_second=settings.results_per_second,
            incidents=incidents,
            source=source,
            wake_others=wake_after_poll,
        )
        models.activity = poll
        sweep = SweepWorker(
            store, clock, keep_pictures=settings.keep_pictures, zone=settings.timezone, wake_others=wake_chats
        )
        drawing_service = DrawingService(
            store,
            clock,
            limits=limits,
            prompt_limit=settings.prompt_limit,
            time_to_live=settings.drawing_ttl,
            zone=settings.timezone,
            source=source,
            traits=lambda: generator.traits,
            wake=wake_chats,
        )
        access = AccessControl(store, clock, AccessList(settings.admin_ids, settings.allowed_ids), wake=wake_chats)
        services = Services(
            store=store,
            drawing_service=drawing_service,
            erasure=Erasure(store, clock, wake=wake_chats),
            access=access,
            statistics=Statistics(store, clock, incidents, zone=settings.timezone),
            prices=price_list(settings),
            clock=clock,
            timekeeper=Timekeeper(store, clock, forecast, patience),
            permissions=ChatPermissions(bot, clock),
            chat_info=chat_info,
            outbox=outbox,
            terms=DataTerms(settings.keep_pictures, service_logs=settings.yandex_data_logging),
            zone=settings.timezone,
        )
        dispatcher = create_dispatcher(services, lambda: generator.traits)
        menu = Menu(bot, clock, source, traits=lambda: generator.traits, admins=settings.admin_ids)
        supervisor = Supervisor(
            (Intake(bot, dispatcher, clock, source), menu, models, chats, submit, poll, sweep), clock, last=(outbox,)
        )
        yield App(supervisor, database, access)


def _limits(settings: Settings) -> Limits:
    return Limits(
        queued_per_person=settings.queued_per_user,
        per_person_and_day=settings.drawings_per_user_per_day,
        per_day=settings.drawings_per_day,
        enhancements_per_person_and_day=settings.enhancements_per_user_per_day,
        enhancements_per_day=settings.enhancements_per_day,
    )


async def run(settings: Settings, failpoint: Failpoint | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT. A second signal ends it at once."""
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
            await asyncio.wait({working}, timeout=_DRAIN)
        if not working.done():
            logger.warning("not everything could be finished in %.0f s; it is taken up at the next start", _DRAIN)
        working.cancel()
        ending.cancel()
    logger.info("the bot has ended")
