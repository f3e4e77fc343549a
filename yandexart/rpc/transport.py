"""gRPC transport: sends one request over a connected channel and reads its reply."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from yandexart.endpoints import GrpcTarget
from yandexart.error_text import as_user_text
from yandexart.errors import NotConnected, UnexpectedAnswer
from yandexart.http import CONNECT_TIMEOUT
from yandexart.rpc.status import error_of, trailer_of

_MAX_REQUEST = 1024 * 1024  # bytes; a request is a few texts of 500 characters


@dataclass(frozen=True, slots=True)
class RpcRequest:
    """One call; its repr does not show the message.

    Attributes:
        target: the address of the service.
        path: the method, `/service/method`.
        message: of the class that the method takes.
        quotable: as in `yandexart.http.Request`.
    """

    target: GrpcTarget
    path: str
    message: Any = field(repr=False)
    quotable: tuple[str, ...] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a call, still encoded."""

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
        """The error for a reply of success with the wrong content."""
        return kind(
            f"{kind.sentence}: {reason}",
            request_id=self.request_id,
            client_request_id=self.client_request_id,
        )


class GrpcTransport:
    """Sends requests to the services over gRPC, over one channel for each address.

    A channel is opened when it is first needed, inside the event loop. `max_answer` in bytes.
    """

    def __init__(self, *, data_logging: bool, max_answer: int) -> None:
        self._data_logging = "true" if data_logging else "false"
        self._options = (
            ("grpc.max_receive_message_length", max_answer),
            ("grpc.max_send_message_length", _MAX_REQUEST),
            ("grpc.enable_retries", 0),  # the caller alone decides what is retried: a picture costs money
            ("grpc.enable_http_proxy", 0),  # as over HTTP: no setting of the surroundings redirects a key
            ("grpc.use_local_subchannel_pool", 1),  # a new channel connects at once, whatever happened to an old one
        )
        self._channels: dict[GrpcTarget, Any] = {}
        self._closed = False

    @asynccontextmanager
    async def send(self, request: RpcRequest, authorization: str, seconds: float) -> AsyncIterator[Reply]:
        """Send one request and read its reply within so many seconds; `authorization` as over HTTP.

        gRPC reads a reply whole before it tells of it, so no room is asked for.

        Raises:
            YandexArtError: anything but a reply of success, by kind; `NotConnected` only where nothing was sent.
            RuntimeError: the client is closed.
        """
        started = time.monotonic()
        channel = await self._connected(request.target, seconds)
        client_request_id = str(uuid.uuid4())
        metadata = (
            ("authorization", authorization),
            ("x-client-request-id", client_request_id),
            ("x-data-logging-enabled", self._data_logging),
        )
        left = max(seconds - (time.monotonic() - started), 0.001)
        body: bytes = request.message.SerializeToString()
        call = channel.unary_unary(request.path)(body, metadata=metadata, timeout=left)
        try:
            reply: bytes = await call
            trailer = trailer_of(await call.initial_metadata(), await call.trailing_metadata())
        except grpc.aio.AioRpcError as error:
            # `from None`: gRPC's exception quotes what the service said, and that may quote the prompt.
            raise error_of(error, client_request_id, as_user_text(request.quotable)) from None
        yield Reply(reply, trailer.request_id, client_request_id)

    async def close(self) -> None:
        """Close all channels; a call that comes afterwards is a RuntimeError. May be called twice."""
        self._closed = True
        for channel in list(self._channels.values()):
            await channel.close()

    async def _connected(self, target: GrpcTarget, seconds: float) -> Any:
        """The connected channel to this address.

        gRPC reports a failure to connect and a connection lost after sending by the same status. Connecting first
        tells them apart: `NotConnected` is raised here, before anything is sent.
        """
        if self._closed:
            raise RuntimeError("the client is closed")
        if target not in self._channels:
            self._channels[target] = self._open(target)
        channel = self._channels[target]
        try:
            async with asyncio.timeout(min(CONNECT_TIMEOUT, seconds / 2)):
                connected = await _connects(channel)
        except TimeoutError:
            connected = False
        if connected:
            return channel
        if self._channels.get(target) is channel:
            del self._channels[target]  # gRPC would let the next caller wait out the pause after this failure
        await channel.close()
        raise NotConnected

    def _open(self, target: GrpcTarget) -> Any:
        if not target.tls:
            return grpc.aio.insecure_channel(target.address, options=self._options)
        return grpc.aio.secure_channel(target.address, grpc.ssl_channel_credentials(), options=self._options)


async def _connects(channel: Any) -> bool:
    """Whether the channel comes to be connected, rather than to fail."""
    while True:
        state = channel.get_state(try_to_connect=True)
        if state is grpc.ChannelConnectivity.READY:
            return True
        if state in {grpc.ChannelConnectivity.TRANSIENT_FAILURE, grpc.ChannelConnectivity.SHUTDOWN}:
            return False
        await channel.wait_for_state_change(state)
