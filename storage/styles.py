"""Styles that were saved, by whose they are."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.prompt import style_key
from drawing.records import SavedStyle
from storage.database import SqlPart, transaction
from storage.tables import styles


class SqlStyles(SqlPart):
    """Implements `drawing.ports.store.StyleStore`."""

    @transaction
    async def styles(self, connection: AsyncConnection, whose: Collection[int]) -> Sequence[SavedStyle]:
        theirs = select(styles).where(styles.c.whose.in_(whose)).order_by(styles.c.saved_at, styles.c.key)
        return [SavedStyle(row.whose, row.name, row.text) for row in await connection.execute(theirs)]

    @transaction
    async def save_style(self, connection: AsyncConnection, style: SavedStyle, now: float, *, most: int) -> bool:
        key = style_key(style.name)
        values = {"name": style.name, "text": style.text}
        known = update(styles).where(styles.c.whose == style.whose, styles.c.key == key)
        if (await connection.execute(known.values(**values))).rowcount > 0:
            return True
        count = select(func.count()).select_from(styles).where(styles.c.whose == style.whose)
        if (await connection.scalar(count) or 0) >= most:
            return False
        await connection.execute(insert(styles).values(whose=style.whose, key=key, saved_at=now, **values))
        return True

    @transaction
    async def drop_style(self, connection: AsyncConnection, whose: int, name: str) -> bool:
        one = delete(styles).where(styles.c.whose == whose, styles.c.key == style_key(name))
        return (await connection.execute(one)).rowcount > 0


async def inherit_styles(connection: AsyncConnection, old: int, new: int) -> None:
    """A group's styles go with it where it became a supergroup; what was saved there since stays."""
    known = select(styles.c.key).where(styles.c.whose == new)
    await connection.execute(
        update(styles).where(and_(styles.c.whose == old, styles.c.key.not_in(known))).values(whose=new)
    )
    await connection.execute(delete(styles).where(styles.c.whose == old))
