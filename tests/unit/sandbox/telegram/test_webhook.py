"""Updates pushed to the bot's own server."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.telegram.population import ALICE
from sandbox.telegram.webhook import SECRET_HEADER
from tests.unit.sandbox.telegram.running import Telegram


@dataclass
class Receiver:
    """A bot's web server that refuses as often as it is told to."""

    url: str = ""
    refuse: int = 0
    calls: asyncio.Queue[tuple[str | None, Any]] = field(default_factory=asyncio.Queue)

    async def handle(self, request: web.Request) -> web.Response:
        self.calls.put_nowait((request.headers.get(SECRET_HEADER), await request.json()))
        self.refuse -= 1
        return web.Response(status=500 if self.refuse >= 0 else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


async def test_updates_are_pushed_in_order_with_the_secret(telegram: Telegram, receiver: Receiver) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "one")
    await telegram.bot.set_webhook(receiver.url, secret_token="open-sesame")
    telegram.people.send(ALICE.id, ALICE.id, "two")
    calls = [await receiver.calls.get() for _ in range(2)]
    assert [(secret, update["message"]["text"]) for secret, update in calls] == [
        ("open-sesame", "one"),
        ("open-sesame", "two"),
    ]
    assert telegram.description.check_update(calls[0][1]) == []


async def test_a_refused_update_comes_again_and_the_reason_is_told(telegram: Telegram, receiver: Receiver) -> None:
    receiver.refuse = 1
    await telegram.bot.set_webhook(receiver.url)
    telegram.people.send(ALICE.id, ALICE.id, "one")
    calls = [await receiver.calls.get() for _ in range(2)]
    assert calls[0] == calls[1]
    info = await telegram.bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_without_a_webhook_nothing_is_pushed(telegram: Telegram, receiver: Receiver) -> None:
    await telegram.bot.set_webhook(receiver.url)
    await telegram.bot.delete_webhook()
    telegram.people.send(ALICE.id, ALICE.id, "one")
    assert [update.message.text for update in await telegram.bot.get_updates(timeout=0) if update.message] == ["one"]
    assert receiver.calls.empty()
