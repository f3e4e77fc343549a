"""The offline world for a bot that runs as a process of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.acceptance.programs import RUNNING, Program, settings_for
from tests.flows.stage import Stage
from yandexart import Client, Clock

Starter: TypeAlias = Callable[..., AbstractAsyncContextManager[Program]]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The world, without a bot."""
    async with Stage.set_up(tmp_path) as stage:
        yield stage


@pytest.fixture
def settings(stage: Stage, tmp_path: Path) -> dict[str, str]:
    """Settings that work."""
    return settings_for(stage, tmp_path)


@pytest.fixture
def command(request: pytest.FixtureRequest, settings: dict[str, str], tmp_path: Path) -> Starter:
    """`async with command("check") as program`: a command with the settings that work, in an empty folder."""
    is_slow = request.node.get_closest_marker("slow") is not None
    return partial(Program.start, settings=settings, folder=tmp_path, afresh=is_slow)


@pytest.fixture
def bot(command: Starter) -> Starter:
    """`async with bot() as program`: the bot, running."""

    @asynccontextmanager
    async def start(**options: Any) -> AsyncIterator[Program]:
        async with command("run", **options) as program:
            await program.says(RUNNING)
            yield program

    return start


@pytest.fixture
def patience(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The library's time, which passes as soon as it is waited for, and the service's with it."""
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        stage.kiln.move(seconds)

    clock = Clock(monotonic=lambda: now, sleep=sleep, random=lambda: 0.5)
    defaults: dict[str, Any] = Client.__init__.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "clock", clock)
    return clock
