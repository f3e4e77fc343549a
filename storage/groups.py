"""Groups, and what their admins have set."""

from dataclasses import replace

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
        return await _group(connection, chat_id)

    @transaction
    async def keep_group(self, connection: AsyncConnection, group: Group) -> None:
        await note_chat(connection, group.id, **group_values(group))


async def note_chat(connection: AsyncConnection, chat_id: int, **values: object) -> None:
    """Store something about a chat, whether or not it is known already."""
    changed = await connection.execute(update(chats).where(chats.c.id == chat_id).values(**values))
    if changed.rowcount == 0:
        await connection.execute(insert(chats).values(id=chat_id, **values))


async def inherit_settings(connection: AsyncConnection, old: int, new: int) -> None:
    """Give a supergroup what was set for the group it was; what was set there since stays."""
    former, present = [await _group(connection, one) for one in (old, new)]
    inherited = replace(
        present,
        language=present.language or former.language,
        is_off=present.is_off or former.is_off,
        per_day=former.per_day if present.per_day is None else present.per_day,
        defaults=present.defaults.over(former.defaults),
    )
    await note_chat(connection, new, **group_values(inherited))


async def _group(connection: AsyncConnection, chat_id: int) -> Group:
    row = (await connection.execute(select(chats).where(chats.c.id == chat_id))).one_or_none()
    return Group(id=chat_id) if row is None else group_from_row(row)
