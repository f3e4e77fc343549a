"""The database as a whole: opening, transactions, and what becomes of them when somebody goes away."""

import asyncio
import logging
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.lifecycle import Reason, State
from drawing.people import Group, Person
from drawing.ports.store import StoreError
from drawing.prompt import Prompt
from storage.database import Database, DatabaseUnavailable, SqlPart, transaction
from storage.mapping import prompt_to_json
from storage.revisions import Upgrade
from storage.store import SqlStore
from storage.tables import chats, metadata
from storage.transitions import fetch
from tests.world.databases import NEWEST, database_of


async def count(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).select_from(chats)) or 0


async def test_a_new_database_is_made_with_its_folder_and_all_tables(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/not/there/yet.db")

    assert await database.transaction(count) == 0
    await database.close()


async def test_the_migrations_lead_to_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await database.transaction(lambda connection: connection.run_sync(differences)) == []
    await database.close()


def test_a_database_of_the_first_version_is_brought_up_to_date_with_all_that_is_in_it(tmp_path: Path) -> None:
    settings = "enhance, as_file, notify, seed_mode, seed_value, suffix, seed_warned"
    database_of(
        tmp_path,
        "0001",
        f"INSERT INTO people (id, name, {settings}) VALUES (1, 'Ann', 1, 0, 0, 'fixed', 42, 'in oil', 1)",
        f"INSERT INTO people (id, name, {settings}) VALUES (2, 'Bob', 0, 0, 1, 'random', NULL, NULL, 0)",
        "INSERT INTO chats (id, moved_to) VALUES (-5, -1005)",
    )

    asyncio.run(_look_at_the_first_version(f"sqlite:///{tmp_path}/a.db"))


async def test_what_was_marked_with_its_end_as_it_was_being_sent_has_it_pending_after_the_upgrade(
    tmp_path: Path,
) -> None:
    """Before 0007 a reason stood for it, on what was being sent alone."""
    database_of(
        tmp_path,
        "0006",
        *(
            "INSERT INTO drawings (id, source, idx, person_id, person_name, chat_id, language, request, seed, notify,"
            " state, reason, finished_at, extension_failed, seed_kept, submissions, refusals, slot_replies, slot_fresh,"
            f" lost_slots, edit_noted, created_at, deadline_at) VALUES ({number}, 'm:1:{number}', 0, 1, 'Ann', 1, 'en',"
            f" '{prompt_to_json(Prompt(messages=()))}', 5, 1, {marked}, 0, 1, 1, 0, 1, 0, 0, 0, 1.0, 2.0)"
            for number, marked in enumerate(
                (
                    "'submitting', 'chat-closed', 7.0",
                    "'submitting', 'chat-muted', 7.0",
                    "'submitting', NULL, NULL",
                    "'failed', 'chat-closed', 7.0",
                    "'ready', 'chat-muted', 7.0",
                ),
                1,
            )
        ),
    )

    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    store = SqlStore(database)
    found = await database.transaction(fetch)

    assert [(one.state, one.reason, one.finished_at, one.pending_end) for one in found] == [
        (State.SUBMITTING, None, None, Reason.CHAT_CLOSED),
        (State.SUBMITTING, None, None, Reason.CHAT_MUTED),
        (State.SUBMITTING, None, None, None),
        (State.FAILED, Reason.CHAT_CLOSED, 7.0, None),
        (State.READY, Reason.CHAT_MUTED, 7.0, None),
    ]
    await store.recover(1, 9.0)
    after = [await store.get(one.id) for one in found[:3]]
    assert [one and (one.state, one.reason) for one in after] == [
        (State.FAILED, Reason.CHAT_CLOSED),
        (State.FAILED, Reason.CHAT_MUTED),
        (State.QUEUED, None),
    ]
    await database.close()


async def test_pictures_that_were_kept_before_the_upgrade_are_dropped_with_time(tmp_path: Path) -> None:
    database_of(
        tmp_path,
        "0007",
        "INSERT INTO drawings (id, source, idx, person_id, person_name, chat_id, language, request, seed, notify,"
        " state, extension_failed, seed_kept, submissions, refusals, slot_replies, slot_fresh, lost_slots, edit_noted,"
        " created_at, deadline_at, finished_at, told_at) VALUES (1, 'm:1:1', 0, 1, 'Ann', 1, 'en', '', 5, 1,"
        " 'delivered', 0, 1, 1, 0, 1, 0, 0, 0, 1.0, 2.0, 3.0, 4.0)",
        "INSERT INTO pictures (drawing_id, data, mime_type, width, height) VALUES (1, x'00', 'image/jpeg', 1, 1)",
    )
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    store = SqlStore(database)

    assert [await store.drop_pictures(before) for before in (4.0, 5.0, 5.0)] == [0, 1, 0]
    await database.close()


async def _look_at_the_first_version(url: str) -> None:
    database = await Database.open(url)
    store = SqlStore(database)
    try:
        ann = await store.meet(Person(id=1, name="Ann"), 0)
        assert (ann.notify, ann.defaults.enhance, ann.defaults.suffix) == (False, True, "in oil")
        assert ann.defaults.raw is False  # not even where a group draws as written
        assert ann.defaults.seed == SeedSetting(SeedMode.FIXED, 42)
        assert (await store.meet(Person(id=2, name="Bob"), 0)).defaults == Defaults()
        assert await store.group(-5) == Group(id=-5)
        kinds = await database.transaction(lambda connection: connection.exec_driver_sql("PRAGMA table_list"))
        lax = {row.name for row in kinds if not row.strict} - {"sqlite_schema", "sqlite_temp_schema"}
        assert lax <= {"alembic_version", "sqlite_sequence"}
    finally:
        await database.close()


@pytest.mark.fault("34")
async def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    async def pragmas(connection: AsyncConnection) -> list[object]:
        names = ("journal_mode", "synchronous", "locking_mode", "foreign_keys")
        return [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in names]

    assert await database.transaction(pragmas) == ["wal", 2, "exclusive", 1]
    await database.close()


async def test_a_second_instance_is_told_that_the_database_is_in_use_and_harms_nothing(tmp_path: Path) -> None:
    first = await Database.open(f"sqlite:///{tmp_path}/a.db")

    with pytest.raises(DatabaseUnavailable, match="in use by another process"):
        await Database.open(f"sqlite:///{tmp_path}/a.db")

    assert await first.transaction(count) == 0
    await first.close()


async def test_a_database_of_a_newer_version_is_refused_in_words(tmp_path: Path) -> None:
    await (await Database.open(f"sqlite:///{tmp_path}/a.db")).close()
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(DatabaseUnavailable, match="newer version"):
        await Database.open(f"sqlite:///{tmp_path}/a.db")
    with pytest.raises(DatabaseUnavailable, match="newer version"):
        await Database.pending_upgrade(f"sqlite:///{tmp_path}/a.db")


@pytest.mark.parametrize("revision", ["0001", "0006", "0012", "0016"])
async def test_a_start_that_brings_the_tables_up_to_date_says_so_in_a_line_and_the_next_one_does_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, revision: str
) -> None:
    database_of(tmp_path, revision)
    assert await Database.pending_upgrade(f"sqlite:///{tmp_path}/a.db") == Upgrade(revision, NEWEST)

    with caplog.at_level(logging.INFO, "storage"):
        for _ in range(2):
            await (await Database.open(f"sqlite:///{tmp_path}/a.db")).close()

    (said,) = (record.getMessage() for record in caplog.records if "up to date" in record.getMessage())
    assert f"from revision {revision} to {NEWEST}" in said
    assert "only a backup made before leads back" in said
    assert await Database.pending_upgrade(f"sqlite:///{tmp_path}/a.db") is None


