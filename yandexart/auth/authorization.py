"""The credential in use: got once, renewed in time, and once however many callers wait for it."""

import asyncio
import logging
import math

from yandexart.auth.credential import Auth, Credential, TokenService
from yandexart.clock import Clock
from yandexart.errors import (
    AccessDenied,
    BadCredentials,
    BadRequest,
    NotFound,
    NoToken,
    Refused,
    YandexArtError,
)

_logger = logging.getLogger(__name__)

RENEW_EVERY = 3600.0  # seconds; the vendor's advice
RENEW_AT_SHARE = 0.8  # of a shorter life
PAUSE_AFTER_FAILURE = 30.0  # seconds; meanwhile the old credential serves on

# The token service says so when the proof of identity itself is no good: asking again would not help.
_NOT_ACCEPTED = (AccessDenied, BadCredentials, BadRequest, NotFound, Refused)


class Authorization:
    """Keeps one credential fresh."""

    def __init__(self, auth: Auth, service: TokenService, clock: Clock) -> None:
        self._auth = auth
        self._service = service
        self._clock = clock
        self._lock = asyncio.Lock()
        self._credential: Credential | None = None
        self._renew_at = -math.inf
        self._expires_at = -math.inf
        self._tries = 0
        self._failure: YandexArtError | None = None

    async def credential(self) -> Credential:
        """The credential to use now.

        Raises:
            BadCredentials: the token service does not accept what we have.
            NoToken: the token service could not be asked, or had no answer.
        """
        if self._credential is None or self._clock.monotonic() >= self._renew_at:
            await self._renew(None)
        assert self._credential is not None  # noqa: S101 - _renew raises or sets it
        return self._credential

    async def replacement(self, rejected: Credential) -> Credential | None:
        """Another credential than the one that the service rejected; None if there can be no other.

        Raises:
            BadCredentials, NoToken: as `credential`.
        """
        if rejected.lifetime is None:
            return None
        await self._renew(rejected)
        return self._credential

    async def _renew(self, rejected: Credential | None) -> None:
        """Get a new credential, unless another caller has just done so, or has just failed to."""
        tries = self._tries
        async with self._lock:
            if self._tries != tries:
                if self._failure is None:
                    return
                raise self._failure
            current = self._credential
            if rejected is not None and current is not rejected:
                return
            await self._issue(usable=rejected is None)

    async def _issue(self, *, usable: bool) -> None:
        now = self._clock.monotonic()
        try:
            credential = await self._auth.issue(self._service)
        except YandexArtError as error:
            self._tries += 1
            if usable and self._credential is not None and now < self._expires_at:
                _logger.warning("a new token could not be had, the old one serves on: %s", error)
                self._renew_at = now + PAUSE_AFTER_FAILURE
                self._failure = None
                return
            self._failure = _as_seen_by_caller(error)
            raise self._failure from None
        self._tries += 1
        self._failure = None
        self._credential = credential
        lifetime = math.inf if credential.lifetime is None else credential.lifetime
        self._expires_at = now + lifetime
        self._renew_at = now + (lifetime if lifetime == math.inf else min(RENEW_EVERY, lifetime * RENEW_AT_SHARE))


def _as_seen_by_caller(error: YandexArtError) -> YandexArtError:
    """The token service's error in terms of the request that needed the token: it was not sent."""
    if isinstance(error, _NOT_ACCEPTED):
        return error.retold_as(BadCredentials, f"{BadCredentials.sentence}: the token service does not accept it")
    return error.retold_as(NoToken, f"{NoToken.sentence}: {type(error).__name__}")
