"""The offline world on one address: the chat page, `/telegram` and `/yandex`."""

import errno
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.faults import Faults
from sandbox.guard import Guard
from sandbox.telegram.people import People
from sandbox.telegram.population import populated_world
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import World
from sandbox.web import Pages
from sandbox.yandex.app import CLOUD
from sandbox.yandex.app import create_app as create_yandex_app
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.rpc.extra import Grpc, grpc_if_installed
from sandbox.yandex.settings import Settings

_BACKLOG = 1024
_CLIENT_CLOSED_REQUEST = 499  # the name and number are those of nginx; nobody reads it


class PortTakenError(Exception):
    """Somebody else listens where the sandbox wanted to."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running offline world; `address` is that of the page, without a slash at the end."""

    address: str
    port: int
    telegram: TelegramServer
    yandex: Cloud
    people: People
    grpc: Grpc

    @property
    def world(self) -> World:
        """The people, chats and messages."""
        return self.telegram.world

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        grpc_port: int | None = None,
        duration: tuple[float, float] = (3.0, 8.0),
        world: World | None = None,
        yandex: web.Application | None = None,
        names: Collection[str] = (),
        owner: int | None = None,
    ) -> AsyncIterator[Self]:
        """Serves until the context is left. Port 0 takes a free one; `duration` is that of a drawing, in seconds;
        `names` are further hosts that it answers to; `owner` is who owns the bot, for the page to say.

        Without `grpc_port` there is no gRPC.

        Raises:
            PortTakenError: somebody else listens there.
        """
        telegram = TelegramServer(world or populated_world())
        yandex = yandex or create_yandex_app(Settings(duration=duration), Faults())
        app = create_app(telegram, yandex, owner)
        Guard(_url_host(host), names).stand_before(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port, backlog=_BACKLOG)
            await _listen(site, host, port)
            bound = runner.addresses[0][1]
            people = People(telegram.world, telegram.api.behaviour)
            address = f"http://{_url_host(host)}:{bound}"
            async with grpc_if_installed(yandex, host, grpc_port) as grpc:
                yield cls(address, bound, telegram, yandex[CLOUD], people, grpc)
        finally:
            await runner.cleanup()


def create_app(telegram: TelegramServer, yandex: web.Application, owner: int | None = None) -> web.Application:
    """The page, and both services under their prefixes."""
    app = web.Application(middlewares=[_ignore_disconnect])
    app.add_subapp("/telegram", telegram.application())
    app.add_subapp("/yandex", yandex)
    Pages(telegram, owner).add_to(app)
    return app


@web.middleware
async def _ignore_disconnect(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A client that leaves in the middle of its request, a killed bot say, is no error of the sandbox's."""
    try:
        return await handler(request)
    except ConnectionResetError:
        if request.transport is not None:
            raise
        return web.Response(status=_CLIENT_CLOSED_REQUEST)


async def _listen(site: web.TCPSite, host: str, port: int) -> None:
    try:
        await site.start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(f"Port {port} on {host} is taken. Choose another one with --port.") from None
        raise


def _url_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
