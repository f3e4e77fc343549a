"""Proxies on loopback, HTTP and SOCKS5, for whom every name is this machine: what they let through is really sent."""

import asyncio
import base64
import math
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Refusal: TypeAlias = Literal["", "refuse", "cut", "stall"]
Streams: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_PAUSE: Final = 0.1  # seconds without a byte, after which another burst begins
_GENERAL_FAILURE: Final = 2  # "connection not allowed by ruleset" (RFC 1928)


@dataclass
class ProxyServer:
    """A proxy.

    Attributes:
        entrance: the name and the password that it wants, as one gives them; empty where it lets in everybody.
        refusal: what it does instead of connecting.
        cut_after: bytes of one direction after which it cuts a connection.
        pace: bytes a second that it lets through in each direction of a connection, of more than `burst` at once.
        asked: whom it was asked to connect to, as it was written.
    """

    entrance: str = ""
    refusal: Refusal = ""
    cut_after: float = math.inf
    pace: float = math.inf
    burst: int = 16 * 1024
    port: int = 0
    asked: list[str] = field(default_factory=list)
    _conversations: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def serving(self, tls: ssl.SSLContext | None = None) -> AsyncIterator["ProxyServer"]:
        """Listen for as long as the context lasts: on a free port, and on the same one when it is started again."""
        conversations = self._conversations

        def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
            conversations.add(task)
            task.add_done_callback(conversations.discard)

        listening = socket.create_server(("127.0.0.1", self.port))
        limit = 64 * 1024
        if math.isfinite(self.pace):  # what it does not read must not fit into its buffers
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.burst)
            limit = self.burst
        server = await asyncio.start_server(greet, sock=listening, ssl=tls, limit=limit)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await self.cut()

    async def cut(self) -> None:
        """End all connections that it carries."""
        for task in list(self._conversations):
            task.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await self.converse(reader, writer)
        finally:
            writer.close()

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    async def _pipe(self, here: Streams, there: Streams) -> None:
        """Carry bytes both ways until one side ends."""
        ways: list[Awaitable[None]] = [self._carry(here[0], there[1]), self._carry(there[0], here[1])]
        tasks = [asyncio.ensure_future(way) for way in ways]  # noqa: TID251 - they end below
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            there[1].close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        carried = run = 0
        began = latest = loop.time()
        with suppress(ConnectionError):
            while carried < self.cut_after and (data := await reader.read(4096)):
                if loop.time() - latest > _PAUSE:
                    run, began = 0, loop.time()
                carried, run = carried + len(data), run + len(data)
                if run > self.burst and math.isfinite(self.pace):
                    due = began + (run - self.burst) / self.pace if self.pace else math.inf
                    await asyncio.sleep(min(due - loop.time(), 3600))
                latest = loop.time()
                writer.write(data)
                await writer.drain()

    async def _hinder(self) -> bool:
        """Whether it does nothing more."""
        if self.refusal == "stall":
            await asyncio.Event().wait()
        return self.refusal == "cut"


class HttpProxy(ProxyServer):
    """CONNECT for HTTPS, whole addresses for HTTP."""

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, version = head.partition("\r\n")[0].split()
        self.asked.append(f"{method} {target}")
        if await self._hinder():
            return
        wanted = base64.b64encode(self.entrance.encode()).decode()
        if self.entrance and f"proxy-authorization: basic {wanted}".lower() not in head.lower():
            writer.write(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
        elif self.refusal == "refuse":
            writer.write(b"HTTP/1.1 403 Not there\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            there = await asyncio.open_connection("127.0.0.1", int(target.rpartition(":")[2]))
            writer.write(b"HTTP/1.1 200 There you are\r\n\r\n")
            await self._pipe((reader, writer), there)
        else:
            authority, _, path = target.removeprefix("http://").partition("/")
            there = await asyncio.open_connection("127.0.0.1", int(authority.rpartition(":")[2]))
            there[1].write(head.replace(f"{method} {target} {version}", f"{method} /{path} {version}", 1).encode())
            await self._pipe((reader, writer), there)


class SocksProxy(ProxyServer):
    """SOCKS5 (RFC 1928) with names and passwords (RFC 1929)."""

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        offered = await reader.readexactly(count)
        if await self._hinder():
            return
        method = 2 if self.entrance else 0
        if method not in offered:
            writer.write(b"\x05\xff")
            return
        writer.write(bytes([5, method]))
        if method and not await self._knows(reader, writer):
            return
        _, _, _, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = ".".join(map(str, await reader.readexactly(4)))
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host}:{port}")
        if self.refusal == "refuse":
            writer.write(bytes([5, _GENERAL_FAILURE, 0, 1, 0, 0, 0, 0, 0, 0]))
            return
        there = await asyncio.open_connection("127.0.0.1", port)
        writer.write(bytes([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
        await self._pipe((reader, writer), there)

    async def _knows(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _, length = await reader.readexactly(2)
        name = await reader.readexactly(length)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        is_known = f"{name.decode()}:{password.decode()}" == self.entrance
        writer.write(bytes([1, not is_known]))
        return is_known
