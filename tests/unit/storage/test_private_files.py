"""Modes of the files of a database: nobody else reads them."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from drawing.people import Person
from storage.database import Database, DatabaseUnavailable
from storage.store import SqlStore

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def beside(file: Path) -> list[Path]:
    return list(file.resolve().parent.iterdir())


async def write(file: Path) -> dict[str, int]:
    """Open a database and write to it; the modes of all that is in its folder while it is open."""
    database = await Database.open(f"sqlite:///{file}")
    await SqlStore(database).meet(Person(id=1, name="Ann"), 0)
    modes = {path.name: mode(path) for path in beside(file)}
    await database.close()
    return modes


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == level and "other users" in record.msg]


@pytest.mark.usefixtures("umask")
async def test_what_is_made_is_for_its_owner_alone_whatever_the_umask(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    folder = tmp_path / "made" / "by the bot"

    modes = await write(folder / "a.db")

    assert modes == {"a.db": 0o600, "a.db-wal": 0o600}
    assert [mode(path) for path in (folder, folder.parent)] == [0o700, 0o700]
    assert lines(caplog, logging.INFO) == []


@pytest.mark.usefixtures("no_umask")
async def test_what_others_could_read_is_set_right_with_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    folder = tmp_path / "data"
    await write(folder / "a.db")
    (folder / "a.db-shm").touch()
    for path, loose in ((folder, 0o755), (folder / "a.db", 0o664), (folder / "a.db-shm", 0o604)):
        path.chmod(loose)

    assert set((await write(folder / "a.db")).values()) == {0o600}

    assert mode(folder) == 0o700
    (line,) = lines(caplog, logging.INFO)
    assert {f"{folder}/a.db", f"{folder}/a.db-shm", str(folder)} <= set(line.split(": ", 1)[1].split(", "))
    caplog.clear()
    await write(folder / "a.db")
    assert lines(caplog, logging.INFO) == []


@pytest.mark.usefixtures("no_umask")
async def test_a_log_that_a_killed_bot_left_is_set_right(tmp_path: Path) -> None:
    await write(tmp_path / "a.db")
    (tmp_path / "a.db-wal").write_bytes(b"")
    (tmp_path / "a.db-wal").chmod(0o666)

    assert (await write(tmp_path / "a.db"))["a.db-wal"] == 0o600


async def test_a_folder_with_other_things_keeps_its_rights(tmp_path: Path) -> None:
    folder, something = tmp_path / "data", tmp_path / "data" / "something"
    folder.mkdir()
    something.touch()
    for path, rights in ((folder, 0o755), (something, 0o644)):
        path.chmod(rights)

    modes = await write(folder / "a.db")

    assert (mode(folder), modes["something"], modes["a.db"]) == (0o755, 0o644, 0o600)


async def test_the_database_that_a_link_leads_to_is_set_right_and_no_other_link_is_followed(tmp_path: Path) -> None:
    disk, folder, other = tmp_path / "disk", tmp_path / "data", tmp_path / "something"
    for one in (disk, folder):
        one.mkdir()
    other.touch()
    other.chmod(0o644)
    await write(disk / "real.db")
    (disk / "real.db").chmod(0o644)
    (folder / "a.db").symlink_to(disk / "real.db")
    (disk / "real.db-shm").symlink_to(other)

    modes = await write(folder / "a.db")

    assert modes["real.db"] == 0o600
    assert mode(other) == 0o644


async def test_what_is_no_database_is_left_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    file = tmp_path / "a.db"
    file.write_bytes(b"something else entirely" * 1000)
    file.chmod(0o644)

    with pytest.raises(DatabaseUnavailable):
        await write(file)

    assert mode(file) == 0o644
    assert lines(caplog, logging.INFO) == []


@ROOT_ONLY
async def test_what_is_somebody_elses_stays_with_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await write(tmp_path / "a.db")
    for path in (tmp_path / "a.db", tmp_path / "a.db-shm"):
        path.touch()
        path.chmod(0o644)
        os.chown(path, 10001, 10001)

    modes = await write(tmp_path / "a.db")

    assert modes["a.db"] == 0o644
    (warning,) = lines(caplog, logging.WARNING)
    assert {f"{tmp_path}/a.db", f"{tmp_path}/a.db-shm"} <= set(warning.split(": ", 1)[1].split(", "))