async def test_making_a_new_database_is_no_upgrade_of_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "storage"):
        await (await Database.open(f"sqlite:///{tmp_path}/a.db")).close()

    assert "up to date" not in caplog.text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "DATABASE_URL is no database address"),
        ("postgresql://host/db", "DATABASE_URL names postgresql"),
        ("sqlite:////proc/nowhere/a.db", "the database /proc/nowhere/a.db cannot be opened"),
    ],
)
async def test_an_address_that_cannot_be_is_refused_in_words(url: str, words: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=words):
        await Database.open(url)


async def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"something else entirely" * 1000)

    with pytest.raises(DatabaseUnavailable, match=r"a\.db cannot be opened: file is not a database"):
        await Database.open(f"sqlite:///{tmp_path}/a.db")


async def test_a_transaction_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    async def half(connection: AsyncConnection) -> None:
        await connection.execute(insert(chats).values(id=1))
        raise LookupError

    with pytest.raises(LookupError):
        await database.transaction(half)

    assert await database.transaction(count) == 0
    await database.close()


@pytest.mark.fault("38")
@pytest.mark.parametrize("steps", range(12))
async def test_a_cancelled_caller_leaves_a_whole_transaction_or_none(tmp_path: Path, steps: int) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    async def two(connection: AsyncConnection) -> None:
        await connection.execute(insert(chats).values(id=1))
        await connection.execute(insert(chats).values(id=2))

    async with asyncio.TaskGroup() as group:
        caller = group.create_task(database.transaction(two))
        for _ in range(steps):
            await asyncio.sleep(0)
        caller.cancel()

    assert await database.transaction(count) in {0, 2}
    await database.close()


