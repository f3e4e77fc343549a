"""What people ask for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import UNFINISHED, Drawing, DrawingId, NewDrawing, Reason, State
from drawing.quota import Limits, Meter
from drawing.records import Accepted
from storage.mapping import drawing_from_row, new_drawing_values
from storage.tables import drawings
from storage.transitions import SqlPart, enter, fetch
from storage.unshown import check_shown
from storage.usage import check_acceptance, count_usage


class SqlRequests(SqlPart):
    """Implements `drawing.ports.store.RequestStore`."""

    async def accept(self, new: Sequence[NewDrawing], limits: Limits, day: str) -> Accepted:
        async def work(connection: AsyncConnection) -> Accepted:
            known = await fetch(connection, drawings.c.source == new[0].source)
            if known:
                return Accepted(known, is_new=False)
            await check_shown(connection, new[0])
            await check_acceptance(connection, new, limits, day)
            await count_usage(connection, Meter.REQUEST, new[0], day, len(new))
            rows = [
                (await connection.execute(insert(drawings).values(**new_drawing_values(one)).returning(drawings))).one()
                for one in new
            ]
            return Accepted(tuple(drawing_from_row(row) for row in rows), is_new=True)

        return await self._database.transaction(work)

    async def of_source(self, source: str) -> tuple[Drawing, ...]:
        return await self._database.transaction(lambda connection: fetch(connection, drawings.c.source == source))

    async def note_edit(self, source: str) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            change = update(drawings).where(drawings.c.source == source, drawings.c.edit_noted == 0)
            return (await connection.execute(change.values(edit_noted=1))).rowcount > 0

        return await self._database.transaction(work)

    async def get(self, drawing_id: DrawingId) -> Drawing | None:
        found = await self._database.transaction(lambda connection: fetch(connection, drawings.c.id == drawing_id))
        return found[0] if found else None

    async def of_message(self, chat_id: int, message_id: int) -> tuple[Drawing, ...]:
        is_message = or_(drawings.c.request_id == message_id, drawings.c.slot_id == message_id)
        return await self._database.transaction(
            lambda connection: fetch(connection, drawings.c.chat_id == chat_id, is_message)
        )

    async def unfinished(self, *, person_id: int | None = None, chat_id: int | None = None) -> tuple[Drawing, ...]:
        conditions: list[ColumnElement[bool]] = [drawings.c.told_at.is_(None), drawings.c.state.in_(UNFINISHED)]
        if person_id is not None:
            conditions.append(drawings.c.person_id == person_id)
        if chat_id is not None:
            conditions.append(drawings.c.chat_id == chat_id)
        return await self._database.transaction(lambda connection: fetch(connection, *conditions))

    async def cancel(self, drawing_id: DrawingId, now: float) -> Drawing | None:
        return await self._database.transaction(
            lambda connection: enter(connection, drawing_id, State.CANCELLED, reason=Reason.CANCELLED, finished_at=now)
        )
