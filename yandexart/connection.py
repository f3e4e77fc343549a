"""The services over HTTP."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import aiohttp

from yandexart.answers import Answer
from yandexart.auth.credential import Credential
from yandexart.calls import Calls
from yandexart.transport import Request, exchange

_T = TypeVar("_T")


class Connection:
    """The one way to the services of one account over HTTP."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        calls: Calls,
        *,
        data_logging: bool,
        max_answer: int,
        now: Callable[[], float],
    ) -> None:
        self._session = session
        self._calls = calls
        self._headers = {"x-data-logging-enabled": "true" if data_logging else "false"}
        self._max_answer = max_answer
        self._now = now

    @property
    def timeout(self) -> float:
        """Seconds for a call that does not name its own."""
        return self._calls.timeout

    async def call(
        self, request: Request, read: Callable[[Answer], _T], *, timeout: float | None = None, harmless: bool
    ) -> _T:
        """Send the request and read its answer. `timeout`, `harmless` and what is raised: as `Calls.make`."""

        async def send(credential: Credential, seconds: float) -> _T:
            headers = {**request.headers, **self._headers, "Authorization": credential.header}
            authorised = replace(request, headers=headers)
            return read(
                await exchange(self._session(), authorised, timeout=seconds, max_answer=self._max_answer, now=self._now)
            )

        return await self._calls.make(send, timeout=timeout, harmless=harmless)
