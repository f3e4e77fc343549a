"""A store over a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.store import SqlStore


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    yield SqlStore(database)
    await database.close()
