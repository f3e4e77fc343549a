"""Engine of SQLite: the one place that knows what has to be said to it.

One connection, one transaction at a time, every commit on the disk before it is acknowledged. The exclusive lock keeps
a second instance of the bot away, and a WAL database with one connection is safe from the corruption that SQLite 3.7.0
to 3.51.2 can suffer with two at a WAL reset.
"""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 1000",
    # Before WAL is first touched, so that its index lives in this process's memory and nobody else can look in.
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Pages freed by dropped pictures are used again; a file that shrinks is not worth a VACUUM that stops the bot.
    "PRAGMA wal_autocheckpoint = 1000",
    # What a person has had forgotten is overwritten, not left in those pages until something else needs them.
    "PRAGMA secure_delete = ON",
)


def create_sqlite_engine(url: URL) -> AsyncEngine:
    """An engine over the one connection. Makes the folder of the file if need be; raises OSError if it cannot."""
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        pool_size=1,
        max_overflow=0,
        pool_reset_on_return=None,  # every transaction ends itself; a ROLLBACK more costs a thread hop each time
        hide_parameters=True,  # prompts have no place in an error's text
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


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


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
