"""Where requests come in: they are read, written down, struck by faults, checked for credentials, and answered."""

import uuid

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.faults import Kind, Rule
from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.entries import Entry
from sandbox.yandex.errors import ServiceError, invalid

BODY_LIMIT = 65_536  # bytes; a request is a few messages of 500 characters

_RAW_BODY = web.RequestKey("raw body", bytes)
_HUGE_CHUNK, _HUGE_CHUNKS = b"0" * 65_536, 8_000  # 500 MB in all
_OPENAI_CALLS = frozenset({"yandex.images", "yandex.models"})
_OPEN_CALLS = frozenset({"yandex.iam", "yandex.metadata"})  # where credentials come from
_NOT_EXECUTED = frozenset({Kind.STATUS, Kind.HTML, Kind.LOST, Kind.HUGE})


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
        cloud.journal.add(entry)
        visit = _Visit(cloud, call, request, handler, entry)
        return await visit.answer()

    return middleware


async def add_ids(_request: web.Request, response: web.StreamResponse) -> None:
    """Every answer carries the ids that the vendor's support asks for."""
    response.headers["x-request-id"] = str(uuid.uuid4())
    response.headers["x-server-trace-id"] = uuid.uuid4().hex


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


class _Visit:
    """One call on its way through the edge."""

    def __init__(self, cloud: Cloud, call: str, request: web.Request, handler: Handler, entry: Entry) -> None:
        self._cloud = cloud
        self._openai = call in _OPENAI_CALLS
        self._request = request
        self._handler = handler
        self._entry = entry
        self._call = call

    async def answer(self) -> web.StreamResponse:
        rule = self._cloud.faults.strike(self._call)
        if rule is None:
            response: web.StreamResponse = await self._execute()
        else:
            self._entry.fault = rule.kind.value
            response = await self._struck(rule)
        if not self._hung_up():
            self._entry.status = response.status
        return response

    async def _execute(self) -> web.Response:
        try:
            if self._call not in _OPEN_CALLS:
                self._cloud.tokens.check(self._request.headers.get("Authorization", ""), self._cloud.settings.keys)
            response = await self._handler(self._request)
        except ServiceError as error:
            return error.response(openai=self._openai)
        except web.HTTPException as error:  # no such path or method
            return ServiceError(error.status).response(openai=self._openai)
        self._entry.executed = True
        assert isinstance(response, web.Response)  # noqa: S101 - no handler of these services streams
        return response

    async def _struck(self, rule: Rule) -> web.StreamResponse:
        if rule.kind in _NOT_EXECUTED:
            return await self._instead(rule)
        if rule.kind is Kind.SLOW:
            await self._cloud.sleep(rule.seconds)
        return await self._spoil(rule.kind, await self._execute())

    async def _instead(self, rule: Rule) -> web.StreamResponse:
        """What the client gets of a call that is not executed."""
        if rule.kind is Kind.LOST:
            return self._hang_up()
        if rule.kind is Kind.HUGE:
            return await self._send_huge()
        if rule.kind is Kind.HTML:
            return _page(rule)
        error = ServiceError(rule.status, rule.message, rule.code, rule.retry_after)
        return error.response(openai=self._openai)

    async def _spoil(self, kind: Kind, response: web.Response) -> web.StreamResponse:
        """What the client gets of the answer to a call that was executed."""
        if kind is Kind.DROPPED:
            return self._hang_up()
        if kind is Kind.TRUNCATED:
            return await self._send_half(response)
        if kind is Kind.GARBAGE:
            return web.Response(body=b"\x00\xff upstream said nothing sensible", content_type="application/json")
        return response

    def _hung_up(self) -> bool:
        return self._request.transport is None or self._request.transport.is_closing()

    def _hang_up(self) -> web.Response:
        if self._request.transport is not None:
            self._request.transport.abort()
        return web.Response()  # goes nowhere

    async def _send_half(self, whole: web.Response) -> web.StreamResponse:
        """Announces the whole body, sends half of it, and closes the connection."""
        body = whole.body
        assert isinstance(body, bytes)  # noqa: S101 - JSON answers are
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = len(body)
        await response.prepare(self._request)
        await response.write(body[: len(body) // 2])
        if self._request.transport is not None:
            self._request.transport.close()
        return response

    async def _send_huge(self) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(self._request)
        await response.write(b'{"id":"')
        for _ in range(_HUGE_CHUNKS):
            await response.write(_HUGE_CHUNK)
        await response.write(b'"}')
        return response


def _page(rule: Rule) -> web.Response:
    title = f"{rule.status} {rule.message or 'Bad Gateway'}"
    page = f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
    headers = {} if rule.retry_after is None else {"Retry-After": rule.retry_after}
    return web.Response(text=page, content_type="text/html", status=rule.status, headers=headers)
