"""Backups of a database in use: whole transactions, nothing of what was erased, and nobody waits for it."""

import asyncio
import os
import random
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text

from storage.backup import BackupFailed, complete, contents_of, copy_closed
from storage.database import Database
from storage.tables import people
from tests.unit.storage.test_traces import crowd, fill, left
from tests.world.databases import address, open_database

PAIRS = 2000
BYTES = 4000


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """With some megabytes in it, of which each two rows belong together."""
    database = await Database.open(address(tmp_path / "a.db"))

    async def fill(connection: Any) -> None:
        await connection.execute(text("CREATE TABLE pairs (id INTEGER PRIMARY KEY, whose INTEGER, words BLOB)"))
        rows = [{"whose": number, "words": random.randbytes(BYTES)} for number in range(PAIRS) for _ in range(2)]
        await connection.execute(text("INSERT INTO pairs (whose, words) VALUES (:whose, :words)"), rows)

    await database.transaction(fill)
    yield database
    await database.close()


async def change_a_pair(database: Database, number: int, *, roll_back: bool) -> None:
    """One change of both rows, or none of either."""

    async def work(connection: Any) -> None:
        for statement in (
            "UPDATE pairs SET words = :words WHERE whose = :whose AND id % 2 = 0",
            "UPDATE pairs SET words = :words WHERE whose = :whose AND id % 2 = 1",
            "INSERT INTO pairs (whose, words) VALUES (:whose, :words)",
            "INSERT INTO pairs (whose, words) VALUES (:whose, :words)",
        ):
            await connection.execute(text(statement), {"whose": number, "words": random.randbytes(BYTES)})
        if roll_back:
            raise LookupError

    with suppress(LookupError):
        await database.transaction(work)


async def copied(database: Database, folder: Path) -> Path:
    file = await database.copy(lambda *_: None)
    copy = folder / "copy.db"
    copy.write_bytes(os.pread(file, os.fstat(file).st_size, 0))
    os.close(file)
    return copy


def counts(path: Path) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return copy.execute("SELECT whose, count(*) FROM pairs GROUP BY whose HAVING count(*) % 2").fetchall()


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(".backup-*"))


@pytest.mark.parametrize("share_rolled_back", [0.0, 0.5])
async def test_a_copy_made_while_others_write_and_roll_back_has_whole_transactions_alone(
    database: Database, tmp_path: Path, share_rolled_back: float
) -> None:
    waits = []

    async def others_write() -> None:
        while True:
            began = time.monotonic()
            await change_a_pair(database, random.randrange(PAIRS), roll_back=random.random() < share_rolled_back)
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0)

    writing = asyncio.get_running_loop().create_task(others_write())
    async with asyncio.timeout(60):
        copy = await copied(database, tmp_path)
    writing.cancel()
    await asyncio.wait([writing])

    assert counts(copy) == []
    assert len(waits) > 5, "others wait until it is done"
    assert leftovers(tmp_path) == []


async def test_what_is_erased_while_it_is_copied_is_in_no_byte_of_the_copy(tmp_path: Path) -> None:
    count, gone = 4000, range(0, 4000, 2)
    begun, erased = threading.Event(), threading.Event()

    def wait(done: int, total: int) -> None:
        begun.set()
        assert done < total or erased.is_set(), "nothing is left to be copied when it is erased"
        erased.wait(30)

    async def erase(connection: Any) -> None:
        for number in gone:
            await connection.execute(delete(people).where(people.c.id == crowd(number)["id"]))

    async with open_database(tmp_path / "a.db", yielding=False) as database:
        await database.transaction(lambda connection: fill(connection, count))
        copying = asyncio.get_running_loop().create_task(database.copy(wait))
        await asyncio.to_thread(begun.wait, 30)
        await database.transaction(erase)
        erased.set()
        file = await copying

    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "b.db").write_bytes(os.pread(file, os.fstat(file).st_size, 0))
    os.close(file)
    assert complete(tmp_path / "copy" / "b.db").drawings == 0
    assert left(tmp_path / "copy", gone) == set()


async def test_a_second_copy_is_refused_while_one_is_made_and_the_bot_ends_without_waiting_for_it(
    database: Database,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(*_: object) -> None:
        begun.set()
        go_on.wait(30)

    first = asyncio.get_running_loop().create_task(database.copy(wait))
    await asyncio.to_thread(begun.wait, 30)
    with pytest.raises(BackupFailed, match="another backup"):
        await database.copy(lambda *_: None)
    closing_it = asyncio.get_running_loop().create_task(database.close())
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(BackupFailed, match="the bot ends"):
        await first
    await closing_it


async def test_a_database_that_nobody_has_open_is_copied_with_what_only_its_log_has(tmp_path: Path) -> None:
    database = await Database.open(address(tmp_path / "a.db"))
    await database.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE late (x)")
        writer.commit()
        (tmp_path / "killed").mkdir()
        for name in ("a.db", "a.db-wal"):
            (tmp_path / "killed" / name).write_bytes((tmp_path / name).read_bytes())

    file = copy_closed(tmp_path / "killed" / "a.db", tmp_path, lambda *_: None)
    (tmp_path / "copy.db").write_bytes(os.pread(file, os.fstat(file).st_size, 0))
    os.close(file)

    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM late").fetchone() == (0,)
    assert contents_of(tmp_path / "copy.db").drawings == 0


@pytest.mark.parametrize("spoil", ["cut", "text", "another", "empty", "page"])
def test_what_is_no_backup_is_told_in_a_sentence(tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "b.db"
    with closing(sqlite3.connect(path)) as other:
        for number in range(200):
            other.execute(f"CREATE TABLE t{number} (x)")
        other.commit()
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "text": b"BOT_TOKEN=\n" * 100,
            "another": content,
            "empty": b"",
            "page": content[:4096] + bytes(random.Random(1).randbytes(4096)) + content[8192:],
        }[spoil]
    )
    with pytest.raises(BackupFailed, match=r"b\.db is (no database|damaged|a database of another program)"):
        contents_of(path)
