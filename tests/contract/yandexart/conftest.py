"""A service on loopback that answers what it is told to, byte for byte, and time that only passes when it is slept."""

import asyncio
import json
import tomllib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from yandexart import NO_RETRIES, ApiKey, Client, Clock, Endpoints

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class Service:
    """Answers each request with the next of its replies, and remembers what was asked."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.url = ""
        self._replies: deque[Reply] = deque()
        self._released = asyncio.Event()

    def answer(self, body: object, status: int = 200, **headers: str) -> "Service":
        """JSON, or the bytes as they are. Header names are written with underscores."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def reply(request: web.Request) -> web.StreamResponse:
            return web.Response(body=raw, status=status, headers=named)

        return self.reply(reply)

    def wire(self, *chunks: bytes) -> "Service":
        """These bytes instead of an HTTP answer, then the end of the connection."""

        async def reply(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            for chunk in chunks:
                request.transport.write(chunk)
            request.transport.close()
            return web.Response()

        return self.reply(reply)

    def endless(self, status: int = 200, chunk: bytes = b" " * 65536) -> "Service":
        """A body without end, for as long as somebody reads it."""

        async def reply(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(status=status)
            await response.prepare(request)
            while True:
                await response.write(chunk)

        return self.reply(reply)

    def silent(self, *, start: bytes = b"") -> "Service":
        """No answer (or only its start), until the test is over."""

        async def reply(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            if start:
                request.transport.write(start)
            await self._released.wait()
            return web.Response()

        return self.reply(reply)

    def reply(self, reply: Reply, times: int = 1) -> "Service":
        self._replies.extend([reply] * times)
        return self

    def release(self) -> None:
        self._released.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.seen.append(Seen(request.method, request.raw_path, request.headers, json.loads(body) if body else None))
        if not self._replies:
            return web.Response(status=418, text="nothing more was meant to be asked")
        return await self._replies.popleft()(request)


class VirtualTime:
    """Time that passes when it is slept, and chance that is always the same."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.epoch = 1_795_000_000.0  # November 2026
        self.slept: list[float] = []
        self.chance = 0.5
        self.clock = Clock(
            monotonic=lambda: self.now,
            wall=lambda: self.epoch + self.now,
            sleep=self._sleep,
            random=lambda: self.chance,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    service = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.handle)
    async with TestServer(app) as server:
        service.url = str(server.make_url("/")).rstrip("/")
        yield service
        service.release()


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
async def connect(service: Service, time: VirtualTime) -> AsyncIterator[Callable[..., Client]]:
    """Makes a client of the service; it repeats nothing unless told to."""
    async with AsyncExitStack() as stack:

        def make(**options: Any) -> Client:
            url = service.url
            settings = {
                "auth": ApiKey("AQVN-secret"),
                "endpoints": Endpoints(url, url, url, url),
                "retries": NO_RETRIES,
                "clock": time.clock,
            }
            client = Client("b1gfolder", **(settings | options))
            stack.push_async_callback(client.close)
            return client

        yield make


@pytest.fixture
def client(connect: Callable[..., Client]) -> Client:
    return connect()


@pytest.fixture
def recorded() -> Callable[[str], Any]:
    """A recorded answer by its name."""
    folder = Path(__file__).parent / "recorded"
    return lambda name: json.loads((folder / f"{name}.json").read_text())


@pytest.fixture(scope="session")
def wordings() -> dict[str, list[str]]:
    """What services say: for each kind of error of the account, and what is none ("neutral")."""
    file = Path(__file__).parent / "account_wordings.toml"
    return {kind: lines.strip().splitlines() for kind, lines in tomllib.loads(file.read_text("utf-8")).items()}
