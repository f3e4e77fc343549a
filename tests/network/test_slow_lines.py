"""Slow lines: what moves is not given up, what stands still is, and what drips has an end.

The real limits are a minute, and two kilobytes a second; here they are a fraction of that, and the lines are faster.
"""

import asyncio
import base64
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import EditMessageMedia, SendDocument, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto

from bot.network import Network
from handlers.telegram.session import BoundedSession, Line
from yandexart import NO_RETRIES, ApiKey, Client, Endpoints, OutcomeUnknown
from yandexart.http import Pace

TOKEN: Final = "123456:AAHunitunitunitunitunitunitunitunit"
BASE: Final = 0.5  # seconds, for a minute
SLOWEST: Final = 100_000  # bytes a second, for two kilobytes
KB, MB = 1000, 1_000_000
MESSAGE: Final = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
DONE: Final = json.dumps({"ok": True, "result": MESSAGE}).encode()
_SIDE: Final = 8 * 1024  # bytes that a socket of the server buffers
Converse = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(converse: Converse) -> AsyncIterator[str]:
    """The address of a server that reads through a small buffer."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SIDE)
    listening.bind(("127.0.0.1", 0))
    tasks: list[asyncio.Task[None]] = []

    def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def served() -> None:
            try:
                await converse(reader, writer)
                while await reader.read(65536):  # closed with something unread, it would reset the connection
                    pass
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        tasks.append(asyncio.get_running_loop().create_task(served()))

    server = await asyncio.start_server(greet, sock=listening, limit=_SIDE)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def head(reader: asyncio.StreamReader) -> bytes:
    return await reader.readuntil(b"\r\n\r\n")


async def read_slowly(reader: asyncio.StreamReader, size: int, bytes_per_second: float) -> None:
    """Read at least so many bytes, at this pace at most."""
    began, read = time.monotonic(), 0
    while read < size:
        data = await reader.read(4096)
        if not data:
            return
        read += len(data)
        await asyncio.sleep(max(began + read / bytes_per_second - time.monotonic(), 0))


def answer(body: bytes) -> bytes:
    start = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return start % len(body) + body


def picture(size: int) -> EditMessageMedia:
    return EditMessageMedia(
        chat_id=1, message_id=1, media=InputMediaPhoto(media=BufferedInputFile(bytes(size), "a.jpg"))
    )


def document(size: int) -> SendDocument:
    return SendDocument(chat_id=1, document=BufferedInputFile(bytes(size), "a.jpg"))


@pytest.fixture
async def bots() -> AsyncIterator[Callable[..., Bot]]:
    async with AsyncExitStack() as stack:

        def create(address: str, line: Line | None = None) -> Bot:
            session = BoundedSession(
                api=TelegramAPIServer.from_base(address),
                open_session=Network().session,
                line=line or Line(SLOWEST),
                timeout=BASE,
            )
            stack.push_async_callback(session.close)
            return Bot(TOKEN, session=session)

        yield create


async def given_up_after(bot: Bot, method: TelegramMethod[Any]) -> float:
    """Seconds until the bot gives up."""
    began = time.monotonic()
    with pytest.raises(TelegramNetworkError):
        await bot(method)
    return time.monotonic() - began


@pytest.mark.parametrize("upload", [picture, document])
async def test_an_upload_that_takes_longer_than_a_call_may_arrives_at_the_first_try(
    bots: Callable[..., Bot], upload: Callable[[int], TelegramMethod[Any]]
) -> None:
    tries = 0

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        await head(reader)
        await read_slowly(reader, 300 * KB, 250 * KB)  # three times as long as a call may take
        writer.write(answer(DONE))
        await writer.drain()

    async with serving(slow) as address:
        assert await bots(address)(upload(300 * KB))
    assert tries == 1


async def test_an_upload_that_stands_in_a_proxys_buffer_is_waited_for(bots: Callable[..., Bot]) -> None:
    async def buffering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        await read_slowly(reader, 300 * KB, 1e9)
        await asyncio.sleep(3 * BASE)
        writer.write(answer(DONE))
        await writer.drain()

    async with serving(buffering) as address:
        assert await bots(address)(picture(300 * KB))


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await head(reader)
    await asyncio.Event().wait()


async def test_an_upload_that_stands_still_is_given_up_long_before_its_size_would_allow(
    bots: Callable[..., Bot],
) -> None:
    async with serving(silent) as address:
        seconds = await given_up_after(bots(address, Line(SLOWEST * 5)), picture(20 * MB))
    assert seconds < 20  # and not forty


async def test_an_upload_that_drips_away_has_an_end(bots: Callable[..., Bot]) -> None:
    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        await read_slowly(reader, 100 * KB, 2 * KB)

    async with serving(dripping) as address:
        seconds = await given_up_after(bots(address), picture(100 * KB))
    assert BASE + 1 <= seconds < 10  # and not fifty


async def test_each_try_gets_more_time_than_the_one_before_and_what_arrives_less_again(
    bots: Callable[..., Bot],
) -> None:
    is_well = False

    async def ill(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        await read_slowly(reader, 10 * KB, 1e9)
        if not is_well:
            await asyncio.Event().wait()
        writer.write(answer(DONE))
        await writer.drain()

    async with serving(ill) as address:
        bot = bots(address)
        first = BASE + 10 * KB / SLOWEST
        for doubled in range(2):
            assert await given_up_after(bot, picture(10 * KB)) >= first * 2**doubled * 0.95
        is_well = True
        for _ in range(2):
            await bot(picture(10 * KB))
        is_well = False
        assert await given_up_after(bot, picture(10 * KB)) < first * 3


async def test_uploads_that_share_a_line_get_the_time_that_all_of_them_take(bots: Callable[..., Bot]) -> None:
    """Each would be too slow for the line if it were alone: together they are as fast as it allows."""
    line_is_free = asyncio.Lock()

    async def shared(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        for _ in range(24):
            async with line_is_free:
                await read_slowly(reader, 4 * KB, 250 * KB)
        writer.write(answer(DONE))
        await writer.drain()

    async with serving(shared) as address:
        bot = bots(address)
        assert len(await asyncio.gather(*(bot(picture(100 * KB)) for _ in range(5)))) == 5


async def test_a_small_question_is_answered_while_an_upload_crawls(bots: Callable[..., Bot]) -> None:
    async def one_way_slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await head(reader)
        if b"getMe" not in request:
            await read_slowly(reader, 300 * KB, 150 * KB)
        writer.write(answer(json.dumps({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "A"}}).encode()))
        await writer.drain()

    async with serving(one_way_slow) as address, asyncio.TaskGroup() as group:
        bot = bots(address)
        upload = group.create_task(given_up_or_done(bot, picture(300 * KB)))
        await asyncio.sleep(BASE / 2)
        assert (await bot.get_me()).id == 1
        assert not upload.done()


async def given_up_or_done(bot: Bot, method: TelegramMethod[Any]) -> None:
    try:
        await bot(method)
    except Exception:  # noqa: BLE001 - what is said of it is not the question
        return


def in_pieces(body: bytes, pause: float, size: int = 4096, stop_at: int | None = None) -> Converse:
    """Answers with the body, a piece at a time."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        start = answer(body)[: -len(body)]
        writer.write(start)
        for begin in range(0, len(body), size):
            if stop_at is not None and begin >= stop_at:
                await asyncio.Event().wait()
            writer.write(body[begin : begin + size])
            await writer.drain()
            await asyncio.sleep(pause)

    return converse


