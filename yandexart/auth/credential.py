"""Credentials, the keys and tokens that are their own, and the service that issues tokens."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from yandexart.answers import Answer
from yandexart.http import HttpTransport, Request

TOKEN_TIMEOUT = 30.0  # seconds for one request for a token
MIN_LIFETIME = 60.0  # seconds; an expiry nearer than that, or past, tells of a wrong clock rather than of such a token
MAX_LIFETIME = 12 * 3600.0  # seconds; the vendor's limit for IAM tokens
DEFAULT_LIFETIME = 3600.0  # seconds; assumed where the answer does not say: the vendor advises a new token every hour

_SECRET = re.compile(r"[\x21-\x7e]{1,8192}")


@dataclass(frozen=True, slots=True)
class Credential:
    """A value of the header Authorization, good for `lifetime` seconds from when it was got; None: until revoked."""

    header: str = field(repr=False)
    lifetime: float | None = None


class TokenService:
    """Client of the services that issue tokens; `now` is the time in seconds since 1970."""

    def __init__(self, http: HttpTransport, iam_url: str, now: Callable[[], float]) -> None:
        self.now = now
        self._http = http
        self._url = f"{iam_url}/iam/v1/tokens"

    async def request(self, request: Request) -> Answer:
        """The answer to a request that needs no credential, within 30 seconds.

        Raises:
            YandexArtError: there is none of success.
        """
        async with self._http.send(request, "", TOKEN_TIMEOUT) as answer:  # a small one, for which no room is held
            return answer

    async def create_iam_token(self, proof: Mapping[str, str]) -> Credential:
        """An IAM token in exchange for a proof of identity (IamToken.Create of the vendor's API).

        Raises:
            YandexArtError: there is none to be had.
        """
        answer = await self.request(Request("POST", self._url, body=proof))
        fields = answer.fields()
        return bearer(answer, fields.get("iamToken"), seconds_until(fields.get("expiresAt"), self.now()))


class Auth(Protocol):
    """Port to a way to authenticate. It only gets credentials; the client caches them and renews them in time."""

    async def issue(self, service: TokenService) -> Credential:
        """A new credential.

        Raises:
            YandexArtError: there is none to be had.
        """
        ...


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key of a service account. Its scope must be `yc.ai.imageGeneration.execute`."""

    key: str = field(repr=False)

    def __post_init__(self) -> None:
        check_secret(self.key, "the API key")

    async def issue(self, service: TokenService) -> Credential:  # noqa: ARG002 - it is its own credential
        """The key itself, which does not expire."""
        return Credential(f"Api-Key {self.key}")


@dataclass(frozen=True, slots=True)
class IamToken:
    """An IAM token as it is. It expires within 12 hours and cannot be renewed: for manual tests."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        check_secret(self.token, "the IAM token")

    async def issue(self, service: TokenService) -> Credential:  # noqa: ARG002 - it is its own credential
        """The token itself; when it expires is not known."""
        return Credential(f"Bearer {self.token}")


def check_secret(secret: str, name: str) -> None:
    """Raises ValueError, without the value, if this cannot be a key or token (empty, with blanks or other signs)."""
    if not _SECRET.fullmatch(secret):
        raise ValueError(f"{name} must be 1 to 8192 visible ASCII characters without blanks")


def bearer(answer: Answer, token: object, lifetime: float) -> Credential:
    """A credential of a token that a service answered with; UnexpectedAnswer if it is none."""
    if not isinstance(token, str) or not _SECRET.fullmatch(token):
        raise answer.unexpected("no token")
    return Credential(f"Bearer {token}", min(max(lifetime, MIN_LIFETIME), MAX_LIFETIME))


def seconds_until(moment: object, now: float) -> float:
    """Seconds from `now` (since 1970) to a moment in RFC 3339, or an hour if there is none to read."""
    if not isinstance(moment, str):
        return DEFAULT_LIFETIME
    try:
        parsed = datetime.fromisoformat(moment)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp() - now
    except (ValueError, OverflowError):
        return DEFAULT_LIFETIME
