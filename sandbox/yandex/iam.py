"""Issue of tokens: `POST /iam/v1/tokens`, and the metadata service of a virtual machine."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import jwt
from aiohttp import web

from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.edge import json_body
from sandbox.yandex.errors import ServiceError, invalid

AUDIENCE = "https://iam.api.cloud.yandex.net/iam/v1/tokens"
_MAX_PROOF_LIFETIME = 3600  # seconds


class Iam:
    """The handlers that give out tokens."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    async def create(self, request: web.Request) -> web.Response:
        """IamToken.Create: a token for a service account's signed JWT, or for a person's OAuth token."""
        body = protojson.message(json_body(request), "body")
        proof = protojson.string(body.get("jwt"), "jwt")
        oauth = protojson.string(body.get("yandexPassportOauthToken"), "yandexPassportOauthToken")
        if bool(proof) == bool(oauth):
            raise invalid("one of jwt and yandexPassportOauthToken is expected")
        if proof:
            check_proof(proof, self._cloud.settings.service_accounts, self._cloud.wall_time())
        elif self._cloud.settings.keys and oauth not in self._cloud.settings.keys:
            raise ServiceError(401, "The OAuth token is invalid")
        lifetime = self._cloud.settings.token_lifetime
        expires = datetime.fromtimestamp(self._cloud.wall_time(), UTC) + timedelta(seconds=lifetime)
        token = self._cloud.tokens.issue(lifetime)
        return web.json_response({"iamToken": token, "expiresAt": expires.strftime("%Y-%m-%dT%H:%M:%S.000000000Z")})

    async def metadata(self, request: web.Request) -> web.Response:
        """The token of the machine's own service account."""
        if request.headers.get("Metadata-Flavor") != "Google":
            raise ServiceError(403, "Missing header Metadata-Flavor: Google")
        lifetime = self._cloud.settings.token_lifetime
        token = self._cloud.tokens.issue(lifetime)
        return web.json_response({"access_token": token, "expires_in": int(lifetime), "token_type": "Bearer"})


def check_proof(proof: str, keys: Mapping[str, str], now: float) -> None:
    """Checks that the JWT proves who is asking: signed by one of `keys`, or just well-formed if none are registered.

    Raises:
        ServiceError: 400 for no such JWT, 401 for one that proves nothing.
    """
    try:
        header = jwt.get_unverified_header(proof)
        claims = jwt.decode(proof, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise invalid("jwt: no JSON Web Token") from None
    if header.get("alg") != "PS256" or not header.get("kid") or not claims.get("iss"):
        raise invalid("jwt: PS256, a key id and an issuer are expected")
    begin, end = (claims.get(name) for name in ("iat", "exp"))
    if not isinstance(begin, int) or not isinstance(end, int) or not begin < end <= begin + _MAX_PROOF_LIFETIME:
        raise invalid("jwt: iat and exp at most 3600 seconds apart are expected")
    if claims.get("aud") != AUDIENCE or now >= end:
        raise ServiceError(401, "The JWT is for somebody else, or has expired")
    if keys:
        _verify(proof, keys.get(header["kid"]))


def _verify(proof: str, key: str | None) -> None:
    if key is None:
        raise ServiceError(401, "Unknown key id")
    try:
        jwt.decode(
            proof,
            key,
            algorithms=["PS256"],
            audience=AUDIENCE,
            options={"verify_exp": False, "verify_iat": False},  # the times were checked before, by the double's clock
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        raise ServiceError(401, "The signature is not that of the key") from None
