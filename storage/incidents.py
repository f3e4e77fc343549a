"""Which incidents are under way."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.records import Complaint, Incident
from storage.tables import incidents
from storage.transitions import SqlPart


class SqlIncidents(SqlPart):
    """Implements `drawing.incidents.IncidentStore`."""

    async def complaints(self) -> Collection[Complaint]:
        async def work(connection: AsyncConnection) -> Collection[Complaint]:
            rows = await connection.execute(select(incidents))
            return tuple(Complaint(Incident(row.incident), row.met_by) for row in rows)

        return await self._database.transaction(work)

    async def keep_complaints(self, complaints: Collection[Complaint]) -> None:
        rows = [{"incident": one.incident, "met_by": one.by} for one in complaints]

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(incidents))
            if rows:
                await connection.execute(insert(incidents), rows)

        await self._database.transaction(work)
