"""Incidents under way, and those of which the owner does not want to hear."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.records import Begun, Complaint, Incident
from storage.database import SqlPart, transaction
from storage.tables import incidents, silences


class SqlIncidents(SqlPart):
    """Implements `drawing.incidents.IncidentStore`."""

    @transaction
    async def complaints(self, connection: AsyncConnection) -> Mapping[Complaint, Begun]:
        rows = await connection.execute(select(incidents))
        return {
            Complaint(Incident(row.incident), row.met_by): Begun(row.since, is_told=bool(row.is_told)) for row in rows
        }

    @transaction
    async def keep_complaints(self, connection: AsyncConnection, complaints: Mapping[Complaint, Begun]) -> None:
        rows = [
            {"incident": one.incident, "met_by": one.by, "since": begun.since, "is_told": int(begun.is_told)}
            for one, begun in complaints.items()
        ]
        await connection.execute(delete(incidents))
        if rows:
            await connection.execute(insert(incidents), rows)

    @transaction
    async def silences(self, connection: AsyncConnection) -> Mapping[Incident, float]:
        rows = await connection.execute(select(silences))
        return {Incident(row.incident): row.until for row in rows}

    @transaction
    async def silence(self, connection: AsyncConnection, incident: Incident, until: float) -> None:
        await connection.execute(delete(silences).where(silences.c.incident == incident))
        await connection.execute(insert(silences), {"incident": incident, "until": until})
