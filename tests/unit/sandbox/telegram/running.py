"""A running server of the sandbox's Telegram, with aiogram's own Bot pointed at it."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp.test_utils import TestServer
from PIL import Image

from sandbox.telegram.administration import Administration
from sandbox.telegram.people import People
from sandbox.telegram.population import populated_world
from sandbox.telegram.server import TelegramServer
from tests.contract.botapi.validator import BotApi


class HandMovedClock:
    """Time stands still unless a test moves it."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@dataclass
class Telegram:
    """Everything that a test of the Bot API server needs at hand."""

    server: TelegramServer
    bot: Bot
    url: str
    clock: HandMovedClock
    description: BotApi = field(default_factory=BotApi)

    def __post_init__(self) -> None:
        self.world = self.server.world
        self.people = People(self.world, self.server.api.behaviour)
        self.administration = Administration(self.world, self.people)
        self.server.observers.append(self.description.observe)


@asynccontextmanager
async def running_telegram() -> AsyncIterator[Telegram]:
    """Serves a fresh world; on leaving, everything that was said must have been good Bot API."""
    clock = HandMovedClock()
    server = TelegramServer(populated_world(clock=clock), monotonic=clock)
    async with TestServer(server.application()) as http:
        url = str(http.make_url("/")).rstrip("/")
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        telegram = Telegram(server, Bot(server.token, session=session), url, clock)
        try:
            yield telegram
        finally:
            if session._session is not None:
                await session._session.close()  # aiogram's own close would wait for a quarter of a second
    assert telegram.description.problems == []


def picture(width: int = 40, height: int = 30, kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(buffer, kind)
    return buffer.getvalue()
