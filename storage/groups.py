"""Groups, and what their admins have set."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.people import Group
from storage.database import SqlPart, transaction
from storage.mapping import group_from_row, group_values
from storage.tables import chats


class SqlGroups(SqlPart):
    """Implements `drawing.ports.store.GroupStore`."""

    @transaction
    async def group(self, connection: AsyncConnection, chat_id: int) -> Group:
        row = (await connection.execute(select(chats).where(chats.c.id == chat_id))).one_or_none()
        return Group(id=chat_id) if row is None else group_from_row(row)

    @transaction
    async def keep_group(self, connection: AsyncConnection, group: Group) -> None:
        await note_chat(connection, group.id, **group_values(group))


async def note_chat(connection: AsyncConnection, chat_id: int, **values: object) -> None:
    """Store something about a chat, whether or not it is known already."""
    changed = await connection.execute(update(chats).where(chats.c.id == chat_id).values(**values))
    if changed.rowcount == 0:
        await connection.execute(insert(chats).values(id=chat_id, **values))


async def inherit_settings(connection: AsyncConnection, old: int, new: int) -> None:
    """Give a supergroup what was set for the group it was, unless it is known already."""
    if await connection.scalar(select(chats.c.id).where(chats.c.id == new)) is None:
        row = (await connection.execute(select(chats).where(chats.c.id == old))).one()
        await note_chat(connection, new, **group_values(group_from_row(row)))
