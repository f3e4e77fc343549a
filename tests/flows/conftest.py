"""The offline world and the bot in it, for each flow anew."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.client.session.aiohttp import AiohttpSession

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


@pytest.fixture(autouse=True)
def _sessions_close_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """aiogram's own close waits for a quarter of a second, for the sake of TLS, which is not spoken here."""

    async def close(session: AiohttpSession) -> None:
        if session._session is not None:
            await session._session.close()

    monkeypatch.setattr(AiohttpSession, "close", close)


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
