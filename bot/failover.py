"""Failover: sends each request over a route that works, and learns from how it fares.

It is a middleware of aiohttp. A route that does not connect costs a request nothing: it goes over the next one. What
has been sent has an unknown outcome, and whoever sent it decides what that means; the route is set aside for what comes
after. A picture that goes up too slowly is given up where another route is there to carry it, and so is one that was
asked for and can be asked for again; but not one that comes in answer to an order, and may be paid for.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs
from yarl import URL

from bot.routes import PICTURE, Load, Route, Routes, RouteTable

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
        # Telegram's calls are made again by whoever needs them; an order for a picture costs money.
        is_safe = request.method == hdrs.METH_GET or not self._brings_pictures
        candidates = table.candidates(load, is_safe=is_safe)
        for index, route in enumerate(candidates):
            route_taken.set(route)
            table.take(route, load)
            exchange = _Exchange(table, route, load, is_safe=is_safe)
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

    def __init__(self, table: RouteTable, route: Route, load: Load, *, is_safe: bool) -> None:
        self.is_safe = is_safe  # to lose: it can be made again, and costs nothing
        self._table = table
        self._route = route
        self.load = load
        self.pace = table.pace
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
            self.judge(self.written, self._elapsed())
            raise
        except asyncio.CancelledError:
            if self._elapsed() >= self.pace.grace:
                self._loop.call_soon(self._note_given_up, asyncio.current_task())
            raise
        except (aiohttp.ClientError, OSError) as error:
            self.fail(_words(error), surely=not self.is_reused)
            raise
        if response.status == _PROXY_WANTS_CREDENTIALS:
            self._table.fail(self._route, Load.TEXT, "it does not let us in")
            return response
        self._table.answered(self._route, self.load)
        if is_upload:
            self.judge(self.written, self._elapsed())
        _Download(response, self).watch()
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
        is_slow = self._elapsed() > self.pace.allowed(self.written)
        if is_slow and self.has_other():
            limit.reschedule(self._loop.time())
        else:
            self._timer = self._loop.call_later(self.pace.grace / 10, self._look, limit)

    def _note_given_up(self, task: asyncio.Task[Any] | None) -> None:
        """Whoever sent it waits no longer. A time-out cancels as the end of the program does, but the task goes on."""
        if task is not None and not task.cancelling() and not task.cancelled():
            self.fail(f"no answer in {self._elapsed():.0f} s")

    def _elapsed(self) -> float:
        return self._loop.time() - self._began

    def has_other(self) -> bool:
        """Whether another route works."""
        return self._table.has_other(self._route, self.load)

    def judge(self, size: int, seconds: float) -> None:
        """So much has gone over the route in so long."""
        if not self._table.carried(self._route, size, seconds):
            self._table.fail(self._route, Load.PICTURES, f"{size / seconds / 1024:.0f} kB a second")

    def fail(self, reason: str, *, surely: bool = True, received: int = 0) -> None:
        """The request may have arrived, and its answer did not."""
        size = max(self.written, received)
        self._table.fail(self._route, self.load, reason, surely=surely, lost=True, size=size)


class _Download:
    """The body of an answer, watched while it comes: that it does not stop and, of pictures, how fast they are."""

    def __init__(self, response: ClientResponse, exchange: _Exchange) -> None:
        self._response = response
        self._content = response.content
        self._exchange = exchange
        self._pace = exchange.pace
        self._brings_pictures = exchange.load is Load.PICTURES
        self._loop = asyncio.get_running_loop()
        self._began = self._moved = self._loop.time()
        self._size = 0  # bytes, at the latest look
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    def watch(self) -> None:
        """Look at it now and then until it is there, or let go."""
        connection = self._response.connection
        if connection is None or self._content.is_eof():
            self._end()
        else:
            self._look_later()
            connection.add_callback(self._end)

    def _look_later(self) -> None:
        self._timer = self._loop.call_later(self._pace.grace / 10, self._look)

    def _look(self) -> None:
        now, size = self._loop.time(), self._content.total_bytes
        if size > self._size:
            self._size, self._moved = size, now
        seconds = now - self._began
        if size >= _LARGEST:
            self._end()
        elif self._brings_pictures and seconds > self._pace.allowed(size):
            self._is_over = True
            self._exchange.judge(size, seconds)
            self._give_up()
        elif now - self._moved >= self._pace.grace:
            self._is_over = True
            self._exchange.fail(f"an answer stops in the middle for {self._pace.grace:.0f} s")
            self._give_up()
        else:
            self._look_later()

    def _give_up(self) -> None:
        if self._exchange.is_safe and self._exchange.has_other():
            self._response.close()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._is_over:
            return
        self._is_over = True
        size, seconds = self._content.total_bytes, self._loop.time() - self._began
        error = self._content.exception()
        if isinstance(error, aiohttp.ClientError | OSError):
            self._exchange.fail(_words(error), received=size)
        elif self._brings_pictures and (self._content.is_eof() or size >= _LARGEST):
            self._exchange.judge(size, seconds)


async def _note_chunk(_session: Any, _context: Any, params: aiohttp.TraceRequestChunkSentParams) -> None:
    with contextlib.suppress(LookupError):
        _exchange.get().written += len(params.chunk)


async def _note_reuse(_session: Any, _context: Any, _params: Any) -> None:
    with contextlib.suppress(LookupError):
        _exchange.get().is_reused = True


def _words(error: BaseException) -> str:
    """Why it failed, without an address or what was sent."""
    match error:
        case aiohttp.ClientHttpProxyError():
            words = f"HTTP {error.status}"
        case aiohttp.ClientConnectorDNSError():
            words = "a name cannot be resolved"
        case aiohttp.ClientConnectorCertificateError():
            words = "a certificate is not trusted"
        case aiohttp.ClientConnectorSSLError():
            words = "no TLS"
        case aiohttp.ClientConnectorError(os_error=OSError(errno=int(number))):
            words = os.strerror(number)
        case aiohttp.ClientConnectorError():
            words = error.strerror or "no connection"
        case aiohttp.ConnectionTimeoutError():
            words = "no connection in time"
        case aiohttp.ClientPayloadError() | OSError():
            words = "the connection was cut"
        case _:
            words = type(error).__name__
    return words
