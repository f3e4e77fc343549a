"""Calls to the services, whatever the wire: authorised, repeated where that is safe, within one time limit."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from yandexart.auth.authorization import Authorization
from yandexart.auth.credential import Credential
from yandexart.clock import Clock
from yandexart.errors import BadCredentials, NoToken
from yandexart.retries import Retries, repeat

_T = TypeVar("_T")

Send = Callable[[Credential, float], Awaitable[_T]]
"""Sends one request with this credential, and reads its answer, within so many seconds; raises YandexArtError."""


class Calls:
    """Calls in the name of one account.

    Args:
        timeout: seconds for one call where the call does not name its own.
    """

    def __init__(self, authorization: Authorization, *, timeout: float, retries: Retries, clock: Clock) -> None:
        self._authorization = authorization
        self.timeout = timeout
        self._retries = retries
        self._clock = clock

    async def make(self, send: Send[_T], *, timeout: float | None = None, harmless: bool) -> _T:
        """Make one call; an answer that cannot be read is repeated like any other fault, if it may be.

        `timeout` seconds (the client's own if None) are the limit over all, repeats and tokens included. `harmless`
        says that executing it twice costs nothing.

        Raises:
            YandexArtError: by kind.
            ValueError: the time-out is not a positive number.
        """
        seconds = checked_timeout(self.timeout if timeout is None else timeout)
        return await repeat(
            lambda left: self._attempt(send, left),
            policy=self._retries,
            clock=self._clock,
            timeout=seconds,
            harmless=harmless,
        )

    async def _attempt(self, send: Send[_T], seconds: float) -> _T:
        deadline = self._clock.monotonic() + seconds
        credential = await self._in_time(lambda: self._authorization.credential(self._left(deadline)), deadline)
        try:
            return await send(credential, self._left(deadline))
        except BadCredentials:
            # Tokens can be revoked before they expire. A request that was turned away for its token was not executed.
            other = await self._in_time(lambda: self._authorization.replacement(credential), deadline)
            if other is None:
                raise
        return await send(other, self._left(deadline))

    async def _in_time(self, get: Callable[[], Awaitable[_T]], deadline: float) -> _T:
        try:
            async with asyncio.timeout(self._left(deadline)):
                return await get()
        except TimeoutError:
            raise NoToken(f"{NoToken.sentence} in time") from None

    def _left(self, deadline: float) -> float:
        return max(deadline - self._clock.monotonic(), 0.001)


def checked_timeout(seconds: float) -> float:
    """The time-out, if it is a positive number of seconds; ValueError otherwise."""
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError("a time-out is a positive number of seconds")
    return seconds
