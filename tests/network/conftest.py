"""Services with names that only a proxy can find, over HTTP and over HTTPS with a certificate of an own issuer."""

import asyncio
import base64
import json
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvloop
from aiogram import Bot
from aiohttp import web

from bot.app import create_bot
from bot.cloud import create_client
from bot.config import Settings, load
from bot.network import Network
from drawing.clock import SystemClock
from handlers.telegram.session import TelegramClock
from tests.world.issuer import Issuer
from tests.world.proxies import HttpProxy, ProxyServer, SocksProxy
from yandexart import NO_RETRIES, Client

TELEGRAM, YANDEX = "telegram.example", "yandex.example"
NEEDED = {"BOT_TOKEN": "123456:AAHnetworknetworknetworknetworknet", "YC_FOLDER_ID": "b1g", "YC_API_KEY": "AQVN-key"}
ME = {"id": 123456, "is_bot": True, "first_name": "Art", "username": "art_bot"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
JPEG = bytes.fromhex("ffd8ffc0000b080009001001011100ffd9")  # no more than the header of one
WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir")


def pytest_asyncio_loop_factories(item: pytest.Item) -> dict[str, Callable[[], AbstractEventLoop]]:
    """That of `run`; for `check` that of the other commands."""
    if item.path.name == "test_check.py":
        return {"asyncio": asyncio.new_event_loop}
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is set, and there is no `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in (*NAMES, *NEEDED, *Settings.model_fields):
        monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@dataclass
class Service:
    """What Telegram and Yandex Cloud answer to the simplest questions.

    Attributes:
        padding: blanks behind the list of models, which make it as large as a picture.
        received: the sizes of the pictures that have come whole.
        headers: of the latest request.
    """

    http: int = 0
    https: int = 0
    asked: list[str] = field(default_factory=list)
    padding: int = 0
    received: list[int] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        self.headers = request.headers
        body = await request.read()
        if request.path.endswith("/getMe"):
            return web.json_response({"ok": True, "result": ME})
        if request.path.endswith("/getWebhookInfo"):
            return web.json_response({"ok": True, "result": WEBHOOK})
        if request.path.endswith("/sendDocument"):
            self.received.append(len(body))
            return web.json_response({"ok": True, "result": MESSAGE})
        if b'"a cat"' in body:
            picture = json.dumps({"data": [{"b64_json": base64.b64encode(JPEG).decode()}]})
            return web.Response(text=picture + " " * self.padding, content_type="application/json")
        if request.method == "POST":  # an order without a prompt
            return web.json_response({"error": {"message": "no prompt", "type": "invalid_request_error"}}, status=400)
        models = json.dumps({"data": [{"id": "art://b1g/aliceai-image-art-3.0"}]})
        return web.Response(text=models + " " * self.padding, content_type="application/json")


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer.create(tmp_path_factory.mktemp("authority"), TELEGRAM, YANDEX)


@pytest.fixture
async def service(issuer: Issuer) -> AsyncIterator[Service]:
    service = Service()
    app = web.Application(client_max_size=0)
    app.router.add_route("*", "/{path:.*}", service.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=issuer.server).start()
    service.http, service.https = (address[1] for address in runner.addresses)
    yield service
    await runner.cleanup()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def http_proxy(stack: AsyncExitStack) -> HttpProxy:
    return await started(stack, HttpProxy())  # type: ignore[return-value]


@pytest.fixture
async def socks_proxy(stack: AsyncExitStack) -> SocksProxy:
    return await started(stack, SocksProxy())  # type: ignore[return-value]


async def started(stack: AsyncExitStack, proxy: ProxyServer) -> ProxyServer:
    return await stack.enter_async_context(proxy.serving())


@dataclass
class Outside:
    """The services, and the two clients for them."""

    service: Service
    _stack: AsyncExitStack
    _monkeypatch: pytest.MonkeyPatch
    _issuer: Issuer

    def settings(self, scheme: str = "https", host: str = "", **more: str) -> Settings:
        """Settings with the services at names that only a proxy can find, or at `host`."""
        port = self.service.https if scheme == "https" else self.service.http
        addresses = {
            "TELEGRAM_API_URL": f"{scheme}://{host or TELEGRAM}:{port}",
            "YANDEX_API_URL": f"{scheme}://{host or YANDEX}:{port}",
            "YANDEX_IMAGES_URL": f"{scheme}://{host or YANDEX}:{port}",
            "SSL_CERT_FILE": str(self._issuer.file),
            "ADMIN_IDS": "101",
        }
        for name, value in (NEEDED | addresses | more).items():
            self._monkeypatch.setenv(name, value)
        return load(Settings)

    def telegram(self, settings: Settings, network: Network | None = None) -> Bot:
        bot = create_bot(settings, TelegramClock(SystemClock()), network)
        self._stack.push_async_callback(bot.session.close)
        return bot

    def yandex(self, settings: Settings, network: Network | None = None) -> Client:
        client = create_client(settings, NO_RETRIES, network=network)
        self._stack.push_async_callback(client.close)
        return client

    async def ask_both(self, settings: Settings) -> None:
        """One question to each service; raises what goes wrong."""
        assert (await self.telegram(settings).get_me()).username == "art_bot"
        assert await self.yandex(settings).models.list() == ("art://b1g/aliceai-image-art-3.0",)


@pytest.fixture
def outside(service: Service, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch, issuer: Issuer) -> Outside:
    return Outside(service, stack, monkeypatch, issuer)
