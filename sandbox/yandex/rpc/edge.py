"""gRPC edge of the services: records calls, checks credentials, and renders faults by the means of gRPC."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import grpc
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from sandbox.edge import Call
from sandbox.faults import Rule
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.edge import support_ids
from sandbox.yandex.entries import Entry
from sandbox.yandex.errors import ServiceError, invalid

_CODES = {code.value[0]: code for code in grpc.StatusCode}
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


Handler = Callable[[bytes, Any], Awaitable[bytes]]


def handler(cloud: Cloud, method: Method) -> Handler:
    """The handler of a method. It takes and gives bytes, so that a fault can corrupt them."""

    async def handle(body: bytes, context: Any) -> bytes:
        entry = _entry(method, body, context, cloud.clock())
        answer = await _GrpcCall(cloud, method, body, context, entry).answer(cloud.receive(entry))
        if entry.executed:
            entry.status = 0
            context.set_trailing_metadata(support_ids())
        return answer

    return handle


class _GrpcCall(Call[bytes]):
    """One call. Errors are raised by aborting the context; the server has no access to the connection itself."""

    def __init__(self, cloud: Cloud, method: Method, body: bytes, context: Any, entry: Entry) -> None:
        super().__init__(cloud.sleep)
        self._cloud = cloud
        self._method = method
        self._body = body
        self._context = context
        self._entry = entry

    async def _execute(self) -> bytes:
        try:
            answer = await self._run()
        except ServiceError as error:
            await self._abort(error)
        self._entry.executed = True
        return answer

    async def _run(self) -> bytes:
        if not self._method.open:
            sent = dict(self._context.invocation_metadata())
            self._cloud.tokens.check(str(sent.get("authorization", "")), self._cloud.settings.keys)
        try:
            request = self._method.request.FromString(self._body)
        except DecodeError:
            raise invalid("Failed to parse the request") from None
        answer: bytes = (await self._method.execute(request)).SerializeToString()
        return answer

    async def _refuse(self, rule: Rule) -> bytes:
        await self._abort(ServiceError.of(rule))

    async def _send_html(self, rule: Rule) -> bytes:
        """The words of a client's library for a gateway's page."""
        await self._disconnect(f"Received http2 header with status: {rule.status}")

    async def _disconnect(self, reason: str = "Socket closed") -> NoReturn:
        """Ends the call with the status that a client reports for a lost connection."""
        await self._context.abort(grpc.StatusCode.UNAVAILABLE, reason)
        raise AssertionError("abort raises")

    async def _send_huge(self) -> bytes:
        return bytes(_HUGE)

    def _garbage(self, content: bytes) -> bytes:
        return content

    async def _send_half(self, whole: bytes) -> bytes:
        return whole[: len(whole) // 2]

    async def _abort(self, error: ServiceError) -> NoReturn:
        code, message = error.code_and_message()
        self._entry.status = code
        trailer: tuple[tuple[str, str | bytes], ...] = support_ids()
        if error.retry_after is not None and error.retry_after.isdecimal():
            status = Status(code=code, message=message)
            info = RetryInfo()
            info.retry_delay.FromSeconds(int(error.retry_after))
            status.details.add().Pack(info)
            trailer = (*trailer, ("grpc-status-details-bin", status.SerializeToString()))
        await self._context.abort(_CODES.get(code, grpc.StatusCode.UNKNOWN), message, trailer)
        raise AssertionError("abort raises")


def _entry(method: Method, body: bytes, context: Any, time: float) -> Entry:
    try:
        shown = MessageToDict(method.request.FromString(body))
    except DecodeError:
        shown = None
    sent = [(key, value) for key, value in context.invocation_metadata() if isinstance(value, str)]
    return Entry.of(method.call, "gRPC", f"/{method.service}/{method.name}", sent, body=shown, time=time)
