"""Access decided by command: whom the owner let in or shut out."""

from collections.abc import Mapping

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Reason, State
from drawing.records import AccessOverrides
from storage.database import SqlPart, transaction
from storage.tables import admissions, drawings, people
from storage.transitions import transition_all


class SqlAccess(SqlPart):
    """Implements `drawing.access.AccessStore`."""

    @transaction
    async def overrides(self, connection: AsyncConnection) -> AccessOverrides:
        found: dict[int, set[int]] = {0: set(), 1: set()}
        for row in await connection.execute(select(admissions.c.id, admissions.c.is_allowed)):
            found[row.is_allowed].add(row.id)
        return AccessOverrides(allowed=frozenset(found[1]), denied=frozenset(found[0]))

    @transaction
    async def allow(self, connection: AsyncConnection, one: int, now: float) -> None:
        await _decide(connection, one, is_allowed=1, decided_at=now)

    @transaction
    async def deny(self, connection: AsyncConnection, one: int, now: float) -> int:
        await _decide(connection, one, is_allowed=0, decided_at=now)
        is_queued = and_(drawings.c.told_at.is_(None), drawings.c.state == State.QUEUED)
        ended = 0
        for is_theirs in (drawings.c.person_id == one, drawings.c.chat_id == one):  # each has an index
            ended += await transition_all(
                connection, State.CANCELLED, now, is_queued, is_theirs, reason=Reason.CANCELLED
            )
        return ended

    @transaction
    async def lift(self, connection: AsyncConnection, one: int) -> None:
        await connection.execute(delete(admissions).where(admissions.c.id == one))

    @transaction
    async def names_of(self, connection: AsyncConnection, ids: frozenset[int]) -> Mapping[int, str]:
        query = select(people.c.id, people.c.name).where(people.c.id.in_(ids))
        return {row.id: row.name for row in await connection.execute(query)}


async def inherit_admission(connection: AsyncConnection, old: int, new: int) -> None:
    """What was decided about a group holds for the supergroup it becomes, unless something was decided about that."""
    decided = (await connection.execute(select(admissions).where(admissions.c.id == old))).one_or_none()
    if decided is None:
        return
    await connection.execute(delete(admissions).where(admissions.c.id == old))
    if await connection.scalar(select(admissions.c.id).where(admissions.c.id == new)) is None:
        await _decide(connection, new, is_allowed=decided.is_allowed, decided_at=decided.decided_at)


async def _decide(connection: AsyncConnection, one: int, **values: object) -> None:
    changed = await connection.execute(update(admissions).where(admissions.c.id == one).values(**values))
    if changed.rowcount == 0:
        await connection.execute(insert(admissions).values(id=one, **values))
