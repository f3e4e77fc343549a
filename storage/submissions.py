"""Submissions to the image service: their order, their count, how long they take, and what comes of them."""

import logging
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    not_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.quota import Limits, Meter
from drawing.records import Picture, QueuePosition
from storage.database import SqlPart, transaction
from storage.erasure import empty_told
from storage.loose_scan import values_of
from storage.mapping import drawing_from_row
from storage.repair import set_aside, stateless
from storage.tables import (
    IS_DRAWN,
    IS_OPEN,
    IS_OURS,
    IS_SENDABLE,
    IS_UNFINISHED,
    PRESENT_BOT,
    drawings,
    pictures,
)
from storage.transitions import fetch, transition, transition_all
from storage.usage import MAY_BE_SHOWN, count_usage, may_enhance, may_order, note_unshown

logger = logging.getLogger(__name__)

_WINDOW: Final = 300  # drawings
_LAST_ID: Final = 2**63 - 1


def _next_to_submit() -> Select[Any]:
    """The oldest drawing of who has nothing in work, or else of who has the least.

    Where many wait, one of the first is of somebody with nothing in work: only if there is none among these, everybody
    is asked. So the cost grows neither with what waits nor with what runs, but with the people who have all of both.
    """
    waits = and_(
        IS_OURS,
        IS_SENDABLE,
        drawings.c.id.not_in(bindparam("not_now", expanding=True)),
        MAY_BE_SHOWN,
    )
    of_person = drawings.alias("of_person")
    is_in_work = and_(
        of_person.c.told_at.is_(None),
        of_person.c.bot_id == literal_column(str(PRESENT_BOT)),
        of_person.c.state.in_((State.SUBMITTING, State.RUNNING)),
    )
    after_window = select(drawings.c.id).where(IS_OURS, IS_SENDABLE).order_by(drawings.c.id).limit(1).offset(_WINDOW)
    idle = (
        select(drawings.c.id)
        .where(waits, drawings.c.id < func.coalesce(after_window.scalar_subquery(), _LAST_ID), bindparam("most") > 0)
        .where(not_(exists().where(is_in_work, of_person.c.person_id == drawings.c.person_id)))
        .order_by(drawings.c.id)
        .limit(1)
    )
    person = values_of(drawings.c.person_id, IS_OPEN)
    in_work = select(func.count()).where(is_in_work, of_person.c.person_id == person.c.value)
    # Materialized, since each of their columns is a query: let them be asked once.
    people = select(person.c.value.label("id"), in_work.label("in_work")).cte().prefix_with("MATERIALIZED")
    first = select(func.min(drawings.c.id)).where(IS_OPEN, waits, drawings.c.person_id == people.c.id)
    turns = (
        select(first.label("first"), people.c.in_work)
        .where(bindparam("most") > people.c.in_work)
        .cte()
        .prefix_with("MATERIALIZED")
    )
    least = select(turns.c.first).where(turns.c.first.is_not(None)).order_by(turns.c.in_work, turns.c.first).limit(1)
    return select(drawings).where(drawings.c.id == func.coalesce(idle.scalar_subquery(), least.scalar_subquery()))


_NEXT_TO_SUBMIT: Final = _next_to_submit()  # made once: it runs before each order


