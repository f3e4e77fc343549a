"""Counting what was drawn."""

from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.figures import Figures, Load
from drawing.lifecycle import Reason, State
from drawing.quota import Meter
from storage.database import SqlPart, transaction
from storage.tables import IS_DRAWN, IS_OPEN, drawings, usage
from storage.usage import ALL

_FAILED: Final = drawings.c.state == State.FAILED
_REFUSED: Final = and_(_FAILED, drawings.c.reason == Reason.REFUSED)
_LOST: Final = or_(and_(_FAILED, drawings.c.reason != Reason.REFUSED), drawings.c.state == State.EXPIRED)


class SqlStatistics(SqlPart):
    """Implements `drawing.statistics.StatisticsStore`."""

    @transaction
    async def figures(self, connection: AsyncConnection, since: float, since_day: str, times_kept: int) -> Figures:
        asked_for = drawings.c.created_at >= since
        repeated = case((drawings.c.submissions > 1, drawings.c.submissions - 1), else_=0)
        counts = select(
            func.count(drawings.c.person_id.distinct()).label("people"),
            func.count().label("drawings"),
            _count(drawings.c.state == State.DELIVERED).label("delivered"),
            _count(_REFUSED).label("refused"),
            _count(_LOST).label("failed"),
            func.coalesce(func.sum(repeated), 0).label("repeated"),
        ).where(asked_for)
        paid = select(func.coalesce(func.sum(usage.c.used), 0)).where(
            usage.c.meter == Meter.ORDER, usage.c.scope == ALL, usage.c.day >= since_day
        )
        times = (
            select((drawings.c.told_at - drawings.c.created_at).label("seconds"))
            .where(IS_DRAWN, asked_for, drawings.c.state == State.DELIVERED)
            .order_by(drawings.c.created_at.desc(), drawings.c.id.desc())
            .limit(times_kept)
        )
        row = (await connection.execute(counts)).mappings().one()
        seconds = tuple((await connection.scalars(times)).all())
        return Figures(**row, paid=await connection.scalar(paid) or 0, seconds=seconds)

    @transaction
    async def load(self, connection: AsyncConnection) -> Load:
        is_open = select(func.count()).select_from(drawings).where(IS_OPEN)
        waiting = await connection.scalar(is_open.where(drawings.c.state == State.QUEUED))
        in_work = is_open.where(drawings.c.state.in_((State.SUBMITTING, State.RUNNING)))
        return Load(waiting=waiting or 0, running=await connection.scalar(in_work) or 0)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
