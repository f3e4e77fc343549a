"""HTTP requests to the Bot API, taken apart: parameters from the address, JSON, a form, or multipart with files."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.files import Upload

MAX_BODY_BYTES = 60 * 1024 * 1024
_MAX_FIELDS = 200


@dataclass(slots=True)
class Received:
    """The parts of a request: `values` as text, structures as JSON in it; `uploads` by the name of their field."""

    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def described(self) -> dict[str, str]:
        """The parameters without the files' bytes: an upload that no parameter refers to stands as one itself."""
        referred = " ".join(self.values.values())
        direct = {name for name in self.uploads if f"attach://{name}" not in referred}
        return self.values | {name: f"attach://{name}" for name in direct}


async def receive(request: web.Request) -> Received:
    """Reads the parameters of a request.

    Raises:
        ApiError: 413 if the body is over 60 MB, 400 if it cannot be read.
    """
    received = Received({name: value for name, value in request.query.items() if value})
    try:
        match request.content_type:
            case "application/json":
                received.values |= _from_json(await _read(request))
            case "multipart/form-data":
                await _read_parts(request, received)
            case "application/x-www-form-urlencoded":
                form = (await _read(request)).decode(errors="replace")
                received.values |= dict(parse_qsl(form, max_num_fields=_MAX_FIELDS))
    except (ValueError, RecursionError):
        raise bad_request("can't parse the request's body") from None
    return received


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        _check_total(len(body))
    return bytes(body)


def _check_total(size: int) -> None:
    # The application's own client_max_size would not count here: it is mounted under another one.
    if size > MAX_BODY_BYTES:
        raise ApiError(413, "Request Entity Too Large")


def _from_json(body: bytes) -> dict[str, str]:
    value = json.loads(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise ValueError("object expected")  # noqa: TRY004 - the caller does not tell them apart
    return {name: _as_text(item) for name, item in value.items() if item is not None}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_parts(request: web.Request, received: Received) -> None:
    total = 0
    reader = await request.multipart()
    for _ in range(_MAX_FIELDS):
        part = await reader.next()
        if part is None:
            return
        if isinstance(part, MultipartReader) or part.name is None:
            raise ValueError("a field without a name")
        data = await _read_part(part, total)
        total += len(data)
        if part.filename is None:
            received.values[part.name] = data.decode(errors="replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            received.uploads[part.name] = Upload(part.filename, mime_type, data)
    raise ValueError("too many fields")


async def _read_part(part: BodyPartReader, before: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        data += chunk
        _check_total(before + len(data))
    return bytes(data)
