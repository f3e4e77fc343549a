"""Tokens: who is given one, how long it is good for, and what is kept of the proof (nothing)."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.faults import Kind

IAM = "/iam/v1/tokens"
METADATA = "/computeMetadata/v1/instance/service-accounts/default/token"
AUDIENCE = "https://iam.api.cloud.yandex.net/iam/v1/tokens"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(key: rsa.RSAPrivateKey) -> str:
    subject = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, subject).decode()


def proof(
    key: rsa.RSAPrivateKey, *, algorithm: str = "PS256", kid: str | None = "ajekey", age: int = 0, **claims: Any
) -> str:
    begin = int(time.time()) - age
    payload = {"iss": "ajeaccount", "aud": AUDIENCE, "iat": begin, "exp": begin + 3600, **claims}
    return jwt.encode(payload, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


async def ask(service: Any, body: Any) -> tuple[int, Any]:
    return await service.post(body, headers={}, path=IAM)  # type: ignore[no-any-return]


async def test_a_signed_jwt_is_worth_a_token_that_works(service: Any, key: rsa.RSAPrivateKey) -> None:
    status, body = await ask(service, {"jwt": proof(key)})
    assert status == 200
    seconds = datetime.fromisoformat(body["expiresAt"]).timestamp() - time.time()
    assert 43_190 < seconds < 43_210
    service.cloud.settings = replace(service.cloud.settings, keys=("no other",))
    assert (await service.post(service.order(), headers={"Authorization": f"Bearer {body['iamToken']}"}))[0] == 200
    assert (await service.post(service.order(), headers={"Authorization": f"Api-Key {body['iamToken']}"}))[0] == 401


async def test_a_token_ends_with_its_life(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, token_lifetime=60.0)
    _, body = await ask(service, {"yandexPassportOauthToken": "y0"})
    headers = {"Authorization": f"Bearer {body['iamToken']}"}
    service.clock.now += 59
    assert (await service.post(service.order(), headers=headers))[0] == 200
    service.clock.now += 1
    status, answer = await service.post(service.order(), headers=headers)
    assert (status, answer["code"], answer["message"]) == (401, 16, "The token has expired")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"algorithm": "RS256"}, 400),
        ({"kid": None}, 400),
        ({"iss": ""}, 400),
        ({"exp": 4_000_000_000}, 400),  # far beyond the hour that the vendor allows
        ({"exp": "soon"}, 400),
        ({"aud": "https://example.com"}, 401),
        ({"age": 3700}, 401),
    ],
    ids=str,
)
async def test_a_proof_that_is_none_is_refused(
    service: Any, key: rsa.RSAPrivateKey, changes: dict[str, Any], status: int
) -> None:
    assert (await ask(service, {"jwt": proof(key, **changes)}))[0] == status


@pytest.mark.parametrize(
    "body",
    [None, {}, [], {"jwt": "nonsense"}, {"jwt": 7}, {"jwt": "a.b.c"}, {"jwt": "x", "yandexPassportOauthToken": "y"}],
)
async def test_what_is_no_proof_at_all_is_a_bad_request(service: Any, body: Any) -> None:
    status, answer = await ask(service, body)
    assert (status, answer["code"]) == (400, 3)


async def test_where_keys_are_registered_no_other_signature_will_do(service: Any, key: rsa.RSAPrivateKey) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    async with service.client.put("/-/settings", json={"service_accounts": {"ajekey": public(key)}}) as answer:
        assert answer.status == 200
    assert (await ask(service, {"jwt": proof(key)}))[0] == 200
    assert (await ask(service, {"jwt": proof(other)}))[0] == 401
    assert (await ask(service, {"jwt": proof(key, kid="another")}))[0] == 401


async def test_where_keys_are_named_no_other_oauth_token_will_do(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, keys=("y0_good",))
    assert (await ask(service, {"yandexPassportOauthToken": "y0_good"}))[0] == 200
    assert (await ask(service, {"yandexPassportOauthToken": "y0_bad"}))[0] == 401


async def test_a_machine_knows_its_own_token(service: Any) -> None:
    async with service.client.get(METADATA, headers={"Metadata-Flavor": "Google"}) as answer:
        body = await answer.json()
    assert (body["expires_in"], body["token_type"]) == (43_200, "Bearer")
    assert (await service.post(service.order(), headers={"Authorization": f"Bearer {body['access_token']}"}))[0] == 200
    async with service.client.get(METADATA) as answer:
        assert answer.status == 403


async def test_neither_proof_nor_token_is_kept_in_the_journal(service: Any, key: rsa.RSAPrivateKey) -> None:
    signed = proof(key)
    await ask(service, {"jwt": signed})
    await ask(service, {"yandexPassportOauthToken": "y0_secret"})
    async with service.client.get("/-/requests") as answer:
        text = await answer.text()
    assert signed not in text
    assert "y0_secret" not in text


@pytest.mark.parametrize(("name", "path"), [("yandex.iam", IAM), ("yandex.metadata", METADATA)])
async def test_the_ways_to_a_token_can_be_struck(service: Any, name: str, path: str) -> None:
    service.strike(name, Kind.STATUS, status=503)
    request = service.client.post(path, json={}) if name == "yandex.iam" else service.client.get(path)
    async with request as answer:
        assert (answer.status, (await answer.json())["code"]) == (503, 14)
