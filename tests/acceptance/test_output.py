"""Whatever fails, nothing that the program says holds a token, a key or a prompt, however it authenticates."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.faults import Kind
from sandbox.yandex import iam
from tests.acceptance.conftest import Starter
from tests.acceptance.programs import KEY
from tests.flows.stage import Stage

PROMPT: Final = "xyzzyplugh"
IAM_TOKEN: Final = "t1.acceptance-iam-token"
OAUTH_TOKEN: Final = "y0_acceptance-oauth-token"

Way = Callable[[Stage, Path], tuple[dict[str, str], list[str]]]
"""Gives the settings of a way to authenticate, and what of it is secret."""


def by_iam_token(stage: Stage, folder: Path) -> tuple[dict[str, str], list[str]]:
    return {"YC_IAM_TOKEN": IAM_TOKEN}, [IAM_TOKEN]


def by_oauth_token(stage: Stage, folder: Path) -> tuple[dict[str, str], list[str]]:
    return {"YC_OAUTH_TOKEN": OAUTH_TOKEN}, [OAUTH_TOKEN]


def by_key_file(stage: Stage, folder: Path) -> tuple[dict[str, str], list[str]]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = {"id": "ajekey", "service_account_id": "ajeaccount", "private_key": private.decode()}
    file = folder / "key.json"
    file.write_text(json.dumps(key))
    _begin, *lines, _end = private.decode().splitlines()
    return {"YC_SERVICE_ACCOUNT_KEY_FILE": str(file)}, lines


def by_the_machine(stage: Stage, folder: Path) -> tuple[dict[str, str], list[str]]:
    return {"YC_METADATA_ADDR": f"{stage.sandbox.address}/yandex"}, []


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The JWTs that the token service is shown; the sandbox's own journal keeps none."""
    seen: list[str] = []
    check = iam.check_proof

    def look(proof: str, *rest: object) -> None:
        seen.append(proof)
        check(proof, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(iam, "check_proof", look)
    return seen


@pytest.mark.fault("42")
@pytest.mark.slow
@pytest.mark.parametrize("log_format", ["console", "json"])
async def test_a_run_in_which_everything_fails_tells_no_secret(
    stage: Stage, settings: dict[str, str], bot: Starter, log_format: str
) -> None:
    token = stage.sandbox.telegram.token
    secrets = (token, token.partition(":")[2], KEY, PROMPT)
    for call in ("telegram.getUpdates", "telegram.sendMessage", "telegram.editMessage*", "yandex.submit", "yandex.get"):
        for kind in (Kind.LOST, Kind.HTML):
            stage.fault(call, kind, message=" ".join(secrets), times=1)
    stage.world.updates.put_raw({"message": {"text": PROMPT, "chat": token}})
    stage.alice.writes(f"/draw {PROMPT} --seed 1")
    stage.alice.writes(f"/draw {PROMPT} --sed 1")
    stage.boris.writes(f"/draw {PROMPT} forbidden", in_=stage.cats)
    async with bot(settings=settings | {"LOG_LEVEL": "DEBUG", "LOG_FORMAT": log_format}) as program:
        await stage.alice.chat.picture()
        await stage.cats.said("Нейросеть отказалась это рисовать")
        await program.kill()
        output = program.output
    stage.description.problems.clear()  # the update put in by hand is nothing that Telegram would send
    assert "is unreadable" in output
    assert "no updates are received" in output
    assert [secret for secret in secrets if secret in output] == []


@pytest.mark.parametrize(
    ("way", "generator", "log_format"),
    [
        (by_oauth_token, "yandexart", "json"),
        (by_key_file, "alice", "console"),
        pytest.param(by_the_machine, "yandexart", "console"),
        pytest.param(by_iam_token, "alice", "console"),
    ],
)
@pytest.mark.slow
async def test_no_way_to_authenticate_is_told_when_the_cloud_fails_everywhere(
    stage: Stage,
    settings: dict[str, str],
    bot: Starter,
    proofs: list[str],
    tmp_path: Path,
    *,
    way: Way,
    generator: str,
    log_format: str,
) -> None:
    credentials, kept_secret = way(stage, tmp_path)
    secrets = [PROMPT, *kept_secret]
    quotes = " ".join(secrets)
    is_renewed = way is not by_iam_token
    for call in ("yandex.iam", "yandex.metadata"):
        stage.fault(call, Kind.LOST, times=1)
        stage.fault(call, Kind.HTML, message=quotes, times=1)
    for call in ("yandex.submit", "yandex.images"):
        if is_renewed:  # a token that is refused is replaced by another one
            stage.fault(call, Kind.STATUS, status=401, message=quotes, times=1)
        stage.fault(call, Kind.HTML, message=quotes, times=1)
    stage.fault("yandex.get", Kind.HTML, message=quotes, times=1)
    stage.fault("yandex.completion", Kind.HTML, message=quotes, times=1)
    stage.alice.writes(f"/draw {PROMPT} --enhance")
    address = f"{stage.sandbox.address}/yandex"
    more = {
        "YC_API_KEY": "",
        "GENERATOR": generator,
        "YANDEX_IMAGES_URL": address,
        "YANDEX_IAM_URL": address,
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": log_format,
    }
    async with bot(settings=settings | more | credentials) as program:
        await stage.alice.chat.picture()
        await program.kill()
        output = program.output
    assert "could not be enhanced" in output
    issued = list(stage.sandbox.yandex.tokens._ends)
    assert len(issued) == (2 if is_renewed else 0)
    assert bool(proofs) == (way is by_key_file)
    parts = [part for proof in proofs for part in proof.split(".")]
    assert [secret for secret in (*secrets, *issued, *parts) if secret in output] == []
    assert re.search(r"\beyJ[\w-]{20}", output) is None  # the beginning of any JWT, also of one that never arrived
