"""The bot's Telegram side over a real database: updates go in by number, and what is said is held against the rules."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, Final, TypeVar

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, GetMe, TelegramMethod
from aiogram.types import User

from drawing.access import AccessControl, AccessList, Owners
from drawing.byte_budget import ByteBudget, StoredPictures
from drawing.clock import Calendar
from drawing.erasure import Erasure
from drawing.estimates import Estimator
from drawing.forbidden import WordList
from drawing.incidents import Incidents
from drawing.lifecycle import Drawing
from drawing.offers import Offers
from drawing.records import Traits
from drawing.service import DrawingService
from drawing.service_health import ServiceHealth
from drawing.statistics import Statistics
from drawing.style_book import StyleBook
from drawing.styles import StyleOffers
from handlers.bursts import Bursts
from handlers.dispatch import Services, create_dispatcher
from handlers.settings_panel import SettingsPanel
from handlers.telegram.chat_info import ChatInfo, GetRawChat, GetRawChatMember
from handlers.telegram.deferral import Deferral
from handlers.telegram.flood import FloodControl
from handlers.telegram.intake import GetRawUpdates, Intake
from handlers.telegram.messenger import Sender
from handlers.telegram.outbox import Outbox
from handlers.telegram.owner import OwnerByTelegram
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.session import TelegramClock
from handlers.views.privacy_page import DataTerms
from handlers.views.statistics_page import PriceList
from handlers.views.texts import CAPTION_LIMIT, TEXT_LIMIT, length
from sandbox.telegram.markup import parse_html
from storage.store import SqlStore
from storage.transitions import fetch
from tests.fuzz import updates
from tests.world import databases
from tests.world.process import POLICIES, with_limits
from tests.world.simulated import JumpingClock

T = TypeVar("T")

_TRAITS: Final = Traits(keeps_seed=False, takes_weights=False)
_ALERT_LIMIT: Final = 200
_DATA_LIMIT: Final = 64  # bytes of a button


class Telegram(BaseSession):
    """Hands out batches of updates, and takes what the bot says."""

    def __init__(self, batches: Sequence[list[Any]], stop: asyncio.Event) -> None:
        super().__init__()
        self._batches = iter(batches)
        self._stop = stop
        self.offsets: list[int | None] = []
        self.said: list[TelegramMethod[Any]] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        await asyncio.sleep(0)
        match method:
            case GetRawUpdates():
                return self._next_batch(method.offset)
            case GetMe():
                return User(id=updates.BOT_ID, is_bot=True, first_name="artbot", username="artbot")
            case GetRawChatMember():
                return {"status": "member"}
            case GetRawChat():
                return {}
        self._check(bot, method)
        self.said.append(method)
        return True

    def answers_in(self, chat_id: int) -> int:
        return sum(getattr(method, "chat_id", None) == chat_id for method in self.said)

    def _next_batch(self, offset: int | None) -> list[Any]:
        self.offsets.append(offset)
        batch = next(self._batches, None)
        if batch is None:
            self._stop.set()
        return batch or []

    def _check(self, bot: Bot, method: TelegramMethod[Any]) -> None:
        """That it can be sent, and that Telegram would take it."""
        fields = {name: self.prepare_value(value, bot, {}) for name, value in dict(method).items()}
        json.dumps(fields, ensure_ascii=False).encode()
        if isinstance(method, AnswerCallbackQuery):
            assert length(method.text or "") <= _ALERT_LIMIT
            return
        for field, limit in (("text", TEXT_LIMIT), ("caption", CAPTION_LIMIT)):
            if (html := getattr(method, field, None)) is not None:
                shown = parse_html(html).text
                assert shown.strip()
                assert length(shown) <= limit
        rows = getattr(getattr(method, "reply_markup", None), "inline_keyboard", [])
        assert all(len((button.callback_data or "").encode()) <= _DATA_LIMIT for row in rows for button in row)

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


@dataclass
class TelegramSide:
    """Everything from the intake to the database; the workers that draw are not there."""

    store: SqlStore
    deferral: Callable[[Bot, Outbox], Deferral]
    clock: JumpingClock

    async def drawings(self) -> tuple[Drawing, ...]:
        """All that was accepted."""
        return await self.store._database.transaction(fetch)

    async def take_in(self, batches: Sequence[list[Any]]) -> Telegram:
        """Have the intake fetch and handle these, and say everything that there is to say."""
        stop = asyncio.Event()
        telegram = Telegram(batches, stop)
        bot = Bot(f"{updates.BOT_ID}:AAHfuzzfuzzfuzzfuzzfuzzfuzzfuzzfuzz", session=telegram)
        outbox = Outbox(Sender(bot, FloodControl(self.clock, per_second=10**6)), self.clock)
        deferral, over = self.deferral(bot, outbox), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(deferral.run(over))
            speaking = group.create_task(outbox.run(over))
            await Intake(bot, deferral.handle, self.clock, random.Random(1)).run(stop)
            while await self.store.deferred_lanes():  # noqa: ASYNC110 - it rings no bell
                await asyncio.sleep(0)
            over.set()
            deferral.wakeup.notify()
            outbox.wakeup.notify()
            await speaking
        return telegram


class _StandingClock(JumpingClock):
    """Waits pass at once; the time of day stands still, so that nothing goes stale."""

    def now(self) -> float:
        return float(updates.NOW)


@asynccontextmanager
async def telegram_side(folder: Path) -> AsyncIterator[TelegramSide]:
    """The Telegram side over a new database in the folder."""
    clock = _StandingClock()
    async with databases.open_database(folder / "fuzz.db") as database:
        yield _side(SqlStore(database), clock)


def _side(store: SqlStore, clock: JumpingClock) -> TelegramSide:
    policies = with_limits(POLICIES, queued_per_person=10**9, per_person_and_day=10**9, per_day=10**9)

    def deferral(bot: Bot, outbox: Outbox) -> Deferral:
        calendar = Calendar(clock, UTC)
        incidents = Incidents(OwnerByTelegram(outbox, store, (), calendar), store, clock)
        chat_info = ChatInfo(bot, clock)
        style_book = StyleBook(store, clock, StyleOffers(), limit=500)
        access = AccessControl(store, clock, AccessList(admins=frozenset(), invited=frozenset()), wake=lambda: None)
        services = Services(
            store=store,
            pictures=StoredPictures(store, ByteBudget()),
            offers=Offers(store, clock),
            style_book=style_book,
            settings_panel=SettingsPanel(store, style_book, access),
            word_list=WordList(store, clock, ()),
            drawing_service=DrawingService(
                store, clock, policies, source=random.Random(1), traits=lambda: _TRAITS, wake=lambda: None
            ),
            erasure=Erasure(store, clock, wake=lambda: None),
            access=access,
            owners=Owners((), store, clock),
            statistics=Statistics(store, clock, incidents, zone=UTC),
            incidents=incidents,
            prices=PriceList(),
            clock=clock,
            telegram_clock=TelegramClock(clock),
            bursts=Bursts(),
            estimator=Estimator(store, clock, ServiceHealth(clock, random.Random(1), per_minute=60), policies),
            permissions=ChatPermissions(chat_info),
            chat_info=chat_info,
            outbox=outbox,
            terms=DataTerms(3600, service_logs=False),
            calendar=calendar,
        )
        return Deferral(bot, create_dispatcher(services, lambda: _TRAITS), store, chat_info, clock)

    return TelegramSide(store, deferral, clock)


def in_batches(numbers: Sequence[T], size: int = 49) -> Iterator[Sequence[T]]:
    """So many at a time; Telegram sends at most 100."""
    return (numbers[at : at + size] for at in range(0, len(numbers), size))
