"""HTTP transport: sends one request and reads its answer, within limits of time and size."""

import asyncio
import json
import re
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from yandexart.answers import Answer, error_of
from yandexart.error_text import as_user_text
from yandexart.errors import AnswerTooLarge, NotConnected, OutcomeUnknown, UnexpectedAnswer, YandexArtError
from yandexart.retries import retry_after_seconds

MAX_ANSWER = 16 * 1024 * 1024  # bytes; pictures seen had 0.9 to 1.6 MB
MAX_ERROR = 1024 * 1024  # bytes
CONNECT_TIMEOUT = 15.0  # seconds
_PROXY_WANTS_CREDENTIALS = 407
_SLOWEST = 2048  # bytes a second; what brings less is no slow line, but one that drips
_SMALL = 1024 * 1024  # bytes; an answer up to that is read without asking for room

REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)

Room: TypeAlias = Callable[[int], AbstractAsyncContextManager[None]]
"""Room in memory for so many bytes, for as long as its context lasts; to enter it may take a while."""

_Hold: TypeAlias = Callable[[int], Awaitable[None]]
"""Enters room for so many bytes; it is left when the answer is let go."""


def unlimited_room(size: int) -> AbstractAsyncContextManager[None]:  # noqa: ARG001 - however many they are
    """Room that is there at once: a `Room`."""
    return nullcontext()


class OpenSession(Protocol):
    """Opens what speaks to the services: directly, or as their user reaches them. Called inside the event loop."""

    def __call__(self, *, resolver: AbstractResolver | None = None) -> aiohttp.ClientSession:
        """A session without cookies; `resolver` finds the hosts that it connects to itself."""
        ...


def direct(*, resolver: AbstractResolver | None = None, tls: ssl.SSLContext | None = None) -> aiohttp.ClientSession:
    """Connects directly, trusting the certificates of this machine or of `tls`: an `OpenSession`."""
    # A name is looked up for each new connection: it may have moved since the last.
    connector = aiohttp.TCPConnector(resolver=resolver, ttl_dns_cache=0, ssl=tls or True)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


class Pace:
    """How much longer than its time-out an answer may take that is coming: more for each byte of it.

    A limit in seconds alone would begin anew, for ever, what a slow line cannot bring in that time. `slowest` in bytes
    a second, of all that is read at once.
    """

    def __init__(self, slowest: float = _SLOWEST) -> None:
        self._slowest = slowest
        self._readers = 0

    @contextmanager
    def reading(self) -> Iterator[Callable[[int], float]]:
        """Share the line with the others who read; gives how many seconds so many bytes are worth."""
        self._readers += 1
        try:
            yield lambda size: size * self._readers / self._slowest
        finally:
            self._readers -= 1


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; its repr shows neither headers nor body.

    Attributes:
        quotable: the texts in it that are the user's. An answer may quote them, and they must decide nothing then. None
            where nobody knows what an answer may quote: of an operation that was ordered long ago, say.
    """

    method: Literal["GET", "POST"]
    url: str | URL  # a string is quoted where it needs to be
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)  # sent as JSON
    quotable: tuple[str, ...] | None = field(default=None, repr=False)


class Session:
    """The session of aiohttp: the caller's, or one of its own that is made with the first request."""

    def __init__(self, given: aiohttp.ClientSession | None = None, open_session: OpenSession = direct) -> None:
        self._given = given
        self._open_own = open_session
        self._own: aiohttp.ClientSession | None = None
        self._is_closed = False

    def open(self) -> aiohttp.ClientSession:
        """The open session. Raises RuntimeError once it is closed."""
        if self._is_closed:
            raise RuntimeError("the client is closed")
        if self._given is not None:
            return self._given
        if self._own is None:
            # Made here and not before: aiohttp wants a session to be made inside the event loop.
            self._own = self._open_own()
        return self._own

    async def close(self) -> None:
        """Close it, if it is not the caller's. May be called twice."""
        self._is_closed = True
        if self._own is not None:
            await self._own.close()


