"""The services over gRPC."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import grpc
from google.protobuf.message import DecodeError

from yandexart.auth.credential import Credential
from yandexart.calls import Calls
from yandexart.errors import UnexpectedAnswer
from yandexart.rpc.channel import Channel
from yandexart.rpc.status import error_of, trailer_of
from yandexart.wording import speech_in

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RpcRequest:
    """One call: the method `/service/method`, its message, and what its answer may quote (as in an HTTP `Request`)."""

    path: str
    message: Any = field(repr=False)
    quotable: tuple[str, ...] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, still encoded."""

    body: bytes = field(repr=False)
    request_id: str = ""
    client_request_id: str = ""

    def decoded(self, kind: Any) -> Any:
        """The message of this generated class; UnexpectedAnswer if the body is none."""
        try:
            return kind.FromString(self.body)
        except DecodeError:
            raise self.unexpected("no message of the expected kind") from None

    def unexpected(self, reason: str, kind: type[UnexpectedAnswer] = UnexpectedAnswer) -> UnexpectedAnswer:
        """The error for an answer with the right status and the wrong content."""
        return kind(
            f"{kind.sentence}: {reason}",
            request_id=self.request_id,
            client_request_id=self.client_request_id,
        )


class GrpcConnection:
    """The one way to the services of one account over gRPC."""

    def __init__(self, channel: Channel, calls: Calls, *, data_logging: bool) -> None:
        self._channel = channel
        self._calls = calls
        self._logging = "true" if data_logging else "false"

    async def call(
        self, request: RpcRequest, read: Callable[[Reply], _T], *, timeout: float | None = None, harmless: bool
    ) -> _T:
        """Call the method and read its answer. `timeout`, `harmless` and what is raised: as `Calls.make`."""

        async def send(credential: Credential, seconds: float) -> _T:
            return read(await self._exchange(request, credential, seconds))

        return await self._calls.make(send, timeout=timeout, harmless=harmless)

    async def _exchange(self, request: RpcRequest, credential: Credential, seconds: float) -> Reply:
        began = time.monotonic()
        channel = await self._channel.ready(seconds)
        client_request_id = str(uuid.uuid4())
        metadata = (
            ("authorization", credential.header),
            ("x-client-request-id", client_request_id),
            ("x-data-logging-enabled", self._logging),
        )
        left = max(seconds - (time.monotonic() - began), 0.001)
        body: bytes = request.message.SerializeToString()
        call = channel.unary_unary(request.path)(body, metadata=metadata, timeout=left)
        try:
            reply: bytes = await call
            trailer = trailer_of(await call.initial_metadata(), await call.trailing_metadata())
        except grpc.aio.AioRpcError as error:
            # `from None`: gRPC's exception quotes what the service said, and that may quote the prompt.
            raise error_of(error, client_request_id, speech_in(request.quotable)) from None
        return Reply(reply, trailer.request_id, client_request_id)
