"""Transitions: the checked change of a drawing's state, which all parts of the store share."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Update, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import PENDING_ENDS, UNTOLD, Drawing, DrawingId, Reason, State, states_before
from storage.mapping import drawing_from_row
from storage.tables import drawings

_IS_CANCELLED: Final = drawings.c.pending_end == Reason.CANCELLED
# To name all columns takes longer than to read a row of them: it is done once.
_ALL: Final = select(drawings).order_by(drawings.c.id)
_CHANGED: Final = update(drawings).returning(drawings)


async def transition(
    connection: AsyncConnection, drawing_id: DrawingId, state: State, now: float, **changes: Any
) -> Drawing | None:
    """Bring a drawing into a state, if it is in one that allows it; None otherwise.

    Where it has a pending end that takes the place of this state, it is brought to that; see `PENDING_ENDS`.
    """
    change = _entering(_CHANGED, state, now, changes).where(drawings.c.id == drawing_id)
    row = (await connection.execute(change)).one_or_none()
    return None if row is None else drawing_from_row(row)


async def transition_all(
    connection: AsyncConnection, state: State, now: float, *conditions: ColumnElement[bool], **changes: Any
) -> int:
    """Bring all drawings that meet the conditions into a state, as `transition` does one; returns how many."""
    return (await connection.execute(_entering(update(drawings), state, now, changes).where(*conditions))).rowcount


async def end_when_answered(
    connection: AsyncConnection, reason: Reason, *conditions: ColumnElement[bool]
) -> tuple[Drawing, ...]:
    """Store a pending end of what is being submitted; a cancellation stays one."""
    is_sent = _CHANGED.where(drawings.c.state == State.SUBMITTING, *conditions)
    changed = is_sent.values(pending_end=case((_IS_CANCELLED, Reason.CANCELLED), else_=reason))
    rows = await connection.execute(changed)
    return tuple(drawing_from_row(row) for row in rows)


async def fetch(connection: AsyncConnection, *conditions: Any) -> tuple[Drawing, ...]:
    """The drawings that meet all conditions, oldest first."""
    rows = await connection.execute(_ALL.where(*conditions))
    return tuple(drawing_from_row(row) for row in rows)


def _entering(change: Update, state: State, now: float, changes: dict[str, Any]) -> Update:
    """The one statement that writes a state. An outcome is known from now on."""
    values = {**changes, "state": state, "pending_end": None} | ({"finished_at": now} if state in UNTOLD else {})
    instead = {reason: ends[state] for reason, ends in PENDING_ENDS.items() if state in ends}
    if instead:
        pending = drawings.c.pending_end
        ended = {
            "state": case(instead, value=pending),
            "reason": pending,
            "finished_at": now,
            # Where a chat is closed, nobody is left to be told.
            "told_at": case((pending == Reason.CHAT_CLOSED, now), else_=values.get("told_at", drawings.c.told_at)),
        }
        is_ended = pending.in_(list(instead))
        for name, value in ended.items():
            values[name] = case((is_ended, value), else_=values.get(name, drawings.c[name]))
    return change.where(drawings.c.state.in_(states_before(state))).values(**values)
