"""Transitions: the checked change of a drawing's state, which all parts of the store share."""

from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Drawing, DrawingId, State, states_before
from storage.mapping import drawing_from_row
from storage.tables import drawings

UNMARKED: Final = {"reason": None, "finished_at": None}
"""What is being submitted as its chat is lost is marked with its end, should it come back; these columns unmarked."""


async def transition(
    connection: AsyncConnection, drawing_id: DrawingId, state: State, **changes: Any
) -> Drawing | None:
    """Bring a drawing into a state, if it is in one that allows it; None otherwise."""
    changed = await connection.execute(
        update(drawings)
        .where(drawings.c.id == drawing_id, drawings.c.state.in_(states_before(state)))
        .values(state=state, **changes)
        .returning(drawings)
    )
    row = changed.one_or_none()
    return None if row is None else drawing_from_row(row)


async def fetch(connection: AsyncConnection, *conditions: Any) -> tuple[Drawing, ...]:
    """The drawings that meet all conditions, oldest first."""
    rows = await connection.execute(select(drawings).where(*conditions).order_by(drawings.c.id))
    return tuple(drawing_from_row(row) for row in rows)
