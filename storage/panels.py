"""Panels: the one message of each chat that shows settings, those of the person or of the group it belongs to."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import SqlPart, transaction
from storage.groups import note_chat
from storage.tables import chats, people


class SqlPanels(SqlPart):
    """Implements `drawing.ports.store.PanelStore`."""

    @transaction
    async def panel(self, connection: AsyncConnection, chat_id: int) -> int | None:
        return await _panel(connection, chat_id)

    @transaction
    async def keep_panel(self, connection: AsyncConnection, chat_id: int, message_id: int) -> int | None:
        former = await _panel(connection, chat_id)
        if former == message_id:
            return None
        if chat_id < 0:
            await note_chat(connection, chat_id, panel_id=message_id)
        else:
            await connection.execute(update(people).where(people.c.id == chat_id).values(panel_id=message_id))
        return former


async def _panel(connection: AsyncConnection, chat_id: int) -> int | None:
    """People's ids are those of their private chats, and positive; those of groups are negative."""
    table = chats if chat_id < 0 else people
    found: int | None = await connection.scalar(select(table.c.panel_id).where(table.c.id == chat_id))
    return found
