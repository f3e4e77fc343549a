"""Engine of SQLite: the one place that knows what has to be said to it.

One connection, one transaction at a time, every commit on the disk before it is acknowledged. The exclusive lock keeps
a second instance of the bot away, and a WAL database with one connection is safe from the corruption that SQLite 3.7.0
to 3.51.2 can suffer with two at a WAL reset.
"""

import os
import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, MetaData, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.page_gaps import changed_pages, clear_gaps, is_longer
from storage.private_files import create_private_file

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 1000",
    # Before WAL is first touched, so that its index lives in this process's memory and nobody else can look in.
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Pages freed by dropped pictures are used again; a file that shrinks is not worth a VACUUM that stops the bot.
    # What a person has had forgotten is overwritten, not left in those pages until something else needs them.
    "PRAGMA secure_delete = ON",
    # The log names the pages whose gaps have to be cleared: it is not begun anew before; see `ErasingConnection`.
    "PRAGMA wal_autocheckpoint = 0",
    "PRAGMA temp_store = MEMORY",  # what is sorted goes into no file
)
_MOST_FRAMES: Final = 1000  # pages in the write-ahead log before they are copied into the database
_SMALLEST_PAGE: Final = 512  # bytes
_WHOLE: Final = "whole"  # the savepoint at the beginning of a transaction
_GAPS_CLEARED: Final = 1  # as `user_version`: the gaps of all pages were cleared, and since then of those that changed


class ErasingConnection(sqlite3.Connection):
    """A connection whose commit of an erasure returns when what was erased is in no file any more.

    A transaction is an erasure that calls the function `erased()`, as the triggers of `watch_erasures` do. What it
    overwrote is still in the write-ahead log, and may be in gaps of pages. These are cleared between the checkpoints:
    at whatever moment the process is killed, the log still says which, and the next start does it again.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_copied = False  # a copy is being made of it: see `storage.backup`
        self._is_erasure = False
        self._has_traces = False
        self._seen_changes = 0
        self._file: int | None = None
        path = self._ask("PRAGMA database_list")[2]
        self._path = Path(path) if path else None  # None in memory
        self.create_function("erased", 0, self._note_erasure)

    def commit(self) -> None:
        """Raises sqlite3.Error also where the erasure is stored and its traces are not removed: ask for it again."""
        super().commit()
        if self._is_erasure:
            self._is_erasure, self._has_traces = False, True
            self._remove_traces()
        elif self._has_traces or self._is_log_long():
            with suppress(sqlite3.Error):
                if self._has_traces:
                    self._remove_traces()
                else:
                    self._checkpoint()

    def rollback(self) -> None:
        self._is_erasure = False
        if self.is_copied and self.in_transaction:
            # SQLite begins a copy anew where a transaction is rolled back, but not where that goes to a savepoint.
            with suppress(sqlite3.Error):  # it may have begun before the copy, and so without one
                self.execute(f"ROLLBACK TO {_WHOLE}")
                super().commit()
                return
        super().rollback()

    def close(self) -> None:
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._remove_traces()
        super().close()
        if self._file is not None:
            # Not before: to close a file is to lose all locks that this process has on it.
            os.close(self._file)
            self._file = None

    def _note_erasure(self) -> None:
        self._is_erasure = True

    def _is_log_long(self) -> bool:
        if self.total_changes == self._seen_changes:
            return False
        self._seen_changes = self.total_changes
        if self._path is None:
            return False
        log = _log_of(self._path)
        with suppress(FileNotFoundError):
            return log.stat().st_size > _MOST_FRAMES * _SMALLEST_PAGE and is_longer(log, _MOST_FRAMES)
        return False

    def _remove_traces(self) -> None:
        self._checkpoint()
        self._ask("PRAGMA wal_checkpoint(TRUNCATE)")
        self._ask("PRAGMA shrink_memory")  # pages in memory have their gaps still, and would be written with them
        self._has_traces = False

    def _checkpoint(self) -> None:
        """Bring all that is in the log into the database, and clear the gaps of its pages."""
        is_busy, in_log, copied = self._ask("PRAGMA wal_checkpoint(FULL)")
        if is_busy or in_log != copied:
            raise sqlite3.OperationalError("the write-ahead log could not be emptied")
        if self._path is None:
            return
        is_new = self._ask("PRAGMA user_version")[0] < _GAPS_CLEARED
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            clear_gaps(self._file, None if is_new else changed_pages(_log_of(self._path)))
        except OSError as error:
            raise sqlite3.OperationalError(f"what was erased could not be overwritten: {error.strerror}") from None
        if is_new:
            self._ask(f"PRAGMA user_version = {_GAPS_CLEARED}")

    def _ask(self, pragma: str) -> Any:
        return (self.execute(pragma).fetchall() or [None])[0]


class Source:
    """The one connection of an engine, when it is open: what a copy is made of."""

    connection: ErasingConnection | None = None

    def connect(self, *args: Any, **options: Any) -> ErasingConnection:
        """As the factory of connections."""
        self.connection = ErasingConnection(*args, **options)
        return self.connection


def create_sqlite_engine(url: URL, source: Source) -> AsyncEngine:
    """An engine over the one connection. Makes the folder of the file if need be; raises OSError if it cannot."""
    if url.database and url.database != ":memory:":
        create_private_file(Path(url.database))
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        # A copy is made by another thread; SQLite lets in one at a time.
        connect_args={"factory": source.connect, "check_same_thread": False},
        pool_size=1,
        max_overflow=0,
        pool_reset_on_return=None,  # every transaction ends itself; a ROLLBACK more costs a thread hop each time
        hide_parameters=True,  # prompts have no place in an error's text
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", partial(_begin, source))
    return engine


def watch_erasures(connection: Connection, metadata: MetaData) -> None:
    """Have a transaction be an erasure that deletes or overwrites words of people: see `storage.tables.WORDS`."""
    for table in metadata.sorted_tables:
        words = [column.name for column in table.columns if column.info.get("is_words")]
        if not words:
            continue
        is_lost = " OR ".join(f"old.{name} <> '' AND new.{name} IS NOT old.{name}" for name in words)
        for name, when in (
            ("deleted", f"DELETE ON main.{table.name}"),
            ("overwritten", f"UPDATE OF {', '.join(words)} ON main.{table.name} WHEN {is_lost}"),
        ):
            connection.exec_driver_sql(
                f"CREATE TEMP TRIGGER {table.name}_{name} AFTER {when} BEGIN SELECT erased(); END"
            )


async def require_erasure(connection: AsyncConnection) -> None:
    """Have a transaction be an erasure, even where nothing is left to delete: an earlier one may have left traces."""
    await connection.exec_driver_sql("SELECT erased()")


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _prepare(dbapi_connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: it would open them too late, and not as IMMEDIATE ones.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        # Take the lock now: a second instance has to learn at its start that the database is in use.
        cursor.execute("BEGIN EXCLUSIVE")
        cursor.execute("COMMIT")
    finally:
        cursor.close()


def _begin(source: Source, connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    if source.connection is not None and source.connection.is_copied:
        connection.exec_driver_sql(f"SAVEPOINT {_WHOLE}")
