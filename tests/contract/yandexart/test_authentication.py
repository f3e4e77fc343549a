"""Tokens: how each way gets one, when they are renewed, and what a refusal means."""

import asyncio
import json
from datetime import UTC, datetime

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from yandexart import (
    ApiKey,
    BadCredentials,
    IamToken,
    Metadata,
    NotConnected,
    NoToken,
    OAuthToken,
    QuotaExceeded,
    ServiceAccountKey,
)

ID = "fbveu1sntjqdkm9bmv8t"
RUNNING = {"id": ID, "done": False}


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def pem(private_key) -> str:
    return private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def expiry(time, seconds: float) -> str:
    return datetime.fromtimestamp(time.clock.wall() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.123456789Z")


def bearer(service) -> list[str]:
    """The tokens that operations were asked for with."""
    return [seen.headers["Authorization"] for seen in service.seen if seen.path.startswith("/operations")]


def token_requests(service) -> int:
    return sum(seen.path == "/iam/v1/tokens" for seen in service.seen)


async def test_an_iam_token_is_a_bearer(service, connect):
    service.answer(RUNNING)
    await connect(auth=IamToken("t1.abc")).operations.get(ID)
    assert bearer(service) == ["Bearer t1.abc"]


async def test_an_oauth_token_is_exchanged(service, connect, time):
    service.answer({"iamToken": "t1.new", "expiresAt": expiry(time, 43200)}).answer(RUNNING).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    await client.operations.get(ID)
    assert service.seen[0].body == {"yandexPassportOauthToken": "y0_secret"}
    assert "Authorization" not in service.seen[0].headers
    assert bearer(service) == ["Bearer t1.new", "Bearer t1.new"]
    assert token_requests(service) == 1


async def test_a_service_account_proves_itself_with_a_signed_jwt(service, connect, time, *, private_key, pem, tmp_path):
    file = tmp_path / "key.json"
    text = f"PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <ajekey>\n{pem}"
    file.write_text(json.dumps({"id": "ajekey", "service_account_id": "ajeaccount", "private_key": text}))
    service.answer({"iamToken": "t1.new", "expiresAt": expiry(time, 43200)}).answer(RUNNING)

    await connect(auth=ServiceAccountKey.from_file(file)).operations.get(ID)

    assert (service.seen[0].method, service.seen[0].path) == ("POST", "/iam/v1/tokens")
    proof = service.seen[0].body["jwt"]
    assert jwt.get_unverified_header(proof) == {"alg": "PS256", "kid": "ajekey", "typ": "JWT"}
    claims = jwt.decode(
        proof,
        private_key.public_key(),
        algorithms=["PS256"],
        audience="https://iam.api.cloud.yandex.net/iam/v1/tokens",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims["iss"] == "ajeaccount"
    assert claims["iat"] == int(time.clock.wall())
    assert claims["exp"] == claims["iat"] + 3600
    assert bearer(service) == ["Bearer t1.new"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("nope", "no JSON"),
        ("[]", "no JSON object"),
        ('{"id": "a", "service_account_id": "b"}', "'private_key'"),
        ('{"service_account_id": "b", "private_key": "secret"}', "'id'"),
        ('{"id": "a", "service_account_id": "b", "private_key": "secret"}', "no RSA key"),
    ],
)
def test_a_broken_key_file_is_named_and_never_quoted(tmp_path, content, reason):
    file = tmp_path / "key.json"
    file.write_text(content)
    with pytest.raises(ValueError, match=reason) as raised:
        ServiceAccountKey.from_file(file)
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize("lifetime", [4000, 0, -1, 10**400, 3.5, "soon", None, True, [4000]])
async def test_a_virtual_machine_knows_its_own_token(service, connect, lifetime):
    service.answer({"access_token": "t1.vm", "expires_in": lifetime, "token_type": "Bearer"}).answer(RUNNING)
    await connect(auth=Metadata(service.url.removeprefix("http://"))).operations.get(ID)
    assert (service.seen[0].method, service.seen[0].path) == (
        "GET",
        "/computeMetadata/v1/instance/service-accounts/default/token",
    )
    assert service.seen[0].headers["Metadata-Flavor"] == "Google"
    assert bearer(service) == ["Bearer t1.vm"]


@pytest.mark.parametrize(("lifetime", "renewed_after"), [(43200, 3600), (1000, 800)])
async def test_a_token_is_renewed_before_it_expires(service, connect, time, lifetime, renewed_after):
    service.answer({"iamToken": "one", "expiresAt": expiry(time, lifetime)}).answer(RUNNING).answer(RUNNING)
    service.answer({"iamToken": "two", "expiresAt": expiry(time, lifetime)}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    time.now += renewed_after - 2
    await client.operations.get(ID)
    time.now += 4
    await client.operations.get(ID)
    assert bearer(service) == ["Bearer one", "Bearer one", "Bearer two"]


async def test_many_callers_get_one_token(service, connect, time):
    service.answer({"iamToken": "one", "expiresAt": expiry(time, 43200)})
    for _ in range(20):
        service.answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    async with asyncio.TaskGroup() as tasks:
        for _ in range(20):
            tasks.create_task(client.operations.get(ID))
    assert token_requests(service) == 1
    assert bearer(service) == ["Bearer one"] * 20


class Revoking:
    """A service whose tokens can be revoked: it takes only the newest."""

    def __init__(self, service) -> None:
        self.issued = 0
        service.reply(self.answer, times=1000)

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/iam/v1/tokens":
            self.issued += 1
            return web.json_response({"iamToken": f"t{self.issued}"})
        if request.headers["Authorization"] != f"Bearer t{self.issued}":
            return web.json_response({"code": 16, "message": "The token is invalid"}, status=401)
        return web.json_response(RUNNING)


async def test_a_revoked_token_is_replaced_once_however_many_were_refused(service, connect):
    revoking = Revoking(service)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    revoking.issued = 5  # as if somebody else had revoked the first
    async with asyncio.TaskGroup() as tasks:
        for _ in range(20):
            tasks.create_task(client.operations.get(ID))
    assert revoking.issued == 6
    assert token_requests(service) == 2


async def test_a_late_refusal_of_an_old_token_does_not_cost_another_one(service, connect):
    asked, late = asyncio.Event(), asyncio.Event()

    async def refuse_late(request: web.Request) -> web.Response:
        asked.set()
        await late.wait()
        return web.json_response({"code": 16}, status=401)

    service.answer({"iamToken": "old"}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    service.reply(refuse_late).answer({"code": 16}, 401).answer({"iamToken": "new"}).answer(RUNNING).answer(RUNNING)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(client.operations.get(ID))
        await asked.wait()
        await client.operations.get(ID)
        late.set()
    assert token_requests(service) == 2
    assert bearer(service) == ["Bearer old"] * 3 + ["Bearer new"] * 2


async def test_a_refused_token_is_not_used_on_when_there_is_no_other(service, connect, recorded):
    service.answer({"iamToken": "old"}).answer(recorded("error_unauthenticated"), 401).answer(b"", 500)
    with pytest.raises(NoToken):
        await connect(auth=OAuthToken("y0_secret")).operations.get(ID)
    assert len(service.seen) == 3


async def test_a_submission_that_was_refused_for_its_token_is_sent_again(service, connect, recorded):
    service.answer({"iamToken": "old"}).answer(recorded("error_unauthenticated"), 401)
    service.answer({"iamToken": "new"}).answer(recorded("submitted"))
    client = connect(auth=OAuthToken("y0_secret"))
    operation = await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert operation.id == ID
    assert [seen.headers.get("Authorization") for seen in service.seen] == [None, "Bearer old", None, "Bearer new"]


async def test_a_second_refusal_is_final(service, connect, recorded):
    for name in ("old", "new"):
        service.answer({"iamToken": name}).answer(recorded("error_unauthenticated"), 401)
    with pytest.raises(BadCredentials):
        await connect(auth=OAuthToken("y0_secret")).operations.get(ID)
    assert len(service.seen) == 4


@pytest.mark.parametrize("auth", [ApiKey("AQVN-secret"), IamToken("t1.abc")], ids=["key", "token"])
async def test_what_cannot_be_renewed_is_not_tried_again(service, connect, recorded, auth):
    service.answer(recorded("error_unauthenticated"), 401)
    with pytest.raises(BadCredentials):
        await connect(auth=auth).operations.get(ID)
    assert len(service.seen) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_proof_that_is_not_accepted_is_a_matter_of_credentials(service, connect, status):
    service.answer({"code": 3, "message": "invalid proof"} if status == 400 else b"", status)
    with pytest.raises(BadCredentials, match="token service"):
        await connect(auth=OAuthToken("y0_secret")).models.image_generation().run_deferred("a cat")
    assert len(service.seen) == 1


@pytest.mark.parametrize("fault", ["500", "429", "lost", "html", "no token", "bad token"])
async def test_without_a_token_nothing_is_sent_and_nothing_can_have_been_executed(service, connect, fault):
    if fault == "lost":
        service.wire()
    else:
        answers = {"html": b"<html>", "no token": {}, "bad token": {"iamToken": "a\r\nX-Evil: b"}}
        service.answer(answers.get(fault, b""), int(fault) if fault.isdigit() else 200, Retry_After="9")
    with pytest.raises(NoToken) as raised:
        await connect(auth=OAuthToken("y0_secret")).models.image_generation().run_deferred("a cat")
    assert isinstance(raised.value, NotConnected)
    assert not raised.value.may_have_executed
    assert len(service.seen) == 1
    if fault == "429":
        assert raised.value.retry_after == 9


async def test_a_token_service_that_never_answers_does_not_hold_up_the_caller(service, connect):
    service.silent()
    with pytest.raises(NoToken, match="in time"):
        await connect(auth=OAuthToken("y0_secret")).operations.get(ID, timeout=0.1)


async def test_callers_who_waited_for_a_failure_share_it(service, connect):
    asked, gate = asyncio.Event(), asyncio.Event()

    async def slow_failure(request: web.Request) -> web.Response:
        asked.set()
        await gate.wait()
        return web.Response(status=500)

    service.reply(slow_failure)
    client = connect(auth=OAuthToken("y0_secret"))

    async def ask() -> type[BaseException] | None:
        try:
            await client.operations.get(ID)
        except NoToken as error:
            return type(error)
        return None

    async with asyncio.TaskGroup() as tasks:
        callers = [tasks.create_task(ask()) for _ in range(10)]
        await asked.wait()
        gate.set()
    assert {caller.result() for caller in callers} == {NoToken}
    assert token_requests(service) == 1


async def test_a_failed_renewal_leaves_the_old_token_in_use_while_it_lives(service, connect, time):
    service.answer({"iamToken": "one", "expiresAt": expiry(time, 43200)}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)

    time.now += 3601
    service.answer(b"", 500).answer(RUNNING).answer(RUNNING)
    await client.operations.get(ID)
    await client.operations.get(ID)  # at once after a failure, the token service is left alone
    assert bearer(service) == ["Bearer one"] * 3
    assert token_requests(service) == 2

    time.now += 43200
    service.answer(b"", 500)
    with pytest.raises(NoToken):
        await client.operations.get(ID)


async def test_while_the_old_token_lives_a_silent_token_service_holds_nobody_up_for_long(service, connect, time):
    service.answer({"iamToken": "one", "expiresAt": expiry(time, 43200)}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)

    time.now += 3601
    service.silent().answer(RUNNING).answer(RUNNING)
    await client.operations.get(ID, timeout=4)
    await client.operations.get(ID, timeout=4)  # the token service is left alone
    assert bearer(service) == ["Bearer one"] * 3
    assert token_requests(service) == 2


async def test_a_pause_after_a_failure_begins_when_it_has_failed(service, connect, time):
    async def fail_slowly(request: web.Request) -> web.Response:
        time.now += 40
        return web.Response(status=500)

    service.answer({"iamToken": "one", "expiresAt": expiry(time, 43200)}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    time.now += 3601
    service.reply(fail_slowly).answer(RUNNING).answer(RUNNING)
    await client.operations.get(ID)
    await client.operations.get(ID)
    assert token_requests(service) == 2


async def test_the_token_service_is_left_alone_as_long_as_it_asks_but_not_beyond_the_old_tokens_life(
    service, connect, time
):
    service.answer({"iamToken": "one", "expiresAt": expiry(time, 1000)}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    time.now += 801
    service.answer(b"", 503, Retry_After="3600").answer(RUNNING).answer(RUNNING)
    await client.operations.get(ID)
    time.now += 190
    await client.operations.get(ID)
    assert token_requests(service) == 2

    time.now += 20
    service.answer({"iamToken": "two", "expiresAt": expiry(time, 1000)}).answer(RUNNING)
    await client.operations.get(ID)
    assert bearer(service) == ["Bearer one"] * 3 + ["Bearer two"]


async def test_a_clock_that_is_years_off_does_not_ask_for_a_token_each_time(service, connect, time):
    service.answer({"iamToken": "one", "expiresAt": "2020-01-01T00:00:00Z"}).answer(RUNNING).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    await client.operations.get(ID)
    assert token_requests(service) == 1


@pytest.mark.parametrize("moment", [None, "soon", 7, "9999-99-99T00:00:00Z"])
async def test_an_unreadable_expiry_means_an_hour(service, connect, time, moment):
    service.answer({"iamToken": "one", "expiresAt": moment}).answer(RUNNING).answer(RUNNING)
    service.answer({"iamToken": "two"}).answer(RUNNING)
    client = connect(auth=OAuthToken("y0_secret"))
    await client.operations.get(ID)
    time.now += 2000
    await client.operations.get(ID)
    time.now += 1000
    await client.operations.get(ID)
    assert bearer(service) == ["Bearer one", "Bearer one", "Bearer two"]


async def test_a_quota_of_the_service_is_not_a_matter_of_tokens(service, connect, recorded):
    service.answer({"iamToken": "one"}).answer(recorded("error_quota"), 429)
    with pytest.raises(QuotaExceeded):
        await connect(auth=OAuthToken("y0_secret")).operations.get(ID)


@pytest.mark.parametrize("make", [ApiKey, IamToken, OAuthToken])
@pytest.mark.parametrize("secret", ["", "a b", "a\r\nX: y", "ключ", "x" * 8193])
def test_what_cannot_be_a_secret_is_refused_without_showing_it(make, secret):
    with pytest.raises(ValueError, match="visible ASCII") as raised:
        make(secret)
    assert not secret or secret not in str(raised.value)


def test_no_secret_is_in_a_repr(pem):
    for auth in (ApiKey("s3cret"), IamToken("s3cret"), OAuthToken("s3cret"), ServiceAccountKey("id", "account", pem)):
        assert "s3cret" not in repr(auth)
        assert "PRIVATE" not in repr(auth)
