"""Durations of drawings, and places in line."""

from collections.abc import Sequence

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import DrawingId, State
from drawing.records import QueuePosition
from storage.database import SqlPart, transaction
from storage.tables import drawings


class SqlTimings(SqlPart):
    """Implements `drawing.ports.store.TimingStore`."""

    @transaction
    async def latest_durations(self, connection: AsyncConnection, limit: int, since: float) -> Sequence[float]:
        query = (
            select(drawings.c.submitted_at, drawings.c.finished_at)
            .where(
                drawings.c.created_at >= since,
                drawings.c.state.in_((State.READY, State.DELIVERED)),
                drawings.c.submitted_at.is_not(None),
                drawings.c.finished_at.is_not(None),
            )
            .order_by(drawings.c.id.desc())
            .limit(limit)
        )
        # A clock that was set back between the two is nobody's duration.
        return [max(row.finished_at - row.submitted_at, 0.0) for row in await connection.execute(query)]

    @transaction
    async def queue_position(self, connection: AsyncConnection, drawing_id: DrawingId) -> QueuePosition:
        person = select(drawings.c.person_id).where(drawings.c.id == drawing_id).scalar_subquery()
        is_before = and_(drawings.c.state == State.QUEUED, drawings.c.id < drawing_id)
        is_in_work = drawings.c.state.in_((State.SUBMITTING, State.RUNNING))
        is_own = and_(drawings.c.person_id == person, or_(is_before, is_in_work))
        counts = select(
            func.coalesce(func.sum(case((is_before, 1), else_=0)), 0).label("ahead"),
            func.coalesce(func.sum(case((is_own, 1), else_=0)), 0).label("own_ahead"),
        ).where(drawings.c.told_at.is_(None))
        row = (await connection.execute(counts)).one()
        return QueuePosition(ahead=row.ahead, own_ahead=row.own_ahead)
