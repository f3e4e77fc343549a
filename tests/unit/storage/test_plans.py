"""Plans by which SQLite goes about what the store asks of it: by an index, whatever is in the tables.

Each method of the store is called, so that a new one is looked at by itself; with a drawing in each state, if it takes
one, and without each argument that may be left out. What it executes is recorded, and its plans are read.
"""

import inspect
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import chain, product
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from sqlalchemy import event

from drawing.lifecycle import DrawingId, Reason, State
from drawing.people import Group, Person
from drawing.quota import LimitReached, Limits
from drawing.records import (
    Begun,
    Complaint,
    DeferredUpdate,
    ForbiddenWord,
    Incident,
    ModelChoice,
    Offer,
    Picture,
    SavedStyle,
)
from storage.store import SqlStore
from tests.unit.storage.crowds import a_row, connection_of, put, told, waiting
from tests.unit.storage.test_store import NEW
from tests.world.databases import open_database
from tests.world.simulated import TODAY

_CROWD: Final = 2000
_NOW: Final = 1_000_000.0
_IDS: Final = {state: DrawingId(_CROWD + number) for number, state in enumerate(State, 1)}

OFFER: Final = Offer(
    id="offer",
    source="m:5:5",
    text="a {red, blue} cat",
    replied_text=None,
    base=None,
    person_id=5,
    language="en",
    chat_id=5,
    thread_id=None,
    direct_topic_id=None,
    request_message_id=5,
    pictures=2,
    offered_at=_NOW,
)

# Not the default of any parameter, so that what is optional is used.
ARGUMENTS: Final[dict[str, Any]] = {
    "arrived": False,
    "at": 5,
    "before": _NOW,
    "chat_id": 5,
    "choice": ModelChoice("yandexart", "model", "text", is_listed=True),
    "complaints": {Complaint(Incident.DENIED, "poll"): Begun(_NOW, is_told=True)},
    "incident": Incident.DENIED,
    "until": _NOW,
    "counted_since": _NOW,
    "day": TODAY,
    "group": Group(id=5, per_day=5),
    "ids": frozenset({1, 2}),
    "is_known": False,
    "latest": 10**9,
    "limit": 5,
    "limits": Limits(queued_per_person=5, per_person_and_day=5, per_day=_CROWD),  # near enough for all to be counted
    "message_id": 5,
    "name": "a" * 16,
    "new": -1005,
    "not_chats": [1, 2],
    "not_now": [1, 2],
    "now": _NOW,
    "offer": OFFER,
    "offer_id": "offer",
    "old": 5,
    "one": 5,
    "operation_id": "op",
    "person": Person(id=5, name="Ann"),
    "person_id": 5,
    "picture": Picture(b"", "image/jpeg", 1, 1),
    "reason": Reason.REFUSED,
    "refused": True,
    "replies": True,
    "resubmissions": 1,
    "running_per_person": 3,
    "seed_kept": True,
    "since": _NOW,
    "since_day": TODAY,
    "source": "m:5:5",
    "most": 50,
    "state": State.FAILED,
    "style": SavedStyle(5, "noir", "black and white"),
    "submitted_at": _NOW,
    "text": "a cat",
    "update": DeferredUpdate(1, 5, 5, "{}"),
    "update_id": 1,
    "told": True,
    "told_before": _NOW,
    "told_of": _NOW,
    "topic_alone": True,
    "wanted": 5,
    "whose": 5,
    "word": ForbiddenWord(5, "blood"),
    "words": [ForbiddenWord(5, "blood"), ForbiddenWord(5, "gore")],
    "times_kept": 5,
    "file_id": "file",
}
OTHERWISE: Final[dict[tuple[str, str], Any]] = {
    ("accept", "new"): [NEW],
    ("drop_usage", "before"): TODAY,
    ("overrides", "ids"): {1, -5},
    ("move_chat", "old"): -5,
    ("styles", "whose"): {5, 0},
    ("forbidden_words", "whose"): {5, 0},
}
"""Arguments of methods that mean something else by a name."""

