"""Large answers are read only where there is room for them in memory."""

import asyncio
import base64
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from drawing.byte_budget import SMALL, ByteBudget
from yandexart import Client, OutcomeUnknown, ServiceDown, UnexpectedAnswer, UnusableResult
from yandexart.http import Request

from .conftest import Service

ID = "fbveu1sntjqdkm9bmv8t"
MB = 1024 * 1024
_TIMEOUT = 30.0  # seconds; only what is broken takes as long
_CHUNK = 256 * 1024  # bytes; more than aiohttp hands out at once


class Rooms:
    """Room for answers as a test gives it: it remembers what was asked for, and who holds some."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.held = 0
        self.is_open = asyncio.Event()
        self.is_open.set()

    @asynccontextmanager
    async def __call__(self, size: int) -> AsyncIterator[None]:
        self.asked.append(size)
        await self.is_open.wait()
        self.held += 1
        try:
            yield
        finally:
            self.held -= 1


class Readings:
    """Answers being read: how many bytes of each have been handed to the client, until its call is over."""

    def __init__(self) -> None:
        self.read: dict[asyncio.Task[Any] | None, int] = {}
        self.most = 0

    def session(self) -> aiohttp.ClientSession:
        readings = self

        class CountedResponse(aiohttp.ClientResponse):
            async def start(self, connection: Any) -> aiohttp.ClientResponse:
                await super().start(connection)
                self.content = CountedStream(self.content, readings)  # type: ignore[assignment]
                return self

        return aiohttp.ClientSession(response_class=CountedResponse)

    def count(self, size: int) -> None:
        task = asyncio.current_task()
        self.read[task] = self.read.get(task, 0) + size
        self.most = max(self.most, sum(self.read.values()))

    async def over(self, call: Awaitable[Any]) -> Any:
        try:
            return await call
        finally:
            self.read.pop(asyncio.current_task(), None)


class CountedStream:
    """The body of an answer, counted as it is handed out."""

    def __init__(self, stream: aiohttp.StreamReader, readings: Readings) -> None:
        self._stream = stream
        self._readings = readings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    async def iter_any(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream.iter_any():
            self._readings.count(len(chunk))
            yield chunk


@pytest.fixture
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
async def readings() -> Readings:
    return Readings()


@pytest.fixture
def jpeg(recorded: Callable[[str], Any]) -> bytes:
    return base64.b64decode(recorded("images_jpeg")["data"][0]["b64_json"])


@pytest.fixture
def done(jpeg: bytes) -> Callable[[int], bytes]:
    """The answer that brings a picture, of so many bytes."""

    def make(size: int) -> bytes:
        empty = json.dumps({"id": ID, "done": True, "response": {"image": ""}}).encode()
        image = base64.b64encode(jpeg + bytes(size))[: (size - len(empty)) // 4 * 4]
        body = empty.replace(b'""', b'"' + image + b'"')
        return body + b" " * (size - len(body))

    return make


async def test_a_large_answer_has_room_for_its_length_until_the_picture_is_there(service, connect, rooms, done):
    service.answer(done(3 * MB))
    operation = await connect(room=rooms).operations.get(ID)
    assert len(operation.picture.data) > 2 * MB
    assert (rooms.asked, rooms.held) == ([3 * MB], 0)


async def test_room_is_held_while_the_answer_is_parsed(service, connect, rooms):
    service.answer(b" " * 2 * MB)
    connection = connect(room=rooms).operations._connection
    held = await connection.call(Request("GET", service.url), lambda _: rooms.held, idempotent=True)
    assert (held, rooms.held) == (1, 0)


async def test_a_small_answer_asks_for_no_room(service, connect, rooms, done):
    service.answer(done(MB))
    assert (await connect(room=rooms).operations.get(ID)).picture is not None
    assert rooms.asked == []


async def test_without_room_no_more_than_the_first_megabyte_is_read(service, connect, rooms, readings, done):
    rooms.is_open.clear()
    service.answer(done(8 * MB))
    async with asyncio.timeout(_TIMEOUT), readings.session() as session, asyncio.TaskGroup() as group:
        call = group.create_task(readings.over(connect(room=rooms, session=session).operations.get(ID)))
        while not rooms.asked:  # noqa: ASYNC110 - a request for room rings no bell
            await asyncio.sleep(0)
        assert SMALL < readings.most <= SMALL + _CHUNK
        rooms.is_open.set()
        assert (await call).picture is not None
    assert readings.most == 8 * MB


@pytest.mark.parametrize("how", ["chunked", "gzip"])
async def test_an_answer_that_does_not_name_its_length_gets_as_much_room_as_it_may_need(
    service, connect, rooms, done, how
):
    whole = done(2 * MB)

    async def chunked(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(whole)
        return response

    if how == "chunked":
        service.reply(chunked)
    else:
        service.answer(gzip.compress(whole), Content_Encoding="gzip")
    assert (await connect(room=rooms, max_answer=5 * MB).operations.get(ID)).picture is not None
    assert rooms.asked == [5 * MB]


async def test_the_time_out_of_the_call_goes_on_while_it_waits_for_room(service, connect, rooms, done, recorded):
    client = connect(room=rooms)
    service.answer(recorded("submitted")).answer(done(2 * MB)).answer(done(2 * MB))
    await client.operations.get(recorded("submitted")["id"])  # there is a connection then
    rooms.is_open.clear()
    with pytest.raises(OutcomeUnknown):
        async with asyncio.timeout(_TIMEOUT):
            await client.operations.get(ID, timeout=0.5)
    assert (rooms.asked, rooms.held) == ([2 * MB], 0)

    rooms.is_open.set()
    assert (await client.operations.get(ID)).picture is not None


async def test_an_error_asks_for_no_room_however_long_it_is(service, connect, rooms):
    service.endless(500)
    with pytest.raises(ServiceDown):
        await connect(room=rooms).operations.get(ID)
    assert rooms.asked == []


async def test_an_answer_that_is_none_or_breaks_off_gives_its_room_back(service, connect, rooms):
    client = connect(room=rooms)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n"
    service.answer(b" " * 3_000_000).wire(head + b" " * 2_000_000)
    with pytest.raises(UnexpectedAnswer):
        await client.operations.get(ID)
    with pytest.raises(OutcomeUnknown):
        await client.operations.get(ID)
    assert (rooms.asked, rooms.held) == ([3_000_000] * 2, 0)


async def test_a_cancelled_call_gives_its_room_back(service, connect, rooms):
    async def stalls(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "3000000"})
        await response.prepare(request)
        await response.write(b" " * 2_000_000)
        await asyncio.Event().wait()
        return response

    service.reply(stalls)
    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        call = group.create_task(connect(room=rooms).operations.get(ID))
        while not rooms.held:  # noqa: ASYNC110 - a room that is entered rings no bell
            await asyncio.sleep(0)
        call.cancel()
    assert rooms.held == 0


async def test_a_picture_of_the_images_api_has_room_until_it_is_there(service, connect, rooms, jpeg):
    text = base64.b64encode(jpeg + bytes(2 * MB)).decode()
    body = json.dumps({"data": [{"b64_json": text}]}).encode()
    service.answer(body)
    picture = await (await connect(room=rooms).models.images_api().run_deferred("a cat"))
    assert picture.data == jpeg + bytes(2 * MB)
    assert (rooms.asked, rooms.held) == ([len(body)], 0)


async def test_an_answer_without_a_picture_is_let_go_before_its_error_is_told(service, connect, rooms):
    service.answer({"data": [{"b64_json": "?"}], "more": " " * 2 * MB})
    with pytest.raises(UnusableResult, match="no base64"):
        await connect(room=rooms).models.images_api().run_deferred("a cat")
    assert rooms.held == 0


@pytest.mark.slow
async def test_of_sixteen_answers_of_15_mb_at_once_the_budget_is_in_memory(
    service: Service, connect: Callable[..., Client], readings: Readings, done: Callable[[int], bytes]
) -> None:
    total = 48 * MB
    budget = ByteBudget(total)
    whole = done(15 * MB)
    for _ in range(16):
        service.answer(whole)
    async with readings.session() as session:
        client = connect(room=budget.room, session=session)

        async def size_of_picture() -> int:
            operation = await client.operations.get(ID)
            return len(operation.picture.data)

        async with asyncio.TaskGroup() as group:
            calls = [group.create_task(readings.over(size_of_picture())) for _ in range(16)]
    assert min(call.result() for call in calls) > 11 * MB
    assert readings.most <= total + 16 * (SMALL + _CHUNK)
    assert budget.in_flight == 0
