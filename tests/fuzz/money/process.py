"""One process of the bot, wired as `bot.app` does, over what outlives it: the database, Telegram, the paid services."""

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot

from drawing.access import AccessControl, AccessList
from drawing.allowance import Allowance
from drawing.chat import Messenger, Slot
from drawing.erasure import Erasure
from drawing.forecast import Forecast, Pace
from drawing.generation import Picture
from drawing.incidents import Incidents
from drawing.lifecycle import Drawing
from drawing.outlook import Outlook, Outlooks
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
from handlers.telegram.messenger import Sender, TelegramMessenger
from handlers.telegram.outbox import Outbox
from handlers.telegram.owner import OwnerByTelegram
from handlers.telegram.permissions import ChatPermissions
from handlers.views.privacy_page import DataTerms
from handlers.views.statistics_page import PriceList
from storage.store import SqlStore
from tests.fuzz.money.clock import VirtualClock
from tests.fuzz.money.service import ZONE, ImageService, LanguageModel
from tests.fuzz.money.telegram import BOT_ID, Telegram

TIME_TO_LIVE = 3600.0
RESUBMISSIONS = 1
RUNNING_PER_PERSON = 3


@dataclass
class Seen:
    """What people have seen of each drawing, by its number."""

    outcomes: Counter[int] = field(default_factory=Counter)  # how often an outcome was put into a message
    messages: dict[tuple[int, int], int] = field(default_factory=dict)  # chat and message, and whose slot it is
    standing: dict[int, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))


@dataclass
class Outside:
    """What outlives the process."""

    clock: VirtualClock
    store: SqlStore
    telegram: Telegram
    service: ImageService
    language_model: LanguageModel
    limits: Limits
    lists: AccessList = field(default_factory=AccessList)
    seen: Seen = field(default_factory=Seen)


class Watched:
    """The real messenger, with somebody looking over its shoulder. Implements `drawing.chat.Messenger`."""

    def __init__(self, messenger: Messenger, seen: Seen) -> None:
        self._messenger = messenger
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._messenger, name)

    async def post_slot(self, drawing: Drawing, outlook: Outlook) -> Slot:
        slot = await self._messenger.post_slot(drawing, outlook)
        self._seen.messages[drawing.chat_id, slot.message_id] = drawing.id
        return slot

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        file_id = await self._messenger.show_picture(drawing, picture)
        self._note(drawing)
        return file_id

    async def show_ending(self, drawing: Drawing) -> None:
        await self._messenger.show_ending(drawing)
        self._note(drawing)

    def _note(self, drawing: Drawing) -> None:
        self._seen.outcomes[drawing.id] += 1
        self._seen.standing[drawing.id].add((drawing.chat_id, drawing.slot_id or 0))


def supervisor(outside: Outside, source: random.Random) -> Supervisor:
    """The workers of a process."""
    clock, store = outside.clock, outside.store
    bot = Bot(f"{BOT_ID}:AAHfuzzfuzzfuzzfuzzfuzzfuzzfuzzfuzz", session=outside.telegram)
    send = Sender(bot, FloodControl(clock, per_second=1000))
    chat_info = ChatInfo(bot, clock)
    messenger: Any = Watched(TelegramMessenger(send, chat_info), outside.seen)
    outbox = Outbox(send, clock)
    patience = Patience(clock)
    incidents = Incidents(OwnerByTelegram(outbox, store, ()), store)
    forecast = Forecast(store, clock, Pace(60, RUNNING_PER_PERSON))
    outlook = Outlooks(forecast, Allowance(store, clock, limits=outside.limits, zone=ZONE).hint, patience).of
    notices = Notices(store, messenger, clock, patience)
    delivery = Delivery(store, messenger, clock, outlook=outlook, notices=notices, notify_after=20)

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
        outside.service,
        outside.language_model,
        clock,
        prompt_limit=500,
        limits=outside.limits,
        zone=ZONE,
        per_minute=60,
        running_per_person=RUNNING_PER_PERSON,
        resubmissions=RESUBMISSIONS,
        incidents=incidents,
        patience=patience,
        source=source,
        wake_others=wake_after_submission,
    )
    poll = PollWorker(
        store,
        outside.service,
        clock,
        per_second=5,
        incidents=incidents,
        source=source,
        wake_others=wake_after_poll,
    )
    sweep = SweepWorker(store, clock, keep_pictures=3600, zone=ZONE, wake_others=wake_chats)
    requests = DrawingService(
        store,
        clock,
        limits=outside.limits,
        prompt_limit=500,
        time_to_live=TIME_TO_LIVE,
        zone=ZONE,
        source=source,
        traits=lambda: outside.service.traits,
        wake=wake_chats,
    )
    services = Services(
        store=store,
        requests=requests,
        erasure=Erasure(store, clock, wake=wake_chats),
        access=AccessControl(store, clock, outside.lists, wake=wake_chats),
        statistics=Statistics(store, clock, incidents, zone=ZONE),
        prices=PriceList(),
        clock=clock,
        timekeeper=Timekeeper(store, clock, forecast, patience),
        permissions=ChatPermissions(bot, clock),
        chat_info=chat_info,
        outbox=outbox,
        terms=DataTerms(3600, service_logs=False),
        zone=ZONE,
    )
    intake = Intake(bot, create_dispatcher(services, lambda: outside.service.traits), clock, source)
    return Supervisor((intake, chats, submit, poll, sweep), clock, last=(outbox,))


async def kill(life: asyncio.Task[None], outside: Outside) -> None:
    """End a process at once, wherever it is; what has begun to be committed is on the disk or is not."""
    life.cancel()
    await asyncio.wait({life})
    outside.clock.forget_sleepers()
    while outside.store._database.is_busy:  # noqa: ASYNC110 - it rings no wakeup
        await asyncio.sleep(0)
