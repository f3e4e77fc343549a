"""`python -m bot check`: what each service can have against the bot is told as what mends it, and costs nothing."""

import asyncio
import base64
import re
import shlex
import subprocess
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from bot.commands.check import check
from bot.config import Settings
from sandbox.yandex import edge
from tests.acceptance.conftest import Starter
from tests.acceptance.programs import KEY
from tests.flows.stage import Stage
from tests.world.databases import NEWEST, database_of

Checks = Callable[..., Awaitable[list[str]]]

CALLS: Final = {"yandexart": "yandex.submit", "alice": "yandex.images"}
TOKEN: Final = {"YC_API_KEY": "", "YC_IAM_TOKEN": "t1.iam-token"}
NO_ROLE: Final = "Permission to [resource-manager.folder b1g, resource-manager.cloud b1g] denied"
WRONG_FOLDER: Final = "Specified folder ID 'b1g' does not match with service account folder ID 'b1h'"
RETIRED: Final = "Access to model art://b1g/yandex-art/latest denied"


@pytest.fixture
def checks(
    stage: Stage,
    settings: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Checks:
    """The command without its process, in an empty folder; a line each for Telegram, database, image service."""
    monkeypatch.chdir(tmp_path)

    async def run(status: int, *, with_drawing: bool = False, **more: str) -> list[str]:
        for name, value in (settings | {"ADMIN_IDS": "101"} | more).items():
            monkeypatch.setenv(name, value)
        assert await check(Settings(), with_drawing=with_drawing) == status
        return capsys.readouterr().out.splitlines()

    return run


@pytest.mark.parametrize("generator", ["yandexart", pytest.param("alice", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("fault", "more", "fix"),
    [
        ({"status": 401, "message": "The token has expired"}, TOKEN, "YC_IAM_TOKEN has expired or is wrong"),
        ({"status": 401, "message": "Unknown api key"}, {}, "YC_API_KEY is not accepted"),
        ({"status": 403, "message": NO_ROLE}, {}, "Give it the role ai.imageGeneration.user"),
        ({"status": 403, "message": "API key scope is insufficient"}, {}, "the API key lacks its scope"),
        ({"status": 400, "message": WRONG_FOLDER}, {}, "Set YC_FOLDER_ID"),
        ({"status": 400, "message": "Failed to parse model URI"}, {}, "is not there for this account"),
        ({"status": 404, "message": "Model not found"}, {}, "is not there for this account"),
        ({"status": 402, "message": "Payment Required"}, {}, "no money on it"),
        ({"status": 400, "code": 9, "message": "Folder is not active"}, {}, "See in the console"),
        ({"status": 429}, {}, "the quota is used up"),
        ({"status": 503}, {}, "not working at the moment. Try again later"),
    ],
    ids=[
        "expired-token",
        "wrong-key",
        "no-role",
        "no-scope",
        "wrong-folder",
        "bad-model",
        "unknown-model",
        "no-money",
        "inactive",
        "quota",
        "down",
    ],
)
async def test_what_the_service_has_against_the_bot_is_told_as_what_mends_it(
    stage: Stage, checks: Checks, *, generator: str, fault: dict[str, Any], more: Mapping[str, str], fix: str
) -> None:
    stage.fault(CALLS[generator], "status", **fault)
    telegram, database, service = await checks(1, GENERATOR=generator, **more)
    assert (telegram[:4], database[:4]) == ("ok  ", "ok  ")
    assert service.startswith("FAIL  image service: ")
    assert fix in service
    assert f"HTTP {fault['status']}" in service
    assert KEY not in service
    assert TOKEN["YC_IAM_TOKEN"] not in service
    assert stage.paid == []


@pytest.mark.parametrize(
    "spell", [str, lambda key: base64.urlsafe_b64encode(f"api-key:{key}".encode()).decode().strip("="), str.lower]
)
@pytest.mark.parametrize("fault", [{"kind": "status", "status": 403}, {"kind": "html", "status": 502}, None])
async def test_a_key_that_the_service_sends_back_as_an_id_is_not_shown(
    stage: Stage,
    checks: Checks,
    monkeypatch: pytest.MonkeyPatch,
    spell: Callable[[str], str],
    fault: dict[str, Any] | None,
) -> None:
    sent = spell(KEY)
    monkeypatch.setattr(edge, "support_ids", lambda: (("x-request-id", sent), ("x-server-trace-id", sent)))
    if fault is None:
        stage.service(models=[f"{sent}/latest"])
    else:
        stage.fault("yandex.images", **fault, message=f"denied to {sent}")
    *_, service = await checks(1, GENERATOR="alice")
    assert service.startswith("FAIL  image service: ")
    assert sent not in service
    assert "[secret]" in service


@pytest.mark.parametrize(
    ("more", "fix"),
    [
        ({"GENERATOR": "yandexart"}, "put into .env GENERATOR=alice, and restart"),
        ({"GENERATOR": "yandexart", "MODEL": "yandex-art"}, "GENERATOR=alice and MODEL=, and restart"),
        ({"GENERATOR": "alice", "MODEL": "yandex-art"}, "put into .env MODEL=aliceai-image-art-3.0"),
        ({"GENERATOR": "auto", "MODEL": "yandex-art"}, "GENERATOR=alice and MODEL=, and restart"),
    ],
    ids=["yandexart", "yandexart-by-name", "alice-by-name", "auto-by-name"],
)
async def test_a_retired_model_is_told_as_what_mends_it(
    stage: Stage, checks: Checks, more: Mapping[str, str], fix: str
) -> None:
    stage.service(retired=True)
    *_, service = await checks(1, **more)
    assert "the model yandex-art is not there for this account" in service
    assert fix in service
    assert stage.paid == []
    mended = {"GENERATOR": "alice", "MODEL": ""}
    *_, service = await checks(0, **mended)
    assert service.startswith("ok    image service")
    assert stage.paid == []


@pytest.mark.parametrize("retired", [False, True])
async def test_with_no_generator_set_it_takes_what_the_account_has_and_says_so(
    stage: Stage, checks: Checks, *, retired: bool
) -> None:
    stage.service(retired=retired)
    *_, service = await checks(0, GENERATOR="")
    assert "accepts requests for aliceai-image-art-3.0, as the account has it (GENERATOR=alice)" in service
    stage.service(retired=False, models=["yandex-art/latest"])
    *_, service = await checks(0, GENERATOR="")
    assert "accepts requests for yandex-art, as the account has it (GENERATOR=yandexart)" in service
    assert stage.paid == []


async def test_a_model_that_is_denied_although_it_is_listed_is_told_to_be_replaced(
    stage: Stage, checks: Checks
) -> None:
    stage.service(models=["aliceai-image-art-3.0"])
    stage.fault("yandex.images", "status", status=403, message="Access to the model denied")
    *_, service = await checks(1, GENERATOR="alice")
    assert "Nothing else that draws is known of" in service
    assert "let the bot choose: GENERATOR=auto" in service
    assert stage.paid == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "status", "status": 401}, "the token is not accepted; ask @BotFather"),
        ({"kind": "status", "status": 404}, "the token is not accepted; ask @BotFather"),
        ({"kind": "status", "status": 429, "retry_after": "7"}, "has been asked too much; try again in 7 seconds"),
        ({"kind": "status", "status": 502}, "is not working at the moment; try again later"),
        ({"kind": "status", "status": 403}, "answers with an error (TelegramForbiddenError)"),
        ({"kind": "html", "status": 200}, "what answers is no Bot API server; is TELEGRAM_API_URL right?"),
        ({"kind": "lost"}, "does not answer; is the network up, and TELEGRAM_API_URL right?"),
    ],
    ids=["401", "404", "429", "502", "403", "html", "lost"],
)
@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
async def test_what_telegram_answers_is_not_told_as_silence(
    stage: Stage, checks: Checks, method: str, fault: dict[str, Any], told: str
) -> None:
    stage.fault(f"telegram.{method}", **fault)
    telegram, _, service = await checks(1)
    assert telegram.startswith("FAIL  Telegram: ")
    assert told in telegram
    assert stage.sandbox.telegram.token not in telegram
    assert service.startswith("ok  ")


