"""Traces of what was erased: there are none, in no file, as soon as the erasure is done."""

import asyncio
import multiprocessing
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.defaults import Defaults
from drawing.lifecycle import Drawing, Reason, State
from drawing.people import Group, Person
from drawing.records import DeferredUpdate, Picture
from storage.database import Database
from storage.store import SqlStore
from storage.tables import people
from tests.unit.storage.drawn import ANN, BOB, NOW
from tests.unit.storage.test_store import NEW, ROOMY
from tests.world.databases import address, lay_out, open_database
from tests.world.simulated import ORDER, TODAY

PROMPT: Final = "the secret garden" + " of Ann" * 200  # longer than a page keeps of a row
NAME: Final = "Анна Тайная"
BYTES: Final = b"the secret picture" * 1000
SECRETS: Final = ("secret garden", NAME, "secret picture")


def traces(folder: Path, *words: str) -> dict[str, int]:
    """How often each word stands in all files of a folder."""
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    spellings = {word: {word.encode(), word.encode("utf-16-le"), ascii(word)[1:-1].encode()} for word in words}
    return {word: sum(map(content.count, spellings[word])) for word in words}


def nothing(*words: str) -> dict[str, int]:
    return dict.fromkeys(words, 0)


async def asked(store: SqlStore, number: int, person: int = ANN, **more: Any) -> Drawing:
    text = PROMPT if person == ANN else f"a cat {number}"
    message = replace(NEW.prompt.messages[0], text=text)
    new = replace(
        NEW,
        source=f"m:{person}:{number}",
        prompt=replace(NEW.prompt, messages=(message,)),
        person_id=person,
        person_name=NAME if person == ANN else "Bob",
        created_at=NOW,
        **more,
    )
    drawing = (await store.accept([new], ROOMY, TODAY)).drawings[0]
    return await store.save_slot(drawing, 1000 + number, replies=True)


async def ready(store: SqlStore, number: int, person: int = ANN) -> Drawing:
    drawing = await asked(store, number, person)
    await store.save_enhanced(drawing.id, PROMPT if person == ANN else None)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    data = BYTES if person == ANN else b"picture" * 1000
    finished = await store.finish(drawing.id, Picture(data, "image/jpeg", 8, 8), NOW)
    assert finished is not None
    return finished


async def delivered(store: SqlStore, number: int, person: int = ANN) -> None:
    drawing = await ready(store, number, person)
    await store.mark_told(drawing.id, f"file {number}", NOW)


async def forget(store: SqlStore) -> None:
    assert await store.forget(ANN, await store.latest_drawing(ANN), NOW, counted_since=0)


