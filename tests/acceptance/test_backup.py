"""`python -m bot backup`, as its owner types it, while the bot runs and while it does not."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from storage.backup import contents_of
from tests.acceptance.conftest import Starter
from tests.acceptance.programs import ROOT
from tests.flows.stage import Stage


def backs_up(
    settings: dict[str, str], folder: Path, *arguments: str | Path, room: int | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """What the command says and writes, into files of `room` KiB at most."""
    limit = "" if room is None else f"ulimit -f {room}; "
    return subprocess.run(
        ("bash", "-c", f'{limit}exec "$@"', "-", sys.executable, "-m", "bot", "backup", *map(str, arguments)),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | settings,
        capture_output=True,
        check=False,
    )


def remains(folder: Path) -> list[str]:
    """What there is beside what was asked for."""
    return sorted(path.name for path in folder.iterdir() if "artbot" in path.name or path.name[0] == ".")


async def test_the_bot_that_runs_is_asked_for_it_and_goes_on(
    stage: Stage, settings: dict[str, str], bot: Starter, tmp_path: Path
) -> None:
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1")
        await stage.alice.chat.picture()
        made = backs_up(settings, tmp_path, "b.db")

        assert (made.returncode, made.stdout) == (0, b""), made.stderr
        assert b"b.db: 1 drawings, 0 of them open, up to 20" in made.stderr
        assert stat.S_IMODE((tmp_path / "b.db").stat().st_mode) == 0o600
        assert contents_of(tmp_path / "b.db").drawings == 1
        again = backs_up(settings, tmp_path, "b.db")
        assert again.returncode == 1
        assert b"b.db is there already; --force replaces it" in again.stderr
        stage.alice.writes("/draw a dog --seed 1")
        await stage.alice.chat.picture(2)
        assert backs_up(settings, tmp_path, "b.db", "--force").returncode == 0
        assert contents_of(tmp_path / "b.db").drawings == 2
        assert "Traceback" not in program.output
        program.send(signal.SIGTERM)
        assert await program.status() == 0
    assert remains(tmp_path) == ["artbot.db"]


@pytest.mark.slow
async def test_a_folder_keeps_the_latest_and_standard_output_gets_the_same(
    stage: Stage, settings: dict[str, str], bot: Starter, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    async with bot():
        for _ in range(3):
            assert backs_up(settings, tmp_path, folder, "--keep", "2").returncode == 0
            for path in folder.iterdir():  # as if a day had passed
                path.rename(path.with_name(f"artbot-{int(path.name[7:15]) - 1}{path.name[15:]}"))
        (folder / "mine.db").touch()
        assert backs_up(settings, tmp_path, folder, "--keep", "2").returncode == 0
        assert len(list(folder.iterdir())) == 3
        sent = backs_up(settings, tmp_path, "-")
        assert sent.returncode == 0
        (tmp_path / "sent.db").write_bytes(sent.stdout)
        assert contents_of(tmp_path / "sent.db").drawings == 0
    assert backs_up(settings, tmp_path, tmp_path / "sent.db", "--keep", "2").returncode == 1


@pytest.mark.slow
async def test_without_a_bot_it_opens_the_database_itself_also_after_a_kill(
    stage: Stage, settings: dict[str, str], bot: Starter, tmp_path: Path
) -> None:
    nothing = backs_up(settings, tmp_path, "b.db")
    assert nothing.returncode == 1
    assert b"there is no database at" in nothing.stderr
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1")
        await stage.alice.chat.picture()
        await program.kill()
    made = backs_up(settings, tmp_path, "b.db")
    assert made.returncode == 0, made.stderr
    assert contents_of(tmp_path / "b.db").drawings == 1
    async with bot():
        assert backs_up(settings, tmp_path, "c.db").returncode == 0, "the socket of the killed one is replaced"


@pytest.mark.slow
async def test_a_long_path_a_folder_that_is_not_there_and_one_that_cannot_be_written(
    settings: dict[str, str], bot: Starter, tmp_path: Path
) -> None:
    folder = tmp_path / ("data" * 30) / ("more" * 30)
    folder.mkdir(parents=True)
    settings["DATABASE_URL"] = f"sqlite:///{folder}/artbot.db"
    async with bot():
        made = backs_up(settings, tmp_path, "new/folder/b.db")
        assert made.returncode == 0, made.stderr
        assert stat.S_IMODE((folder / "artbot.db-socket").stat().st_mode) == 0o600
        refused = backs_up(settings, tmp_path, "/proc/b.db")
    assert refused.returncode == 1
    assert refused.stderr.decode().startswith("/proc/b.db cannot be written: ")
    assert b"Traceback" not in refused.stderr


@pytest.mark.slow
async def test_a_full_disk_is_told_and_leaves_nothing(settings: dict[str, str], bot: Starter, tmp_path: Path) -> None:
    async with bot():
        limited = backs_up(settings, tmp_path, "b.db", room=40)
    assert limited.returncode != 0
    assert not (tmp_path / "b.db").exists()
    assert not [name for name in remains(tmp_path) if name.startswith(".")]
