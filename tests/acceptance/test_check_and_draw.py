"""`python -m bot check` tells in words what is wrong; `python -m bot draw` draws without Telegram."""

from pathlib import Path

import pytest

from sandbox.painter import Part
from sandbox.telegram.webhook import parse_target
from tests.acceptance.conftest import Starter
from tests.acceptance.programs import KEY, free_port
from tests.flows.service import swatch
from tests.flows.stage import Stage


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    """With an owner, whose absence is told."""
    return settings | {"ADMIN_IDS": "101"}


async def test_check_finds_all_well_and_pays_for_nothing(stage: Stage, command: Starter) -> None:
    async with command("check") as program:
        assert await program.status() == 0
        lines = program.output.strip().splitlines()
    assert [line[:6] for line in lines] == ["ok    "] * 3
    assert "@artbot_sandbox_bot" in lines[0]
    assert stage.paid == []


@pytest.mark.slow
async def test_check_draw_pays_for_one_picture(stage: Stage, command: Starter) -> None:
    async with command("check", "--draw") as program:
        assert await program.status() == 0
        assert "drew a picture of 8x8" in program.output
    assert len(stage.paid) == 1


async def test_check_names_a_wrong_token_and_a_wrong_key(
    stage: Stage, settings: dict[str, str], command: Starter
) -> None:
    stage.service(keys=["another"])
    wrong = settings | {"BOT_TOKEN": "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}  # pragma: allowlist secret
    async with command("check", settings=wrong) as program:
        assert await program.status() == 1
        lines = program.output.strip().splitlines()
    assert lines[0].startswith("FAIL  Telegram: the token is not accepted")
    assert lines[1].startswith("ok    database")
    assert lines[2].startswith("FAIL  image service: YC_API_KEY is not accepted")
    assert "AAAAA" not in program.output
    assert KEY not in program.output


async def test_check_tells_of_a_webhook_which_run_takes_off(stage: Stage, command: Starter) -> None:
    stage.sandbox.telegram.api.webhook.point_at(parse_target("https://bots.example/SECRET", "", 40, ""))
    async with command("check") as program:
        assert await program.status() == 0
        line = program.output.splitlines()[0]
    assert line.startswith("ok    Telegram: @artbot_sandbox_bot")
    assert "a webhook is set, to bots.example" in line
    assert "`run` removes it" in line
    assert "SECRET" not in line


async def test_check_names_a_network_that_is_down(settings: dict[str, str], command: Starter) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    dead = {"TELEGRAM_API_URL": nowhere, "YANDEX_API_URL": nowhere}
    async with command("check", settings=settings | dead) as program:
        assert await program.status() == 1
        lines = program.output.strip().splitlines()
    assert [line[:6] for line in lines] == ["FAIL  ", "ok    ", "FAIL  "]
    assert "TELEGRAM_API_URL" in lines[0]
    assert "YANDEX_API_URL" in lines[2]
    assert "Traceback" not in program.output


async def test_check_names_a_retired_model_when_it_draws(stage: Stage, command: Starter) -> None:
    stage.service(retired=True)
    async with command("check", "--draw") as program:
        assert await program.status() == 1
        assert "GENERATOR=alice" in program.output


async def test_draw_writes_the_picture_with_the_settings_of_the_service_alone(
    stage: Stage, settings: dict[str, str], command: Starter, tmp_path: Path
) -> None:
    needed = {name: settings[name] for name in ("YC_FOLDER_ID", "YC_API_KEY", "YANDEX_API_URL")}
    path = tmp_path / "cat.jpg"
    async with command("draw", "a red cat --no hat --ar 2:1 --seed 42", "-o", str(path), settings=needed) as program:
        assert await program.status() == 0
        assert "a red cat --no hat --ar 2:1 --seed 42" in program.output
    assert path.read_bytes() == swatch((Part("a red cat", 1.0),), (Part("hat", -1.0),), (2, 1), 42)


@pytest.mark.parametrize(
    ("prompt", "status", "sentence"),
    [
        ("a cat --sed 42", 2, "a cat --sed 42\n      ^^^^^"),
        ("something forbidden", 1, "the service refuses to draw this"),
    ],
)
async def test_draw_tells_why_there_is_no_picture(
    command: Starter, tmp_path: Path, prompt: str, status: int, sentence: str
) -> None:
    async with command("draw", prompt, "-o", str(tmp_path / "none.jpg")) as program:
        assert await program.status() == status
        assert sentence in program.output
        assert "Traceback" not in program.output
    assert not (tmp_path / "none.jpg").exists()
