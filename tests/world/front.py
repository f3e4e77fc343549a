"""TLS front of a service: its certificate changes, its line is slow one way, and drops all that it carries."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

_PIECE: Final = 4096  # bytes


class Front:
    """Carries what comes over TLS to a port of this machine.

    Attributes:
        certificate: what it shows to the next who connect.
        upward: bytes a second that all who send share; None: as many as they like.
    """

    def __init__(self, certificate: ssl.SSLContext, behind: int) -> None:
        self.certificate = certificate
        self.upward: float | None = None
        self.port = 0
        self._behind = behind
        self._line_is_free = asyncio.Lock()
        self._carried: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Front"]:
        """Listen on a free port for as long as the context lasts."""
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.sni_callback = self._show

        def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(self._carry(reader, writer))
            self._carried.add(task)
            task.add_done_callback(self._carried.discard)

        server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=tls, limit=_PIECE)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()
            await asyncio.gather(*self._carried, return_exceptions=True)

    def cut(self) -> None:
        """End every connection that stands."""
        for task in self._carried:
            task.cancel()

    def _show(self, connection: ssl.SSLObject, _name: str | None, _first: ssl.SSLContext) -> None:
        connection.context = self.certificate

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection("127.0.0.1", self._behind)
        try:
            async with asyncio.TaskGroup() as group:
                up = group.create_task(self._up(reader, to_there))
                down = group.create_task(_pass_on(there, writer))
                await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
                up.cancel()
                down.cancel()
        finally:
            to_there.close()
            writer.transport.abort()

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, ssl.SSLError):
            while data := await reader.read(_PIECE):
                if self.upward is not None:
                    async with self._line_is_free:
                        await asyncio.sleep(len(data) / self.upward)
                writer.write(data)
                await writer.drain()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
