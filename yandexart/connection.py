"""Calls to the services of one account over any transport: authorised, retried where safe, within one time limit."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Generic, Protocol, TypeAlias, TypeVar

from yandexart.auth.authorization import Authorization
from yandexart.clock import Clock
from yandexart.config import checked_timeout
from yandexart.errors import BadCredentials, NoToken
from yandexart.retries import Retries, retry

_LARGE = 256 * 1024  # bytes; to parse more takes milliseconds, in which the event loop would stand still


class SizedAnswer(Protocol):
    """An answer whose size is known before it is parsed."""

    @property
    def body(self) -> bytes:
        """The answer as it came."""
        ...


_T = TypeVar("_T")
_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer", bound=SizedAnswer)
_OtherRequest = TypeVar("_OtherRequest")
_OtherAnswer = TypeVar("_OtherAnswer", bound=SizedAnswer)

Send: TypeAlias = Callable[[_Request, str, float], AbstractAsyncContextManager[_Answer]]
"""Sends one request with this `Authorization` and gives its answer of success, within so many seconds.

The answer is there for as long as the context lasts: what is made of it by then is smaller, and may be kept.

It raises a YandexArtError for everything else, and `NotConnected` only where nothing was sent.
"""


class Connection(Generic[_Request, _Answer]):
    """The services of one account over one transport.

    Args:
        send: the transport: `HttpTransport.send` or `GrpcTransport.send`.
        timeout: seconds for one call where the call does not name its own.
    """

    def __init__(
        self,
        send: Send[_Request, _Answer],
        authorization: Authorization,
        *,
        timeout: float,
        retries: Retries,
        clock: Clock,
    ) -> None:
        self.timeout = timeout
        self._send = send
        self._authorization = authorization
        self._retries = retries
        self._clock = clock

    def over(self, send: Send[_OtherRequest, _OtherAnswer]) -> "Connection[_OtherRequest, _OtherAnswer]":
        """The same account, time limit and retries over another transport."""
        return Connection(send, self._authorization, timeout=self.timeout, retries=self._retries, clock=self._clock)

    async def call(
        self,
        request: _Request,
        parse: Callable[[_Answer], _T],
        *,
        timeout: float | None = None,
        idempotent: bool,
    ) -> _T:
        """Make one call. An answer that `parse` refuses is retried like any other fault, where that is allowed.

        `timeout` seconds (the connection's own if None) are the limit over all, retries and tokens included.
        `idempotent` says that executing the call twice costs nothing. `parse` may run in a thread.

        Raises:
            YandexArtError: by kind.
            ValueError: the time-out is not a positive number.
        """
        return await retry(
            lambda seconds: self._attempt(request, parse, seconds),
            policy=self._retries,
            clock=self._clock,
            timeout=checked_timeout(self.timeout if timeout is None else timeout),
            idempotent=idempotent,
        )

    async def _attempt(self, request: _Request, parse: Callable[[_Answer], _T], seconds: float) -> _T:
        deadline = self._clock.monotonic() + seconds
        credential = await self._in_time(lambda: self._authorization.credential(self._left(deadline)), deadline)
        try:
            return await self._answered(request, parse, credential.header, deadline)
        except BadCredentials:
            # Tokens can be revoked before they expire. A request that was turned away for its token was not executed.
            other = await self._in_time(lambda: self._authorization.replacement(credential), deadline)
            if other is None:
                raise
        return await self._answered(request, parse, other.header, deadline)

    async def _answered(
        self, request: _Request, parse: Callable[[_Answer], _T], authorization: str, deadline: float
    ) -> _T:
        """What the answer says; a large one is parsed in a thread."""
        async with self._send(request, authorization, self._left(deadline)) as answer:
            return parse(answer) if len(answer.body) <= _LARGE else await asyncio.to_thread(parse, answer)

    async def _in_time(self, get: Callable[[], Awaitable[_T]], deadline: float) -> _T:
        try:
            async with asyncio.timeout(self._left(deadline)):
                return await get()
        except TimeoutError:
            raise NoToken(f"{NoToken.sentence} in time") from None

    def _left(self, deadline: float) -> float:
        return max(deadline - self._clock.monotonic(), 0.001)