ALL_OF_A_STATE: Final = "SEARCH drawings by state of ix_drawings_open"
ALL_FORGOTTEN: Final = "SEARCH drawings by forgotten of ix_drawings_forgotten"
EXCEPTIONS: Final[dict[tuple[str, str], str]] = {
    ("running", ALL_OF_A_STATE): "all that run are polled",
    ("recover", ALL_OF_A_STATE): "all that was cut short is settled, once, at the start",
    (
        "recover",
        "SCAN drawings by ix_drawings_open_in_chat",
    ): "of all that is open, what is in no state, once, at the start",
    ("unsent_with_slot", ALL_OF_A_STATE): "all that wait are told of an outage",
    ("load", ALL_OF_A_STATE): "the owner asks how many there are",
    ("queue_position", "SEARCH drawings by state, id of ix_drawings_open"): "somebody asks how many are before them",
    ("accept", ALL_OF_A_STATE): "near the limit of the day, what waits is counted",
    ("room", ALL_OF_A_STATE): "the same, for who is asked how many they want",
    ("next_to_submit", "SEARCH drawings by state of ix_drawings_sendable"): "so many as the window is wide",
    ("next_to_submit", "SEARCH drawings by state, id of ix_drawings_sendable"): "so many as the window is wide",
    ("drop_forgotten", ALL_FORGOTTEN): "once an hour, all that may be deleted",
    ("forget", ALL_FORGOTTEN): "few ask for it, and what is forgotten is deleted within days",
    ("figures", "TEMP B-TREE for count(DISTINCT)"): "the owner asks how many people there were in a week",
    ("drop_strangers", "SCAN people"): "once an hour; who has drawn is a matter of another table",
    ("owners", "SCAN owners"): "once, at the start; there is one, as a rule",
}
"""What goes through more than it is to find, by method, and why it may."""

# What is small, whatever people do: what the owner set, who waits because nothing could be shown, known groups, what
# waits the seconds that Telegram takes to answer.
_SMALL: Final = {"admissions", "chats", "deferred_updates", "incidents", "model_choice", "silences", "unshown"}
# Few rows have one and the same of these.
_SELECTIVE: Final = {
    *("key", "whose", "rowid", "drawing_id", "public_id", "source", "person_id", "chat_id", "subject", "day")
}
# What is new since, and what is due by then where an index holds nothing else.
_TIMES: Final = {"created_at>", "deadline_at<", "offered_at<", "told_at<"}

_STEP: Final = re.compile(
    r"(?P<kind>SCAN|SEARCH) (?P<table>\S+)(?: USING (?:COVERING INDEX |INDEX |INTEGER (?P<key>PRIMARY KEY))"
    r"(?P<index>\w*))?(?: \((?P<terms>.*)\))?"
)


class _Step(NamedTuple):
    number: int
    parent: int
    unused: int
    detail: str

    def complaint(self, known: set[str]) -> str | None:
        """What is wrong with it; `known` are the tables that there are, others are made by the statement itself."""
        if self.detail.startswith("USE TEMP B-TREE"):
            return self.detail.removeprefix("USE ").replace(" FOR ", " for ")
        match = _STEP.match(self.detail)
        if match is None or match["table"] in _SMALL or match["table"] not in known:
            return None
        if match["kind"] == "SCAN":
            return f"SCAN {match['table']}" + (f" by {match['index']}" if match["index"] else "")
        terms = re.findall(r"\w+[<>=]", match["terms"] or "")
        # Without any, it is the least or the greatest.
        if not terms or terms[0] in _TIMES or {term[:-1] for term in terms} & _SELECTIVE:
            return None
        return f"SEARCH {match['table']} by {', '.join(term[:-1] for term in terms)} of {match['index']}"

    @property
    def finds_few(self) -> bool:
        """Whether it comes to few rows, so that they may be sorted."""
        match = _STEP.match(self.detail)
        return match is not None and bool(set(re.findall(r"(\w+)=", match["terms"] or "")) & _SELECTIVE)


