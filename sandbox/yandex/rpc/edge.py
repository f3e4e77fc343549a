"""Where gRPC calls come in: written down, struck by faults, checked for credentials, and answered."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from sandbox.faults import Kind, Rule
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.entries import Entry
from sandbox.yandex.errors import ServiceError, invalid

_CODES = {code.value[0]: code for code in grpc.StatusCode}
_NOT_EXECUTED = frozenset({Kind.STATUS, Kind.HTML, Kind.LOST, Kind.HUGE})
_HUGE = 96 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a service, under the name that fault rules and the journal have for the call."""

    service: str
    name: str
    call: str
    request: Any  # the generated class of its request
    execute: Callable[[Any], Awaitable[Any]]
    open: bool = False  # whether it may be called without credentials


class Edge:
    """Answers calls. Requests and answers are bytes here, so that a fault can spoil them."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def handler(self, method: Method) -> Callable[[bytes, Any], Awaitable[bytes]]:
        async def handle(body: bytes, context: Any) -> bytes:
            entry = self._record(method, body, context)
            rule = self._cloud.faults.strike(method.call)
            if rule is not None:
                entry.fault = rule.kind.value
            if rule is not None and rule.kind in _NOT_EXECUTED:
                return await _instead(rule, entry, context)
            if rule is not None and rule.kind is Kind.SLOW:
                await self._cloud.sleep(rule.seconds)
            try:
                answer = await self._execute(method, body, context)
            except ServiceError as error:
                return await _refuse(error, entry, context)
            entry.executed = True
            if rule is not None and rule.kind is Kind.DROPPED:
                return await _lose(context)
            entry.status = 0
            context.set_trailing_metadata(_ids())
            return answer if rule is None else _spoilt(rule.kind, answer)

        return handle

    async def _execute(self, method: Method, body: bytes, context: Any) -> bytes:
        if not method.open:
            sent = dict(context.invocation_metadata())
            self._cloud.tokens.check(str(sent.get("authorization", "")), self._cloud.settings.keys)
        try:
            request = method.request.FromString(body)
        except DecodeError:
            raise invalid("Failed to parse the request") from None
        answer: bytes = (await method.execute(request)).SerializeToString()
        return answer

    def _record(self, method: Method, body: bytes, context: Any) -> Entry:
        try:
            shown = MessageToDict(method.request.FromString(body))
        except DecodeError:
            shown = None
        sent = [(key, value) for key, value in context.invocation_metadata() if isinstance(value, str)]
        path = f"/{method.service}/{method.name}"
        entry = Entry.of(method.call, "gRPC", path, sent, body=shown, time=self._cloud.clock())
        self._cloud.journal.add(entry)
        return entry


def _ids() -> tuple[tuple[str, str], ...]:
    """Every answer carries the ids that the vendor's support asks for."""
    return ("x-request-id", str(uuid.uuid4())), ("x-server-trace-id", uuid.uuid4().hex)


async def _instead(rule: Rule, entry: Entry, context: Any) -> bytes:
    """What the client gets of a call that is not executed."""
    if rule.kind is Kind.LOST:
        return await _lose(context)
    if rule.kind is Kind.HUGE:
        return bytes(_HUGE)
    if rule.kind is Kind.HTML:  # what a client's library makes of a gateway's page
        return await _lose(context, f"Received http2 header with status: {rule.status}")
    return await _refuse(ServiceError(rule.status, rule.message, rule.code, rule.retry_after), entry, context)


async def _refuse(error: ServiceError, entry: Entry, context: Any) -> bytes:
    code, message = error.said()
    entry.status = code
    trailer: tuple[tuple[str, str | bytes], ...] = _ids()
    if error.retry_after is not None and error.retry_after.isdecimal():
        status = Status(code=code, message=message)
        info = RetryInfo()
        info.retry_delay.FromSeconds(int(error.retry_after))
        status.details.add().Pack(info)
        trailer = (*trailer, ("grpc-status-details-bin", status.SerializeToString()))
    await context.abort(_CODES.get(code, grpc.StatusCode.UNKNOWN), message, trailer)
    raise AssertionError("abort raises")


async def _lose(context: Any, reason: str = "Socket closed") -> bytes:
    """What a client sees of a lost connection. The server has no hand on the connection itself."""
    await context.abort(grpc.StatusCode.UNAVAILABLE, reason)
    raise AssertionError("abort raises")


def _spoilt(kind: Kind, answer: bytes) -> bytes:
    if kind is Kind.TRUNCATED:
        return answer[: len(answer) // 2]
    if kind is Kind.GARBAGE:
        return b"\x00\xff upstream said nothing sensible"
    return answer
