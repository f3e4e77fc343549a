# ruff: noqa: ASYNC240 - nobody waits beside these
"""Restoring a backup: whole or not at all, with what the database that is replaced knows better."""

import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drawing.lifecycle import DrawingId
from drawing.people import Person
from storage.backup import BackupFailed
from storage.database import Database
from storage.restore import Restored, RestoreFailed, restore
from storage.store import SqlStore
from tests.unit.storage.drawn import ANN, BOB, NOW
from tests.unit.storage.test_store import NEW, ROOMY
from tests.unit.storage.test_traces import SECRETS, asked, delivered, forget, nothing, ready, traces, work
from tests.world.databases import address, database_of
from tests.world.simulated import ORDER, TODAY

CAROL = 103
LATER = NOW + 3600


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqlStore]:
    database = await Database.open(address(path))
    try:
        yield SqlStore(database)
    finally:
        await database.close()


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A database of its own folder, in which Ann and Bob have drawn, and Carol waits."""
    folder = tmp_path / "data"
    folder.mkdir()
    async with opened(folder / "artbot.db") as store:
        for person, name in ((ANN, "Анна Тайная"), (BOB, "Bob"), (CAROL, "Carol")):
            await store.meet(Person(id=person, name=name), NOW)
        await delivered(store, 1, ANN)
        await delivered(store, 2, BOB)
        await asked(store, 3, CAROL)
        await asked(store, 4, CAROL)
    made_at(folder / "artbot.db", NOW - 1)
    return folder / "artbot.db"


@pytest.fixture
def backup(place: Path, tmp_path: Path) -> Path:
    shutil.copy(place, tmp_path / "backup.db")
    return tmp_path / "backup.db"


def made_at(path: Path, moment: float) -> None:
    """Have a database be made at that time of the tests."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE gaps SET until = ?", (moment,))
        database.commit()


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        return database.execute(query).fetchall()


def restored(backup: Path, place: Path, **options: Any) -> Restored:
    return restore(backup, place, LATER, **options)


async def in_thread(work: Callable[[], Restored]) -> Restored:
    """As the command does, which has no event loop."""
    import asyncio

    return await asyncio.to_thread(work)


Later = Callable[[SqlStore], Awaitable[object]]


async def after(place: Path, backup: Path, later: Later) -> Restored:
    """What a restore makes of the database in which this has happened since the backup."""
    async with opened(place) as store:
        await later(store)
    return await in_thread(lambda: restored(backup, place))


async def test_what_became_of_each_drawing_since_and_what_is_new_is_taken_over(place: Path, backup: Path) -> None:
    async def later(store: SqlStore) -> None:
        third = DrawingId(3)
        await store.begin_submission(third, seed_kept=True, **ORDER)
        await store.start(third, "operation-1", NOW)
        await delivered(store, 5, BOB)
        await ready(store, 6, BOB)

    found = await after(place, backup, later)

    assert found.takeover is not None
    assert (found.takeover.changed, found.takeover.erased, found.takeover.people) == (3, 0, 0)
    states = "SELECT source, state, operation_id, has_picture FROM drawings ORDER BY id"
    assert rows(place, states) == [
        (f"m:{ANN}:1", "delivered", None, 1),
        (f"m:{BOB}:2", "delivered", None, 1),
        (f"m:{CAROL}:3", "running", "operation-1", 0),
        (f"m:{CAROL}:4", "queued", None, 0),
        (f"m:{BOB}:5", "delivered", None, 1),
        (f"m:{BOB}:6", "ready", None, 1),
    ]
    assert rows(place, "SELECT count(*) FROM pictures") == [(4,)]


async def test_the_counter_of_paid_orders_goes_on_where_it_was(place: Path, backup: Path) -> None:
    async def later(store: SqlStore) -> None:
        await work(store, 10, 3)

    counted = "SELECT subject, used FROM usage WHERE meter = 'order' AND scope = 'person' ORDER BY subject"
    before = dict(rows(backup, counted))
    await after(place, backup, later)

    assert dict(rows(place, counted)) == before | {BOB: before[BOB] + 3}


