"""Connections that break, and bodies that are meant to hurt."""

import asyncio
import gzip
import json
import socket
import tracemalloc

import aiohttp
import pytest
from aiohttp import web

from yandexart import (
    AnswerTooLarge,
    BadRequest,
    Client,
    Endpoints,
    NotConnected,
    OutcomeUnknown,
    QuotaExceeded,
    ServiceDown,
    UnexpectedAnswer,
)

ID = "fbveu1sntjqdkm9bmv8t"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class NoNames(aiohttp.abc.AbstractResolver):
    async def resolve(self, host, port=0, family=socket.AF_INET):
        raise OSError("no such name")

    async def close(self):
        pass


def submit(client: Client, **options):
    return client.models.image_generation("yandex-art").run_deferred("a cat", **options)


@pytest.mark.fault("8")
async def test_a_refused_connection_is_surely_not_executed(connect):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        client = connect(endpoints=Endpoints(api=f"http://127.0.0.1:{free.getsockname()[1]}"))
        with pytest.raises(NotConnected) as raised:
            await submit(client)
    assert not raised.value.may_have_executed


@pytest.mark.fault("8")
async def test_a_name_that_is_not_resolved_is_surely_not_executed(connect):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=NoNames())) as session:
        with pytest.raises(NotConnected) as raised:
            await submit(connect(session=session, endpoints=Endpoints()))
    assert not raised.value.may_have_executed


async def test_a_connection_that_is_not_made_in_time_is_surely_not_executed(connect):
    class SlowNames(NoNames):
        async def resolve(self, host, port=0, family=socket.AF_INET):
            await asyncio.Event().wait()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=SlowNames())) as session:
        with pytest.raises(NotConnected):
            await submit(connect(session=session, endpoints=Endpoints()), timeout=0.2)


async def test_a_service_that_speaks_no_tls_is_surely_not_executed(service, connect):
    with pytest.raises(NotConnected):
        await submit(connect(endpoints=Endpoints(api=service.url.replace("http:", "https:"))))
    assert service.seen == []


@pytest.fixture
async def connected(service, client, recorded) -> Client:
    """A client that has its connection: a short time-out is that of the answer, however busy the machine is."""
    service.answer(recorded("submitted"))
    await submit(client)
    return client


@pytest.mark.fault("7")
async def test_no_answer_in_time_leaves_the_outcome_unknown(service, connected):
    service.silent()
    with pytest.raises(OutcomeUnknown) as raised:
        await submit(connected, timeout=0.1)
    assert raised.value.may_have_executed


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (b"HTTP/1.1 200",),
        (HEAD + b"Content-Length: 100\r\n\r\n", b'{"id": "x"'),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\n{}"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n", b"nope"),
    ],
    ids=["nothing", "half a status", "half a body", "half a chunk", "no gzip"],
)
async def test_a_connection_that_breaks_leaves_the_outcome_unknown(service, client, chunks):
    service.wire(*chunks)
    with pytest.raises(OutcomeUnknown) as raised:
        await submit(client)
    assert raised.value.may_have_executed


