"""Failover: sends each request over a route that works, and learns from how it fares.

It is a middleware of aiohttp. A route that does not connect costs a request nothing: it goes over the next one. What
has been sent has an unknown outcome, and whoever sent it decides what that means; the route is set aside for what comes
after. A picture that goes up too slowly is given up where another route is there to carry it; one that comes down is
not, since it may have been paid for.
"""

import asyncio
import contextlib
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
from yarl import URL

from bot.routes import PICTURE, Load, Pace, Route, Routes, RouteTable

_LARGEST: Final = 1024 * 1024  # bytes of an answer that are measured: the rest waits for room in memory
_NOT_CONNECTED: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
)
_PROXY_WANTS_CREDENTIALS: Final = 407

route_taken: ContextVar[Route] = ContextVar("route_taken")
"""The route of the request that is being sent; for the connector."""

_exchange: ContextVar["_Exchange"] = ContextVar("_exchange")


class TooSlow(aiohttp.ServerTimeoutError):
    """A picture was given up on a route that is too slow for it."""


class Failover:
    """A middleware of aiohttp for the requests to one service.

    Args:
        routes: of the service.
        routes_to: those that lead to an address.
        brings_pictures: whether any of its answers may be a picture, so that all are asked for over a route for them.
    """

    def __init__(self, routes: Routes, routes_to: Callable[[URL], tuple[Route, ...]], *, brings_pictures: bool) -> None:
        self._routes = routes
        self._routes_to = routes_to
        self._brings_pictures = brings_pictures

    @property
    def trace(self) -> aiohttp.TraceConfig:
        """What the session has to have as well: it tells how much of a body is written."""
        trace = aiohttp.TraceConfig()
        trace.on_request_chunk_sent.append(_note_chunk)
        trace.on_connection_reuseconn.append(_note_reuse)
        return trace

    async def __call__(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        if len(self._routes_to(request.url)) < 2:
            return await handler(request)
        table = self._routes.to(request.url.host or "")
        size = getattr(request.body, "size", 0)  # None where nobody knows; no body is one of bytes
        is_upload = not self._brings_pictures and (size is None or size >= PICTURE)
        load = Load.PICTURES if is_upload or self._brings_pictures else Load.TEXT
        candidates = table.candidates(load)
        for index, route in enumerate(candidates):
            route_taken.set(route)
            table.take(route, load)
            exchange = _Exchange(table, route, load)
            _exchange.set(exchange)
            try:
                return await exchange.send(request, handler, is_upload=is_upload)
            except _NOT_CONNECTED as error:
                table.fail(route, Load.TEXT, _words(error))
                if index + 1 == len(candidates):
                    raise
        raise AssertionError("there is no route")


class _Exchange:
    """One request on one route, and its answer."""

    def __init__(self, table: RouteTable, route: Route, load: Load) -> None:
        self._table = table
        self._route = route
        self._load = load
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self.written = 0  # bytes
        self.is_reused = False  # the connection: a server may have ended it meanwhile

    async def send(self, request: ClientRequest, handler: ClientHandlerType, *, is_upload: bool) -> ClientResponse:
        """Send it, and watch the answer come. Raises what aiohttp raises, and `TooSlow`."""
        try:
            response = await (self._upload(request, handler) if is_upload else handler(request))
        except _NOT_CONNECTED:
            raise
        except TooSlow:
            self._judge(self.written, self._elapsed())
            raise
        except asyncio.CancelledError:
            if self._elapsed() >= self._table.pace.grace:
                self._loop.call_soon(self._note_given_up, asyncio.current_task())
            raise
        except (aiohttp.ClientError, OSError) as error:
            self._fail(_words(error), surely=not self.is_reused)
            raise
        if response.status == _PROXY_WANTS_CREDENTIALS:
            self._table.fail(self._route, Load.TEXT, "it does not let us in")
            return response
        self._table.answered(self._route)
        if is_upload and self.written >= PICTURE:
            self._judge(self.written, max(self._elapsed() - self._table.pace.grace, 0.001))
        if self._load is Load.PICTURES:
            _Download(response, self._table.pace, self._judge, self._fail).watch()
        return response

    async def _upload(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Send it, and give it up where it is too slow and another route is there."""
        limit = asyncio.timeout(None)
        try:
            async with limit:
                self._look(limit)
                return await handler(request)
        except TimeoutError:
            if limit.expired():
                raise TooSlow from None
            raise
        finally:
            if self._timer is not None:
                self._timer.cancel()

    def _look(self, limit: asyncio.Timeout) -> None:
        is_slow = self._elapsed() > self._table.pace.allowed(self.written)
        if is_slow and self._table.has_other(self._route, self._load):
            limit.reschedule(self._loop.time())
        else:
            self._timer = self._loop.call_later(self._table.pace.grace / 10, self._look, limit)

    def _note_given_up(self, task: asyncio.Task[Any] | None) -> None:
        """Whoever sent it waits no longer. A time-out cancels as the end of the program does, but the task goes on."""
        if task is not None and not task.cancelling() and not task.cancelled():
            self._fail(f"no answer in {self._elapsed():.0f} s")

    def _elapsed(self) -> float:
        return self._loop.time() - self._began

    def _judge(self, size: int, seconds: float) -> None:
        if not self._table.carried(self._route, size, seconds):
            self._table.fail(self._route, Load.PICTURES, f"{size / seconds / 1024:.0f} kB a second")

    def _fail(self, reason: str, *, surely: bool = True) -> None:
        self._table.fail(self._route, self._load, reason, surely=surely)


class _Download:
    """The body of an answer, watched while it comes."""

    def __init__(
        self,
        response: ClientResponse,
        pace: Pace,
        judge: Callable[[int, float], None],
        fail: Callable[[str], None],
    ) -> None:
        self._pace = pace
        self._response = response
        self._content = response.content
        self._judge = judge
        self._fail = fail
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._is_judged = False

    def watch(self) -> None:
        """Look at it now and then until it is there, or let go."""
        connection = self._response.connection
        self._content.on_eof(self._end)
        if connection is not None and not self._content.is_eof():
            self._timer = self._loop.call_later(self._pace.grace, self._look)
            connection.add_callback(self._end)

    def _look(self) -> None:
        self._timer = None
        seconds, size = self._loop.time() - self._began, self._content.total_bytes
        if size >= _LARGEST or size < self._pace.slowest * seconds:
            self._is_judged = True
            self._judge(size, seconds)
        else:
            self._timer = self._loop.call_later(self._pace.grace / 10, self._look)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._is_judged:
            return
        self._is_judged = True
        size, seconds = self._content.total_bytes, self._loop.time() - self._began
        error = self._content.exception()
        if isinstance(error, aiohttp.ClientError | OSError):
            self._fail(_words(error))
        elif self._content.is_eof() and size >= PICTURE:
            self._judge(size, seconds)


async def _note_chunk(_session: Any, _context: Any, params: aiohttp.TraceRequestChunkSentParams) -> None:
    with contextlib.suppress(LookupError):
        _exchange.get().written += len(params.chunk)


async def _note_reuse(_session: Any, _context: Any, _params: Any) -> None:
    with contextlib.suppress(LookupError):
        _exchange.get().is_reused = True


def _words(error: BaseException) -> str:
    """Why it failed, without an address or what was sent."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"HTTP {error.status}"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "a name cannot be resolved"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "a certificate is not trusted"
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "no connection in time"
    if isinstance(error, aiohttp.ClientConnectorError) and not isinstance(error, aiohttp.ClientConnectorSSLError):
        return str(error.os_error.strerror or "no connection")
    return type(error).__name__
