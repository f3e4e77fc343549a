"""Requests for drawings: accepting, finding and cancelling them."""

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, insert, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import UNFINISHED, Drawing, DrawingId, NewDrawing, Reason, State
from drawing.quota import Limits, Meter
from drawing.records import Accepted
from storage.database import SqlPart, transaction
from storage.mapping import PUBLIC_ID_LENGTH, drawing_from_row, new_drawing_values
from storage.tables import IS_OPEN, IS_OURS, drawings
from storage.transitions import end_when_answered, fetch, transition
from storage.usage import check_acceptance, check_shown, count_usage

# Programs other than Telegram's own send any text, and of a number any number of digits.
_NAME: Final = re.compile(rf"(?P<public_id>[a-z]{{{PUBLIC_ID_LENGTH}}})|(?P<number>[1-9][0-9]{{0,17}})")


class SqlRequests(SqlPart):
    """Implements `drawing.ports.store.RequestStore`."""

    @transaction
    async def accept(
        self, connection: AsyncConnection, new: Sequence[NewDrawing], limits: Limits, day: str
    ) -> Accepted:
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

    @transaction
    async def of_source(self, connection: AsyncConnection, source: str) -> tuple[Drawing, ...]:
        return await fetch(connection, drawings.c.source == source)

    @transaction
    async def note_edit(self, connection: AsyncConnection, source: str) -> bool:
        change = update(drawings).where(drawings.c.source == source, drawings.c.edit_noted == 0)
        return (await connection.execute(change.values(edit_noted=1))).rowcount > 0

    @transaction
    async def get(self, connection: AsyncConnection, drawing_id: DrawingId) -> Drawing | None:
        found = await fetch(connection, drawings.c.id == drawing_id)
        return found[0] if found else None

    @transaction
    async def find(self, connection: AsyncConnection, name: str, *, person_id: int | None = None) -> Drawing | None:
        match = _NAME.fullmatch(name)
        if match is None:
            return None
        is_named = drawings.c.public_id == match["public_id"]
        if match["number"]:
            is_named = and_(drawings.c.id == int(match["number"]), drawings.c.numbered == 1)
        found = await fetch(
            connection, IS_OURS, is_named, *([] if person_id is None else [drawings.c.person_id == person_id])
        )
        return found[0] if found else None

    @transaction
    async def of_message(self, connection: AsyncConnection, chat_id: int, message_id: int) -> tuple[Drawing, ...]:
        # With the chat in both, so that each has an index.
        is_request = and_(drawings.c.chat_id == chat_id, drawings.c.request_id == message_id)
        is_slot = and_(drawings.c.chat_id == chat_id, drawings.c.slot_id == message_id)
        return await fetch(connection, IS_OURS, or_(is_request, is_slot))

    @transaction
    async def unfinished(
        self, connection: AsyncConnection, *, person_id: int | None = None, chat_id: int | None = None
    ) -> tuple[Drawing, ...]:
        conditions: list[ColumnElement[bool]] = [IS_OPEN, drawings.c.state.in_(UNFINISHED)]
        if person_id is not None:
            conditions.append(drawings.c.person_id == person_id)
        if chat_id is not None:
            conditions.append(drawings.c.chat_id == chat_id)
        return await fetch(connection, *conditions)

    @transaction
    async def cancel(self, connection: AsyncConnection, drawing_id: DrawingId, now: float) -> Drawing | None:
        cancelled = await transition(connection, drawing_id, State.CANCELLED, now, reason=Reason.CANCELLED)
        if cancelled is not None:
            return cancelled
        pending = await end_when_answered(connection, Reason.CANCELLED, drawings.c.id == drawing_id)
        return pending[0] if pending else None
