"""Tables with as much in them as a test wants, written past the store."""

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from drawing.lifecycle import UNFINISHED, State
from drawing.prompt import Prompt
from storage.database import Database
from storage.mapping import prompt_to_json

_PER_PERSON: Final = 10
_REQUEST: Final = prompt_to_json(Prompt(messages=()))


def a_row(number: int, person: int, state: State, *, slot: bool = True, told: bool = False) -> dict[str, Any]:
    """A drawing in its person's private chat, asked for at second `number`."""
    return {
        "id": number,
        "public_id": f"{number:016}",
        "source": f"m:{person}:{number}",
        "idx": 0,
        "person_id": person,
        "person_name": "Ann",
        "chat_id": person,
        "request_id": number,
        "language": "en",
        "request": _REQUEST,
        "seed": 5,
        "notify": 1,
        "state": state,
        "operation_id": "op",
        "extension_failed": 0,
        "seed_kept": 1,
        "submissions": 1,
        "refusals": 0,
        "slot_id": number if slot else None,
        "slot_replies": 1,
        "slot_fresh": 0,
        "lost_slots": 0,
        "edit_noted": 0,
        "file_id": "file",
        "created_at": float(number),
        "deadline_at": number + 1e9,
        "submitted_at": float(number),
        "finished_at": None if state in UNFINISHED else float(number),
        "told_at": float(number) if told else None,
    }


def told(numbers: range) -> Iterator[dict[str, Any]]:
    """Drawings that nothing is to be done about any more."""
    return (a_row(number, 10_000 + number // _PER_PERSON, State.DELIVERED, told=True) for number in numbers)


def waiting(numbers: range) -> Iterator[dict[str, Any]]:
    """Drawings with slots that wait or run; every fifth person has as much in work as one may have."""
    for number in numbers:
        person = 1_000_000 + number // _PER_PERSON
        runs = person % 5 == 0 and number % _PER_PERSON < 3
        yield a_row(number, person, State.RUNNING if runs else State.QUEUED)


def without_slots(numbers: range) -> Iterator[dict[str, Any]]:
    """Drawings of a few people who have asked for very much, and wait for their slots."""
    return (a_row(number, 2_000_000 + number % 5, State.QUEUED, slot=False) for number in numbers)


def with_outcomes(numbers: range) -> Iterator[dict[str, Any]]:
    """Drawings of a few people whose outcomes are not told."""
    return (a_row(number, 3_000_000 + number % 5, State.FAILED) for number in numbers)


async def connection_of(database: Database) -> sqlite3.Connection:
    """The one connection, past SQLAlchemy."""
    async with database._engine.connect() as connection:
        sqlite: Any = (await connection.get_raw_connection()).driver_connection
        connected: sqlite3.Connection = sqlite._conn
        return connected


def put(connection: sqlite3.Connection, rows: Iterator[dict[str, Any]]) -> None:
    """Write drawings."""
    names = list(a_row(1, 1, State.QUEUED))
    places = ", ".join(f":{name}" for name in names)
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO drawings ({', '.join(names)}) VALUES ({places})", rows)
    connection.execute("COMMIT")
