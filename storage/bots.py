"""Bots that one database has served in turn: what belongs to a former one is set aside until that one comes back.

Numbers of messages, updates and presses, and ids of files, are unique within one bot only. People, what they have set,
and what is counted belong to all of them.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import SqlPart, transaction
from storage.tables import (
    IS_UNTOLD,
    PRESENT_BOT,
    chats,
    current_bot,
    deferred_updates,
    drawings,
    offers,
    people,
    refusals,
)

_OWNED: Final = (drawings, deferred_updates, offers, refusals)


class SqlBots(SqlPart):
    """Says which bot the database serves."""

    @transaction
    async def serve(self, connection: AsyncConnection, bot_id: int) -> Mapping[int, int]:
        """Serve a bot; what there is before the first has asked is its own. Returns how much waits for which others."""
        former: int | None = await connection.scalar(select(current_bot.c.id))
        if former is None:
            await connection.execute(insert(current_bot).values(id=bot_id))
        elif former != bot_id:
            await connection.execute(update(current_bot).values(id=bot_id))
            for table in _OWNED:
                await _set_aside(connection, table, former)
                await _take_up(connection, table, bot_id)
            for panels in (people, chats):  # which nobody misses: the settings are shown anew when they are asked for
                await connection.execute(update(panels).where(panels.c.panel_id.is_not(None)).values(panel_id=None))
        return await _waiting(connection)


async def _set_aside(connection: AsyncConnection, table: Table, bot_id: int) -> None:
    changed: dict[str, object] = {"bot_id": bot_id}
    if "source" in table.c:  # by which what comes twice is known: it is unlike all that another bot is asked for
        changed["source"] = _prefix(bot_id) + table.c.source
    await connection.execute(update(table).where(table.c.bot_id == PRESENT_BOT).values(**changed))


async def _take_up(connection: AsyncConnection, table: Table, bot_id: int) -> None:
    changed: dict[str, object] = {"bot_id": PRESENT_BOT}
    if "source" in table.c:
        changed["source"] = func.substr(table.c.source, len(_prefix(bot_id)) + 1)
    await connection.execute(update(table).where(table.c.bot_id == bot_id).values(**changed))


def _prefix(bot_id: int) -> str:
    return f"{bot_id}/"


async def _waiting(connection: AsyncConnection) -> Mapping[int, int]:
    """How many requests wait for each of the former bots: drawings, and updates that were not handled yet."""
    found: dict[int, int] = {}
    for table, is_waiting in ((drawings, IS_UNTOLD), (deferred_updates, deferred_updates.c.id.is_not(None))):
        of_others = select(table.c.bot_id, func.count()).where(table.c.bot_id != PRESENT_BOT, is_waiting)
        for bot_id, count in await connection.execute(of_others.group_by(table.c.bot_id)):
            found[bot_id] = found.get(bot_id, 0) + count
    return found
