"""One process of the bot, wired as `bot.app` does, over what outlives it: the database, Telegram, the paid services."""

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from aiogram import Bot

from drawing.access import AccessControl, AccessList, Owners
from drawing.byte_budget import StoredPictures
from drawing.clock import Calendar
from drawing.erasure import Erasure
from drawing.forbidden import WordList
from drawing.lifecycle import Drawing
from drawing.offers import Offers
from drawing.ports.chat import Messenger
from drawing.quota import DailyQuota, Limits
from drawing.records import Picture, Slot, WaitEstimate
from drawing.statistics import Statistics
from drawing.style_book import StyleBook
from drawing.styles import StyleOffers
from drawing.workers.loop import Supervisor
from handlers.bursts import Bursts
from handlers.dispatch import Services, create_dispatcher
from handlers.settings_panel import SettingsPanel
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.deferral import Deferral
from handlers.telegram.flood import FloodControl
from handlers.telegram.intake import Intake
from handlers.telegram.messenger import Sender, TelegramMessenger
from handlers.telegram.outbox import Outbox
from handlers.telegram.owner import OwnerByTelegram
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.session import TelegramClock
from handlers.views.privacy_page import DataTerms
from handlers.views.statistics_page import PriceList
from storage.store import SqlStore
from tests.fuzz.money.clock import VirtualClock
from tests.fuzz.money.service import ZONE, ImageService, LanguageModel
from tests.fuzz.money.telegram import BOT_ID, Telegram
from tests.world.process import POLICIES, create_process

TIME_TO_LIVE = 3600.0
RESUBMISSIONS = 1
RUNNING_PER_PERSON = 3
_POLICIES = replace(
    POLICIES,
    results_per_second=5,
    running_per_person=RUNNING_PER_PERSON,
    resubmissions=RESUBMISSIONS,
    drawing_ttl=TIME_TO_LIVE,
)


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
    """The real messenger, with somebody looking over its shoulder. Implements `drawing.ports.chat.Messenger`."""

    def __init__(self, messenger: Messenger, seen: Seen) -> None:
        self._messenger = messenger
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._messenger, name)

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        slot = await self._messenger.post_slot(drawing, estimate)
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
    process = create_process(
        store,
        messenger,
        outside.service,
        clock,
        policies=replace(_POLICIES, quota=DailyQuota(outside.limits, ZONE)),
        source=source,
        enhancer=outside.language_model,
        owner=OwnerByTelegram(outbox, store, (), Calendar(clock, ZONE)),
    )
    wake = process.wakeups.deliver.notify
    style_book = StyleBook(store, clock, StyleOffers(), limit=500)
    access = AccessControl(store, clock, outside.lists, wake=wake)
    services = Services(
        store=store,
        pictures=StoredPictures(store, process.budget),
        offers=Offers(store, clock),
        style_book=style_book,
        settings_panel=SettingsPanel(store, style_book, access),
        word_list=WordList(store, clock, ()),
        drawing_service=process.drawing_service,
        erasure=Erasure(store, clock, wake=wake),
        access=access,
        owners=Owners((), store, clock),
        statistics=Statistics(store, clock, process.incidents, zone=ZONE),
        incidents=process.incidents,
        prices=PriceList(),
        clock=clock,
        telegram_clock=TelegramClock(clock),
        bursts=Bursts(),
        estimator=process.workers.estimator,
        permissions=ChatPermissions(chat_info),
        chat_info=chat_info,
        outbox=outbox,
        terms=DataTerms(3600, service_logs=False),
        calendar=Calendar(clock, ZONE),
    )
    dispatcher = create_dispatcher(services, lambda: outside.service.traits)
    deferral = Deferral(bot, dispatcher, store, chat_info, clock)
    return Supervisor((Intake(bot, deferral.handle, clock, source), deferral, *process.workers), clock, last=(outbox,))


async def kill(life: asyncio.Task[None], outside: Outside) -> None:
    """End a process at once, wherever it is; what has begun to be committed is on the disk or is not."""
    life.cancel()
    await asyncio.wait({life})
    outside.clock.forget_sleepers()
    while outside.store._database.is_busy:  # noqa: ASYNC110 - it rings no bell
        await asyncio.sleep(0)
