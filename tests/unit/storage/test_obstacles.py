"""A database that cannot be opened: the owner reads which file, whose it is, who the bot is, and what to type."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.database import Database, DatabaseUnavailable

NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


@contextmanager
def another_user() -> Iterator[None]:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def give_all(folder: Path, user: int) -> None:
    for path in (folder, *folder.iterdir()):
        os.chown(path, user, -1)


async def said_of(file: Path) -> str:
    with pytest.raises(DatabaseUnavailable) as caught:
        await Database.open(f"sqlite:///{file}")
    return str(caught.value)


async def test_a_folder_that_is_another_users_is_named_with_both_users_and_a_command(place: Path) -> None:
    with another_user():
        said = await said_of(place / "artbot.db")

    assert f"the database {place}/artbot.db cannot be opened: {place} belongs to the user root (0), mode 0755" in said
    assert f"({NOBODY})" in said
    assert f"chown -R {NOBODY} {place}" in said


async def test_the_nearest_folder_that_exists_is_named_where_others_are_missing(place: Path) -> None:
    with another_user():
        said = await said_of(place / "data" / "art" / "artbot.db")

    assert f"{place} belongs to the user root (0)" in said


@pytest.mark.parametrize("name", ["artbot.db", "artbot.db-wal"])
async def test_a_file_that_another_user_has_made_is_named(place: Path, name: str) -> None:
    database = await Database.open(f"sqlite:///{place}/artbot.db")
    await database.close()
    (place / "artbot.db-wal").touch()
    give_all(place, NOBODY)
    os.chown(place / name, 0, 0)
    (place / name).chmod(0o600)

    with another_user():
        said = await said_of(place / "artbot.db")

    assert f"chown {NOBODY} {place}/{name}" in said


async def test_a_folder_in_place_of_the_file_is_named(place: Path) -> None:
    (place / "artbot.db").mkdir()

    assert "it is a folder. Set DATABASE_URL to a file in it" in await said_of(place / "artbot.db")


async def test_a_file_in_place_of_a_folder_is_named(place: Path) -> None:
    (place / "data").write_text("x")

    assert f"{place}/data is not a folder" in await said_of(place / "data" / "artbot.db")


async def test_a_file_system_that_takes_no_writes_is_named() -> None:
    said = await said_of(Path("/proc/nowhere/artbot.db"))

    assert "the database /proc/nowhere/artbot.db cannot be opened" in said


async def test_a_file_of_something_else_is_named(place: Path) -> None:
    (place / "artbot.db").write_bytes(b"something else entirely" * 1000)

    said = await said_of(place / "artbot.db")

    assert f"{place}/artbot.db cannot be opened: file is not a database. This is no database of SQLite" in said


async def test_a_damaged_file_is_named_with_the_way_to_restore_it(place: Path) -> None:
    file = place / "artbot.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE a (b)")
        connection.executemany("INSERT INTO a VALUES (?)", [("x" * 500,)] * 500)
    connection.close()
    whole = bytearray(file.read_bytes())
    whole[100:4096] = b"\xff" * 3996
    file.write_bytes(whole)

    said = await said_of(file)

    assert "The file is damaged" in said
    assert "docs/backup.md" in said