async def test_an_answer_of_telegrams_that_comes_slowly_is_read_to_its_end(bots: Callable[..., Bot]) -> None:
    body = json.dumps({"ok": True, "result": MESSAGE | {"text": "a" * 200 * KB}}).encode()
    async with serving(in_pieces(body, 0.02)) as address:
        assert len((await bots(address)(document(10))).text or "") == 200 * KB


@pytest.mark.parametrize("stop_at", [0, 40_000])
async def test_an_answer_of_telegrams_that_stops_or_drips_is_given_up(bots: Callable[..., Bot], stop_at: int) -> None:
    body = b" " * 100 * KB
    async with serving(in_pieces(body, 0.01, stop_at=stop_at)) as address:
        bot = bots(address)
        assert await _seconds_of_get_me(bot) < 10
    async with serving(in_pieces(body, 0.05, size=1)) as address:
        assert await _seconds_of_get_me(bots(address)) < 10


async def _seconds_of_get_me(bot: Bot) -> float:
    began = time.monotonic()
    with pytest.raises(TelegramNetworkError):
        await bot.get_me()
    return time.monotonic() - began


# Yandex Cloud


@pytest.fixture
async def clients() -> AsyncIterator[Callable[[str], Client]]:
    async with AsyncExitStack() as stack:

        def create(address: str) -> Client:
            endpoints = Endpoints(api=address, operations=address, images=address, iam=address)
            client = Client(
                "b1g", ApiKey("AQVN-key"), endpoints=endpoints, retries=NO_RETRIES, pace=Pace(SLOWEST), timeout=BASE
            )
            stack.push_async_callback(client.close)
            return client

        yield create


def jpeg_of(size: int) -> str:
    frame = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x08\x00\x08\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return base64.b64encode(frame + bytes(size) + b"\xff\xd9").decode()


def finished(size: int) -> bytes:
    return json.dumps({"id": "op", "done": True, "response": {"image": jpeg_of(size)}}).encode()


def drawn(size: int) -> bytes:
    return json.dumps({"created": 1, "data": [{"b64_json": jpeg_of(size)}]}).encode()


async def ask(client: Client, kind: str) -> Any:
    if kind == "result":
        return (await client.operations.get("op")).picture
    return (await (await client.models.images_api().run_deferred("a cat", timeout=BASE))).data


@pytest.mark.parametrize(("kind", "body"), [("result", finished(200 * KB)), ("order", drawn(200 * KB))])
async def test_a_picture_that_comes_slowly_is_read_to_its_end(
    clients: Callable[[str], Client], kind: str, body: bytes
) -> None:
    async with serving(in_pieces(body, 0.02)) as address:
        assert await ask(clients(address), kind) is not None


async def test_many_pictures_that_come_slowly_over_one_line_are_all_read(clients: Callable[[str], Client]) -> None:
    body = finished(50 * KB)
    async with serving(in_pieces(body, 0.06)) as address:  # each is slower than the slowest line; together they are not
        client = clients(address)
        assert None not in await asyncio.gather(*(ask(client, "result") for _ in range(6)))


@pytest.mark.parametrize("kind", ["result", "order"])
async def test_a_picture_that_stops_or_drips_is_given_up(clients: Callable[[str], Client], kind: str) -> None:
    body = finished(500 * KB) if kind == "result" else drawn(500 * KB)
    for converse in (in_pieces(body, 0.01, stop_at=100_000), in_pieces(body, 0.05, size=10)):
        async with serving(converse) as address:
            began = time.monotonic()
            with pytest.raises(OutcomeUnknown):
                await ask(clients(address), kind)
            assert time.monotonic() - began < 10


def test_the_real_limits_let_eight_megabytes_pass_at_ten_kilobytes_a_second() -> None:
    seconds = 8 * MB / (10 * KB)
    assert Line().seconds(8 * MB) > seconds
    with Pace().reading() as worth:
        assert worth(8 * MB) > seconds