async def test_half_of_a_gzip_stream_is_no_answer(service, client, recorded):
    whole = gzip.compress(json.dumps(recorded("submitted")).encode(), mtime=0)
    service.answer(whole[: len(whole) // 2], Content_Encoding="gzip")
    with pytest.raises(UnexpectedAnswer) as raised:
        await submit(client)
    assert raised.value.may_have_executed


@pytest.mark.parametrize(
    "answer",
    [
        b"HELLO, I AM NO HTTP\r\n\r\n",
        HEAD + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + b"\r\n",
        HEAD + b"Content-Length: -5\r\n\r\n{}",
    ],
    ids=["no HTTP", "a long header", "many headers", "a negative length"],
)
async def test_what_is_no_http_is_unexpected(service, client, answer):
    service.wire(answer)
    with pytest.raises(UnexpectedAnswer) as raised:
        await submit(client)
    assert raised.value.may_have_executed


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(service, client, status):
    service.answer(b"", status, Location=f"{service.url}/elsewhere")
    with pytest.raises(UnexpectedAnswer, match="redirect"):
        await client.operations.get(ID)
    assert [seen.path for seen in service.seen] == [f"/operations/{ID}"]


@pytest.mark.fault("19")
async def test_a_body_without_end_is_cut_at_the_limit(service, connect):
    service.endless()
    with pytest.raises(AnswerTooLarge):
        await connect(max_answer=1_000_000).operations.get(ID)


@pytest.mark.fault("19")
async def test_a_body_that_announces_too_much_is_not_read(service, client):
    service.silent(start=HEAD + b"Content-Length: 500000000\r\n\r\n")
    with pytest.raises(AnswerTooLarge) as raised:
        await submit(client)
    assert raised.value.may_have_executed


@pytest.mark.fault("19")
async def test_a_body_that_trickles_for_ever_ends_with_the_time_out(service, connected):
    service.silent(start=HEAD + b'Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n')
    with pytest.raises(OutcomeUnknown):
        await connected.operations.get(ID, timeout=0.1)


@pytest.mark.fault("19")
async def test_a_gzip_bomb_is_cut_at_the_limit_in_bounded_memory(service, connect):
    service.answer(gzip.compress(b" " * 100_000_000), Content_Encoding="gzip")
    client = connect(max_answer=1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(AnswerTooLarge):
            await client.operations.get(ID)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


async def test_millions_of_tiny_values_are_not_parsed(service, client):
    service.answer(b"[" + b"{}," * 1_000_000 + b"{}]")
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedAnswer, match="too many values"):
            await client.operations.get(ID)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


async def test_an_endless_error_is_still_known_by_its_status(service, client):
    service.endless(429)
    with pytest.raises(QuotaExceeded):
        await submit(client)


async def test_an_error_whose_words_are_lost_is_still_known_by_its_status(service, client):
    service.wire(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{")
    with pytest.raises(BadRequest) as raised:
        await submit(client)
    assert not raised.value.may_have_executed


async def test_after_a_hostile_answer_the_next_call_works(service, connect, recorded):
    client = connect(max_answer=100_000)
    service.endless().wire(b"nonsense\r\n\r\n").answer(recorded("submitted"))
    with pytest.raises(AnswerTooLarge):
        await client.operations.get(ID)
    with pytest.raises(UnexpectedAnswer):
        await client.operations.get(ID)
    assert not (await client.operations.get(ID)).done


async def test_gzip_is_understood(service, client, recorded):
    service.answer(gzip.compress(json.dumps(recorded("done")).encode()), Content_Encoding="gzip")
    assert (await client.operations.get(ID)).done


async def test_a_given_session_is_never_closed_and_its_habits_do_not_matter(service, connect, recorded):
    service.answer(recorded("error_internal"), 500)
    async with aiohttp.ClientSession(
        raise_for_status=True, headers={"Authorization": "other", "X-Mine": "1"}
    ) as session:
        client = connect(session=session)
        with pytest.raises(ServiceDown):
            await client.operations.get(ID)
        await client.close()
        assert not session.closed
    assert service.seen[0].headers.getall("Authorization") == ["Api-Key AQVN-secret"]
    assert service.seen[0].headers["X-Mine"] == "1"


async def test_an_own_session_is_closed_and_a_closed_client_says_so(service, connect, recorded):
    service.answer(recorded("submitted"))
    async with connect() as client:
        await client.operations.get(ID)
    with pytest.raises(RuntimeError, match="the client is closed"):
        await client.operations.get(ID)
    await client.close()


async def test_an_answer_with_no_content_is_unexpected(service, client):
    async def empty(request: web.Request) -> web.Response:
        return web.Response(status=204)

    service.reply(empty)
    with pytest.raises(UnexpectedAnswer):
        await client.operations.get(ID)
