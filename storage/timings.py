"""Durations of drawings, and places in line."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import DrawingId, State
from drawing.records import QueuePosition
from storage.database import SqlPart, transaction
from storage.tables import IS_DRAWN, drawings


class SqlTimings(SqlPart):
    """Implements `drawing.ports.store.TimingStore`."""

    @transaction
    async def latest_durations(self, connection: AsyncConnection, limit: int, since: float) -> Sequence[float]:
        query = (
            select(drawings.c.submitted_at, drawings.c.finished_at)
            .where(
                IS_DRAWN,
                drawings.c.created_at >= since,
                drawings.c.submitted_at.is_not(None),
                drawings.c.finished_at.is_not(None),
            )
            .order_by(drawings.c.created_at.desc(), drawings.c.id.desc())
            .limit(limit)
        )
        # A clock that was set back between the two is nobody's duration.
        return [max(row.finished_at - row.submitted_at, 0.0) for row in await connection.execute(query)]

    @transaction
    async def queue_position(self, connection: AsyncConnection, drawing_id: DrawingId) -> QueuePosition:
        person = select(drawings.c.person_id).where(drawings.c.id == drawing_id).scalar_subquery()
        is_before = and_(drawings.c.told_at.is_(None), drawings.c.state == State.QUEUED, drawings.c.id < drawing_id)
        in_work = drawings.c.state.in_((State.SUBMITTING, State.RUNNING))
        is_own = and_(drawings.c.told_at.is_(None), drawings.c.person_id == person)
        counts = select(
            _count(is_before).label("ahead"),
            (_count(is_before, is_own) + _count(is_own, in_work)).label("own_ahead"),
        )
        row = (await connection.execute(counts)).one()
        return QueuePosition(ahead=row.ahead, own_ahead=row.own_ahead)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(drawings).where(*conditions).scalar_subquery()