class SqlSubmissions(SqlPart):
    """Implements `drawing.ports.store.SubmissionStore` and `TimingStore`."""

    @transaction
    async def recover(self, connection: AsyncConnection, resubmissions: int, now: float) -> int:
        for drawing_id in await stateless(connection):
            await set_aside(connection, drawing_id)
            logger.error("drawing %d is in no state that there is; it is set aside. Is the disk in order?", drawing_id)
        cut_short = await fetch(connection, IS_OPEN, drawings.c.state == State.SUBMITTING)
        for drawing in cut_short:
            if drawing.submissions > resubmissions:
                await transition(connection, drawing.id, State.FAILED, now, reason=Reason.OUTCOME_UNKNOWN)
            else:
                await _requeue(connection, drawing.id, now)
        return len(cut_short)

    @transaction
    async def next_to_submit(
        self, connection: AsyncConnection, running_per_person: int, not_now: Collection[DrawingId], now: float
    ) -> Drawing | None:
        values = {"most": running_per_person, "not_now": list(not_now), "the_time": now}
        row = (await connection.execute(_NEXT_TO_SUBMIT, values)).one_or_none()
        return None if row is None else drawing_from_row(row)

    @transaction
    async def begin_enhancement(
        self, connection: AsyncConnection, drawing_id: DrawingId, limits: Limits, day: str
    ) -> bool:
        (drawing,) = await fetch(connection, drawings.c.id == drawing_id)
        if await may_enhance(connection, drawing, limits, day):
            await count_usage(connection, Meter.ENHANCEMENT, drawing, day)
            return True
        await _keep_enhanced(connection, drawing_id, extension_failed=1, extension_limited=1)
        return False

    @transaction
    async def save_enhanced(self, connection: AsyncConnection, drawing_id: DrawingId, text: str | None) -> None:
        values = {"extended": text, "extension_failed": int(text is None)}
        await _keep_enhanced(connection, drawing_id, **values)

    @transaction
    async def begin_submission(
        self,
        connection: AsyncConnection,
        drawing_id: DrawingId,
        *,
        seed_kept: bool,
        limits: Limits,
        day: str,
        now: float,
    ) -> Drawing | None:
        counted = {"submissions": drawings.c.submissions + 1, "seed_kept": int(seed_kept), "ordered_on": day}
        drawing = await _first(connection, drawings.c.id == drawing_id, drawings.c.state == State.QUEUED)
        if drawing is None:
            return None
        if not await may_order(connection, drawing, limits, day):
            reason = Reason.OUTCOME_UNKNOWN if drawing.submissions else Reason.DAY_LIMIT
            await transition(connection, drawing_id, State.FAILED, now, reason=reason)
            return None
        await count_usage(connection, Meter.ORDER, drawing, day)
        return await transition(connection, drawing_id, State.SUBMITTING, now, **counted)

    @transaction
    async def requeue(
        self, connection: AsyncConnection, drawing_id: DrawingId, now: float, *, arrived: bool, refused: bool = False
    ) -> Drawing | None:
        counted = {
            "submissions": drawings.c.submissions - int(not arrived),
            "refusals": drawings.c.refusals + int(refused),
        }
        if not arrived:
            await _refund(connection, drawing_id)
        return await _requeue(connection, drawing_id, now, **counted)

    @transaction
    async def turn_down(self, connection: AsyncConnection, drawing_id: DrawingId, reason: Reason, now: float) -> bool:
        await _refund(connection, drawing_id)
        return await transition(connection, drawing_id, State.FAILED, now, reason=reason) is not None

    @transaction
    async def start(
        self, connection: AsyncConnection, drawing_id: DrawingId, operation_id: str, now: float
    ) -> Drawing | None:
        values = {"operation_id": operation_id, "submitted_at": now}
        return await transition(connection, drawing_id, State.RUNNING, now, **values)

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
        is_before = and_(IS_OPEN, drawings.c.state == State.QUEUED, drawings.c.id < drawing_id)
        in_work = drawings.c.state.in_((State.SUBMITTING, State.RUNNING))
        is_own = and_(IS_OPEN, drawings.c.person_id == person)
        counts = select(
            _count(is_before).label("ahead"),
            (_count(is_before, is_own) + _count(is_own, in_work)).label("own_ahead"),
        )
        row = (await connection.execute(counts)).one()
        return QueuePosition(ahead=row.ahead, own_ahead=row.own_ahead)

    @transaction
    async def running(self, connection: AsyncConnection) -> Sequence[tuple[DrawingId, str, float]]:
        query = select(drawings.c.id, drawings.c.operation_id, drawings.c.submitted_at).where(
            IS_OPEN, drawings.c.state == State.RUNNING
        )
        return [(DrawingId(row.id), row.operation_id, row.submitted_at) for row in await connection.execute(query)]

    @transaction
    async def finish(
        self,
        connection: AsyncConnection,
        drawing_id: DrawingId,
        picture: Picture,
        now: float,
        *,
        submitted_at: float | None = None,
    ) -> Drawing | None:
        submitted = func.coalesce(drawings.c.submitted_at, now if submitted_at is None else submitted_at)
        drawing = await transition(connection, drawing_id, State.READY, now, submitted_at=submitted)
        if drawing is not None and drawing.state is State.READY:
            await connection.execute(
                insert(pictures).values(
                    drawing_id=drawing_id,
                    data=picture.data,
                    mime_type=picture.mime_type,
                    width=picture.width,
                    height=picture.height,
                )
            )
            await connection.execute(update(drawings).where(drawings.c.id == drawing_id).values(has_picture=1))
        return drawing

    @transaction
    async def end(
        self,
        connection: AsyncConnection,
        drawing_id: DrawingId,
        state: State,
        reason: Reason,
        now: float,
        *,
        told: bool = False,
    ) -> bool:
        ending = {"reason": reason, **({"told_at": now} if told else {})}
        ended = await transition(connection, drawing_id, state, now, **ending)
        if ended is not None and await _is_drawn(connection, drawing_id):
            await note_unshown(connection, ended, now)
        if told:
            await empty_told(connection, drawings.c.id == drawing_id)
        return ended is not None

    @transaction
    async def expire_overdue(self, connection: AsyncConnection, now: float) -> int:
        is_overdue = and_(IS_UNFINISHED, drawings.c.deadline_at <= now)
        return await transition_all(connection, State.EXPIRED, now, is_overdue, reason=Reason.DEADLINE)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(drawings).where(*conditions).scalar_subquery()


async def _first(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> Drawing | None:
    found = await fetch(connection, *conditions)
    return found[0] if found else None


async def _is_drawn(connection: AsyncConnection, drawing_id: DrawingId) -> bool:
    query = select(pictures.c.drawing_id).where(pictures.c.drawing_id == drawing_id)
    return await connection.scalar(query) is not None


async def _keep_enhanced(connection: AsyncConnection, drawing_id: DrawingId, **values: object) -> None:
    """For all pictures of a request that still wait for it: it is enhanced once."""
    source = select(drawings.c.source).where(drawings.c.id == drawing_id).scalar_subquery()
    queued = update(drawings).where(drawings.c.source == source, drawings.c.state == State.QUEUED)
    waiting = queued.where(drawings.c.extended.is_(None), drawings.c.extension_failed == 0)
    await connection.execute(waiting.values(**values))


async def _refund(connection: AsyncConnection, drawing_id: DrawingId) -> None:
    """The last order was not taken: the day that it was counted on gets it back, once."""
    drawing = await _first(connection, drawings.c.id == drawing_id, drawings.c.state == State.SUBMITTING)
    if drawing is not None and drawing.ordered_on is not None:
        await count_usage(connection, Meter.ORDER, drawing, drawing.ordered_on, -1)
        await connection.execute(update(drawings).where(drawings.c.id == drawing_id).values(ordered_on=None))


async def _requeue(connection: AsyncConnection, drawing_id: DrawingId, now: float, **counted: object) -> Drawing | None:
    """To `queued`, or to its pending end; where nobody has to be told of that, it is done."""
    drawing = await transition(connection, drawing_id, State.QUEUED, now, **counted)
    if drawing is not None and drawing.told_at is not None:
        await empty_told(connection, drawings.c.id == drawing_id)
    return drawing
