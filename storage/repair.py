"""Repair of a row that cannot be read: it ends, so that its person is told and everybody else's go on."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Reason, State
from drawing.prompt import Prompt
from storage.mapping import prompt_to_json
from storage.tables import IS_OPEN, drawings

_STATES: Final = [state.value for state in State]


async def stateless(connection: AsyncConnection) -> Sequence[int]:
    """The drawings whose people wait for an outcome that nothing would ever find: their state is none."""
    rows = await connection.execute(select(drawings.c.id).where(IS_OPEN, drawings.c.state.not_in(_STATES)))
    return rows.scalars().all()


async def set_aside(connection: AsyncConnection, drawing_id: int) -> None:
    """End a drawing whose row cannot be read, and put what can be read in place of all that may be spoilt.

    One that was told of before is not told of again. No transition is looked up: where it stood may be what is spoilt.
    """
    is_told = and_(drawings.c.told_at.is_not(None), drawings.c.state.in_(_STATES))
    repaired = update(drawings).where(drawings.c.id == drawing_id)
    await connection.execute(
        repaired.values(
            state=case((is_told, drawings.c.state), else_=State.FAILED),
            reason=Reason.UNREADABLE,
            pending_end=None,
            finished_at=func.coalesce(drawings.c.finished_at, drawings.c.created_at),
            request=prompt_to_json(Prompt(messages=())),
            extended=None,
            dropped=None,
        )
    )
