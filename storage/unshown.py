"""Paid pictures that could not be shown, in a row, by person and by chat."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Drawing, NewDrawing
from drawing.store import PicturesUnshown
from drawing.usage import UNSHOWN_MOST, UNSHOWN_PAUSE
from storage.tables import drawings, unshown


async def note_unshown(connection: AsyncConnection, drawing: Drawing, now: float) -> None:
    """A picture that was paid for could not be shown."""
    for scope, subject in _subjects(drawing):
        known = update(unshown).where(unshown.c.scope == scope, unshown.c.subject == subject)
        changed = await connection.execute(known.values(pictures=unshown.c.pictures + 1, last_at=now))
        if changed.rowcount == 0:
            await connection.execute(insert(unshown).values(scope=scope, subject=subject, pictures=1, last_at=now))


async def note_shown(connection: AsyncConnection, drawing: Drawing) -> None:
    """A picture was shown: pictures can be shown to this person, and in this chat."""
    for scope, subject in _subjects(drawing):
        await connection.execute(delete(unshown).where(unshown.c.scope == scope, unshown.c.subject == subject))


async def check_shown(connection: AsyncConnection, drawing: NewDrawing) -> None:
    """Raise `PicturesUnshown` where nothing more should be paid for, for now."""
    is_concerned = or_(
        *(and_(unshown.c.scope == scope, unshown.c.subject == subject) for scope, subject in _subjects(drawing))
    )
    latest = await connection.scalar(
        select(func.max(unshown.c.last_at)).where(is_concerned, _is_waiting(drawing.created_at))
    )
    if latest is not None:
        raise PicturesUnshown(latest + UNSHOWN_PAUSE - drawing.created_at)


def may_be_shown(now: float) -> ColumnElement[bool]:
    """Of drawings: neither their person nor their chat waits because nothing could be shown."""
    waiting = select(unshown.c.subject).where(_is_waiting(now))
    return and_(
        drawings.c.person_id.not_in(waiting.where(unshown.c.scope == "person")),
        drawings.c.chat_id.not_in(waiting.where(unshown.c.scope == "chat")),
    )


async def move_unshown(connection: AsyncConnection, old: int, new: int) -> None:
    """A group's rows go on where it became a supergroup; what came there since stays when it is told of again."""
    for row in (await connection.execute(select(unshown).where(unshown.c.subject == old))).all():
        known = update(unshown).where(unshown.c.scope == row.scope, unshown.c.subject == new)
        more = {"pictures": unshown.c.pictures + row.pictures}  # of the two, the new chat's are the later
        if (await connection.execute(known.values(**more))).rowcount == 0:
            values = {"pictures": row.pictures, "last_at": row.last_at}
            await connection.execute(insert(unshown).values(scope=row.scope, subject=new, **values))
    await connection.execute(delete(unshown).where(unshown.c.subject == old))


def _is_waiting(now: float) -> ColumnElement[bool]:
    return and_(unshown.c.pictures >= UNSHOWN_MOST, unshown.c.last_at > now - UNSHOWN_PAUSE, unshown.c.last_at <= now)


def _subjects(drawing: NewDrawing) -> Iterator[tuple[str, int]]:
    yield "person", drawing.person_id
    yield "chat", drawing.chat_id
