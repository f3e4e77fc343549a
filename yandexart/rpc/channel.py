"""A gRPC channel that knows whether it is connected before anything is sent over it."""

import asyncio
from typing import Any

import grpc

from yandexart.endpoints import GrpcTarget
from yandexart.errors import NotConnected
from yandexart.transport import CONNECT_TIMEOUT

MAX_REQUEST = 1024 * 1024  # bytes; a request is a few texts of 500 characters


class Channel:
    """The channel to one address. It is opened when it is first needed, inside the event loop."""

    def __init__(self, target: GrpcTarget, *, max_answer: int) -> None:
        self._target = target
        self._options = (
            ("grpc.max_receive_message_length", max_answer),
            ("grpc.max_send_message_length", MAX_REQUEST),
            ("grpc.enable_retries", 0),  # the caller alone decides what is repeated: a picture costs money
            ("grpc.enable_http_proxy", 0),  # as over HTTP: no setting of the surroundings redirects a key
            ("grpc.use_local_subchannel_pool", 1),  # a new channel connects at once, whatever befell an old one
        )
        self._channel: Any = None
        self._closed = False

    async def ready(self, seconds: float) -> Any:
        """The connected channel.

        gRPC reports a failure to connect and a connection lost after sending by the same status. Connecting first
        tells them apart: what is raised here was surely not sent.

        Raises:
            NotConnected: no connection, or none in time.
            RuntimeError: the client is closed.
        """
        if self._closed:
            raise RuntimeError("the client is closed")
        channel = self._channel = self._channel or self._open()
        try:
            async with asyncio.timeout(min(CONNECT_TIMEOUT, seconds / 2)):
                connected = await _connected(channel)
        except TimeoutError:
            connected = False
        if connected:
            return channel
        if self._channel is channel:
            self._channel = None  # gRPC would let the next caller wait out the pause after this failure
        await channel.close()
        raise NotConnected

    async def close(self) -> None:
        self._closed = True
        if self._channel is not None:
            await self._channel.close()

    def _open(self) -> Any:
        if not self._target.tls:
            return grpc.aio.insecure_channel(self._target.address, options=self._options)
        credentials = grpc.ssl_channel_credentials()
        return grpc.aio.secure_channel(self._target.address, credentials, options=self._options)


async def _connected(channel: Any) -> bool:
    while True:
        state = channel.get_state(try_to_connect=True)
        if state is grpc.ChannelConnectivity.READY:
            return True
        if state in {grpc.ChannelConnectivity.TRANSIENT_FAILURE, grpc.ChannelConnectivity.SHUTDOWN}:
            return False
        await channel.wait_for_state_change(state)