async def work(store: SqlStore, first: int, count: int = 10) -> None:
    """Somebody else goes on drawing."""
    await store.meet(Person(id=BOB, name="Bob"), NOW)
    for number in range(first, first + count):
        await delivered(store, number, BOB)


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A store in which Ann and Bob have drawn in turns."""
    async with open_database(tmp_path / "a.db", yielding=False) as database:
        store = SqlStore(database)
        await store.meet(Person(id=ANN, name=NAME), NOW)
        for number in range(5):
            await delivered(store, number)
            await work(store, number * 5, 5)
        yield store


async def test_of_who_is_forgotten_nothing_is_in_any_file_nor_comes_back_when_others_draw(
    busy: SqlStore, tmp_path: Path
) -> None:
    assert 0 not in traces(tmp_path, *SECRETS).values()

    await forget(busy)

    assert traces(tmp_path, *SECRETS) == nothing(*SECRETS)
    for first in (1000, 2000):
        await work(busy, first)
        assert traces(tmp_path, *SECRETS) == nothing(*SECRETS)


async def test_what_was_under_way_is_in_no_file_when_it_was_told(busy: SqlStore, tmp_path: Path) -> None:
    under_way = await ready(busy, 500)
    await forget(busy)
    assert 0 not in traces(tmp_path, *SECRETS).values()

    await busy.mark_told(under_way.id, "file", NOW)

    assert traces(tmp_path, *SECRETS) == nothing(*SECRETS)


async def test_what_was_under_way_is_in_no_file_when_its_chat_is_closed(busy: SqlStore, tmp_path: Path) -> None:
    for number, ends in ((500, "end"), (501, "close"), (502, "mute")):
        drawing = await asked(busy, number, chat_id=-number)
        await busy.begin_submission(drawing.id, seed_kept=True, **ORDER)
        await forget(busy)
        await busy.requeue(drawing.id, NOW, arrived=False)
        if ends == "end":
            await busy.end(drawing.id, State.FAILED, Reason.UNDELIVERABLE, NOW, told=True)
        elif ends == "close":
            await busy.close_chat(-number, NOW + 1)
        else:
            await busy.mute(drawing, NOW + 1, topic_alone=False)
            await busy.mark_told(drawing.id, None, NOW)

        assert traces(tmp_path, *SECRETS) == nothing(*SECRETS), ends


async def test_pictures_that_were_kept_long_enough_are_in_no_file(busy: SqlStore, tmp_path: Path) -> None:
    assert await busy.drop_pictures(NOW + 1) > 0

    assert traces(tmp_path, "secret picture") == nothing("secret picture")
    assert traces(tmp_path, "secret garden")["secret garden"] > 0


Erasure = Callable[[SqlStore], Awaitable[object]]
_SET: Final = Person(id=ANN, name=NAME, defaults=Defaults(suffix="in secret oil", negatives="secret hats"))


@pytest.mark.parametrize(
    ("words", "erase"),
    [
        ((NAME,), lambda store: store.meet(Person(id=ANN, name="Ann"), NOW)),
        (("secret oil",), lambda store: store.keep_settings(replace(_SET, defaults=Defaults(negatives="secret hats")))),
        (("secret oil", "secret hats"), lambda store: store.keep_settings(Person(id=ANN, name=NAME))),
        (("group oil",), lambda store: store.keep_group(Group(id=-5))),
        (("the deferred",), lambda store: store.drop_deferred(7)),
        ((NAME,), lambda store: store.deny(ANN, NOW)),
        ((NAME, "secret oil", "the deferred"), forget),
    ],
    ids=["renamed", "one-setting", "settings", "group", "deferred", "denied", "forgotten"],
)
async def test_what_is_replaced_or_taken_back_is_in_no_file(
    store: SqlStore, tmp_path: Path, words: tuple[str, ...], erase: Erasure
) -> None:
    await store.meet(_SET, NOW)
    await store.keep_settings(_SET)
    await store.keep_group(Group(id=-5, defaults=Defaults(suffix="group oil")))
    await store.defer_update(DeferredUpdate(7, -5, ANN, '{"text": "the deferred"}'))
    assert 0 not in traces(tmp_path, *words).values()

    await erase(store)

    assert traces(tmp_path, *words) == nothing(*words)


async def test_strangers_are_in_no_file_when_they_were_dropped(store: SqlStore, tmp_path: Path) -> None:
    await store.meet(Person(id=ANN, name=NAME), NOW)

    assert await store.drop_strangers(NOW + 1) == 1

    assert traces(tmp_path, NAME) == nothing(NAME)


async def test_what_only_grows_is_left_in_the_log(store: SqlStore, tmp_path: Path) -> None:
    """Emptying it costs more than a commit: on the way of a drawing nothing has to."""
    for number in range(5):
        await delivered(store, number)
    assert (tmp_path / "a.db-wal").stat().st_size > 10 * 4096


async def test_the_log_is_copied_and_begun_anew_before_it_is_long(tmp_path: Path) -> None:
    async with open_database(tmp_path / "a.db") as database:

        async def grow(connection: AsyncConnection) -> None:
            await connection.execute(insert(people).values(name="x" * 100_000, notify=1, id=random.getrandbits(60)))

        for _ in range(200):  # 5000 pages
            await database.transaction(grow)
        assert (tmp_path / "a.db-wal").stat().st_size < 1200 * 4096
        assert (tmp_path / "a.db").stat().st_size > 3500 * 4096


def crowd(number: int) -> dict[str, Any]:
    return {"id": number * 7_654_321 % 1_000_003, "name": f"secret {number:05} of somebody", "notify": 1}


def _scatter(source: random.Random, name: str, length: int) -> str:
    return f"{name} " + "x" * source.randrange(length)


async def fill(connection: AsyncConnection, count: int) -> None:
    """Rows that come and grow in no order: pages are balanced again and again."""
    source = random.Random(1)
    for number in range(count):
        row = crowd(number)
        await connection.execute(insert(people).values(**row))
        longer = update(people).where(people.c.id == row["id"])
        await connection.execute(longer.values(suffix=_scatter(source, row["name"], 500)))


def left(folder: Path, gone: range) -> set[int]:
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    return {int(number) for number in re.findall(rb"secret (\d{5}) of", content)} & set(gone)


async def test_no_copy_is_left_in_the_gaps_of_pages(tmp_path: Path) -> None:
    """`secure_delete` of SQLite alone leaves some: of these, a few in a hundred."""
    count, gone = 2000, range(0, 2000, 2)
    async with open_database(tmp_path / "a.db", yielding=False) as database:
        await database.transaction(lambda connection: fill(connection, count))

        async def erase(connection: AsyncConnection) -> None:
            for number in gone:
                await connection.execute(delete(people).where(people.c.id == crowd(number)["id"]))

        async def go_on(connection: AsyncConnection) -> None:
            for number in range(1, count, 2):
                longer = update(people).where(people.c.id == crowd(number)["id"])
                await connection.execute(longer.values(negatives="y" * 200))

        await database.transaction(erase)
        assert left(tmp_path, gone) == set()
        await database.transaction(go_on)
        assert left(tmp_path, gone) == set()
        await database.transaction(_intact)
    assert left(tmp_path, gone) == set()


async def _intact(connection: AsyncConnection) -> None:
    assert (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar() == "ok"


async def test_what_an_older_version_left_in_gaps_goes_at_the_first_start(tmp_path: Path) -> None:
    await lay_out(tmp_path / "a.db")
    source, gone = random.Random(1), range(0, 2000, 2)
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA user_version = 0")
    for number in range(2000):
        row = crowd(number)
        connection.execute("INSERT INTO people (id, name, notify) VALUES (:id, :name, :notify)", row)
        longer = (_scatter(source, row["name"], 500), row["id"])
        connection.execute("UPDATE people SET suffix = ? WHERE id = ?", longer)
    connection.commit()
    connection.executemany("DELETE FROM people WHERE id = ?", [(crowd(number)["id"],) for number in gone])
    connection.commit()
    connection.close()
    assert left(tmp_path, gone) != set()

    database = await Database.open(f"sqlite:///{tmp_path}/a.db")

    assert left(tmp_path, gone) == set()
    await database.transaction(_intact)
    await database.close()


def _forget_and_die(folder: Path, statement: int) -> None:
    """Forget Ann, and be killed at that statement to SQLite."""

    async def main() -> None:
        async with open_database(folder / "a.db") as database:
            store = SqlStore(database)
            left = statement

            def count(_: str) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            async with database._engine.connect() as connection:
                sqlite: Any = (await connection.get_raw_connection()).driver_connection
                sqlite._conn.set_trace_callback(count)
            await forget(store)

    asyncio.run(main())


async def _prepare(folder: Path) -> None:
    async with open_database(folder / "a.db") as database:
        store = SqlStore(database)
        await store.meet(Person(id=ANN, name=NAME), NOW)
        for number in range(3):
            await delivered(store, number)


@pytest.mark.slow
def test_an_erasure_that_is_killed_at_any_moment_is_whole_at_the_next_start_or_was_none(tmp_path: Path) -> None:
    asyncio.run(_prepare(tmp_path))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    outcomes = set()
    for statement in range(1, 100):
        for path in tmp_path.iterdir():
            path.unlink()
        for name, content in before.items():
            (tmp_path / name).write_bytes(content)
        process = multiprocessing.get_context("fork").Process(target=_forget_and_die, args=(tmp_path, statement))
        process.start()
        process.join(20)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        assert asyncio.run(_after_a_start(tmp_path)) in ({"known"}, {"forgotten"})
        outcomes |= asyncio.run(_after_a_start(tmp_path))
    assert process.exitcode == 0
    assert outcomes == {"known", "forgotten"}


async def _after_a_start(folder: Path) -> set[str]:
    database = await Database.open(address(folder / "a.db"))
    found = traces(folder, *SECRETS)
    is_known = await SqlStore(database).person(ANN) is not None
    await database.close()
    return {"known"} if is_known else {"forgotten"} if found == nothing(*SECRETS) else {"traces"}


@pytest.mark.slow
def test_an_erasure_whose_traces_cannot_be_removed_is_not_done_until_they_are(tmp_path: Path) -> None:
    """In a process of its own, since the limit on the size of files holds for all of a process."""
    script = """
import asyncio, resource, signal, sys
from pathlib import Path
from drawing.ports.store import StoreError
from storage.database import Database
from storage.store import SqlStore
from tests.unit.storage.test_traces import ANN, NAME, NOW, SECRETS, Person, delivered, forget, traces, work

async def main():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    folder = Path(sys.argv[1])
    database = await Database.open(f"sqlite:///{folder}/a.db")
    store = SqlStore(database)
    await work(store, 0, 40)
    await store.meet(Person(id=ANN, name=NAME), NOW)
    await delivered(store, 0)
    await store.meet(Person(id=2, name="Bobby"), NOW)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    for _ in range(2):
        try:
            await forget(store)
        except StoreError:
            print("refused", database.is_healthy, any(traces(folder, *SECRETS).values()))
    print("known", await store.person(ANN) is not None)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await forget(store)
    print("done", database.is_healthy, any(traces(folder, *SECRETS).values()))
    await database.close()

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )

    expected = ["refused False True", "refused False True", "known False", "done True False"]
    assert done.stdout.splitlines() == expected, done.stderr
