"""A service on loopback that answers with whatever it is given: bytes, or bad HTTP."""

import asyncio
import gzip
import json
import random
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.fuzz import hostile

_RECORDED: Final = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).parents[1] / "contract" / "yandexart" / "recorded").glob("*.json"))
}
_TOKEN: Final = {"iamToken": "t1.9euelZqWm", "expiresAt": "2027-01-01T00:00:00Z"}
_METADATA: Final = {"access_token": "t1.9euelZqWm", "expires_in": 3000, "token_type": "Bearer"}
_ALTERNATIVE: Final = {"message": {"role": "assistant", "text": "A cat, in golden light."}}
_COMPLETION: Final = {"result": {"alternatives": [{**_ALTERNATIVE, "status": "ALTERNATIVE_STATUS_FINAL"}]}}
_GOOD: Final = {**_RECORDED, "token": _TOKEN, "metadata": _METADATA, "completion": _COMPLETION}
_STATUSES: Final = (200, 200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 418, 429, 500, 501, 503, 599)
_WAITS: Final = (
    "3",
    "-1",
    "1e9",
    "soon",
    "",
    "9" * 400,
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "Wed, 32 Foo 99999 99:99:99 X",
)


class Service:
    """Answers every request with `reply`, bytes as they go over the wire, and then closes the connection."""

    def __init__(self) -> None:
        self.reply = b""
        self.address = ""

    @classmethod
    @asynccontextmanager
    async def start(cls) -> AsyncIterator["Service"]:
        service = cls()
        server = await asyncio.start_server(service._answer, "127.0.0.1", 0)
        async with server:
            service.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            yield service

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
            await reader.readexactly(int(length.split(b":")[1]))
            writer.write(self.reply)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has had enough
        finally:
            writer.close()


def hostile_reply(chance: random.Random, *likely: str) -> bytes:
    """An answer that is wrong in its status, its headers, its framing, its encoding, its JSON or its values.

    Mostly made of the recorded answers whose names begin with `likely`, otherwise of any.
    """
    if chance.random() < 0.03:
        return chance.randbytes(chance.randint(0, 300))
    names = [name for name in _GOOD if name.startswith(likely)]
    body = _body(_GOOD[chance.choice(names if chance.random() < 0.7 else list(_GOOD))], chance)
    headers = {"Content-Type": chance.choice(("application/json", "text/html", "image/jpeg", "", "\x01"))}
    if chance.random() < 0.2:
        headers["Retry-After"] = chance.choice(_WAITS)
    if chance.random() < 0.2:
        name = chance.choice(("x-request-id", "x-server-trace-id", "Location", "Set-Cookie", "X-Any"))
        headers[name] = hostile.text(chance, 3).replace("\r", "").replace("\n", "")[:5_000]
    body = _encoded(body, headers, chance)
    headers["Content-Length"] = str(len(body) if chance.random() < 0.95 else len(body) + chance.choice((-3, 3, 10**12)))
    reason = chance.choice(("OK", "", hostile.text(chance, 1).replace("\n", "")))
    lines = [f"HTTP/1.1 {chance.choice(_STATUSES)} {reason}", *(f"{name}: {text}" for name, text in headers.items())]
    head = "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "surrogatepass")
    whole = head + body
    return whole[: chance.randrange(len(whole))] if chance.random() < 0.03 else whole


def _body(good: hostile.Json, chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.04:
        return chance.randbytes(chance.randint(0, 500))
    if kind < 0.06:
        return b"[" * chance.choice((10, 900, 5_000)) + b"]" * chance.choice((0, 10, 5_000))
    if kind < 0.12:
        return _dumped(hostile.value(chance))
    dumped = _dumped(good if kind < 0.25 else hostile.mutated(good, chance))
    if chance.random() < 0.05:
        at = chance.randrange(len(dumped) + 1)
        dumped = (
            dumped[:at]
            + chance.choice((b"\x00", b"\xff", b"\\ud800", b'"', b"9" * 5_000, b"\xef\xbb\xbf"))
            + dumped[at:]
        )
    return dumped


def _dumped(value: Any) -> bytes:
    return json.dumps(value).encode()  # NaN and Infinity among it, as careless services write them


def _encoded(body: bytes, headers: dict[str, str], chance: random.Random) -> bytes:
    if chance.random() < 0.9:
        return body
    headers["Content-Encoding"] = encoding = chance.choice(("gzip", "deflate", "br", "zstd", "identity", "gzip, gzip"))
    return {"gzip": gzip.compress(body, 1), "deflate": zlib.compress(body, 1)}.get(encoding, body)
