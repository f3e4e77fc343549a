"""Tokens from the key file of a service account (an authorized key)."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import jwt

from yandexart.auth.credential import Credential, TokenService

AUDIENCE = "https://iam.api.cloud.yandex.net/iam/v1/tokens"
PROOF_LIFETIME = 3600  # seconds; the most that the vendor allows


@dataclass(frozen=True, slots=True)
class ServiceAccountKey:
    """An authorized key of a service account: proves the account's identity by a JWT signed with PS256.

    Attributes:
        key_id: `id` in the key file.
        service_account_id: the account that it belongs to.
        private_key: RSA in PEM; the vendor's files have a line of text before it.
        audience: the service that the JWT is for; it differs only in the vendor's other clouds.

    Raises:
        ValueError: the private key is none.
    """

    key_id: str
    service_account_id: str
    private_key: str = field(repr=False)
    audience: str = AUDIENCE

    def __post_init__(self) -> None:
        self.proof(now=0)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a key file: JSON with `id`, `service_account_id` and `private_key`.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no such file, and what is missing; its content is never quoted.
        """
        try:
            found = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            raise ValueError("the key file is no JSON") from None
        if not isinstance(found, dict):
            raise ValueError("the key file is no JSON object")  # noqa: TRY004 - the content is wrong, not a type
        texts: dict[str, str] = {}
        for name in ("id", "service_account_id", "private_key"):
            value = found.get(name)
            if not isinstance(value, str) or not value:
                raise ValueError(f"the key file has no '{name}': make one with `yc iam key create`")
            texts[name] = value
        return cls(texts["id"], texts["service_account_id"], texts["private_key"])

    def proof(self, now: float) -> str:
        """The signed JWT, good for an hour from `now` (seconds since 1970)."""
        claims = {
            "iss": self.service_account_id,
            "aud": self.audience,
            "iat": int(now),
            "exp": int(now) + PROOF_LIFETIME,
        }
        try:
            return jwt.encode(claims, self.private_key, algorithm="PS256", headers={"kid": self.key_id})
        except (jwt.PyJWTError, ValueError, TypeError):
            # `from None`: what the key's reader says may quote the key.
            raise ValueError("the private key is no RSA key in PEM") from None

    async def issue(self, service: TokenService) -> Credential:
        """An IAM token in exchange for a signed JWT. Raises YandexArtError."""
        return await service.create_iam_token({"jwt": self.proof(service.now())})
