"""Deferral: what needs an answer of Telegram's first is stored, and holds up nobody but who did it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import Message, Update

from drawing.ports.chat import ChatUnreachable
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.deferral import Deferral
from handlers.telegram.permissions import ChatPermissions
from storage.store import SqlStore
from tests.world.databases import open_database
from tests.world.simulated import JumpingClock

GROUP, OTHER_GROUP, ANN, BOB = -5, -6, 1, 2
TIMEOUT = 30.0  # seconds; only a failing test waits so long


class StandingClock(JumpingClock):
    """Time stands still: who waits, waits until it is woken."""

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        return await event.wait()


class Telegram(BaseSession):
    """Answers who is what in a group when it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.goes_on = asyncio.Event()
        self.is_down = False

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
        self.asked.append((method.chat_id, method.user_id))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.goes_on.wait()
        self.at_once -= 1
        if self.is_down:
            raise TelegramNetworkError(method=method, message="no route")
        return {"status": "administrator" if method.user_id == ANN else "member"}

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


class Bench:
    """Deferral over a real store; `/ask` needs to know who is an admin, anything else does not."""

    def __init__(self, store: SqlStore, telegram: Telegram) -> None:
        self.store, self.telegram = store, telegram
        self.handled: list[str] = []
        self.number = 0
        self.has_handled = asyncio.Event()
        clock = StandingClock()
        bot = Bot("1:a", session=telegram)
        chat_info = ChatInfo(bot, clock)
        permissions = ChatPermissions(chat_info)
        dispatcher = Dispatcher(disable_fsm=True)

        @dispatcher.message()
        async def note(message: Message) -> None:
            word, who = message.text or "", message.from_user.id if message.from_user else 0
            if word.startswith("/ask"):
                try:
                    word += " " + ("yes" if permissions.is_admin(who, message.chat.id) else "no")
                except ChatUnreachable:
                    word += " unsure"
            self.handled.append(word)
            self.has_handled.set()

        self.deferral = Deferral(bot, dispatcher, store, chat_info, clock)

    async def hears(self, text: str, person: int = ANN, chat: int = GROUP) -> Update:
        self.number += 1
        message = {
            "message_id": self.number,
            "date": 1_800_000_000,
            "chat": {"id": chat, "type": "group", "title": "G"},
            "from": {"id": person, "is_bot": False, "first_name": "A"},
            "text": text,
        }
        update = Update.model_validate({"update_id": self.number, "message": message})
        await self.deferral.handle(update)
        return update

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(TIMEOUT):
            while len(self.handled) < count:
                self.has_handled.clear()
                await self.has_handled.wait()
        return self.handled


async def nothing_waits(store: SqlStore) -> None:
    while await store.deferred_lanes():  # noqa: ASYNC110 - it rings no bell
        await asyncio.sleep(0)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with open_database(tmp_path / "a.db") as database:
        yield SqlStore(database)


@asynccontextmanager
async def running(store: SqlStore, telegram: Telegram) -> AsyncIterator[Bench]:
    bench, stop = Bench(store, telegram), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(bench.deferral.run(stop))
        yield bench
        working.cancel()


async def test_who_waits_for_an_answer_holds_up_nobody_else(store: SqlStore) -> None:
    telegram = Telegram()
    async with running(store, telegram) as bench:
        await bench.hears("/ask")
        await bench.hears("hello", BOB)
        await bench.hears("hello", ANN, OTHER_GROUP)

        assert await bench.until(2) == ["hello", "hello"]
        telegram.goes_on.set()
        assert await bench.until(3) == ["hello", "hello", "/ask yes"]


async def test_what_somebody_does_in_a_chat_is_handled_in_its_order(store: SqlStore) -> None:
    telegram = Telegram()
    async with running(store, telegram) as bench:
        for text in ("/ask 1", "2", "/ask 3", "4"):
            await bench.hears(text)
        assert bench.handled == []

        telegram.goes_on.set()
        assert await bench.until(4) == ["/ask 1 yes", "2", "/ask 3 yes", "4"]
        await bench.hears("/ask 5")
        assert await bench.until(5) == ["/ask 1 yes", "2", "/ask 3 yes", "4", "/ask 5 yes"]
        assert telegram.asked == [(GROUP, ANN)]


async def test_of_a_chat_one_question_is_asked_at_a_time(store: SqlStore) -> None:
    telegram = Telegram()
    async with running(store, telegram) as bench:
        for person in range(1, 9):
            await bench.hears("/ask", person)
        telegram.goes_on.set()
        await bench.until(8)

    assert telegram.most_at_once == 1


async def test_over_many_chats_no_more_are_asked_at_once_than_there_are_lines(store: SqlStore) -> None:
    telegram = Telegram()
    async with running(store, telegram) as bench:
        for chat in range(-60, -10):
            await bench.hears("/ask", ANN, chat)
        telegram.goes_on.set()
        await bench.until(50)

    assert 1 < telegram.most_at_once <= 8


async def test_what_waits_is_handled_by_the_next_process(store: SqlStore) -> None:
    async with running(store, Telegram()) as bench:
        await bench.hears("/ask 1")
        await bench.hears("2")
    assert bench.handled == []

    telegram = Telegram()
    telegram.goes_on.set()
    async with running(store, telegram) as after:
        assert await after.until(2) == ["/ask 1 yes", "2"]
        await nothing_waits(store)


async def test_an_update_that_comes_again_while_it_waits_is_handled_once(store: SqlStore) -> None:
    telegram = Telegram()
    async with running(store, telegram) as bench:
        update = await bench.hears("/ask")
        await bench.deferral.handle(update)
        telegram.goes_on.set()
        await bench.until(1)
        await nothing_waits(store)

    assert bench.handled == ["/ask yes"]


async def test_where_telegram_does_not_say_it_is_handled_as_unsure_and_not_asked_again_at_once(store: SqlStore) -> None:
    telegram = Telegram()
    telegram.is_down = True
    telegram.goes_on.set()
    async with running(store, telegram) as bench:
        await bench.hears("/ask", ANN)
        await bench.until(1)
        await bench.hears("/ask", BOB)
        await bench.until(2)

    assert bench.handled == ["/ask unsure", "/ask unsure"]
    assert telegram.asked == [(GROUP, ANN)]


async def test_what_waits_of_somebody_goes_when_they_are_forgotten(store: SqlStore) -> None:
    async with running(store, Telegram()) as bench:
        await bench.hears("/ask", ANN)
        await bench.hears("/ask", BOB)

        await store.forget(ANN, None, 0.0, counted_since=0.0)

        assert await store.deferred_lanes() == [(GROUP, BOB)]


async def test_what_cannot_be_read_any_more_is_dropped_and_the_next_goes_on(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(store, Telegram()) as bench:
        await bench.hears("/ask 1")

    async def spoil(connection: Any) -> None:
        await connection.exec_driver_sql("UPDATE deferred_updates SET content = '{'")

    await store._database.transaction(spoil)
    telegram = Telegram()
    telegram.goes_on.set()
    async with running(store, telegram) as after:
        after.number = bench.number
        await after.hears("/ask 2")
        assert await after.until(1) == ["/ask 2 yes"]
    assert "update 1 is unreadable (ValidationError); dropped" in caplog.text