async def test_who_was_forgotten_since_stays_forgotten_and_is_in_no_byte_of_the_new_file(
    place: Path, backup: Path
) -> None:
    found = await after(place, backup, forget)

    assert found.takeover is not None
    assert found.takeover.people == 1
    assert rows(place, f"SELECT * FROM people WHERE id = {ANN}") == []
    assert rows(place, f"SELECT forgotten, file_id FROM drawings WHERE person_id = {ANN}") == [(1, None)]
    assert found.kept is not None
    found.kept.unlink()
    assert traces(place.parent, *SECRETS) == nothing(*SECRETS)


async def test_who_was_forgotten_and_came_back_has_what_they_have_set_since(place: Path, backup: Path) -> None:
    async def later(store: SqlStore) -> None:
        await forget(store)
        person = await store.meet(Person(id=ANN, name="Anna anew"), LATER)
        await store.keep_settings(person)
        await store.drop_forgotten(LATER)

    await after(place, backup, later)

    assert rows(place, f"SELECT name FROM people WHERE id = {ANN}") == [("Anna anew",)]
    assert rows(place, f"SELECT * FROM drawings WHERE person_id = {ANN}") == []


async def test_what_it_knows_nothing_of_is_noted_once_however_often_it_is_restored(place: Path, backup: Path) -> None:
    for _ in range(3):
        await in_thread(lambda: restored(backup, place))

    assert rows(place, "SELECT count(*) FROM gaps") == [(1,)]


async def test_a_picture_that_was_deleted_since_stays_deleted(place: Path, backup: Path) -> None:
    async def later(store: SqlStore) -> None:
        latest = await store.latest_drawing(BOB)
        assert latest is not None
        await store.erase_drawing(latest, NOW)

    await after(place, backup, later)

    assert rows(place, f"SELECT forgotten, has_picture FROM drawings WHERE person_id = {BOB}") == [(1, 0)]


async def test_what_people_have_set_is_that_of_the_backup(place: Path, backup: Path) -> None:
    async def later(store: SqlStore) -> None:
        person = await store.person(BOB)
        assert person is not None
        await store.keep_settings(Person(id=BOB, name="Bob", notify=not person.notify))

    before = rows(backup, f"SELECT notify FROM people WHERE id = {BOB}")
    await after(place, backup, later)

    assert rows(place, f"SELECT notify FROM people WHERE id = {BOB}") == before


async def test_a_database_that_was_made_anew_since_erases_nothing_that_it_never_knew(place: Path, backup: Path) -> None:
    place.unlink()
    async with opened(place) as store:
        await store.meet(Person(id=BOB, name="Bob"), LATER)
    made_at(place, LATER - 60)
    found = await in_thread(lambda: restored(backup, place))

    assert found.takeover is not None
    assert (found.takeover.erased, found.takeover.people) == (0, 0)
    assert rows(place, "SELECT count(*) FROM drawings") == [(4,)]


async def test_what_a_restore_has_lost_is_there_again_when_the_former_database_is_restored(
    place: Path, backup: Path, tmp_path: Path
) -> None:
    async with opened(place) as store:
        await delivered(store, 5, BOB)
    with closing(sqlite3.connect(place)) as database:  # asked for after the backup
        database.execute("UPDATE drawings SET created_at = created_at + 60 WHERE source LIKE '%:5'")
        database.commit()
    shutil.copy(place, tmp_path / "former.db")
    place.write_bytes(b"spoilt" * 1000)
    lost = await in_thread(lambda: restored(backup, place))
    assert (lost.takeover, lost.unsure) == (None, 2)
    assert "damaged" in lost.why_none
    async with opened(place) as store:
        await store.accept([replace(NEW, source="m:2:77", created_at=LATER + 60)], ROOMY, TODAY)
    await in_thread(lambda: restored(tmp_path / "former.db", place))

    sources = [source for (source,) in rows(place, "SELECT source FROM drawings ORDER BY id")]
    assert f"m:{BOB}:5" in sources
    assert "m:2:77" in sources
    assert len(sources) == 6


