"""Erasure of what people have had drawn and set."""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import DrawingId, Reason, State
from drawing.prompt import Prompt
from storage.database import SqlPart, transaction
from storage.mapping import prompt_to_json
from storage.sqlite import require_erasure
from storage.tables import (
    HAS_OUTCOME,
    IS_FORGOTTEN,
    IS_OURS,
    IS_UNTOLD,
    chats,
    deferred_updates,
    drawings,
    offers,
    people,
    pictures,
    refusals,
    styles,
    unshown,
    usage,
)
from storage.transitions import end_when_answered, transition_all
from storage.usage import ALL

# What is left says only that somebody had something drawn, where and when, and how it ended; that is what limits count.
# The source stays as long: an update that Telegram brings again must find it, or it would be drawn and paid for twice.
_EMPTIED: Final[dict[str, Any]] = {
    "person_name": "",
    "thread_id": None,
    "direct_topic_id": None,
    "request_id": None,
    "language": "",
    "request": prompt_to_json(Prompt(messages=())),
    "seed": 1,
    "dropped": None,
    "operation_id": None,
    "extended": None,
    "slot_id": None,
    "old_slot_id": None,
    "file_id": None,
    "has_picture": 0,
}


async def empty_told(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> None:
    """Empty the forgotten ones of these drawings whose outcome is told; others still need what is in them."""
    told = and_(IS_FORGOTTEN, drawings.c.told_at.is_not(None), *conditions)
    await connection.execute(delete(pictures).where(pictures.c.drawing_id.in_(select(drawings.c.id).where(told))))
    await connection.execute(update(drawings).where(told).values(**_EMPTIED))


class SqlErasure(SqlPart):
    """Implements `drawing.ports.store.ErasureStore`."""

    @transaction
    async def latest_drawing(self, connection: AsyncConnection, person_id: int) -> DrawingId | None:
        return await _latest(connection, person_id)

    @transaction
    async def forget(
        self, connection: AsyncConnection, person_id: int, latest: DrawingId | None, now: float, *, counted_since: float
    ) -> bool:
        if (await _latest(connection, person_id) or 0) > (latest or 0):
            return False
        await require_erasure(connection)
        of_person = drawings.c.person_id == person_id
        is_open = and_(of_person, drawings.c.told_at.is_(None))
        await transition_all(connection, State.CANCELLED, now, is_open, reason=Reason.CANCELLED)
        await _drop_set_aside(connection, of_person)
        await connection.execute(update(drawings).where(of_person).values(forgotten=1))
        await empty_told(connection, of_person)
        await _drop(connection, of_person, drawings.c.created_at < counted_since)
        await connection.execute(delete(people).where(people.c.id == person_id))
        await connection.execute(delete(styles).where(styles.c.whose == person_id))
        for table in (deferred_updates, offers, refusals):
            await connection.execute(delete(table).where(table.c.person_id == person_id))
        return True

    @transaction
    async def erase_drawing(self, connection: AsyncConnection, drawing_id: DrawingId, now: float) -> None:
        await require_erasure(connection)
        is_it = drawings.c.id == drawing_id
        untold = and_(is_it, drawings.c.told_at.is_(None))
        told = {"told_at": now}
        await transition_all(connection, State.CANCELLED, now, is_it, reason=Reason.CANCELLED, **told)
        await end_when_answered(connection, Reason.CANCELLED, is_it)
        # Shown, most likely, and cut short before that was stored: it must not come once more.
        is_ready = and_(is_it, drawings.c.state == State.READY)
        await transition_all(connection, State.FAILED, now, is_ready, reason=Reason.SLOT_GONE, **told)
        await connection.execute(update(drawings).where(untold, HAS_OUTCOME).values(**told))
        await connection.execute(update(drawings).where(is_it).values(forgotten=1))
        await empty_told(connection, is_it)

    @transaction
    async def drop_forgotten(self, connection: AsyncConnection, before: float) -> int:
        # People's ids are positive, groups' negative.
        await connection.execute(delete(chats).where(chats.c.id > 0, chats.c.closed_at < before))
        await connection.execute(delete(unshown).where(unshown.c.last_at < before))
        return await _drop(connection, drawings.c.created_at < before)

    @transaction
    async def drop_usage(self, connection: AsyncConnection, before: str) -> int:
        of_somebody = delete(usage).where(usage.c.day < before, usage.c.scope != ALL)
        return (await connection.execute(of_somebody)).rowcount


async def _drop_set_aside(connection: AsyncConnection, of_person: ColumnElement[bool]) -> None:
    """What waits for a bot that may never come back is not kept until it tells of its end."""
    waiting = and_(IS_UNTOLD, not_(IS_OURS), of_person)
    await connection.execute(delete(pictures).where(pictures.c.drawing_id.in_(select(drawings.c.id).where(waiting))))
    await connection.execute(delete(drawings).where(waiting))


async def _latest(connection: AsyncConnection, person_id: int) -> DrawingId | None:
    latest: DrawingId | None = await connection.scalar(
        select(func.max(drawings.c.id)).where(drawings.c.person_id == person_id)
    )
    return latest


async def _drop(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    """Delete those of these drawings that have been emptied."""
    emptied = and_(IS_FORGOTTEN, drawings.c.told_at.is_not(None), *conditions)
    return (await connection.execute(delete(drawings).where(emptied))).rowcount
