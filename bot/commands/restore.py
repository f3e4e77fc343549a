"""`python -m bot restore FILE`: a backup in the place of the database, while the bot does not run."""

import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.backup_server import is_served
from bot.commands.backup import describe
from bot.config import Settings
from storage.backup import BackupFailed, contents_of
from storage.database import file_of
from storage.restore import RUNNING, Restored, RestoreFailed
from storage.restore import restore as put_in_place

_STANDARD_INPUT: Final = Path("-")


def restore(settings: Settings, file: Path, *, dry_run: bool = False) -> int:
    """Restore a file, or what comes over standard input (`-`). Returns the exit status."""
    database = file_of(settings.database_url)
    if database is None:
        return _fail("DATABASE_URL names no file; only SQLite's databases are restored so")
    database = Path(os.path.realpath(database))
    is_running = is_served(database)
    if is_running and not dry_run:
        return _fail(f"{RUNNING}. Nothing was replaced")
    try:
        with _read(file, database) as backup:
            if is_running:
                print(f"{_named(file)}: {describe(contents_of(backup))}")
                print("The bot runs; what would be taken over from its database is told while it is stopped")
                return 0
            restored = put_in_place(backup, database, time.time(), is_rehearsal=dry_run)
    except (BackupFailed, RestoreFailed) as error:
        return _fail(f"{error}. Nothing was replaced")
    except OSError as error:
        return _fail(f"{error.filename or file}: {error.strerror}. Nothing was replaced")
    for line in _report(restored, file, database, dry_run=dry_run):
        print(line)
    return 0


@contextmanager
def _read(file: Path, database: Path) -> Iterator[Path]:
    """The backup as a file; what comes over standard input lies beside the database, where nobody else may read it."""
    if file != _STANDARD_INPUT:
        if not file.is_file():
            raise RestoreFailed(f"there is no file {file}")
        yield file
        return
    if sys.stdin.isatty():
        raise RestoreFailed("a backup is no text; send it from somewhere: restore - < FILE")
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = database.with_name(f".backup-{secrets.token_hex(8)}-read")
    try:
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as written:
            shutil.copyfileobj(sys.stdin.buffer, written)
        yield part
    finally:
        part.unlink(missing_ok=True)


def _report(restored: Restored, file: Path, database: Path, *, dry_run: bool) -> Iterator[str]:
    yield f"{_named(file)}: {describe(restored.contents)}"
    takeover = restored.takeover
    if takeover is not None:
        yield (
            f"Taken over from {database}: {takeover.changed} drawings that have come further since or are new, "
            f"{takeover.erased} drawings and {takeover.people} people that were erased since, and what was counted"
        )
    else:
        since = "ever" if restored.contents.latest is None else f"since {_moment(restored.contents.latest)}"
        yield (
            f"Nothing is taken over from {database} ({restored.why_none}): {restored.unsure} queued drawings may have "
            "been ordered since, and be paid for twice"
        )
        yield f"Lost: what was counted {since} for the daily limits of drawings and enhancements, and erasures"
    if dry_run:
        yield "This was a dry run: nothing was replaced"
        return
    yield f"{database} is restored" + (f"; what was there is kept as {restored.kept}" if restored.kept else "")


def _named(file: Path) -> str:
    return "standard input" if file == _STANDARD_INPUT else str(file)


def _moment(then: float) -> str:
    return f"{datetime.fromtimestamp(then, UTC):%F %T} UTC"


def _fail(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
