"""The port of `/healthz`, which anybody may reach."""

import asyncio
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot import descriptors, health
from bot.descriptors import DescriptorWatch, raise_limit
from bot.health import ListenError, health_server
from tests.acceptance.programs import free_port
from tests.world.simulated import JumpingClock

TIMEOUT = 60.0  # seconds; tells of a connection that hangs
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
async def port(complaints: list[str]) -> AsyncIterator[int]:
    port = free_port()
    async with health_server(f"127.0.0.1:{port}", lambda: complaints):
        yield port


class Guest:
    """One connection to the port."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def come(cls, port: int, stack: AsyncExitStack) -> "Guest":
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        stack.callback(writer.close)
        return cls(reader, writer)

    async def hears(self) -> bytes:
        """Everything until the connection ends."""
        async with asyncio.timeout(TIMEOUT):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""


async def asked(port: int, request: bytes = REQUEST) -> bytes:
    async with AsyncExitStack() as stack:
        guest = await Guest.come(port, stack)
        guest.writer.write(request)
        return await guest.hears()


async def test_the_answer_says_how_the_bot_is_and_not_what_answers(
    port: int, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_CONNECTION_TIMEOUT", 10 * TIMEOUT)  # whatever is answered ends the connection
    well = await asked(port)
    complaints.append("worker poll has failed")
    ill = await asked(port)

    assert well.startswith(b"HTTP/1.1 200 OK\r\n")
    assert well.endswith(b"\r\n\r\nok\n")
    assert ill.startswith(b"HTTP/1.1 503 ")
    assert ill.endswith(b"worker poll has failed\n")
    others = [
        b"GET /nothing HTTP/1.1\r\nHost: here\r\n\r\n",
        b"DELETE /healthz HTTP/1.1\r\nHost: here\r\nConnection: keep-alive\r\n\r\n",
        b"HEAD /healthz HTTP/1.1\r\nHost: here\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nExpect: a miracle\r\n\r\n",
    ]
    for answer in (well, ill, *[await asked(port, request) for request in others]):
        head = answer.lower().partition(b"\r\n\r\n")[0]
        assert b"\r\nserver:" not in head
        assert b"\r\nconnection: close" in head


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS\r\n\r\n",
        b"xyzzyplugh\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\nHost: here\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nxyzzy plugh\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: xyzzyplugh\r\n\r\n",
        b"POST /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nxyzzyplugh: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET http://[xyzzyplugh HTTP/1.1\r\nHost: here\r\n\r\n",
        b"G\x00T / HTTP/1.1\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_answered_in_a_line_that_tells_nothing(
    port: int, nonsense: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(health, "_CONNECTION_TIMEOUT", 10 * TIMEOUT)  # the answer ends the connection, no clock
    caplog.set_level("INFO")
    answer = await asked(port, nonsense)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"\r\nconnection: close" in head.lower()
    assert b"server:" not in head.lower()
    assert body == b""
    assert caplog.records == []
    assert (await asked(port)).startswith(b"HTTP/1.1 200")


async def test_a_body_that_is_no_http_changes_nothing_about_the_answer_and_is_not_logged(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(health, "_CONNECTION_TIMEOUT", 10 * TIMEOUT)
    caplog.set_level("INFO")
    head = b"POST /healthz HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
    for body in (b"xyzzyplugh\r\n", b"5\r\nplughplugh\r\n0\r\n\r\n"):
        answer = await asked(port, head + body)
        assert answer[:12] in (b"HTTP/1.1 405", b"HTTP/1.1 400")
        assert b"server:" not in answer.lower()
        assert b"xyzzy" not in answer
    assert caplog.records == []


async def test_a_fault_in_telling_the_health_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> list[str]:
        raise ZeroDivisionError("xyzzyplugh")

    port = free_port()
    async with health_server(f"127.0.0.1:{port}", broken):
        answer = await asked(port)

    assert answer == b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    (record,) = caplog.records
    assert record.exc_info is not None


@pytest.mark.parametrize(
    "beginning",
    [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: here\r\n", b"POST /healthz HTTP/1.1\r\nContent-Length: 100\r\n\r\nx"],
)
async def test_who_keeps_a_connection_and_asks_nothing_is_shown_out(
    port: int, beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_CONNECTION_TIMEOUT", 0.01)
    async with AsyncExitStack() as stack:
        guest = await Guest.come(port, stack)
        guest.writer.write(beginning)
        await guest.hears()


async def test_a_crowd_takes_no_more_connections_than_there_is_room_for_and_others_are_served_when_it_has_gone(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_MAX_CONNECTIONS", 3)
    async with AsyncExitStack() as stack:
        crowd = [await Guest.come(port, stack) for _ in range(3)]
        assert await (await Guest.come(port, stack)).hears() == b""
        assert await asked(port) == b""
        crowd[0].writer.close()
        await crowd[0].writer.wait_closed()
        while not (answer := await asked(port)):  # noqa: ASYNC110 - the port rings no bell when somebody has gone
            await asyncio.sleep(0)
        assert answer.startswith(b"HTTP/1.1 200")


async def test_an_address_that_is_taken_is_named(port: int) -> None:
    with pytest.raises(ListenError, match="LISTEN"):
        async with health_server(f"127.0.0.1:{port}", list):
            pass


@pytest.fixture
def limit() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("limit")
def test_as_many_files_may_be_open_as_the_system_allows() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 512), hard))

    raise_limit()

    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)


@pytest.mark.usefixtures("limit")
def test_running_out_of_descriptors_is_told_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    watch = DescriptorWatch(JumpingClock())
    caplog.set_level("WARNING", descriptors.__name__)
    watch.look()
    assert watch.complaint() is None

    used = len(list(Path("/proc/self/fd").iterdir()))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 1, hard))
    watch.look()
    watch.look()
    assert watch.complaint() is not None
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    watch.look()

    assert watch.complaint() is None
    assert ["nearly all" in record.message for record in caplog.records] == [True, False]
