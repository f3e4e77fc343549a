"""Cache of the credential in use: renewed in time, and by one request however many callers wait for it."""

import asyncio
import logging
import math

from yandexart.auth.credential import Auth, Credential, TokenService
from yandexart.clock import Clock
from yandexart.errors import (
    AccountError,
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
_NOT_ACCEPTED = (AccountError, BadRequest, NotFound, Refused)


class Authorization:
    """Keeps one credential fresh, for any number of concurrent callers."""

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

    async def credential(self, seconds: float) -> Credential:
        """The credential to use now, for a caller who has so many seconds.

        Half of them are spent on a new one at most, where the old one is good still.

        Raises:
            BadCredentials: the token service does not accept what we have.
            NoToken: the token service could not be asked, or had no answer.
            TimeoutError: there is no old one, and no new one came in time.
        """
        if not self._is_fresh:
            old = self._credential if self._is_alive else None
            try:
                async with asyncio.timeout(seconds if old is None else seconds / 2):
                    await self._renew(None)
            except TimeoutError:
                if old is None:
                    raise
                self._keep_old("no answer in time", None)
                return old
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

    @property
    def _is_fresh(self) -> bool:
        return self._credential is not None and self._clock.monotonic() < self._renew_at

    @property
    def _is_alive(self) -> bool:
        return self._credential is not None and self._clock.monotonic() < self._expires_at

    async def _renew(self, rejected: Credential | None) -> None:
        """Get a new credential, unless another caller has just done so, or has just failed to."""
        tries = self._tries
        async with self._lock:
            if self._is_fresh if rejected is None else self._credential is not rejected:
                return
            if self._tries != tries and self._failure is not None:
                raise self._failure
            await self._issue(usable=rejected is None)

    async def _issue(self, *, usable: bool) -> None:
        now = self._clock.monotonic()
        try:
            credential = await self._auth.issue(self._service)
        except YandexArtError as error:
            self._tries += 1
            if usable and self._is_alive:
                self._failure = None
                self._keep_old(str(error), error.retry_after)
                return
            self._failure = _as_seen_by_caller(error)
            raise self._failure from None
        self._tries += 1
        self._failure = None
        self._credential = credential
        lifetime = math.inf if credential.lifetime is None else credential.lifetime
        self._expires_at = now + lifetime
        self._renew_at = now + (lifetime if lifetime == math.inf else min(RENEW_EVERY, lifetime * RENEW_AT_SHARE))

    def _keep_old(self, reason: str, retry_after: float | None) -> None:
        """Use the old credential, though not beyond its life, and leave the token service alone for a while."""
        _logger.warning("no new token could be obtained, the old one is still valid: %s", reason)
        pause = max(PAUSE_AFTER_FAILURE, retry_after or 0.0)
        self._renew_at = min(self._clock.monotonic() + pause, self._expires_at)


def _as_seen_by_caller(error: YandexArtError) -> YandexArtError:
    """The token service's error in terms of the request that needed the token: it was not sent."""
    if isinstance(error, _NOT_ACCEPTED):
        return error.converted_to(BadCredentials, f"{BadCredentials.sentence}: the token service does not accept it")
    return error.converted_to(NoToken, f"{NoToken.sentence}: {type(error).__name__}")
