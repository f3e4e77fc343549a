"""Takeover: what a backup that is restored has to learn from the database that it replaces.

A backup is old. What was ordered, shown and erased since is in the database that is there: if it can be read, its
drawings go before those of the backup, with their outcomes and the ids of their operations, and so do its counters.
What it has no more was erased, unless it never knew it: see `storage.tables.gaps`. What people have set, the decisions
of the owner and the words that are forbidden are the backup's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    and_,
    create_engine,
    delete,
    event,
    exists,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from drawing.lifecycle import State
from storage.tables import (
    chats,
    current_bot,
    deferred_updates,
    drawings,
    gaps,
    incidents,
    offers,
    people,
    pictures,
    refusals,
    styles,
    unshown,
    usage,
)

_REPLACED: Final = "replaced"  # the name that the other database is attached by
_OTHERS: Final = MetaData()
_CHUNK: Final = 500


_SHORT_LIVED: Final = (current_bot, deferred_updates, incidents, offers, refusals, unshown)
"""What the backup has of these is over: they are taken as they are."""

_former: Final = {
    table: table.to_metadata(_OTHERS, schema=_REPLACED).alias(f"{_REPLACED}_{table.name}")
    for table in (*_SHORT_LIVED, chats, drawings, gaps, people, pictures, styles, usage)
}
"""The same tables in the other database."""


class TakeoverFailed(Exception):
    """The database that is replaced cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Takeover:
    """What was taken over.

    Attributes:
        changed: drawings that have come further since, or are new.
        erased: drawings that are in the backup, and were erased since.
        people: who was forgotten since.
    """

    changed: int
    erased: int
    people: int


def take_over(path: Path, replaced: Path, made_at: float) -> Takeover:
    """Bring a restored database up to what the replaced one knows; both of the newest revision, and used by nobody.

    `made_at`: Unix time of the latest thing in the backup. Raises `TakeoverFailed`; then nothing has been changed.
    """
    engine = _engine(path, replaced)
    try:
        with engine.begin() as connection:
            return _take_over(connection, made_at)
    except DBAPIError as error:
        raise TakeoverFailed(f"it cannot be read: {error.orig}") from None
    finally:
        engine.dispose()


def note_loss(path: Path, since: float, until: float) -> int:
    """Note that a database knows nothing of that time; returns how many drawings wait that may have been ordered in it.

    Raises SQLAlchemyError.
    """
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            connection.execute(insert(gaps).values(since=since, until=until))
            return unsure(connection)
    finally:
        engine.dispose()


def unsure(connection: Connection) -> int:
    """How many drawings wait to be ordered, as far as is known."""
    waiting = drawings.c.state.in_([State.QUEUED, State.SUBMITTING])
    return connection.scalar(select(func.count()).select_from(drawings).where(waiting)) or 0


def _engine(path: Path, replaced: Path | None = None) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if replaced is not None:
            connection.execute(f"ATTACH DATABASE ? AS {_REPLACED}", (str(replaced),))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _take_over(connection: Connection, made_at: float) -> Takeover:
    forgotten = _forget(connection, made_at)
    changed = _changed(connection)
    erased = _make_way(connection)
    for table in _SHORT_LIVED:
        connection.execute(delete(table))
    for table in (drawings, pictures, *_SHORT_LIVED):
        _copy(connection, table)
    lost = _former[gaps]
    _copy(connection, gaps, not_(exists().where(gaps.c.since == lost.c.since, gaps.c.until == lost.c.until)))
    _keep_ids_unique(connection)
    _count(connection)
    _note_chats(connection)
    return Takeover(changed, erased, forgotten)


def _forget(connection: Connection, made_at: float) -> int:
    """Whoever is not known there any more, or is known there anew, was forgotten: what they had set goes."""
    former = _former[people]
    is_there = exists().where(former.c.id == people.c.id, former.c.since <= made_at)
    gone = connection.scalars(select(people.c.id).where(not_(is_there), not_(_unknown(people.c.seen_at)))).all()
    for ids in _chunks(gone):
        connection.execute(delete(people).where(people.c.id.in_(ids)))
        connection.execute(delete(styles).where(styles.c.whose.in_(ids)))
    anew = former.c.id.not_in(select(people.c.id))
    _copy(connection, styles, _former[styles].c.whose.in_(select(former.c.id).where(anew)))
    _copy(connection, people, anew)
    return len(gone)


