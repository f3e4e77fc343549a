"""What people have had drawn, and forgetting it."""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import DrawingId, Reason, State, states_before
from drawing.prompt import Prompt
from drawing.records import HistoryEntry
from storage.mapping import prompt_to_json
from storage.tables import chats, drawings, people, pictures, unshown, usage
from storage.transitions import SqlPart, fetch
from storage.usage import ALL

# What is left says only that somebody had something drawn, where and when, and how it ended; that is what limits count.
# The source stays as long: an update that Telegram brings again must find it, or it would be drawn and paid for twice.
_EMPTIED: Final[dict[str, Any]] = {
    "person_name": "",
    "thread_id": None,
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
}


async def empty_told(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> None:
    """Empty the forgotten ones of these drawings whose outcome is told; others still need what is in them."""
    told = and_(drawings.c.forgotten == 1, drawings.c.told_at.is_not(None), *conditions)
    await connection.execute(delete(pictures).where(pictures.c.drawing_id.in_(select(drawings.c.id).where(told))))
    await connection.execute(update(drawings).where(told).values(**_EMPTIED))


class SqlMemory(SqlPart):
    """Implements `drawing.ports.store.MemoryStore`."""

    async def history(self, person_id: int, at: DrawingId | None = None) -> HistoryEntry | None:
        number = drawings.c.id
        is_entry = and_(
            drawings.c.person_id == person_id,
            drawings.c.state == State.DELIVERED,
            drawings.c.file_id.is_not(None),
            drawings.c.file_id != "",
        )

        async def work(connection: AsyncConnection) -> HistoryEntry | None:
            newest = select(func.max(number)).where(is_entry)
            found = await connection.scalar(newest if at is None else newest.where(number <= at))
            if found is None:
                found = await connection.scalar(select(func.min(number)).where(is_entry))
            if found is None:
                return None
            neighbours = select(
                func.sum(case((number >= found, 1), else_=0)).label("number"),
                func.count().label("count"),
                func.min(case((number > found, number))).label("newer"),
                func.max(case((number < found, number))).label("older"),
            )
            row = (await connection.execute(neighbours.where(is_entry))).one()
            (drawing,) = await fetch(connection, number == found)
            return HistoryEntry(drawing, row.number, row.count, row.newer, row.older)

        return await self._database.transaction(work)

    async def latest_drawing(self, person_id: int) -> DrawingId | None:
        return await self._database.transaction(lambda connection: _latest(connection, person_id))

    async def forget(self, person_id: int, latest: DrawingId | None, now: float, *, counted_since: float) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            if (await _latest(connection, person_id) or 0) > (latest or 0):
                return False
            of_person = drawings.c.person_id == person_id
            open_ones = update(drawings).where(
                of_person, drawings.c.told_at.is_(None), drawings.c.state.in_(states_before(State.CANCELLED))
            )
            cancelling = {"state": State.CANCELLED, "reason": Reason.CANCELLED, "finished_at": now}
            await connection.execute(open_ones.values(**cancelling))
            await connection.execute(update(drawings).where(of_person).values(forgotten=1))
            await empty_told(connection, of_person)
            await _drop(connection, of_person, drawings.c.created_at < counted_since)
            await connection.execute(delete(people).where(people.c.id == person_id))
            return True

        return await self._database.transaction(work)

    async def drop_forgotten(self, before: float) -> int:
        async def work(connection: AsyncConnection) -> int:
            # People's ids are positive, groups' negative.
            await connection.execute(delete(chats).where(chats.c.id > 0, chats.c.closed_at < before))
            await connection.execute(delete(unshown).where(unshown.c.last_at < before))
            return await _drop(connection, drawings.c.created_at < before)

        return await self._database.transaction(work)

    async def drop_usage(self, before: str) -> int:
        async def work(connection: AsyncConnection) -> int:
            of_somebody = delete(usage).where(usage.c.day < before, usage.c.scope != ALL)
            return (await connection.execute(of_somebody)).rowcount

        return await self._database.transaction(work)


async def _latest(connection: AsyncConnection, person_id: int) -> DrawingId | None:
    latest: DrawingId | None = await connection.scalar(
        select(func.max(drawings.c.id)).where(drawings.c.person_id == person_id)
    )
    return latest


async def _drop(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    """Delete those of these drawings that have been emptied."""
    emptied = and_(drawings.c.forgotten == 1, drawings.c.told_at.is_not(None), *conditions)
    return (await connection.execute(delete(drawings).where(emptied))).rowcount
