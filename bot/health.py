"""`/healthz`: whether the process does its work."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

logger = logging.getLogger(__name__)


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
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    host, _, port = listen.rpartition(":")
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise ListenError(f"LISTEN: nothing can listen there ({error.strerror}); choose another port") from None
        yield
    finally:
        await runner.cleanup()
