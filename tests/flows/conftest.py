"""The offline world and the bot in it, for each flow anew."""

import inspect
import ssl
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any

import pytest
import uvloop
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.dispatcher.event import handler

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], AbstractEventLoop]]:
    """The event loop that `python -m bot run` runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(autouse=True)
def _sessions_close_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """aiogram's own close waits for a quarter of a second, for the sake of TLS, which is not spoken here."""

    async def close(session: AiohttpSession) -> None:
        if session._session is not None:
            await session._session.close()

    monkeypatch.setattr(AiohttpSession, "close", close)


_create_context = cache(ssl.create_default_context)
_signatures: dict[CodeType, inspect.Signature] = {}


def _signature(function: Any) -> inspect.Signature:
    """Its parameters by the names and kinds, which is what aiogram looks at: the same for all functions of one code."""
    if type(function) is not FunctionType:
        return inspect.signature(function)
    if function.__code__ not in _signatures:
        _signatures[function.__code__] = inspect.signature(function)
    return _signatures[function.__code__]


@pytest.fixture(autouse=True)
def _libraries_start_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each bot of hundreds has them do at its start, with the same outcome: reading the certificates of the
    world's authorities, and looking at the parameters of five hundred functions."""
    monkeypatch.setattr(ssl, "create_default_context", _create_context)
    monkeypatch.setattr(handler, "inspect", SimpleNamespace(**vars(inspect) | {"signature": _signature}))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage before the bot has started."""
    async with Stage.set_up(tmp_path) as stage:
        yield stage


@pytest.fixture
async def stage(world: Stage) -> Stage:
    """The stage with the bot running on it."""
    await world.start()
    return world


@pytest.fixture
def alice(world: Stage) -> Actor:
    """English; an admin of the groups."""
    return world.alice


@pytest.fixture
def boris(world: Stage) -> Actor:
    """Russian; a member of the groups."""
    return world.boris


@pytest.fixture
def painters(world: Stage) -> Place:
    """A group."""
    return world.painters


@pytest.fixture
def cats(world: Stage) -> Place:
    """A topic of a forum."""
    return world.cats
