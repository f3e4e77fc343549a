"""The entry to the library."""

import re
from types import TracebackType
from typing import Self

import aiohttp

from yandexart.art import RestArt
from yandexart.auth.credential import Auth
from yandexart.clock import SYSTEM_CLOCK, Clock
from yandexart.connection import Connection, checked_timeout
from yandexart.endpoints import YANDEX_CLOUD, Endpoints
from yandexart.images import ImagesApi
from yandexart.models import Models
from yandexart.operations import RestOperations
from yandexart.retries import SOME_RETRIES, Retries
from yandexart.transport import MAX_ANSWER

_FOLDER_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Client:
    """A client for the image services of one folder. It holds no state of its own but a session and a token.

    Use it as an asynchronous context manager, or call `close`. A session that is handed in stays open.

    Args:
        folder_id: the folder that pays.
        auth: an API key, a token, or a way to get tokens.
        endpoints: where the services are.
        data_logging: whether the service may keep prompts (`x-data-logging-enabled`).
        session: an open aiohttp session to use instead of an own one.
        timeout: seconds for one call, its repeats included, where the call does not name its own.
        retries: `NO_RETRIES` for a caller that repeats by itself.
        clock: time and chance, for tests.
        max_answer: bytes; larger answers are cut off and refused.

    Raises:
        ValueError: a setting that cannot be.
    """

    def __init__(
        self,
        folder_id: str,
        auth: Auth,
        *,
        endpoints: Endpoints = YANDEX_CLOUD,
        data_logging: bool = False,
        session: aiohttp.ClientSession | None = None,
        timeout: float = 60.0,
        retries: Retries = SOME_RETRIES,
        clock: Clock = SYSTEM_CLOCK,
        max_answer: int = MAX_ANSWER,
    ) -> None:
        if not _FOLDER_ID.fullmatch(folder_id):
            raise ValueError("a folder id is 1 to 64 letters, digits, '-', '_' or '.'")
        self._given_session = session
        self._own_session: aiohttp.ClientSession | None = None
        self._closed = False
        connection = Connection(
            self._session,
            auth,
            iam_url=endpoints.iam,
            data_logging=data_logging,
            timeout=checked_timeout(timeout),
            retries=retries,
            clock=clock,
            max_answer=max_answer,
        )
        self.operations = RestOperations(connection, endpoints.operations)
        art = RestArt(connection, endpoints.api)
        images = ImagesApi(connection, endpoints.images, folder_id)
        self.models = Models(folder_id, art, self.operations, images, clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the client, and its session if that is its own. May be called twice."""
        self._closed = True
        if self._own_session is not None:
            await self._own_session.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._closed:
            raise RuntimeError("the client is closed")
        if self._given_session is not None:
            return self._given_session
        if self._own_session is None:
            # Made here and not before: a session wants to be born inside the event loop.
            self._own_session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._own_session
