"""Restore: a backup in the place of a database, with what that one knows better; all of it or nothing.

The new file is made beside the old one, under another name, while the old one is locked. Then the old one is given a
second name, and the new one takes its place in one step: at whatever moment this is killed, there is a whole database.
"""

import asyncio
import itertools
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storage.backup import BackupFailed, Contents, complete, contents_of
from storage.database import Database, DatabaseUnavailable
from storage.private_files import database_files, flush_folder
from storage.takeover import Takeover, TakeoverFailed, note_loss, take_over

RUNNING: Final = "the bot runs; stop it first (`docker compose stop`, or `systemctl stop artbot`)"


class RestoreFailed(Exception):
    """Nothing has been replaced; the message says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore does.

    Attributes:
        contents: of the backup.
        kept: where the database is that was there; None where there was none, or nothing was replaced yet.
        takeover: what was learnt from that; None where there was nothing to learn from.
        why_none: why not.
        unsure: without a takeover, how many drawings wait that may have been ordered since, and be paid for twice.
    """

    contents: Contents
    kept: Path | None
    takeover: Takeover | None
    why_none: str
    unsure: int


def restore(backup: Path, target: Path, now: float, *, is_rehearsal: bool = False) -> Restored:
    """Put a backup in the place of the database `target`, or only say what that would do.

    Raises `RestoreFailed`, `BackupFailed` for a file that is no backup of this program, and OSError.
    """
    target = Path(os.path.realpath(target))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _working(target) as (new, former), _locked(target) as old:
        _copy_files(backup, new)
        contents = contents_of(_settled(new), backup)
        _upgrade(new, backup)
        takeover, why_none, unsure = None, "", 0
        try:
            takeover = take_over(new, _copy_of(old, target, former), contents.latest or 0.0)
        except TakeoverFailed as error:
            why_none = str(error)
            unsure = note_loss(new, contents.latest or 0.0, now)
        complete(new)
        kept = None if is_rehearsal else _replace(target, new, now, is_whole=old is not None)
    return Restored(contents, kept, takeover, why_none, unsure)


@contextmanager
def _working(target: Path) -> Iterator[tuple[Path, Path]]:
    """Names for the new database and for a copy of the former one; nothing is left there."""
    # So named, a start of the bot deletes what a kill leaves: see `storage.backup.remove_leftovers`.
    stem = f".backup-{secrets.token_hex(8)}"
    paths = target.with_name(f"{stem}-new"), target.with_name(f"{stem}-former")
    try:
        yield paths
    finally:
        for path in paths:
            for file in database_files(path):
                file.unlink(missing_ok=True)


@contextmanager
def _locked(target: Path) -> Iterator[sqlite3.Connection | None]:
    """The database that is there, which no bot can open meanwhile; None where it is none, or is not there.

    Raises `RestoreFailed` where a bot has it open.
    """
    if not target.exists():
        yield None
        return
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=rw", uri=True, isolation_level=None)) as old:
        is_readable = True
        try:
            for statement in ("PRAGMA busy_timeout = 1000", "PRAGMA locking_mode = EXCLUSIVE"):
                old.execute(statement)
            # Out of WAL: a log that this connection would remove at its end may be that of the next database by then.
            old.execute("PRAGMA journal_mode = DELETE").fetchall()
            old.execute("BEGIN EXCLUSIVE")
            old.execute("COMMIT")  # the locking mode keeps the lock
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise RestoreFailed(RUNNING) from None
            is_readable = False
        yield old if is_readable else None


def _copy_files(backup: Path, new: Path) -> None:
    """The backup, for its owner alone; with the log beside it, if somebody has copied a database with that."""
    for source, target in zip(database_files(backup)[:2], database_files(new)[:2], strict=True):
        if source.exists():
            with source.open("rb") as read, open(target, "xb", opener=_private) as written:
                shutil.copyfileobj(read, written)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def _settled(new: Path) -> Path:
    """With what was in its log. That it is a database at all is said by whoever reads it then."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(new)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    return new


def _upgrade(path: Path, backup: Path) -> None:
    async def work() -> None:
        database = await Database.open(f"sqlite:///{path}")
        await database.close()

    try:
        asyncio.run(work())
    except DatabaseUnavailable as error:
        words = str(error).replace(str(path), str(backup))
        if "newer version" in words:
            words = f"{backup} was made by a newer version of the bot; update this one first (docs/backup.md)"
        raise RestoreFailed(words) from None
    _settled(path)


def _copy_of(old: sqlite3.Connection | None, target: Path, copy: Path) -> Path:
    """A copy of the database that is replaced, of the newest revision. Raises `TakeoverFailed`."""
    if old is None:
        raise TakeoverFailed("it is damaged" if target.exists() else "there is none")
    try:
        with closing(sqlite3.connect(copy)) as connection:
            old.backup(connection)
        copy.chmod(0o600)
        contents_of(copy, target)
        _upgrade(copy, target)
    except (BackupFailed, RestoreFailed) as error:
        raise TakeoverFailed(str(error)) from None
    except sqlite3.Error as error:
        raise TakeoverFailed(f"it cannot be read: {error}") from None
    return copy


def _replace(target: Path, new: Path, now: float, *, is_whole: bool) -> Path | None:
    """Put the new database in the place of the old one, which stays under another name.

    `is_whole`: all of the old one is in one file.
    """
    if not target.exists():
        try:
            target.hardlink_to(new)
        except FileExistsError:
            raise RestoreFailed(RUNNING) from None
        flush_folder(target.parent)
        return None
    _as_its_owner(new, target)
    kept = _free_name(target, now)
    for source, name in zip(database_files(target), database_files(kept), strict=True):
        if source.exists():
            _keep(source, name)
        if is_whole:
            break
    # A log is for the file that it was written for: SQLite would take it for that of the next.
    for companion in database_files(target)[1:]:
        companion.unlink(missing_ok=True)
    new.replace(target)
    flush_folder(target.parent)
    return kept


def _free_name(target: Path, now: float) -> Path:
    stem = f"{target.name}.replaced-{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"
    names = (target.with_name(stem + end) for end in itertools.chain([""], map("-{}".format, itertools.count(2))))
    return next(name for name in names if not os.path.lexists(name))


def _keep(source: Path, name: Path) -> None:
    try:
        name.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with open(name, "xb", opener=_private) as copy, source.open("rb") as read:
            shutil.copyfileobj(read, copy)


def _as_its_owner(new: Path, old: Path) -> None:
    """Root restores for the user that the bot runs as."""
    found = old.stat()
    with suppress(OSError):
        os.chown(new, found.st_uid, found.st_gid)
