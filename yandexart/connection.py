"""Calls to the services: authorised, repeated where that is safe, within one time limit."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import aiohttp

from yandexart.answers import Answer
from yandexart.auth.authorization import Authorization
from yandexart.auth.credential import Auth, Credential, TokenService
from yandexart.clock import Clock
from yandexart.errors import BadCredentials, NoToken
from yandexart.retries import Retries, repeat
from yandexart.transport import MAX_ERROR, Request, exchange

_T = TypeVar("_T")

TOKEN_TIMEOUT = 30.0  # seconds for one request for a token


class Connection:
    """The one way to the services of one account."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        auth: Auth,
        *,
        iam_url: str,
        data_logging: bool,
        timeout: float,
        retries: Retries,
        clock: Clock,
        max_answer: int,
    ) -> None:
        self.clock = clock
        self._session = session
        self._authorization = Authorization(auth, TokenService(self._ask_for_token, iam_url, clock.wall), clock)
        self._headers = {"x-data-logging-enabled": "true" if data_logging else "false"}
        self._timeout = timeout
        self._retries = retries
        self._max_answer = max_answer

    async def call(
        self, request: Request, read: Callable[[Answer], _T], *, timeout: float | None = None, harmless: bool
    ) -> _T:
        """Make one call and read its answer; one that cannot be read is repeated like any other fault, if it may be.

        `timeout` seconds (the client's own if None) are the limit over all, repeats and tokens included. `harmless`
        says that executing it twice costs nothing.

        Raises:
            YandexArtError: by kind.
            ValueError: the time-out is not a positive number.
        """
        seconds = checked_timeout(self._timeout if timeout is None else timeout)
        return await repeat(
            lambda left: self._attempt(request, read, left),
            policy=self._retries,
            clock=self.clock,
            timeout=seconds,
            harmless=harmless,
        )

    async def _attempt(self, request: Request, read: Callable[[Answer], _T], seconds: float) -> _T:
        deadline = self.clock.monotonic() + seconds
        credential = await self._in_time(self._authorization.credential, deadline)
        try:
            return read(await self._send(request, credential, deadline))
        except BadCredentials:
            # Tokens can be revoked before they expire. A request that was turned away for its token was not executed.
            other = await self._in_time(lambda: self._authorization.replacement(credential), deadline)
            if other is None:
                raise
        return read(await self._send(request, other, deadline))

    async def _send(self, request: Request, credential: Credential, deadline: float) -> Answer:
        headers = {**request.headers, **self._headers, "Authorization": credential.header}
        return await exchange(
            self._session(),
            replace(request, headers=headers),
            timeout=self._left(deadline),
            max_answer=self._max_answer,
            now=self.clock.wall,
        )

    async def _ask_for_token(self, request: Request) -> Answer:
        return await exchange(
            self._session(), request, timeout=TOKEN_TIMEOUT, max_answer=MAX_ERROR, now=self.clock.wall
        )

    async def _in_time(self, get: Callable[[], Awaitable[_T]], deadline: float) -> _T:
        try:
            async with asyncio.timeout(self._left(deadline)):
                return await get()
        except TimeoutError:
            raise NoToken(f"{NoToken.sentence} in time") from None

    def _left(self, deadline: float) -> float:
        return max(deadline - self.clock.monotonic(), 0.001)


def checked_timeout(seconds: float) -> float:
    """The time-out, if it is a positive number of seconds; ValueError otherwise."""
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError("a time-out is a positive number of seconds")
    return seconds
