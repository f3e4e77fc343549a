"""Incidents under way."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.records import Complaint, Incident
from storage.database import SqlPart, transaction
from storage.tables import incidents


class SqlIncidents(SqlPart):
    """Implements `drawing.incidents.IncidentStore`."""

    @transaction
    async def complaints(self, connection: AsyncConnection) -> Collection[Complaint]:
        rows = await connection.execute(select(incidents))
        return tuple(Complaint(Incident(row.incident), row.met_by) for row in rows)

    @transaction
    async def keep_complaints(self, connection: AsyncConnection, complaints: Collection[Complaint]) -> None:
        rows = [{"incident": one.incident, "met_by": one.by} for one in complaints]
        await connection.execute(delete(incidents))
        if rows:
            await connection.execute(insert(incidents), rows)