class HttpTransport:
    """Sends requests to the services over HTTP.

    Args:
        session: what requests are sent over.
        max_answer: bytes; larger answers are cut off and refused.
        now: seconds since 1970, against which the date of a Retry-After is read.
        room: entered before more than the first megabyte of an answer is read.
        pace: how long an answer may come.
        headers: sent with every request.
    """

    def __init__(
        self,
        session: Session,
        *,
        max_answer: int,
        now: Callable[[], float],
        room: Room,
        pace: Pace,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._session = session
        self._max_answer = max_answer
        self._now = now
        self._room = room
        self._pace = pace
        self._headers = headers or {}

    @asynccontextmanager
    async def send(self, request: Request, authorization: str, seconds: float) -> AsyncIterator[Answer]:
        """Send one request and read its answer; no redirect is followed.

        So many seconds are the limit; an answer that comes earns more of them, if it does not come too slowly.

        Room is held for the answer until the context ends: let the answer go by then.

        `authorization` is the value of the header Authorization; empty for a request that has none.

        Raises:
            YandexArtError: anything but an answer with a status of success, by kind; nothing else is raised.
            RuntimeError: the client is closed.
        """
        client_request_id = str(uuid.uuid4())
        headers = {**request.headers, **self._headers}
        headers |= {"Accept": "application/json", "x-client-request-id": client_request_id}
        if authorization:
            headers["Authorization"] = authorization
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        async with fetch(
            self._session.open(),
            replace(request, headers=headers),
            timeout=seconds,
            max_answer=self._max_answer,
            now=self._now,
            room=self._room,
            pace=self._pace,
            client_request_id=client_request_id,
        ) as answer:
            if answer.status == _PROXY_WANTS_CREDENTIALS:  # which no service says: it did not come so far
                raise NotConnected(f"{NotConnected.sentence}: the proxy does not let us in")
            if not 200 <= answer.status < 300:
                raise error_of(answer, as_user_text(request.quotable))
            yield answer


@asynccontextmanager
async def fetch(
    session: aiohttp.ClientSession,
    request: Request,
    *,
    timeout: float,
    max_answer: int,
    now: Callable[[], float],
    room: Room,
    pace: Pace,
    client_request_id: str = "",
) -> AsyncIterator[Answer]:
    """Send one request with these headers alone, and read its answer whatever its status.

    `timeout` in seconds, to which `pace` adds what an answer earns by coming; `max_answer` in bytes, `now` in seconds
    since 1970. No redirect is followed. `room` is held for a large answer until the context ends.

    Raises:
        YandexArtError: no answer, or one that is too large, by kind; nothing else is raised.
    """
    started = asyncio.get_running_loop().time()
    async with AsyncExitStack() as held:
        try:
            async with asyncio.timeout(timeout):
                response = await session.request(
                    request.method,
                    request.url,
                    headers=request.headers,
                    data=None if request.body is None else json.dumps(request.body).encode(),
                    allow_redirects=False,
                    raise_for_status=False,
                    timeout=aiohttp.ClientTimeout(total=None, connect=min(CONNECT_TIMEOUT, timeout / 2)),
                )
            async with response:
                body = _Body(response, timeout, started, pace, lambda size: held.enter_async_context(room(size)))
                answer = await _read(body, client_request_id, max_answer, now)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            # `from None`: aiohttp's exceptions carry the request's headers, and with them the key.
            raise _connection_error(error, client_request_id) from None
        yield answer


class _Body:
    """The body of a response, and the time that it may take to come.

    That is `timeout` seconds from when the request `started`; more, where it comes at its pace, and never pauses for so
    long.
    """

    def __init__(
        self, response: aiohttp.ClientResponse, timeout: float, started: float, pace: Pace, hold: _Hold
    ) -> None:
        self.response = response
        self._timeout = timeout
        self._end = started + timeout
        self._pace = pace
        self._hold = hold

    async def read(self, most: int) -> bytes | None:
        """The body, decompressed; None if it is larger than `most` bytes. Cut short, it closes its connection.

        Raises TimeoutError.
        """
        named = self.response.content_length or most
        if named > most:
            return None
        # The length that is named is that of what travels: decompressed, it may become anything.
        size = most if "Content-Encoding" in self.response.headers else named
        body = bytearray()
        async with asyncio.timeout_at(self._end) as limit:
            with self._pace.reading() as seconds_for:
                async for chunk in self.response.content.iter_any():
                    self._extend(limit, seconds_for(len(chunk)))
                    is_small = len(body) <= _SMALL
                    body += chunk
                    if len(body) > most:
                        return None
                    if is_small and len(body) > _SMALL:
                        await self._hold(size)
        return bytes(body)

    def _extend(self, limit: asyncio.Timeout, earned: float) -> None:
        self._end += earned
        pause = asyncio.get_running_loop().time() + self._timeout
        limit.reschedule(max(limit.when() or 0.0, min(self._end, pause)))


async def _read(body: _Body, client_request_id: str, max_answer: int, now: Callable[[], float]) -> Answer:
    response = body.response
    success = 200 <= response.status < 300
    named = (response.headers.get(name, "") for name in ("x-request-id", "x-server-trace-id"))
    request_id = next(filter(REQUEST_ID.fullmatch, named), "")
    try:
        content = await body.read(max_answer if success else min(MAX_ERROR, max_answer))
    except (aiohttp.ClientError, TimeoutError, OSError):
        if success:
            raise
        content = b""  # an error is known by its status, even when its words are lost
    if content is None and success:
        raise AnswerTooLarge(status=response.status, request_id=request_id, client_request_id=client_request_id)
    retry_after = retry_after_seconds(response.headers.get("Retry-After"), now())
    return Answer(response.status, content or b"", retry_after, request_id, client_request_id)


_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,  # in answer to CONNECT, before anything is sent through it
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


def _connection_error(error: Exception, client_request_id: str) -> YandexArtError:
    """The error for an exchange without an answer, by whether the request can have reached the service."""
    kind: type[YandexArtError] = OutcomeUnknown
    if isinstance(error, _NOT_SENT):
        kind = NotConnected
    elif isinstance(error, aiohttp.ClientResponseError):  # what came back was not HTTP, or its headers had no end
        kind = UnexpectedAnswer
    return kind(f"{kind.sentence}: {type(error).__name__}", client_request_id=client_request_id)
