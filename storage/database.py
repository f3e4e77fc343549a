"""Connection to the database: opening it, one transaction at a time, closing it; and the base of the store's parts."""

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from functools import partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from drawing.ports.store import StoreError
from storage import revisions
from storage.backup import BackupFailed, Progress, copy_database
from storage.mapping import UnreadableRow
from storage.obstacles import explained, obstacle
from storage.private_files import set_right
from storage.repair import set_aside
from storage.revisions import Upgrade
from storage.sqlite import Source, create_sqlite_engine, require_erasure, watch_erasures
from storage.tables import metadata

logger = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")
Part = TypeVar("Part", bound="SqlPart")

_inside: ContextVar[bool] = ContextVar("inside a transaction", default=False)


class DatabaseUnavailable(StoreError):
    """The database cannot be opened; the message says why, and what to do."""


class Database:
    """An open database.

    A transaction runs in a task of its own and is never cancelled half-way: whoever awaited it may go, it ends by
    itself. Transactions take turns in the order they were asked for.
    """

    def __init__(self, engine: AsyncEngine, source: Source) -> None:
        self._engine = engine
        self._source = source
        self._copying: asyncio.Future[int] | None = None
        self._ends = threading.Event()
        self._turn = asyncio.Lock()
        self._open: set[asyncio.Task[Any]] = set()
        self._is_healthy = True

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database and bring its tables up to date. Raises `DatabaseUnavailable`."""
        database = cls(*_engine_of(url))
        try:
            await database._begin(_upgrade)
        except BaseException:
            await database.close()
            raise
        if (file := file_of(url)) is not None:
            set_right(file)
        try:
            await database.transaction(require_erasure)  # which a kill may have cut short
        except StoreError as error:
            logger.warning("what was erased may still be in the files of the database: %s", error)
        return database

    @classmethod
    async def pending_upgrade(cls, url: str) -> Upgrade | None:
        """What opening it would do to the tables, which stay as they are, and missing where they are missing.

        Raises `DatabaseUnavailable`.
        """
        if (file := file_of(url)) is not None and not file.exists():
            _parsed(url)
            return Upgrade(None, revisions.head())
        database = cls(*_engine_of(url))
        try:
            return await database._begin(revisions.pending_upgrade)
        finally:
            await database.close()

    @property
    def is_healthy(self) -> bool:
        """Whether the database takes writes, as far as the latest transactions tell."""
        return self._is_healthy

    @property
    def is_busy(self) -> bool:
        """Whether a transaction is open, or waits for its turn."""
        return bool(self._open)

    async def transaction(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Do `work` in a transaction. Raises `StoreError`; then nothing was stored.

        Where people's words were erased, they are in no file any more when it returns; where they are but could not be
        removed from the files, that is a `StoreError`, too.
        """
        if _inside.get():
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        # Not in the caller's task group: the caller may be cancelled, the transaction may not.
        task = asyncio.get_running_loop().create_task(self._transact(work))
        self._open.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    async def copy(self, progress: Progress) -> int:
        """Copy it, while it is in use, into a file without a name; gives its descriptor, for the caller to close.

        `progress` is called by another thread. Raises `BackupFailed`, also where a copy is being made already.
        """
        source, file = self._source.connection, self._engine.url.database
        if source is None or not file:
            raise BackupFailed("there is no file to copy")
        if self._copying is not None:
            raise BackupFailed("another backup is being made; try again when it is done")
        work = partial(copy_database, source, _folder_of(file), progress, self._ends)
        self._copying = copying = asyncio.get_running_loop().run_in_executor(None, work)
        copying.add_done_callback(self._forget_copy)
        try:
            return await asyncio.shield(copying)
        except asyncio.CancelledError:  # whoever asked has gone: it ends by itself, and its file with it
            copying.add_done_callback(_close)
            raise

    def _forget_copy(self, _: asyncio.Future[int]) -> None:
        self._copying = None

    async def close(self) -> None:
        """Let open transactions end, then close; an aiosqlite connection left open hangs the process at its exit."""
        self._ends.set()
        if self._copying is not None:
            await asyncio.wait([self._copying])
        while self._open:
            await asyncio.wait(self._open)
        await self._engine.dispose()

    async def _transact(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        _inside.set(True)
        async with self._turn:
            try:
                result = await self._around_spoilt_rows(work)
            except SQLAlchemyError as error:
                self._is_healthy = False
                raise StoreError(f"the database failed: {_cause(error)}") from error
            if not self._is_healthy:
                await self._try_to_write()
            return result

    async def _around_spoilt_rows(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Do it again without each drawing that it meets and cannot read: one row is not to hold up all others."""
        known: set[int] = set()
        while True:
            try:
                async with self._engine.begin() as connection:
                    return await work(connection)
            except UnreadableRow as error:
                spoilt = error
            if spoilt.drawing_id in known:
                raise StoreError(str(spoilt))
            known.add(spoilt.drawing_id)
            async with self._engine.begin() as connection:
                await set_aside(connection, spoilt.drawing_id)
            logger.error("%s; it is set aside, and its person is told. Is the disk in order?", spoilt)

    async def _try_to_write(self) -> None:
        """After a fault: that a transaction was done says nothing where it only read, as it can from a full disk."""
        try:
            async with self._engine.begin() as connection:
                await connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
        except SQLAlchemyError:
            return
        self._is_healthy = True

    async def _begin(self, work: Callable[[Connection], T]) -> T:
        """The transaction before all others. Raises `DatabaseUnavailable`."""
        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)
        except SQLAlchemyError as error:
            cause = _cause(error)
            if "locked" in cause:
                raise DatabaseUnavailable(
                    "the database is in use by another process; stop the other bot first, one database serves one bot"
                ) from None
            file = self._engine.url.database
            said = explained(Path(file), cause) if file else f"the database cannot be opened: {cause}"
            raise DatabaseUnavailable(said) from None
        except CommandError as error:
            raise DatabaseUnavailable(f"the database was made by a newer version of the bot ({error})") from None

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._open.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.debug("a transaction failed: %s", type(task.exception()).__name__)


class SqlPart:
    """A part of the store: some methods over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database


def transaction(
    method: Callable[Concatenate[Part, AsyncConnection, P], Awaitable[T]],
) -> Callable[Concatenate[Part, P], Coroutine[Any, Any, T]]:
    """Make one transaction of a method, which is called without the connection.

    It raises what `Database.transaction` does; so it may not call another such method.
    """

    @wraps(method)
    async def in_transaction(self: Part, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database.transaction(lambda connection: method(self, connection, *args, **kwargs))

    return in_transaction


def file_of(url: str) -> Path | None:
    """The file of a database; None where the address is none, or that of a database without a file."""
    try:
        path = make_url(url).database
    except ArgumentError:
        return None
    return Path(path) if path and path != ":memory:" else None


def _parsed(url: str) -> URL:
    """The address, where nothing is in its way."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnavailable("DATABASE_URL is no database address; try sqlite:///data/artbot.db") from None
    if parsed.get_backend_name() != "sqlite":
        raise DatabaseUnavailable(f"DATABASE_URL names {parsed.get_backend_name()}; this version keeps to sqlite")
    if (file := file_of(url)) is not None and (told := obstacle(file)) is not None:
        raise DatabaseUnavailable(told)
    return parsed


def _folder_of(file: str) -> Path:
    return Path(file).absolute().parent


def _close(copying: asyncio.Future[int]) -> None:
    if not copying.cancelled() and copying.exception() is None:
        os.close(copying.result())


def _engine_of(url: str) -> tuple[AsyncEngine, Source]:
    parsed, source = _parsed(url), Source()
    try:
        return create_sqlite_engine(parsed, source), source
    except OSError as error:
        raise DatabaseUnavailable(explained(Path(parsed.database or ""), str(error.strerror))) from None
    except (TypeError, ValueError):  # in words that quote it
        raise DatabaseUnavailable("DATABASE_URL has an option after its ? that cannot be used") from None


def _upgrade(connection: Connection) -> None:
    revisions.upgrade(connection)
    watch_erasures(connection, metadata)


def _cause(error: SQLAlchemyError) -> str:
    """The driver's own words: SQLAlchemy's message carries the statement."""
    return str(getattr(error, "orig", None) or type(error).__name__)
