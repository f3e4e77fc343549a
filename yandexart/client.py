"""Client of one folder: checks the settings, owns the connections, and wires the services."""

import os
import re
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import aiohttp

from yandexart.auth.authorization import Authorization
from yandexart.auth.credential import Auth, TokenService
from yandexart.clock import SYSTEM_CLOCK, Clock
from yandexart.completion import RestCompletion
from yandexart.config import checked_timeout
from yandexart.connection import Connection
from yandexart.endpoints import YANDEX_CLOUD, Endpoints
from yandexart.environment import auth_from, endpoints_from, folder_from
from yandexart.http import (
    MAX_ANSWER,
    MAX_ERROR,
    HttpTransport,
    OpenSession,
    Pace,
    Room,
    Session,
    direct,
    unlimited_room,
)
from yandexart.images_api import ImagesApi
from yandexart.links import OPEN_INTERNET, LinkAccess, Links
from yandexart.models import Models
from yandexart.rest import RestImageService
from yandexart.retries import DEFAULT_RETRIES, Retries
from yandexart.service import AsyncImageService

if TYPE_CHECKING:
    from yandexart.rpc.transport import GrpcTransport

_FOLDER_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_GRPC_PACKAGES = frozenset({"grpc", "google", "yandex"})

Transport = Literal["rest", "grpc"]


class Client:
    """A client for the image services of one folder. It holds no state of its own but connections and a token.

    Use it as an asynchronous context manager, or call `close`. A given session stays open.

    Args:
        folder_id: the folder that pays.
        auth: an API key, a token, or a way to get tokens.
        transport: how the asynchronous API is spoken to. "grpc" saves a quarter of a picture's bytes and needs the
            extra `grpc`; tokens, the Images API and completion are always HTTP.
        endpoints: where the services are.
        data_logging: whether the service may keep prompts (`x-data-logging-enabled`).
        session: an open aiohttp session to use instead of an own one.
        timeout: seconds for one call, its repeats included, where the call does not name its own.
        retries: `NO_RETRIES` for a caller that repeats by itself.
        clock: time and random numbers, for tests.
        max_answer: bytes; larger answers are cut off and refused.
        room: holds room in memory for so many bytes, for as long as its context lasts. It is entered before more than
            the first megabyte of an answer is read over HTTP, and left when the caller has the picture; the time-out
            of the call goes on meanwhile.
        open_session: opens what speaks to the services, over HTTP, where no session is given; links to pictures are
            followed over one of these in either case.
        pace: how much longer than its time-out an answer over HTTP may take that is coming.
        links: how links to pictures are followed, for tests.

    Raises:
        ValueError: a setting that cannot be.
        ImportError: gRPC is asked for, and its extra is not installed.
    """

    def __init__(
        self,
        folder_id: str,
        auth: Auth,
        *,
        transport: Transport = "rest",
        endpoints: Endpoints = YANDEX_CLOUD,
        data_logging: bool = False,
        session: aiohttp.ClientSession | None = None,
        timeout: float = 60.0,
        retries: Retries = DEFAULT_RETRIES,
        clock: Clock = SYSTEM_CLOCK,
        max_answer: int = MAX_ANSWER,
        room: Room = unlimited_room,
        open_session: OpenSession = direct,
        pace: Pace | None = None,
        links: LinkAccess = OPEN_INTERNET,
    ) -> None:
        if not _FOLDER_ID.fullmatch(folder_id):
            raise ValueError("a folder id is 1 to 64 letters, digits, '-', '_' or '.'")
        if transport not in {"rest", "grpc"}:
            raise ValueError('a transport is "rest" or "grpc"')
        self._session = Session(session, open_session)
        self._grpc: GrpcTransport | None = None
        pace = pace or Pace()
        tokens = HttpTransport(self._session, max_answer=MAX_ERROR, now=clock.wall, room=room, pace=pace)
        headers = {"x-data-logging-enabled": "true" if data_logging else "false"}
        http = HttpTransport(
            self._session, max_answer=max_answer, now=clock.wall, room=room, pace=pace, headers=headers
        )
        authorization = Authorization(auth, TokenService(tokens, endpoints.iam, clock.wall), clock)
        connection = Connection(
            http.send, authorization, timeout=checked_timeout(timeout), retries=retries, clock=clock
        )
        self.operations: AsyncImageService
        if transport == "grpc":
            self.operations = self._over_grpc(connection, endpoints, data_logging=data_logging, max_answer=max_answer)
        else:
            self.operations = RestImageService(connection, endpoints)
        self.models = Models(
            folder_id,
            art=self.operations,
            images=ImagesApi(
                connection,
                endpoints.images,
                folder_id,
                links=Links(clock, max_answer, room, links, open_session=open_session, pace=pace),
                clock=clock,
            ),
            completion=RestCompletion(connection, endpoints.api),
            clock=clock,
        )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, transport: Transport | None = None) -> Self:
        """A client with its settings from the environment; `docs/client.md` lists the names.

        `transport` goes before YANDEX_TRANSPORT, and "rest" is what neither names.

        Raises:
            OSError: the key file cannot be read.
            ValueError: a setting is missing or cannot be used; it is named, its value is not quoted.
            ImportError: as the constructor.
        """
        found = os.environ if environ is None else environ
        named = transport or found.get("YANDEX_TRANSPORT") or "rest"
        if named not in {"rest", "grpc"}:
            raise ValueError("YANDEX_TRANSPORT must be rest or grpc")
        return cls(
            folder_from(found),
            auth_from(found),
            transport="grpc" if named == "grpc" else "rest",
            endpoints=endpoints_from(found),
            data_logging=found.get("YANDEX_DATA_LOGGING", "").lower() == "true",
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the client, and its session if that is its own. May be called twice."""
        if self._grpc is not None:
            await self._grpc.close()
        await self._session.close()

    def _over_grpc(
        self, connection: Connection[Any, Any], endpoints: Endpoints, *, data_logging: bool, max_answer: int
    ) -> AsyncImageService:
        """The asynchronous API over gRPC; nothing is connected yet. ImportError if the extra is not installed."""
        try:
            from yandexart.rpc.service import GrpcImageService  # noqa: PLC0415 - the extra may be missing
            from yandexart.rpc.transport import GrpcTransport  # noqa: PLC0415
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in _GRPC_PACKAGES:
                raise
            raise ImportError("gRPC needs the extra 'grpc', that is the packages grpcio and yandexcloud") from error
        self._grpc = GrpcTransport(data_logging=data_logging, max_answer=max_answer)
        return GrpcImageService(connection.over(self._grpc.send), endpoints)
