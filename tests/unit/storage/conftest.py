"""A store over a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import SqlStore
from tests.world.databases import open_database


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with open_database(tmp_path / "a.db") as database:
        yield SqlStore(database)
