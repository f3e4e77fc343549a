"""README and the guides tell the truth: their commands run, and their tables agree with the code."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from annotated_types import Ge, Le

from bot.__main__ import main
from bot.config import Settings
from drawing.prompt import parse_prompt
from handlers.telegram import menu
from sandbox.composition import Sandbox
from tests.acceptance.documents import ROOT, Block, blocks, clean_environment, code, copy_of_the_tree, run, table
from tests.acceptance.settings import DEFAULTS

README = ROOT / "README.md"
SETTINGS, CHAT, BACKUP, TROUBLES = (
    ROOT / "docs" / f"{name}.md" for name in ("settings", "commands", "backup", "troubleshooting")
)
COMMANDS = [block for document in (README, CHAT, BACKUP) for block in blocks(document) if block.language == "sh"]
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for package in ("bot", "handlers", "storage", "drawing", "yandexart")
    for path in sorted((ROOT / package).rglob("*"))
    if path.suffix in {".py", ".ftl"}
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy to type them in."""
    return copy_of_the_tree(tmp_path / "readme")


@pytest.fixture
async def environment() -> AsyncIterator[dict[str, str]]:
    """Settings that go before those in `.env`, and lead into the sandbox instead of the world."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free_port = probe.getsockname()[1]
    async with Sandbox.start(duration=(0.0, 0.0)) as sandbox:
        yield clean_environment(
            BOT_TOKEN=sandbox.telegram.token,
            TELEGRAM_API_URL=f"{sandbox.address}/telegram",
            YC_FOLDER_ID="b1greadme",
            YC_API_KEY="AQVN-readme",
            YANDEX_API_URL=f"{sandbox.address}/yandex",
            YANDEX_IMAGES_URL=f"{sandbox.address}/yandex",
            LISTEN=f"127.0.0.1:{free_port}",
            ARGS="--port 0",  # of `make sandbox`
        )


@pytest.mark.slow
async def test_the_commands_can_be_typed_one_after_the_other_as_they_stand(
    tree: Path, environment: dict[str, str]
) -> None:
    for block in COMMANDS:
        if not block.remark.startswith("not run: "):
            until = block.remark.removeprefix("run until: ") if block.remark else None
            ran = await asyncio.to_thread(run, block.text, tree, environment, until)
            assert ran.status == (None if until else 0), f"{block.where}\n{ran.output}"


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: block.where)
def test_every_make_target_that_is_named_exists(block: Block) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert set(re.findall(r"\bmake ([a-z]+)", block.text)) <= set(targets)


def test_the_table_of_settings_is_that_of_the_program() -> None:
    told = {code(name)[0]: (code(default) or [default])[0] for name, default, _ in table(SETTINGS, "Setting")}

    assert told == {name: "required" if default is None else default for name, default in DEFAULTS.items()}


@pytest.mark.parametrize("row", table(SETTINGS, "Setting"), ids=lambda row: code(row[0])[0])
def test_a_number_that_is_set_may_be_what_the_table_says(row: list[str]) -> None:
    """Where the table has no range: 0 or more, as stands above it."""
    field = Settings.model_fields[code(row[0])[0].lower()]
    least = next((limit.ge for limit in field.metadata if isinstance(limit, Ge)), None)
    most = next((limit.le for limit in field.metadata if isinstance(limit, Le)), None)

    if most is not None:
        assert re.search(rf"\b{least} to {most}\b", row[2])
    elif least is not None:
        assert least == 0
        assert not re.search(r"\b\d+ to \d+\b", row[2])


def test_a_backup_is_restored_also_where_no_container_was_ever_made() -> None:
    (restoring,) = (block for block in COMMANDS if "< backup.db" in block.text)

    assert restoring.text.splitlines()[-1] == "docker compose up --detach"


def test_the_table_of_chat_commands_is_the_menu() -> None:
    told = {code(command)[0]: menus for command, menus, _ in table(CHAT, "Command | In the menu of")}

    def menu_of(where: str) -> set[str]:
        return {name for name, menus in told.items() if where in menus.split(", ")}

    assert {f"/{name}" for name in menu.PRIVATE} == menu_of("private chats")
    assert {f"/{name}" for name in menu.GROUP} == menu_of("groups")
    assert {f"/{name}" for name in menu.GROUP_ADMINS} == menu_of("groups") | menu_of("admins of groups")


def test_the_table_of_the_owners_commands_is_what_their_menu_has_besides() -> None:
    told = [code(row[0])[0] for row in table(CHAT, "Owner's command")]

    assert told == [f"/{name}" for name in menu.OWNER if name not in menu.PRIVATE]


def test_the_table_of_the_programs_commands_is_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    told = {code(row[0])[0] for row in table(CHAT, "Command | What it does")}

    with pytest.raises(SystemExit):
        main(["--help"])

    commands = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert told == {f"python -m bot {command}" for command in commands} | {"python -m sandbox"}


@pytest.mark.parametrize("prompt", [code(row[0])[0] for row in table(README, "Write")])
def test_every_example_of_the_prompt_language_can_be_drawn(prompt: str) -> None:
    assert parse_prompt(prompt).messages


@pytest.mark.parametrize("symptom", [row[0] for row in table(TROUBLES, "What you see")])
def test_what_the_troubleshooting_quotes_is_what_the_bot_says(symptom: str) -> None:
    for quoted in [*code(symptom), *re.findall(r'"([^"]+)"', symptom)]:
        is_sentence = " " in quoted and not quoted.startswith("BOT_TOKEN is")  # composed; test_env_example.py sees it
        assert not is_sentence or quoted in SOURCES
