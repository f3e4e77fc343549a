"""History of what people have had drawn."""

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import DrawingId, State
from drawing.records import HistoryEntry
from storage.database import SqlPart, transaction
from storage.tables import IS_OURS, drawings
from storage.transitions import fetch


class SqlHistory(SqlPart):
    """Implements `drawing.ports.store.HistoryStore`."""

    @transaction
    async def history(
        self, connection: AsyncConnection, person_id: int, at: DrawingId | None = None
    ) -> HistoryEntry | None:
        number = drawings.c.id
        is_entry = and_(
            IS_OURS,  # no bot can send another's files
            drawings.c.person_id == person_id,
            drawings.c.state == State.DELIVERED,
            drawings.c.file_id.is_not(None),
            drawings.c.file_id != "",
        )
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
        near = {one.id: one for one in await fetch(connection, number.in_([found, row.newer, row.older]))}
        newer, older = (near[one].public_id if one is not None else None for one in (row.newer, row.older))
        return HistoryEntry(near[found], row.number, row.count, newer, older)
