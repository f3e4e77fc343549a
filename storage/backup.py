"""Backups: copies of the database, made while it is in use, and what is in one.

A copy is made by SQLite's online backup, in steps so small that whoever writes waits for milliseconds. What is written
meanwhile is in the copy, too: it is the database as it is when the last step is done.
"""

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.page_gaps import clear_gaps
from storage.sqlite import ErasingConnection

Progress = Callable[[int, int], None]
"""Is told how many pages have been copied, and how many there are."""

_STEP: Final = 64  # pages; of 4 KiB each, one is copied in less than a millisecond
_PAUSE: Final = 0.004  # seconds between two steps: others have their turn, and the disk is left to them
_WAIT: Final = 0.005  # seconds for a transaction to end: none of it may be in the copy without the rest
_PRAGMAS: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA cache_size = -2000",
)
_OUR_TABLE: Final = "drawings"  # a table that is there in every version


class BackupFailed(Exception):
    """There is no copy, or it is none of use; the message says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a backup.

    Attributes:
        revision: that of its tables.
        latest: Unix time of the latest thing that happened in it; None where nothing has.
        drawings, open_drawings: how many there are, and of how many people wait for the outcome.
    """

    revision: str
    latest: float | None
    drawings: int
    open_drawings: int


def copy_database(source: sqlite3.Connection, folder: Path, progress: Progress, ends: threading.Event) -> int:
    """Copy an open database into a file without a name, in a folder with room for it; gives its descriptor.

    To be called in a thread of its own. Raises `BackupFailed`, also when `ends` is set.
    """

    def note(_: int, remaining: int, total: int) -> None:
        if ends.is_set():
            raise BackupFailed("the bot ends; a backup can be made again at once")
        progress(total - remaining, total)
        time.sleep(_PAUSE)

    try:
        with _nameless(folder) as (file, target), _copied(source):
            source.backup(target, pages=_STEP, progress=note, sleep=_WAIT)
            target.close()
            return os.dup(file)
    except (sqlite3.Error, OSError) as error:
        words = error.strerror if isinstance(error, OSError) else str(error)
        raise BackupFailed(f"the database cannot be copied into {folder}: {words}") from None


@contextmanager
def _nameless(folder: Path) -> Iterator[tuple[int, sqlite3.Connection]]:
    """A new file that is gone when it is closed, whatever becomes of this process, and a connection to it."""
    path = folder / f".backup-{secrets.token_hex(8)}"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as target:
            for pragma in _PRAGMAS:
                target.execute(pragma)
            target.execute("PRAGMA schema_version").fetchall()  # the file is open now
            path.unlink()
            yield file, target
    finally:
        path.unlink(missing_ok=True)
        os.close(file)


@contextmanager
def _copied(source: sqlite3.Connection) -> Iterator[None]:
    if not isinstance(source, ErasingConnection):
        yield
        return
    source.is_copied = True
    try:
        yield
    finally:
        source.is_copied = False


def copy_closed(path: Path, folder: Path, progress: Progress) -> int:
    """As `copy_database`, of a database that no bot has open. Raises `BackupFailed`."""
    if not path.is_file():
        raise BackupFailed(f"there is no database at {path}; is DATABASE_URL right?")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as source:
            source.execute("PRAGMA busy_timeout = 2000")
            source.execute("PRAGMA locking_mode = EXCLUSIVE")
            source.execute("PRAGMA schema_version").fetchall()
            return copy_database(source, folder, progress, threading.Event())
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise BackupFailed(
                "another process has the database open, and does not answer at its socket; is it a bot of an older "
                "version, or the command of another user? Stop it, or run this as its user"
            ) from None
        raise BackupFailed(f"{path} cannot be read: {error}") from None


def complete(path: Path) -> Contents:
    """Make a backup of a copy that was written to a file, in the process of whoever asked for it: it takes a while.

    What was deleted goes from its gaps, it is on the disk, and was read through. Raises `BackupFailed` and OSError.
    """
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        clear_gaps(file, None)  # see `storage.page_gaps`
        os.fsync(file)
    finally:
        os.close(file)
    return contents_of(path)


def contents_of(path: Path, called: Path | None = None) -> Contents:
    """Read through a backup that nobody writes to.

    Raises `BackupFailed`, in which it may be `called` otherwise, where it is broken or none of this program.
    """
    called = called or path
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            if (found := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise BackupFailed(f"{called} is damaged: {found}")
            tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"alembic_version", _OUR_TABLE} <= tables:
                raise BackupFailed(f"{called} is a database of another program")
            (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            drawings, is_open, latest = copy.execute(
                "SELECT count(*), count(*) - count(told_at), max(max(created_at, coalesce(told_at, 0))) FROM drawings"
            ).fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise BackupFailed(f"{called} is no database, or a damaged one ({error})") from None
    return Contents(revision, latest, drawings, is_open)


def remove_leftovers(folder: Path) -> None:
    """Delete what a backup leaves behind that is killed in the moment between making its file and unlinking it."""
    for path in folder.glob(".backup-*"):
        with suppress(OSError):
            path.unlink()
