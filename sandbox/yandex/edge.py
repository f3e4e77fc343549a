"""HTTP edge of the services: reads and records requests, checks credentials, and renders faults as REST."""

import uuid

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.edge import HttpCall
from sandbox.faults import Rule
from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.entries import Entry
from sandbox.yandex.errors import ServiceError, invalid

BODY_LIMIT = 65_536  # bytes; a request is a few messages of 500 characters

_RAW_BODY = web.RequestKey("raw body", bytes)
_OPENAI_CALLS = frozenset({"yandex.images", "yandex.models"})
_OPEN_CALLS = frozenset({"yandex.iam", "yandex.metadata"})  # they give out credentials, and need none


def json_body(request: web.Request) -> object:
    """The request's JSON.

    Raises:
        ServiceError: 400, it is no JSON.
    """
    try:
        return protojson.parse(request[_RAW_BODY])
    except ValueError:
        raise invalid("Failed to parse JSON") from None


def edge(cloud: Cloud) -> Middleware:
    """The one middleware of the services. A call's name is its route's; the owner's own routes pass untouched."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        call = request.match_info.route.name or "yandex.unknown"
        if call.startswith("owner."):
            return await handler(request)
        try:
            request[_RAW_BODY] = await _read(request)
        except ServiceError as error:
            return error.response()
        body, sent = _json_or_none(request[_RAW_BODY]), request.headers.items()
        entry = Entry.of(call, request.method, request.path, sent, body=body, time=cloud.clock())
        response = await _RestCall(cloud, request, handler, entry).answer(cloud.receive(entry))
        if request.transport is not None and not request.transport.is_closing():
            entry.status = response.status
        return response

    return middleware


def support_ids() -> tuple[tuple[str, str], ...]:
    """The ids of an answer that the vendor's support asks for."""
    return ("x-request-id", str(uuid.uuid4())), ("x-server-trace-id", uuid.uuid4().hex)


async def add_ids(_request: web.Request, response: web.StreamResponse) -> None:
    """Puts them into the headers of every answer."""
    response.headers.update(support_ids())


async def _read(request: web.Request) -> bytes:
    # The application's own client_max_size would not count here: it is mounted under another one.
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise ServiceError(413)
    return bytes(body)


def _json_or_none(body: bytes) -> object:
    try:
        return protojson.parse(body)
    except ValueError:
        return None


class _RestCall(HttpCall):
    """One call of a route, answered by its handler."""

    def __init__(self, cloud: Cloud, request: web.Request, handler: Handler, entry: Entry) -> None:
        super().__init__(request, cloud.sleep)
        self._cloud = cloud
        self._handler = handler
        self._entry = entry
        self._openai = entry.call in _OPENAI_CALLS

    async def _execute(self) -> web.StreamResponse:
        try:
            if self._entry.call not in _OPEN_CALLS:
                self._cloud.tokens.check(self._request.headers.get("Authorization", ""), self._cloud.settings.keys)
            response = await self._handler(self._request)
        except ServiceError as error:
            return error.response(openai=self._openai)
        except web.HTTPException as error:  # no such path or method
            return ServiceError(error.status).response(openai=self._openai)
        self._entry.executed = True
        return response

    async def _refuse(self, rule: Rule) -> web.StreamResponse:
        return ServiceError.of(rule).response(openai=self._openai)

    async def _send_half(self, whole: web.StreamResponse) -> web.StreamResponse:
        """Announces the whole body, sends half of it, and closes the connection."""
        assert isinstance(whole, web.Response)  # noqa: S101 - no handler of these services streams
        body = whole.body
        assert isinstance(body, bytes)  # noqa: S101 - JSON answers are
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = len(body)
        await response.prepare(self._request)
        await response.write(body[: len(body) // 2])
        if self._request.transport is not None:
            self._request.transport.close()
        return response
