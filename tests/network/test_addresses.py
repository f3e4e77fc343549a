"""Addresses of names: asked again once one does not answer, and none that goes nowhere is waited for."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import aiohttp
import pytest
from aiogram.exceptions import TelegramNetworkError
from aiohttp.abc import ResolveResult

from yandexart import NotConnected

from .conftest import Outside

NOBODY = "127.0.0.2"


class Names:
    """The answers to each question after a name, one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.answers: list[list[str]] = [["127.0.0.1"]]
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not answer:
            raise OSError(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0) for one in answer
        ]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    names = Names()
    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", names.resolve)
    return names


async def test_a_service_that_has_moved_is_found_at_the_next_try(outside: Outside, names: Names) -> None:
    found = outside.settings("http")
    bot, client = outside.telegram(found), outside.yandex(found)
    names.answers = [[NOBODY], ["127.0.0.1"]]
    with pytest.raises(TelegramNetworkError):
        await bot.get_me()
    assert (await bot.get_me()).username == "art_bot"

    names.answers = [[], [NOBODY], ["127.0.0.1"]]
    for _ in range(2):
        with pytest.raises(NotConnected):
            await client.models.list()
    assert await client.models.list()


async def test_a_connection_that_stands_asks_for_no_address_and_many_at_once_ask_once(
    outside: Outside, names: Names
) -> None:
    bot = outside.telegram(outside.settings("http"))
    await asyncio.gather(*(bot.get_me() for _ in range(5)))
    assert len(names.asked) < 5
    asked = len(names.asked)
    await bot.get_me()
    assert len(names.asked) == asked


@pytest.fixture
def black_hole(outside: Outside) -> Iterator[str]:
    """An address at the service's port that takes no connection and refuses none; of IPv6, where there is any."""
    with ExitStack() as opened:
        address, family = ("::1", socket.AF_INET6) if socket.has_ipv6 else (NOBODY, socket.AF_INET)
        try:
            hole = opened.enter_context(socket.socket(family))
            hole.bind((address, outside.service.http))
        except OSError:
            address, family = NOBODY, socket.AF_INET
            hole = opened.enter_context(socket.socket(family))
            hole.bind((address, outside.service.http))
        hole.listen(0)
        for _ in range(4):  # more than its queue takes
            filling = opened.enter_context(socket.socket(family))
            filling.setblocking(False)
            with suppress(BlockingIOError):
                filling.connect((address, outside.service.http))
        yield address


async def test_an_address_that_goes_nowhere_costs_no_seconds(outside: Outside, names: Names, black_hole: str) -> None:
    names.answers = [[black_hole, "127.0.0.1"]]
    async with asyncio.timeout(5):  # and not fifteen for each
        await outside.ask_both(outside.settings("http"))
