"""Paid pictures that could not be shown, in a row, by person and by chat."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Drawing, NewDrawing
from drawing.quota import MAX_UNSHOWN, UNSHOWN_PAUSE, PicturesUnshown
from storage.tables import drawings, unshown

# Made once, as in `storage.usage`.
_IS_CONCERNED: Final = or_(
    *(and_(unshown.c.scope == scope, unshown.c.subject == bindparam(f"the_{scope}")) for scope in ("person", "chat"))
)
_NOW: Final = bindparam("the_time", type_=unshown.c.last_at.type)
_IS_WAITING: Final = and_(
    unshown.c.pictures >= MAX_UNSHOWN, unshown.c.last_at > _NOW - UNSHOWN_PAUSE, unshown.c.last_at <= _NOW
)
_FORGET: Final = delete(unshown).where(_IS_CONCERNED)
_LATEST: Final = select(func.max(unshown.c.last_at)).where(_IS_CONCERNED, _IS_WAITING)
_WAITING: Final = select(unshown.c.subject).where(_IS_WAITING)
MAY_BE_SHOWN: Final = and_(
    drawings.c.person_id.not_in(_WAITING.where(unshown.c.scope == "person")),
    drawings.c.chat_id.not_in(_WAITING.where(unshown.c.scope == "chat")),
)
"""Of drawings: neither their person nor their chat waits at `the_time` because nothing could be shown."""


async def note_unshown(connection: AsyncConnection, drawing: Drawing, now: float) -> None:
    """A picture that was paid for could not be shown."""
    for scope, subject in _subjects(drawing):
        known = update(unshown).where(unshown.c.scope == scope, unshown.c.subject == subject)
        changed = await connection.execute(known.values(pictures=unshown.c.pictures + 1, last_at=now))
        if changed.rowcount == 0:
            await connection.execute(insert(unshown).values(scope=scope, subject=subject, pictures=1, last_at=now))


async def note_shown(connection: AsyncConnection, drawing: Drawing) -> None:
    """A picture was shown: pictures can be shown to this person, and in this chat."""
    await connection.execute(_FORGET, _named(drawing))


async def check_shown(connection: AsyncConnection, drawing: NewDrawing) -> None:
    """Raise `PicturesUnshown` where nothing more should be paid for, for now."""
    latest = await connection.scalar(_LATEST, {**_named(drawing), "the_time": drawing.created_at})
    if latest is not None:
        raise PicturesUnshown(latest + UNSHOWN_PAUSE - drawing.created_at)


async def move_unshown(connection: AsyncConnection, old: int, new: int) -> None:
    """A group's rows go on where it became a supergroup; what came there since stays when it is told of again."""
    for row in (await connection.execute(select(unshown).where(unshown.c.subject == old))).all():
        known = update(unshown).where(unshown.c.scope == row.scope, unshown.c.subject == new)
        more = {"pictures": unshown.c.pictures + row.pictures}  # of the two, the new chat's are the later
        if (await connection.execute(known.values(**more))).rowcount == 0:
            values = {"pictures": row.pictures, "last_at": row.last_at}
            await connection.execute(insert(unshown).values(scope=row.scope, subject=new, **values))
    await connection.execute(delete(unshown).where(unshown.c.subject == old))


def _subjects(drawing: NewDrawing) -> Iterator[tuple[str, int]]:
    yield "person", drawing.person_id
    yield "chat", drawing.chat_id


def _named(drawing: NewDrawing) -> dict[str, object]:
    return {f"the_{scope}": subject for scope, subject in _subjects(drawing)}
