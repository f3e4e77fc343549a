"""The sandbox's Yandex Cloud with clients of each kind, and one time for both that passes only when it is slept."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from PIL import Image

from sandbox.faults import Faults, Rule
from sandbox.painter import Part
from sandbox.yandex.app import CLOUD, create_app
from sandbox.yandex.entries import Entry
from sandbox.yandex.settings import Settings
from yandexart import NO_RETRIES, ApiKey, Client, Clock, Endpoints, ImageModel

WHY_SKIPPED = "the extra 'grpc' is not installed (requirements/grpc.txt)"


class Time:
    """Seconds that pass when they are slept, for the services and for their clients."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.stands_still = False
        self.clock = Clock(monotonic=lambda: self.now, sleep=self.sleep, random=lambda: 0.5)

    async def sleep(self, seconds: float) -> None:
        if self.stands_still:
            await asyncio.Event().wait()
        self.now += seconds
        await asyncio.sleep(0)


def brush(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
    """A small JPEG that says in a comment what was wanted."""
    picture = io.BytesIO()
    Image.new("RGB", (ratio[0] * 8, ratio[1] * 8), "red").save(picture, "JPEG")
    wanted = repr((tuple(positives), tuple(negatives), ratio, seed)).encode()
    return b"\xff\xd8\xff\xfe" + (len(wanted) + 2).to_bytes(2, "big") + wanted + picture.getvalue()[2:]


class World:
    """The services, and their clients."""

    def __init__(self, stack: AsyncExitStack, app: Any, time: Time, endpoints: Endpoints) -> None:
        self.cloud = app[CLOUD]
        self.time = time
        self.endpoints = endpoints
        self._stack = stack

    def connect(self, transport: str, **options: Any) -> Client:
        settings = {
            "auth": ApiKey("AQVN-secret"),
            "endpoints": self.endpoints,
            "retries": NO_RETRIES,
            "clock": self.time.clock,
        }
        client = Client("b1gfolder", transport=transport, **(settings | options))
        self._stack.push_async_callback(client.close)
        return client

    def strike(self, where: str, kind: str, **details: Any) -> None:
        self.cloud.faults.add(Rule.from_json({"where": where, "kind": kind, **details}))

    def set(self, **changes: Any) -> None:
        self.cloud.settings = replace(self.cloud.settings, **changes)

    def seen(self, call: str) -> list[Entry]:
        """The requests that arrived under this name."""
        return [entry for entry in self.cloud.journal.entries if entry.call == call]


@pytest.fixture
async def open_world() -> AsyncIterator[Callable[..., Any]]:
    """Starts the services; the painter may be named."""
    async with AsyncExitStack() as stack:

        async def start(paint: Any = brush, *, grpc: bool) -> World:
            time = Time()
            app = create_app(
                Settings(duration=(30.0, 30.0)), Faults(), clock=lambda: time.now, sleep=time.sleep, paint=paint, seed=7
            )
            address = f"127.0.0.1:{closed_port()}"
            if grpc:
                pytest.importorskip("yandex.cloud.operation.operation_pb2", reason=WHY_SKIPPED)
                from sandbox.yandex.rpc.server import serving

                address = await stack.enter_async_context(serving(app, "127.0.0.1", 0))
            server = await stack.enter_async_context(TestServer(app))
            url = str(server.make_url("")).rstrip("/")
            return World(stack, app, time, Endpoints(url, url, url, url, address, address))

        yield start


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["rest", "grpc", "images"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of generator."""
    return str(request.param)


@pytest.fixture(params=["rest", "grpc"])
def transport(request: pytest.FixtureRequest) -> str:
    """Each transport of the asynchronous API."""
    return str(request.param)


@pytest.fixture
async def world(request: pytest.FixtureRequest, open_world: Callable[..., Any]) -> World:
    kinds = [request.getfixturevalue(name) for name in ("kind", "transport") if name in request.fixturenames]
    return await open_world(grpc="grpc" in kinds)


@pytest.fixture
def generator(world: World, kind: str) -> Callable[..., ImageModel]:
    """Makes a model of this kind, with a client of its own."""

    def make(name: str | None = None, **options: Any) -> ImageModel:
        models = world.connect("grpc" if kind == "grpc" else "rest", **options).models
        named = () if name is None else (name,)
        return models.images_api(*named) if kind == "images" else models.image_generation(*named)

    return make


@pytest.fixture
def call(kind: str) -> str:
    """The name that this kind's submission has for the sandbox."""
    return "yandex.images" if kind == "images" else "yandex.submit"