async def test_a_token_with_a_typing_error_is_told_as_such(checks: Checks) -> None:
    wrong = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # pragma: allowlist secret
    telegram, *_ = await checks(1, BOT_TOKEN=wrong)
    assert telegram.startswith("FAIL  Telegram: the token is not accepted")


async def test_the_picture_that_proves_it_keeps_to_the_owners_limit(stage: Stage, checks: Checks) -> None:
    *_, service = await checks(0, with_drawing=True, GENERATOR="alice", PROMPT_LIMIT="3")
    assert service.startswith("ok    image service: drew a picture")
    stage.service(duration=[0.0, 0.0])
    *_, service = await checks(0, with_drawing=True, GENERATOR="yandexart", PROMPT_LIMIT="3")
    assert service.startswith("ok    image service: drew a picture")


@pytest.mark.usefixtures("patience")
async def test_a_picture_that_outlasts_the_check_can_still_be_had(stage: Stage, checks: Checks) -> None:
    stage.service(never=1.0)
    *_, service = await checks(1, with_drawing=True)
    assert "takes longer than this check waits" in service
    assert re.search(r"python -m bot draw --attach=fbv\w+", service)


def _env(folder: Path) -> tuple[Path, str, dict[str, str]]:
    return folder / ".env", ".env", {}