def _complaints(connection: sqlite3.Connection, statement: str, values: Any) -> Iterator[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    known = {name for (name,) in rows} | set(re.findall(r"drawings AS (\w+)", statement))
    steps = [_Step(*row) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    for step in steps:
        complaint = step.complaint(known)
        if complaint is None:
            continue
        beside = [one for one in steps if one.parent == step.parent and _STEP.match(one.detail)]
        if complaint.startswith("TEMP B-TREE") and all(_is_made(one, known) or one.finds_few for one in beside):
            continue
        yield complaint


def _is_made(step: _Step, known: set[str]) -> bool:
    match = _STEP.match(step.detail)
    return match is not None and match["table"] not in known


def _methods() -> list[str]:
    return [name for name, _ in inspect.getmembers(SqlStore, inspect.isfunction) if not name.startswith("_")]


def _parameters(method: str) -> dict[str, inspect.Parameter]:
    _self, _connection, *parameters = inspect.signature(getattr(SqlStore, method)).parameters.items()
    return dict(parameters)


def _calls(method: str) -> Iterator[dict[str, Any]]:
    """Arguments of a method, without the drawing: all, and all without each of those that may be left out."""
    parameters = {name: one for name, one in _parameters(method).items() if name not in {"drawing", "drawing_id"}}
    given = {name: OTHERWISE[method, name] if (method, name) in OTHERWISE else ARGUMENTS[name] for name in parameters}
    yield given
    for left_out, parameter in parameters.items():
        if parameter.default is not inspect.Parameter.empty:
            yield {name: value for name, value in given.items() if name != left_out}


class Recorded(NamedTuple):
    """A store whose statements are written down."""

    store: SqlStore
    connection: sqlite3.Connection
    statements: list[tuple[str, Any]]

    async def executed(self, method: str) -> dict[str, Any]:
        """What a method executes, and values of each statement."""
        executed: dict[str, Any] = {}
        by_drawing = {"drawing", "drawing_id"} & set(_parameters(method))
        for state, arguments in product(State if by_drawing else [State.QUEUED], _calls(method)):
            self.connection.execute("DELETE FROM drawings WHERE id > ?", (_CROWD,))
            put(self.connection, (a_row(number, 5, one) for one, number in _IDS.items()))
            drawing = await self.store.get(_IDS[state])
            known = {"drawing": drawing, "drawing_id": _IDS[state]}
            self.statements.clear()
            with suppress(LimitReached):
                await getattr(self.store, method)(**arguments, **{name: known[name] for name in by_drawing})
            executed.update(self.statements)
        return executed


@pytest.fixture(
    params=["never analyzed", *(pytest.param(one, marks=pytest.mark.slow) for one in ("mostly told", "half told"))]
)
async def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Recorded]:
    """Over a database with the statistics that SQLite may have of it, or none."""
    first_told = _CROWD // (2 if request.param == "half told" else 10)
    rows = chain(waiting(range(1, first_told)), told(range(first_told, _CROWD)))
    statements: list[tuple[str, Any]] = []

    def record(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, is_many: bool) -> None:
        if not is_many and not statement.startswith("BEGIN"):
            statements.append((statement, values))

    async with open_database(tmp_path / "a.db", yielding=False) as database:
        connection = await connection_of(database)
        put(connection, rows)
        if request.param != "never analyzed":
            connection.execute("ANALYZE")
        event.listen(database._engine.sync_engine, "before_cursor_execute", record)
        yield Recorded(SqlStore(database), connection, statements)


async def test_whatever_is_in_the_tables_an_index_leads_to_what_is_asked_for(recorded: Recorded) -> None:
    found = {
        (method, complaint)
        for method in _methods()
        for statement, values in (await recorded.executed(method)).items()
        for complaint in _complaints(recorded.connection, statement, values)
    }

    assert found - set(EXCEPTIONS) == set()
    assert {method for method, _ in EXCEPTIONS} == {method for method, _ in found}
