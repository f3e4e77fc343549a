"""Cost of the next delivery, submission and acceptance, in steps of SQLite: more that waits adds hardly anything."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest

from drawing.lifecycle import State
from storage.store import SqlStore
from tests.unit.storage.crowds import a_row, connection_of, put, waiting, with_outcomes, without_slots
from tests.unit.storage.test_store import NEW
from tests.world.databases import open_database
from tests.world.simulated import NO_LIMITS, TODAY

_FEW, _MANY = 200, 20_000
_STEP: Final = 10  # of the machine, between two looks at it
_TIMES: Final = 3  # a tree a hundred times as large has one more level

NEXT: Final[dict[str, Callable[[SqlStore], Awaitable[object]]]] = {
    "delivery": lambda store: store.next_to_tell(32, (), ()),
    "submission": lambda store: store.next_to_submit(3, (), 0.0),
    "acceptance": lambda store: store.accept([replace(NEW, person_id=7, chat_id=-7)], NO_LIMITS, TODAY),
}
CROWDS: Final[dict[str, Callable[[range], Iterator[dict[str, Any]]]]] = {
    "waiting": waiting,
    "without slots": without_slots,
    "with outcomes": with_outcomes,
}


@pytest.mark.slow
@pytest.mark.parametrize("crowd", CROWDS)
@pytest.mark.parametrize("following", NEXT)
async def test_what_comes_next_costs_hardly_more_where_a_hundred_times_as_much_is_untold(
    tmp_path: Path, following: str, crowd: str
) -> None:
    few, many = [
        await _steps(tmp_path / f"{count}.db", CROWDS[crowd](range(1, count)), NEXT[following])
        for count in (_FEW, _MANY)
    ]

    assert many <= _TIMES * few


async def _steps(file: Path, rows: Iterator[dict[str, Any]], following: Callable[[SqlStore], Awaitable[object]]) -> int:
    some = [
        a_row(_MANY + 1, 11, State.QUEUED, slot=False),
        a_row(_MANY + 2, 12, State.READY),
        a_row(_MANY + 3, 13, State.QUEUED),
    ]
    async with open_database(file, yielding=False) as database:
        connection = await connection_of(database)
        put(connection, chain(rows, some))
        counted = _count(connection)
        await following(SqlStore(database))
        connection.set_progress_handler(None, 0)
        return len(counted) * _STEP


def _count(connection: sqlite3.Connection) -> list[None]:
    """A list that grows with the steps from now on."""
    steps: list[None] = []
    connection.set_progress_handler(lambda: steps.append(None), _STEP)
    return steps