def _link_to_env(folder: Path) -> tuple[Path, str, dict[str, str]]:
    (folder / ".env").symlink_to("elsewhere")
    return folder / "elsewhere", ".env", {}


def _key(folder: Path) -> tuple[Path, str, dict[str, str]]:
    return folder / "my key.json", "my key.json", {"YC_SERVICE_ACCOUNT_KEY_FILE": "my key.json"}


def _database(folder: Path) -> tuple[Path, str, dict[str, str]]:
    return folder / "kept.db", f"{folder}/kept.db", {"DATABASE_URL": f"sqlite:///{folder}/kept.db"}


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o666])
@pytest.mark.parametrize("loose", [_env, _link_to_env, _key, _database])
async def test_a_file_that_others_can_read_is_told_with_what_to_type(
    checks: Checks, tmp_path: Path, loose: Callable[[Path], tuple[Path, str, dict[str, str]]], rights: int
) -> None:
    file, name, more = loose(tmp_path)
    file.touch()
    file.chmod(rights)

    files, *_ = await checks(1, **more)

    assert files == f"FAIL  files: others than their owner can read {name}; type: chmod 600 {shlex.quote(name)}"
    command = shlex.split(files.partition("type: ")[2])
    await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, check=True)
    assert (await checks(0, **more))[0].startswith("ok    Telegram")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3600, "3600 s behind"), (-90, "90 s ahead of"), (40, None)],
    ids=["behind", "ahead", "right"],
)
async def test_a_clock_that_is_not_telegrams_is_told(
    stage: Stage, checks: Checks, seconds: float, words: str | None
) -> None:
    stage.world.clock = lambda: time.time() + seconds
    telegram, _, _ = await checks(0)
    assert telegram.startswith("ok    Telegram: @")
    assert ("clock of this machine" in telegram) is (words is not None)
    assert re.sub(r"(35\d\d|3600) s", "3600 s", re.sub(r"(89|90|91) s", "90 s", telegram)).count(words or "@") == 1


@pytest.mark.parametrize("ids", ["", '""', " "])
async def test_that_nobody_owns_the_bot_is_told_and_is_no_failure(checks: Checks, ids: str) -> None:
    *_, note = await checks(0, ADMIN_IDS=ids)

    assert note.startswith("note  owner: ADMIN_IDS names nobody")
    assert "/owner" in note


async def test_nothing_is_said_of_owners_where_there_is_one(checks: Checks) -> None:
    assert not any("owner" in line for line in await checks(0))


@pytest.mark.parametrize("revision", ["0003", "0008", "0015", "0016"])
async def test_a_database_of_an_older_version_is_told_and_left_as_it_is(
    checks: Checks, tmp_path: Path, revision: str
) -> None:
    database_of(tmp_path, revision)
    (tmp_path / "a.db").chmod(0o600)
    for _ in range(2):
        _, database, _ = await checks(0, DATABASE_URL=f"sqlite:///{tmp_path}/a.db")
        assert database.startswith("ok    database: opens, and is of an older version")
        assert f"from revision {revision} to {NEWEST}" in database
        assert "Make a backup before" in database


async def test_a_database_without_tables_is_left_to_the_first_start(checks: Checks, tmp_path: Path) -> None:
    (tmp_path / "a.db").touch(mode=0o600)
    _, database, _ = await checks(0, DATABASE_URL=f"sqlite:///{tmp_path}/a.db")
    assert database == "ok    database: is not there yet: the first start makes it"


@pytest.mark.parametrize("folder", [".", "data", "data/of/the bot"])
async def test_a_database_that_is_not_there_is_not_made(checks: Checks, tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "b.db"
    _, database, _ = await checks(0, DATABASE_URL=f"sqlite:///{file}")

    assert database == "ok    database: is not there yet: the first start makes it"
    assert not file.exists()
    assert file.parent.exists() is (folder == ".")


async def test_a_bot_that_moves_to_another_server_leaves_this_one_and_check_says_so(
    stage: Stage, command: Starter
) -> None:
    async with command("logout") as logout:
        assert await logout.status() == 0
        assert f"logged out of {stage.sandbox.address}/telegram. Set TELEGRAM_API_URL" in logout.output
    async with command("check") as check:
        assert await check.status() == 1
        assert "FAIL  Telegram: the bot is logged out of this Bot API server" in check.output
    async with command("logout") as again:
        assert await again.status() == 1
        assert "is logged out of this Bot API server" in again.output
    stage.clock.move(601)
    async with command("check") as later:
        assert await later.status() == 0, later.output
