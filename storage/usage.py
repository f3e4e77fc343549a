"""The counters of daily limits, and what they refuse. One place writes them; everything else reads them."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Drawing, NewDrawing, State
from drawing.store import LimitReached, Limits, Used
from drawing.usage import REQUESTS_PER_PICTURE, Meter
from storage.base import SqlPart
from storage.tables import chats, drawings, usage

PERSON: Final = "person"
GROUP: Final = "group"
ALL: Final = "all"


class SqlUsage(SqlPart):
    """Implements `drawing.store.LimitStore`."""

    async def used_on(self, day: str, *, person_id: int, chat_id: int) -> Used:
        async def work(connection: AsyncConnection) -> Used:
            return Used(
                by_person=await _spoken_for(connection, PERSON, person_id, day),
                in_chat=await _spoken_for(connection, GROUP, chat_id, day),
            )

        return await self._database.transaction(work)


class _Counter(NamedTuple):
    day: str
    meter: str
    scope: str
    subject: int


class _Limit(NamedTuple):
    name: str
    scope: str
    subject: int
    most: int


async def check_acceptance(connection: AsyncConnection, new: Sequence[NewDrawing], limits: Limits, day: str) -> None:
    """Raise `LimitReached` where the new drawings would be too many: what waits is as good as ordered today."""
    first, count = new[0], len(new)
    untold = await _count(connection, drawings.c.told_at.is_(None), drawings.c.person_id == first.person_id)
    _refuse("queued_per_person", limits.queued_per_person, untold, count)
    for limit in await _order_limits(connection, first, limits):
        _refuse(limit.name, limit.most, await _spoken_for(connection, limit.scope, limit.subject, day), count)
    for name, scope, subject, pictures in (
        ("requests_per_person_and_day", PERSON, first.person_id, limits.per_person_and_day),
        ("requests_per_day", ALL, 0, limits.per_day),
    ):
        used = await _used(connection, Meter.REQUEST, scope, subject, day)
        _refuse(name, pictures * REQUESTS_PER_PICTURE, used, count)


async def may_order(connection: AsyncConnection, drawing: Drawing, limits: Limits, day: str) -> bool:
    """Whether one more order may leave today; since it was accepted a day may have begun, or been used up."""
    for limit in await _order_limits(connection, drawing, limits):
        if await _used(connection, Meter.ORDER, limit.scope, limit.subject, day) >= limit.most:
            return False
    return True


async def may_enhance(connection: AsyncConnection, drawing: Drawing, limits: Limits, day: str) -> bool:
    """Whether one more prompt may be given to the language model today."""
    for scope, subject, own, otherwise in (
        (PERSON, drawing.person_id, limits.enhancements_per_person_and_day, limits.per_person_and_day),
        (ALL, 0, limits.enhancements_per_day, limits.per_day),
    ):
        most = otherwise if own is None else own
        if await _used(connection, Meter.ENHANCEMENT, scope, subject, day) >= most:
            return False
    return True


async def count_usage(connection: AsyncConnection, meter: Meter, drawing: NewDrawing, day: str, count: int = 1) -> None:
    """Count for the person, the group and everybody; a negative count gives back."""
    for scope, subject in _subjects(drawing):
        await _add(connection, _Counter(day, meter, scope, subject), count)


async def move_usage(connection: AsyncConnection, old: int, new: int) -> None:
    """A group's day goes on where it became a supergroup, also that of what was drawn in its name."""
    moved = (await connection.execute(select(usage).where(usage.c.subject == old, usage.c.scope != ALL))).all()
    for row in moved:
        await _add(connection, _Counter(row.day, row.meter, row.scope, new), row.used)
    await connection.execute(delete(usage).where(usage.c.subject == old, usage.c.scope != ALL))


def _refuse(name: str, most: int, used: int, wanted: int) -> None:
    if used + wanted > most:
        raise LimitReached(name, most, used)


def _subjects(drawing: NewDrawing) -> Iterator[tuple[str, int]]:
    yield PERSON, drawing.person_id
    if drawing.chat_id < 0:
        yield GROUP, drawing.chat_id
    yield ALL, 0


async def _order_limits(connection: AsyncConnection, drawing: NewDrawing, limits: Limits) -> list[_Limit]:
    found = [_Limit("per_person_and_day", PERSON, drawing.person_id, limits.per_person_and_day)]
    if drawing.chat_id < 0:
        of_group = await connection.scalar(select(chats.c.per_day).where(chats.c.id == drawing.chat_id))
        if of_group is not None:
            found.append(_Limit("per_group_and_day", GROUP, drawing.chat_id, of_group))
    return [*found, _Limit("per_day", ALL, 0, limits.per_day)]


async def _spoken_for(connection: AsyncConnection, scope: str, subject: int, day: str) -> int:
    """What was ordered on the day, and what waits to be."""
    is_waiting = [drawings.c.told_at.is_(None), drawings.c.state == State.QUEUED]
    if scope == PERSON:
        is_waiting.append(drawings.c.person_id == subject)
    elif scope == GROUP:
        is_waiting.append(drawings.c.chat_id == subject)
    waiting = await _count(connection, *is_waiting)
    return waiting + await _used(connection, Meter.ORDER, scope, subject, day)


async def _used(connection: AsyncConnection, meter: Meter, scope: str, subject: int, day: str) -> int:
    return await connection.scalar(select(usage.c.used).where(_is(_Counter(day, meter, scope, subject)))) or 0


async def _add(connection: AsyncConnection, counter: _Counter, count: int) -> None:
    known = update(usage).where(_is(counter)).values(used=usage.c.used + count)
    if (await connection.execute(known)).rowcount == 0 and count > 0:
        await connection.execute(insert(usage).values(**counter._asdict(), used=count))


def _is(counter: _Counter) -> ColumnElement[bool]:
    return and_(*(usage.c[name] == value for name, value in counter._asdict().items()))


async def _count(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    return await connection.scalar(select(func.count()).select_from(drawings).where(*conditions)) or 0
