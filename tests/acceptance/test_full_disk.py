"""A disk without space: nothing is acknowledged that is not stored, and it goes on when there is space again."""

import resource
import sys
import urllib.request
from asyncio import to_thread
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError

import pytest

from tests.acceptance.conftest import Starter
from tests.flows.stage import Stage

if sys.platform != "linux":
    pytest.skip("prlimit is a call of Linux", allow_module_level=True)


def _health(settings: dict[str, str]) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{settings['LISTEN']}/healthz", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@contextmanager
def _no_space(pid: int) -> Iterator[None]:
    """Files of the process cannot grow: to SQLite that is what a full disk is."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


_REFUSED = "1 updates cannot be stored"


@pytest.mark.fault("32")
async def test_what_cannot_be_stored_is_not_acknowledged_and_is_drawn_later(
    stage: Stage, settings: dict[str, str], bot: Starter
) -> None:
    async with bot() as program:
        with _no_space(program.pid):
            stage.alice.writes("/draw a cat --seed 1")
            await program.says(_REFUSED)
            assert len(stage.world.updates) == 1
            assert stage.alice.chat.messages == []
        await stage.alice.chat.picture()
        assert await to_thread(_health, settings) == (200, "ok\n")
    assert len(stage.submitted) == 1


@pytest.mark.fault("32")
@pytest.mark.slow
async def test_it_is_not_well_until_there_is_space_again(stage: Stage, settings: dict[str, str], bot: Starter) -> None:
    async with bot() as program:
        with _no_space(program.pid):
            stage.alice.writes("/draw a cat --seed 1")
            await program.says(_REFUSED)
            told = {await to_thread(_health, settings)}
            while program.output.count(_REFUSED) < 4:  # it tries every two seconds, and reads in between
                told.add(await to_thread(_health, settings))
        assert told == {(503, "the database accepts no writes\n")}
        await stage.alice.chat.picture()
        assert await to_thread(_health, settings) == (200, "ok\n")