def _changed(connection: Connection) -> int:
    """How many drawings are not in the backup as they are there."""
    former = _former[drawings]
    unlike = [
        drawings.c[name].is_distinct_from(former.c[name]) for name in ("state", "told_at", "forgotten", "slot_id")
    ]
    is_as_there = exists().where(_is_same(), not_(or_(*unlike)))
    return connection.scalar(select(func.count()).select_from(former).where(not_(is_as_there))) or 0


def _make_way(connection: Connection) -> int:
    """Delete the drawings of the backup that are there, too, and those that were erased there; returns how many."""
    former = _former[drawings]
    is_there = exists(select(former.c.id).where(_is_same()))
    is_erased = and_(not_(is_there), not_(_unknown(drawings.c.created_at)))
    erased = connection.execute(delete(drawings).where(is_erased)).rowcount
    connection.execute(delete(drawings).where(is_there))
    # What is left was made in a time that was lost there, and its id may have been given again.
    most = max(connection.scalar(select(func.max(table.c.id))) or 0 for table in (drawings, former))
    taken = select(drawings.c.id).where(drawings.c.id.in_(select(former.c.id)))
    for number, one in enumerate(connection.scalars(taken).all(), start=most + 1):
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.execute(update(drawings).where(drawings.c.id == one).values(id=number))
        connection.execute(update(pictures).where(pictures.c.drawing_id == one).values(drawing_id=number))
    return erased


def _is_same() -> ColumnElement[bool]:
    """Whether a drawing of the backup is one that is there: by its number and time, or by what it was asked for by."""
    former = _former[drawings]
    return or_(
        and_(drawings.c.id == former.c.id, drawings.c.created_at == former.c.created_at),
        and_(drawings.c.source == former.c.source, drawings.c.idx == former.c.idx),
    )


def _unknown(moment: ColumnElement[float]) -> ColumnElement[bool]:
    """Whether the replaced database knows nothing of that time."""
    lost = _former[gaps]
    return exists(select(literal_column("1")).select_from(lost).where(moment.between(lost.c.since, lost.c.until)))


def _keep_ids_unique(connection: Connection) -> None:
    """An id that was given there is not given again, even where its drawing has gone since."""
    connection.exec_driver_sql(
        f"UPDATE main.sqlite_sequence SET seq = max(seq, coalesce((SELECT seq FROM {_REPLACED}.sqlite_sequence "  # noqa: S608
        "WHERE name = 'drawings'), 0)) WHERE name = 'drawings'"
    )


def _count(connection: Connection) -> None:
    """Of each counter the higher figure: it counts what was paid for."""
    former = _former[usage]
    same = and_(*(usage.c[name] == former.c[name] for name in ("day", "meter", "scope", "subject")))
    counted = select(former.c.used).where(same).scalar_subquery()
    connection.execute(update(usage).where(exists().where(same)).values(used=func.max(usage.c.used, counted)))
    _copy(connection, usage, not_(exists(select(usage.c.used).where(same))))


def _note_chats(connection: Connection) -> None:
    """Where a chat moved, whether it is closed, and the panel in it are facts; what is set in it is the backup's."""
    former = _former[chats]
    names = ("moved_to", "closed_at", "panel_id")
    facts = {name: select(former.c[name]).where(former.c.id == chats.c.id).scalar_subquery() for name in names}
    connection.execute(update(chats).where(chats.c.id.in_(select(former.c.id))).values(**facts))
    _copy(connection, chats, former.c.id.not_in(select(chats.c.id)))


def _copy(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> None:
    """Copy rows that are there and not here, or all."""
    former = _former[table]
    names = [column.name for column in table.columns]
    rows = select(*(former.c[name] for name in names)).where(*conditions)
    connection.execute(insert(table).from_select(names, rows))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
