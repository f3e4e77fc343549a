"""What is counted against whose limits; refusing a request and warning of it count by the same expressions."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import NewDrawing, State
from drawing.store import LimitReached, Limits, Used
from storage.base import SqlPart
from storage.tables import drawings


class SqlLimits(SqlPart):
    """Implements `drawing.store.LimitStore`."""

    async def used_since(self, day_start: float, *, person_id: int, chat_id: int) -> Used:
        of_day = counts_since(day_start)

        async def work(connection: AsyncConnection) -> Used:
            return Used(
                by_person=await count(connection, drawings.c.person_id == person_id, of_day),
                in_chat=await count(connection, drawings.c.chat_id == chat_id, of_day),
            )

        return await self._database.transaction(work)


async def check_limits(
    connection: AsyncConnection, new: Sequence[NewDrawing], limits: Limits, day_start: float
) -> None:
    """Raise `LimitReached` where the new drawings would be too many."""
    of_person = drawings.c.person_id == new[0].person_id
    in_group = drawings.c.chat_id == new[0].chat_id
    is_queued = and_(drawings.c.told_at.is_(None), drawings.c.state == State.QUEUED)
    of_day = counts_since(day_start)
    for name, limit, condition in (
        ("queued_per_person", limits.queued_per_person, and_(of_person, is_queued)),
        ("per_person_and_day", limits.per_person_and_day, and_(of_person, of_day)),
        ("per_group_and_day", limits.per_group_and_day, and_(in_group, of_day)),
        ("per_day", limits.per_day, of_day),
    ):
        if limit is None:
            continue
        used = await count(connection, condition)
        if used + len(new) > limit:
            raise LimitReached(name, limit, used)


def counts_since(day_start: float) -> ColumnElement[bool]:
    """What uses up a part of the day that began then."""
    # What was refused, failed, or cancelled before it was paid for costs nobody a part of their day.
    unpaid = and_(drawings.c.state == State.CANCELLED, drawings.c.submitted_at.is_(None))
    return and_(drawings.c.created_at >= day_start, drawings.c.state != State.FAILED, not_(unpaid))


async def count(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    """How many drawings meet all conditions."""
    return await connection.scalar(select(func.count()).select_from(drawings).where(*conditions)) or 0
