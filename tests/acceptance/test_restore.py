"""`python -m bot restore`, as its owner types it: the bot goes on where it was, and a kill leaves a whole database."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.conftest import Starter
from tests.acceptance.programs import ROOT
from tests.acceptance.test_backup import backs_up
from tests.flows.stage import Stage

COMMAND = (sys.executable, "-m", "bot")


def environment(settings: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | settings


def restores(
    settings: dict[str, str], folder: Path, *arguments: str, data: bytes | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """What the command says; `data` comes over its standard input."""
    return subprocess.run(
        (*COMMAND, "restore", *arguments),
        cwd=folder,
        env=environment(settings),
        input=data,
        capture_output=True,
        check=False,
    )


def drawings(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(database.execute("SELECT count(*) FROM drawings").fetchone()[0])


async def test_the_bot_goes_on_where_it_was_and_nothing_is_paid_for_or_shown_twice(
    stage: Stage, settings: dict[str, str], bot: Starter, tmp_path: Path
) -> None:
    alice = stage.alice
    async with bot() as program:
        alice.writes("/draw a cat --seed 1")
        await alice.chat.picture()
        stage.hold_drawings()
        alice.writes("/draw a dog --seed 2")
        await stage.until(lambda: len(stage.paid) == 2, "the second order")
        assert backs_up(settings, tmp_path, "b.db").returncode == 0
        running = restores(settings, tmp_path, "b.db")
        assert (running.returncode, running.stderr[:13]) == (1, b"the bot runs;")
        alice.writes("/draw a bird --seed 3")
        await stage.until(lambda: len(stage.paid) == 3, "an order that the backup does not know")
        program.send(signal.SIGTERM)
        await program.status()
    rehearsed = restores(settings, tmp_path, "--dry-run", "b.db")
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert b"b.db: 2 drawings, 1 of them open, up to 20" in rehearsed.stdout
    assert b"nothing was replaced" in rehearsed.stdout
    restored = restores(settings, tmp_path, "-", data=(tmp_path / "b.db").read_bytes())
    assert restored.returncode == 0, restored.stderr
    assert b"what was there is kept as" in restored.stdout
    stage.finish_drawings()
    async with bot() as program:
        await alice.chat.picture(3)
        program.send(signal.SIGTERM)
        await program.status()
        assert "Traceback" not in program.output

    assert len(stage.paid) == 3
    names = sorted(path.name for path in tmp_path.iterdir() if "artbot" in path.name)  # noqa: ASYNC240
    assert [name[:19] for name in names] == ["artbot.db", "artbot.db.replaced-"]


async def test_what_cannot_be_restored_is_told_in_a_sentence(
    settings: dict[str, str], bot: Starter, tmp_path: Path
) -> None:
    async with bot() as program:
        program.send(signal.SIGTERM)
        await program.status()
    (tmp_path / "text.db").write_text("no database")
    for name, told in (("text.db", "text.db is no database"), ("gone.db", "there is no file gone.db"), ("-", "")):
        refused = restores(settings, tmp_path, name, data=b"")
        assert refused.returncode == 1
        assert told in refused.stderr.decode()
        assert refused.stderr.decode().endswith("Nothing was replaced\n")
        assert b"Traceback" not in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["artbot.db", "text.db"]  # noqa: ASYNC240


@pytest.mark.slow
@pytest.mark.parametrize("killed", ["backup", "restore"])
async def test_a_kill_in_the_middle_leaves_a_whole_database_and_no_half_of_a_backup(
    stage: Stage, settings: dict[str, str], bot: Starter, tmp_path: Path, killed: str
) -> None:
    database, kept = tmp_path / "artbot.db", tmp_path / "b.db"
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1 --repeat 3")
        await stage.alice.chat.picture(3)
        assert backs_up(settings, tmp_path, "b.db").returncode == 0
        stage.alice.writes("/draw a dog --seed 2")
        await stage.alice.chat.picture(4)
        program.send(signal.SIGTERM)
        await program.status()
    chance = random.Random(3)
    arguments = ("backup", "--force", "b.db") if killed == "backup" else ("restore", "b.db")
    ended = 0
    for _ in range(12):
        process = await asyncio.create_subprocess_exec(
            *COMMAND, *arguments, env=environment(settings), cwd=tmp_path, stdout=-3, stderr=-3
        )
        try:
            async with asyncio.timeout(chance.uniform(0.3, 1.6)):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        ended += process.returncode == 0
        assert drawings(database) == 4
        assert drawings(kept) in {3, 4}
    assert 0 < ended < 12, "it is killed now and then, and now and then it is not"
    async with bot() as program:
        stage.alice.writes("/draw a bird --seed 3")
        await stage.alice.chat.picture(5)
        program.send(signal.SIGTERM)
        await program.status()
    assert not list(tmp_path.glob(".backup-*"))  # noqa: ASYNC240
    assert len(stage.paid) == 5
