"""Health endpoint: `/healthz` says whether the process does its work.

Whoever reaches the port may be hostile: few connections are taken, each for a few seconds and one request.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final, cast

from aiohttp import hdrs, web

logger = logging.getLogger(__name__)

_MAX_CONNECTIONS: Final = 32
_CONNECTION_TIMEOUT: Final = 5.0  # real seconds, for all of a connection


class ListenError(Exception):
    """The address in LISTEN cannot be listened on."""


@asynccontextmanager
async def health_server(listen: str, complaints: Callable[[], list[str]]) -> AsyncIterator[None]:
    """Serve `/healthz` at `host:port`: 200 while nobody complains, else 503 with a line each. Raises `ListenError`."""

    async def healthz(_request: web.Request) -> web.Response:
        lines = complaints()
        return web.Response(status=503 if lines else 200, text="\n".join(lines or ["ok"]) + "\n")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.on_response_prepare.append(_hide_and_close)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    try:
        listening = await _listen(listen, _Door(runner))
        try:
            yield
        finally:
            listening.close()
    finally:
        await runner.cleanup()


async def _listen(listen: str, door: "_Door") -> asyncio.Server:
    host, _, port = listen.rpartition(":")
    try:
        return await asyncio.get_running_loop().create_server(
            door, host.strip("[]"), int(port), backlog=_MAX_CONNECTIONS
        )
    except OSError as error:
        raise ListenError(f"LISTEN: nothing can listen there ({error.strerror}); choose another port") from None


class _Exchange(web.RequestHandler):
    """aiohttp's side of a connection, with an answer of ours to what is no HTTP; its own names the software."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - aiohttp's words, which quote what was sent
    ) -> web.StreamResponse:
        """Answer, and leave; the response that has to be returned is not sent. Only faults of ours are logged."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            logger.error("the bot's health cannot be determined", exc_info=exc)
        if self.transport is not None and request.writer.output_size == 0:
            reason = HTTPStatus(status).phrase
            self.transport.write(
                f"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            self.transport.close()
        return web.Response(status=status)


async def _hide_and_close(_request: web.Request, response: web.StreamResponse) -> None:
    """Which software answers, and in which version, helps nobody but an attacker; nor does a connection kept open."""
    response.headers.pop(hdrs.SERVER, None)
    response.headers[hdrs.CONNECTION] = "close"
    response.force_close()


class _Door:
    """Lets connections in, as many as there is room for."""

    def __init__(self, runner: web.AppRunner) -> None:
        self._runner = runner
        self._inside = 0

    def __call__(self) -> asyncio.Protocol:
        assert self._runner.server is not None  # noqa: S101 - it is set up
        http = _Exchange(self._runner.server, loop=asyncio.get_running_loop(), access_log=None)  # type: ignore[arg-type]
        return _Guest(http, self)

    def enter(self) -> bool:
        """Whether there is room for one more."""
        if self._inside >= _MAX_CONNECTIONS:
            return False
        self._inside += 1
        return True

    def leave(self) -> None:
        """One of those that were let in has gone."""
        self._inside -= 1


class _Guest(asyncio.Protocol):
    """One connection: passes everything on to aiohttp, and ends when its time is over, whatever it is at."""

    def __init__(self, http: asyncio.Protocol, door: _Door) -> None:
        self._http = http
        self._door = door
        self._is_inside = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        abort = cast("asyncio.Transport", transport).abort
        self._is_inside = self._door.enter()
        if not self._is_inside:
            abort()
            return
        self._timer = asyncio.get_running_loop().call_later(_CONNECTION_TIMEOUT, abort)
        self._http.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._is_inside:
            self._http.data_received(data)

    def eof_received(self) -> bool | None:
        return self._http.eof_received() if self._is_inside else None

    def pause_writing(self) -> None:
        self._http.pause_writing()

    def resume_writing(self) -> None:
        self._http.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._is_inside:
            self._door.leave()
            self._http.connection_lost(exc)
