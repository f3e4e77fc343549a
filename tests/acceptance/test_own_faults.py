"""A process that meets a fault: it leaves no memory behind, and says what broke without a secret."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot import __main__ as program_of_the_bot
from tests.acceptance.conftest import Starter


async def test_no_process_of_the_bot_leaves_a_core_dump(bot: Starter) -> None:
    async with bot() as program:
        limits = await asyncio.to_thread(Path(f"/proc/{program.pid}/limits").read_text)
        program.send(signal.SIGABRT)
        assert await program.status() == -signal.SIGABRT
    (line,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert line.split()[4:6] == ["0", "0"]


@pytest.mark.parametrize(
    "query", ["timeout=geheim123", "uri=true&vfs=geheim123", "password=geheim123", "uri=true&mode=geheim123"]
)
@pytest.mark.parametrize("command_line", [("migrate",), ("check",)])
async def test_what_the_query_of_the_databases_address_says_is_not_shown(
    command: Starter, settings: dict[str, str], command_line: tuple[str, ...], query: str
) -> None:
    settings["DATABASE_URL"] += f"?{query}"
    async with command(*command_line) as program:
        await program.status()
        assert "geheim" not in program.output
        assert "Traceback" not in program.output
        assert program.output.strip()


def test_a_fault_of_the_programs_own_is_logged_without_the_words_it_came_with(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    async def broken(*_: object) -> int:
        raise ValueError(f"a red cat and {settings['BOT_TOKEN']}")

    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(program_of_the_bot, "migrate", broken)
    assert program_of_the_bot.main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "the program has failed and ends" in said
    assert "builtins.ValueError" in said
    assert "a red cat" not in said.replace('f"a red cat and', "")
    assert settings["BOT_TOKEN"] not in said