async def test_without_a_database_it_says_what_may_be_paid_for_twice(place: Path, backup: Path) -> None:
    place.unlink()
    found = await in_thread(lambda: restored(backup, place))

    assert (found.takeover, found.why_none, found.unsure, found.kept) == (None, "there is none", 2, None)
    assert rows(place, "SELECT count(*) FROM drawings") == [(4,)]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


async def test_what_was_there_is_kept_beside_it_and_nothing_else_is_left(place: Path, backup: Path) -> None:
    found = await after(place, backup, lambda store: delivered(store, 5, BOB))

    assert found.kept is not None
    assert sorted(path.name for path in place.parent.iterdir()) == ["artbot.db", found.kept.name]
    assert rows(found.kept, "SELECT count(*) FROM drawings") == [(5,)]
    assert found.kept.name == "artbot.db.replaced-19700112T144640Z"
    async with opened(place) as store:
        await work(store, 20, 1)


async def test_a_rehearsal_replaces_nothing(place: Path, backup: Path) -> None:
    async with opened(place) as store:
        await delivered(store, 5, BOB)
    found = await in_thread(lambda: restored(backup, place, is_rehearsal=True))

    assert found.kept is None
    assert found.takeover is not None
    assert found.takeover.changed == 1
    assert [path.name for path in place.parent.iterdir()] == ["artbot.db"]
    assert rows(place, "SELECT count(*) FROM drawings") == [(5,)]


async def test_a_running_bot_is_not_robbed_of_its_database(place: Path, backup: Path) -> None:
    async with opened(place) as store:
        with pytest.raises(RestoreFailed, match="the bot runs; stop it first"):
            await in_thread(lambda: restored(backup, place))
        await work(store, 20, 1)
    assert [path.name for path in place.parent.iterdir()] == ["artbot.db"]


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE notes (id)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (spoil, "damaged"),
        (empty, "of another program"),
        (of_another_program, "of another program"),
        (newer, "was made by a newer version of the bot; update this one first"),
        (lambda path: path.write_text("a text"), "is no database, or a damaged one"),
    ],
    ids=["broken", "empty", "another", "newer", "text"],
)
async def test_what_is_no_backup_of_this_program_is_refused_in_a_sentence_and_changes_nothing(
    place: Path, backup: Path, change: Callable[[Path], object], told: str
) -> None:
    change(backup)
    before = rows(place, "SELECT count(*) FROM drawings")
    with pytest.raises((RestoreFailed, BackupFailed), match=told) as caught:
        await in_thread(lambda: restored(backup, place))

    assert ".backup-" not in str(caught.value)
    assert [path.name for path in place.parent.iterdir()] == ["artbot.db"]
    assert rows(place, "SELECT count(*) FROM drawings") == before


async def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, place: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    database_of(old, "0012", "INSERT INTO people (id, name, notify) VALUES (7, 'Old', 1)")
    place.unlink()
    await in_thread(lambda: restored(old / "a.db", place))

    assert rows(place, "SELECT name, since FROM people") == [("Old", 0.0)]


async def test_the_log_beside_a_copied_database_is_part_of_it(place: Path, tmp_path: Path) -> None:
    async with opened(place) as store:
        await delivered(store, 5, BOB)
        for end in ("", "-wal"):
            shutil.copy(f"{place}{end}", tmp_path / f"copied.db{end}")
        assert (tmp_path / "copied.db-wal").stat().st_size > 0
    place.unlink()
    await in_thread(lambda: restored(tmp_path / "copied.db", place))

    assert rows(place, "SELECT count(*) FROM drawings") == [(5,)]
