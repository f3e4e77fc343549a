"""Databases of tests: migrated once in a process and copied, kept off the disk, and asked without a thread.

That migrations work, that a commit is on the disk, and that a slow disk does not hold up the program is shown by the
tests of `storage` and of whole processes, which open theirs as the bot does.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine

import storage
from storage.database import Database

_MIGRATIONS: Final = Path(storage.__file__).parent / "migrations"
NEWEST: Final = max(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))

_template: list[bytes] = []
_engines: list[Engine] = []  # the first one's statements serve all: to compile them takes longer than to execute them


def address(file: Path) -> str:
    """Of the database in a file, for `Database.open`, so that `ask_at_once` can be done with it."""
    return f"sqlite:///{file}?check_same_thread=false"


async def lay_out(file: Path) -> None:
    """Put an empty database with all its tables there, unless one is there already."""
    if not _template:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "template.db"
            await (await Database.open(f"sqlite:///{path}")).close()
            _template.append(path.read_bytes())
    with suppress(FileExistsError), open(file, "xb") as new:  # noqa: ASYNC230, PTH123 - nobody waits beside it
        new.write(_template[0])


def database_of(folder: Path, revision: str, *statements: str) -> None:
    """A database of an older version."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    engine = create_engine(f"sqlite:///{folder}/a.db")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
    engine.dispose()


async def ask_at_once(database: Database, *, yielding: bool) -> None:
    """Have it asked in the thread of the event loop, and not wait for the disk.

    With `yielding` others may run at each statement, as they do while a thread is at it.
    """
    engine = database._engine.sync_engine
    if not _engines:
        _engines.append(engine)
    engine.dialect, engine._compiled_cache = _engines[0].dialect, _engines[0]._compiled_cache
    async with database._engine.connect() as connection:
        sqlite: Any = (await connection.get_raw_connection()).driver_connection
        await sqlite.execute("PRAGMA synchronous = OFF")
        sqlite._execute = _after_the_others if yielding else _at_once


async def _at_once(function: Callable[..., object], *args: object, **options: object) -> object:
    return function(*args, **options)


async def _after_the_others(function: Callable[..., object], *args: object, **options: object) -> object:
    await asyncio.sleep(0)
    return function(*args, **options)


@asynccontextmanager
async def open_database(file: Path, *, yielding: bool = True) -> AsyncIterator[Database]:
    """A database with all its tables; the same file brings back what was in it."""
    await lay_out(file)
    database = await Database.open(address(file))
    try:
        await ask_at_once(database, yielding=yielding)
        yield database
    finally:
        await database.close()
