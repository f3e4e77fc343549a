"""Answers with bytes on their way out: loaded when their turn comes, and let go when they are sent."""

import asyncio
import gc
import json
import weakref
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendChatAction, SendDocument, TelegramMethod
from aiogram.types import BufferedInputFile, Message, ReplyParameters

from drawing.ports.store import StoreError
from handlers.telegram.flood import FloodControl
from handlers.telegram.messenger import Sender
from handlers.telegram.outbox import Outbox
from handlers.telegram.uploads import Upload
from tests.world.simulated import JumpingClock

CHAT, MOVED_TO = -5, -1005
_TIMEOUT = 30.0  # seconds; only what is broken takes as long


class Telegram(BaseSession):
    """A Bot API server that answers uploads with the errors that are left, and then takes them."""

    def __init__(self, *errors: dict[str, Any]) -> None:
        super().__init__()
        self.errors = list(errors)
        self.taken: list[tuple[int | str, str, bool]] = []
        self.its_turn = asyncio.Event()
        self.its_turn.set()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, SendChatAction):
            return True
        await self.its_turn.wait()
        if self.errors:
            answer = {"ok": False, **self.errors.pop(0)}
            self.check_response(bot, method, answer["error_code"], json.dumps(answer))
        assert isinstance(method, SendDocument)
        assert isinstance(method.document, BufferedInputFile)
        self.taken.append((method.chat_id, method.document.filename or "", method.reply_parameters is not None))
        return True

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


class Files:
    """Files that are loaded: how often, and those that are in memory still."""

    def __init__(self, *errors: Exception) -> None:
        self.loaded = 0
        self.errors = list(errors)
        self.in_memory: weakref.WeakSet[BufferedInputFile] = weakref.WeakSet()

    def upload(self, name: str = "a.jpg") -> Upload[Message]:
        @asynccontextmanager
        async def prepare() -> AsyncIterator[TelegramMethod[Message]]:
            self.loaded += 1
            if self.errors:
                raise self.errors.pop(0)
            file = BufferedInputFile(b"bytes", name)
            self.in_memory.add(file)
            yield SendDocument(chat_id=CHAT, document=file, reply_parameters=ReplyParameters(message_id=1))

        return Upload(name, None, prepare)


class WatchfulClock(JumpingClock):
    """Notes what is in memory whenever an answer has to wait; the outbox itself waits for answers."""

    def __init__(self, files: Files) -> None:
        super().__init__()
        self.seen: list[int] = []
        self._files = files

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        task = asyncio.current_task()
        if task is not None and task.get_name().startswith("answer"):
            self.seen.append(len(self._files.in_memory))
        return await super().wait(event, seconds)


@pytest.fixture(autouse=True)
def _nothing_is_collected() -> Iterator[None]:
    """What is kept in memory until somebody collects garbage is kept for long."""
    gc.disable()
    yield
    gc.enable()


async def sent(telegram: Telegram, files: Files, *uploads: Upload[Message]) -> WatchfulClock:
    """Send them all; returns the clock by which that went."""
    clock, stop = WatchfulClock(files), asyncio.Event()
    bot = Bot("1:AAHunitunitunitunitunitunitunitunit", session=telegram)
    flood = FloodControl(clock, per_second=1000)
    flood.silence(CHAT, 1.0)
    outbox = Outbox(Sender(bot, flood), clock)
    for upload in uploads:
        outbox.say(CHAT, upload)
    assert files.loaded == 0
    stop.set()
    async with asyncio.timeout(_TIMEOUT):
        await outbox.run(stop)
    return clock


async def test_a_file_is_loaded_when_its_turn_comes_and_let_go_when_it_is_sent() -> None:
    telegram, files = Telegram(), Files()
    clock = await sent(telegram, files, files.upload("a.jpg"), files.upload("b.jpg"))

    assert telegram.taken == [(CHAT, "a.jpg", True), (CHAT, "b.jpg", True)]
    assert files.loaded == 2
    assert clock.seen  # they have waited for their turn
    assert not any(clock.seen)


@pytest.mark.parametrize(
    "error",
    [
        {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}},
        {"error_code": 502, "description": "Bad Gateway"},
    ],
    ids=["too many", "trouble"],
)
async def test_it_is_loaded_anew_for_each_try_and_is_not_in_memory_between_them(error: dict[str, Any]) -> None:
    telegram, files = Telegram(error, error), Files()
    clock = await sent(telegram, files, files.upload())

    assert (files.loaded, telegram.taken) == (3, [(CHAT, "a.jpg", True)])
    assert clock.seen
    assert not any(clock.seen)


async def test_what_the_database_does_not_give_is_asked_for_again() -> None:
    telegram, files = Telegram(), Files(StoreError())
    await sent(telegram, files, files.upload())
    assert (files.loaded, telegram.taken) == (2, [(CHAT, "a.jpg", True)])


async def test_the_same_file_waits_once_and_another_beside_it() -> None:
    telegram, files = Telegram(), Files()
    await sent(telegram, files, *[files.upload("a.jpg") for _ in range(60)], files.upload("b.jpg"))
    assert [name for _, name, _ in telegram.taken] == ["a.jpg", "b.jpg"]


async def test_a_file_that_is_being_sent_is_not_sent_again_and_afterwards_it_is() -> None:
    telegram, files, stop = Telegram(), Files(), asyncio.Event()
    clock = JumpingClock()
    bot = Bot("1:AAHunitunitunitunitunitunitunitunit", session=telegram)
    outbox = Outbox(Sender(bot, FloodControl(clock, per_second=1000)), clock)
    telegram.its_turn.clear()
    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        group.create_task(outbox.run(stop))
        outbox.say(CHAT, files.upload())
        while not files.loaded:  # noqa: ASYNC110 - a file that is loaded rings no bell
            await asyncio.sleep(0)
        outbox.say(CHAT, files.upload())
        telegram.its_turn.set()
        while files.in_memory or not telegram.taken:  # noqa: ASYNC110
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(telegram.taken) == 1
        outbox.say(CHAT, files.upload())
        stop.set()
    assert len(telegram.taken) == 2


async def test_a_file_follows_its_group_and_quotes_nobody_there() -> None:
    moved = {"error_code": 400, "description": "upgraded", "parameters": {"migrate_to_chat_id": MOVED_TO}}
    telegram, files = Telegram(moved), Files()
    await sent(telegram, files, files.upload())
    assert telegram.taken == [(MOVED_TO, "a.jpg", False)]