async def test_a_transaction_inside_a_transaction_is_refused_at_once(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    async def nested(_: AsyncConnection) -> int:
        return await database.transaction(count)

    with pytest.raises(RuntimeError, match="wait for itself"):
        await database.transaction(nested)
    await database.close()


async def test_transactions_asked_for_at_once_take_turns(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    async def add(connection: AsyncConnection) -> int:
        before = await count(connection)
        await connection.execute(insert(chats).values(id=before + 1))
        return before

    assert await asyncio.gather(*(database.transaction(add) for _ in range(50))) == list(range(50))
    await database.close()


class Chats(SqlPart):
    """A part of the store, as small as can be."""

    @transaction
    async def add(self, connection: AsyncConnection, first: int, *more: int, fails: bool = False) -> int:
        """Add chats; returns how many there are."""
        for number in (first, *more):
            await connection.execute(insert(chats).values(id=number))
        if fails:
            raise LookupError
        return await count(connection)

    @transaction
    async def add_nested(self, connection: AsyncConnection) -> int:
        return await self.add(1)


@pytest.fixture
async def part(tmp_path: Path) -> AsyncIterator[Chats]:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    yield Chats(database)
    await database.close()


async def test_a_method_that_is_a_transaction_is_called_without_the_connection_and_is_whole_or_not_at_all(
    part: Chats,
) -> None:
    assert await part.add(1, 2) == 2
    with pytest.raises(LookupError):
        await part.add(3, fails=True)

    assert await part.add(4) == 3
    assert (Chats.add.__name__, Chats.add.__doc__) == ("add", "Add chats; returns how many there are.")


async def test_methods_that_are_transactions_take_turns_and_none_may_call_another(part: Chats) -> None:
    assert await asyncio.gather(*(part.add(number) for number in range(10, 30))) == list(range(1, 21))

    with pytest.raises(RuntimeError, match="wait for itself"):
        await part.add_nested()
    with pytest.raises(StoreError):
        await part.add(10)
    assert await part.add(1) == 21


async def test_what_the_database_cannot_do_is_a_store_error_without_the_values(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    async def twice(connection: AsyncConnection) -> None:
        await connection.execute(insert(chats).values(id=4711))
        await connection.execute(insert(chats).values(id=4711))

    with pytest.raises(StoreError) as caught:
        await database.transaction(twice)

    assert "4711" not in str(caught.value) + str(caught.value.__cause__)
    assert not database.is_healthy
    await database.transaction(count)
    assert database.is_healthy
    await database.close()


@pytest.mark.fault("32")
def test_a_full_disk_stores_nothing_and_is_no_health_until_there_is_space(tmp_path: Path) -> None:
    """In a process of its own, since the limit on the size of files holds for all of a process."""
    script = """
import asyncio, resource, signal, sys
from drawing.people import Person
import storage
from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.people import Group, Person
from drawing.ports.store import StoreError
from storage.database import Database
from storage.store import SqlStore

async def main():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    database = await Database.open(f"sqlite:///{sys.argv[1]}/a.db")
    store, big = SqlStore(database), Person(id=1, name="x" * 4_000_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        await store.meet(big, 0)
    except StoreError:
        print("refused", database.is_healthy)
    await store.running()
    print("read", database.is_healthy)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await store.running()
    print("read", database.is_healthy)
    await store.meet(big, 0)
    print("stored", database.is_healthy)
    await database.close()

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.stdout.splitlines() == ["refused False", "read False", "read True", "stored True"], done.stderr
