"""Answers to messages that were not carried out, by which they are found again when the message is edited."""

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import SqlPart, transaction
from storage.tables import refusals


class SqlRefusals(SqlPart):
    """Implements `drawing.ports.store.RefusalStore`."""

    @transaction
    async def keep_refusal(
        self, connection: AsyncConnection, source: str, message_id: int, *, person_id: int, now: float
    ) -> None:
        values = {"message_id": message_id, "told_at": now}
        known = await connection.execute(update(refusals).where(refusals.c.source == source).values(**values))
        if known.rowcount == 0:
            await connection.execute(insert(refusals).values(source=source, person_id=person_id, **values))

    @transaction
    async def refusal_of(self, connection: AsyncConnection, source: str) -> int | None:
        found: int | None = await connection.scalar(select(refusals.c.message_id).where(refusals.c.source == source))
        return found

    @transaction
    async def drop_refusal(self, connection: AsyncConnection, source: str) -> None:
        await connection.execute(delete(refusals).where(refusals.c.source == source))

    @transaction
    async def drop_refusals(self, connection: AsyncConnection, before: float) -> int:
        return (await connection.execute(delete(refusals).where(refusals.c.told_at < before))).rowcount
