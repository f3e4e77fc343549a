"""Session with Telegram: a hostile server in its place can do little."""

import gzip
import random
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNetworkError
from aiogram.methods import GetMe
from aiohttp import web

from drawing.clock import SystemClock
from handlers.telegram.intake import Intake
from handlers.telegram.session import BoundedSession, TelegramClock

TOKEN = "123456:AAHunitunitunitunitunitunitunitunit"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def ask(aiohttp_server: Any, answer: Answer) -> object:
    """What comes of a call that a server answers so; an exception of aiogram's, or the result."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = await aiohttp_server(app)
    bot = Bot(TOKEN, session=BoundedSession(api=TelegramAPIServer.from_base(str(server.make_url("")))))
    try:
        return await bot(GetMe())
    except AiogramError as error:
        return error
    finally:
        await bot.session.close()


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(3000):
        await response.write(b" " * 100_000)
    return response


async def gzip_bomb(_: web.Request) -> web.StreamResponse:
    return web.Response(body=BOMB, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})


BOMB = gzip.compress(b" " * 200_000_000, compresslevel=1)


@pytest.mark.fault("19")
@pytest.mark.parametrize("answer", [endless, gzip_bomb])
async def test_an_answer_of_telegrams_that_is_too_long_is_cut_in_bounded_memory(
    aiohttp_server: Any, answer: Answer
) -> None:
    tracemalloc.start()
    try:
        error = await ask(aiohttp_server, answer)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(error, TelegramNetworkError)
    assert peak < 80 * 2**20


async def test_a_redirect_is_not_followed_for_the_token_is_in_the_address(aiohttp_server: Any) -> None:
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"}, text="{}")

    error = await ask(aiohttp_server, elsewhere)

    assert isinstance(error, AiogramError)
    assert asked == [f"/bot{TOKEN}/getMe"]


@pytest.mark.fault("42")
async def test_no_error_of_the_wire_has_the_token_in_it(aiohttp_server: Any) -> None:
    async def long_headers(_: web.Request) -> web.StreamResponse:
        return web.Response(headers={"X-Long": "a" * 100_000})

    error = await ask(aiohttp_server, long_headers)

    assert isinstance(error, TelegramNetworkError)
    assert TOKEN not in f"{error!r} {error} {error.__cause__!r}"


async def test_a_conflict_without_a_description_is_no_fault_of_the_intake(
    aiohttp_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def conflict(_: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": False, "error_code": 409}, status=409)

    error = await ask(aiohttp_server, conflict)
    assert isinstance(error, AiogramError)
    intake = Intake(bot := Bot(TOKEN), partial(Dispatcher().feed_update, bot), SystemClock(), random.Random(1))
    await intake._report(error)

    assert "another program receives" in caplog.text


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Thu, 99 Xxx 2026 99:99:99 GMT", "Thu, 01 Jan 99999 00:00:00 GMT", "0" * 5000, None]
)
def test_a_date_that_cannot_be_read_leaves_the_machines_own_time(date: str | None) -> None:
    clock = TelegramClock(SystemClock())
    clock.note_answer(date)
    assert abs(clock.now() - time.time()) < 1
    assert clock.error is None


def test_a_date_without_a_zone_is_that_of_greenwich() -> None:
    clock = TelegramClock(SystemClock())
    assert clock.note_answer("Thu, 01 Jan 2026 00:00:00 -0000") == 1767225600.0
