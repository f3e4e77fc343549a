"""Owners whom a code has made so."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import SqlPart, transaction
from storage.tables import owners


class SqlOwners(SqlPart):
    """Implements `drawing.ports.owner.OwnerStore`."""

    @transaction
    async def owners(self, connection: AsyncConnection) -> frozenset[int]:
        return frozenset((await connection.scalars(select(owners.c.person_id))).all())

    @transaction
    async def add_owner(self, connection: AsyncConnection, person_id: int, now: float) -> None:
        await connection.execute(insert(owners).values(person_id=person_id, since=now))
