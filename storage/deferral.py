"""Updates that wait until Telegram has been asked something."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.records import DeferredUpdate
from storage.database import SqlPart, transaction
from storage.tables import PRESENT_BOT, deferred_updates

_IS_OURS: Final = deferred_updates.c.bot_id == PRESENT_BOT


class SqlDeferral(SqlPart):
    """Implements `drawing.ports.store.DeferralStore`."""

    @transaction
    async def defer_update(self, connection: AsyncConnection, update: DeferredUpdate) -> None:
        is_known = select(deferred_updates.c.id).where(_IS_OURS, deferred_updates.c.update_id == update.update_id)
        if await connection.scalar(is_known) is None:
            await connection.execute(
                insert(deferred_updates).values(
                    update_id=update.update_id,
                    chat_id=update.chat_id,
                    person_id=update.person_id,
                    content=update.content,
                )
            )

    @transaction
    async def first_deferred(self, connection: AsyncConnection, chat_id: int) -> DeferredUpdate | None:
        here = select(deferred_updates).where(_IS_OURS, deferred_updates.c.chat_id == chat_id)
        row = (await connection.execute(here.order_by(deferred_updates.c.id).limit(1))).one_or_none()
        return None if row is None else DeferredUpdate(row.update_id, row.chat_id, row.person_id, row.content)

    @transaction
    async def deferred_lanes(self, connection: AsyncConnection) -> Sequence[tuple[int, int]]:
        query = select(deferred_updates.c.chat_id, deferred_updates.c.person_id).where(_IS_OURS)
        return [(row.chat_id, row.person_id) for row in await connection.execute(query)]

    @transaction
    async def drop_deferred(self, connection: AsyncConnection, update_id: int) -> None:
        one = delete(deferred_updates).where(_IS_OURS, deferred_updates.c.update_id == update_id)
        await connection.execute(one)
