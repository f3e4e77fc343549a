"""Counters of daily limits (paid orders, enhancements, requests) and of pictures that could not be shown.

One place writes them; everything else reads them, and is refused by them.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Drawing, NewDrawing, State
from drawing.quota import (
    MAX_UNSHOWN,
    REQUESTS_PER_PICTURE,
    UNSHOWN_PAUSE,
    Limits,
    LimitUse,
    Meter,
    PicturesUnshown,
    Room,
)
from drawing.records import Used
from storage.database import SqlPart, transaction
from storage.tables import IS_OPEN, chats, drawings, unshown, usage

PERSON: Final = "person"
GROUP: Final = "group"
ALL: Final = "all"


class SqlUsage(SqlPart):
    """Implements `drawing.ports.store.UsageStore`."""

    @transaction
    async def used_on(self, connection: AsyncConnection, day: str, *, person_id: int, chat_id: int) -> Used:
        return Used(
            by_person=await _spoken_for(connection, PERSON, person_id, day),
            in_chat=await _spoken_for(connection, GROUP, chat_id, day),
        )

    @transaction
    async def room(
        self, connection: AsyncConnection, limits: Limits, day: str, *, person_id: int, chat_id: int, wanted: int
    ) -> Room:
        return Room(
            tuple(
                [
                    use
                    async for use in _uses(connection, limits, day, person_id=person_id, chat_id=chat_id, wanted=wanted)
                ]
            )
        )


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


# Made once: these run several times for each order, and making a statement costs more than running it.
_IS_COUNTER: Final = and_(*(usage.c[name] == bindparam(f"the_{name}") for name in _Counter._fields))
_READ: Final = select(usage.c.used).where(_IS_COUNTER)
_ADD: Final = update(usage).where(_IS_COUNTER).values(used=usage.c.used + bindparam("the_count"))
_BEGIN: Final = insert(usage)
_WAITING: Final = select(func.count()).select_from(drawings).where(IS_OPEN, drawings.c.state == State.QUEUED)
_WAITING_IN: Final = {
    PERSON: _WAITING.where(drawings.c.person_id == bindparam("the_subject")),
    GROUP: _WAITING.where(drawings.c.chat_id == bindparam("the_subject")),
    ALL: _WAITING,
}
# Ids are given one after another: there are no more of them than from the oldest that waits to the newest there is.
_WAITING_AT_MOST: Final = select(
    select(func.max(drawings.c.id)).scalar_subquery()
    - _WAITING.with_only_columns(func.min(drawings.c.id)).scalar_subquery()
    + 1
)
_UNTOLD: Final = (
    select(func.count()).select_from(drawings).where(IS_OPEN, drawings.c.person_id == bindparam("the_person"))
)
_GROUPS_LIMIT: Final = select(chats.c.per_day).where(chats.c.id == bindparam("the_chat"))
_IS_CONCERNED: Final = or_(
    *(and_(unshown.c.scope == scope, unshown.c.subject == bindparam(f"the_{scope}")) for scope in ("person", "chat"))
)
_NOW: Final = bindparam("the_time", type_=unshown.c.last_at.type)
_IS_PAUSED: Final = and_(
    unshown.c.pictures >= MAX_UNSHOWN, unshown.c.last_at > _NOW - UNSHOWN_PAUSE, unshown.c.last_at <= _NOW
)
_FORGET_UNSHOWN: Final = delete(unshown).where(_IS_CONCERNED)
_LATEST_UNSHOWN: Final = select(func.max(unshown.c.last_at)).where(_IS_CONCERNED, _IS_PAUSED)
_PAUSED: Final = select(unshown.c.subject).where(_IS_PAUSED)
MAY_BE_SHOWN: Final = and_(
    drawings.c.person_id.not_in(_PAUSED.where(unshown.c.scope == "person")),
    drawings.c.chat_id.not_in(_PAUSED.where(unshown.c.scope == "chat")),
)
"""Of drawings: neither their person nor their chat waits at `the_time` because nothing could be shown."""


async def check_acceptance(connection: AsyncConnection, new: Sequence[NewDrawing], limits: Limits, day: str) -> None:
    """Raise `LimitReached` where the new drawings would be too many: what waits is as good as ordered today."""
    async for use in _uses(
        connection, limits, day, person_id=new[0].person_id, chat_id=new[0].chat_id, wanted=len(new)
    ):
        if use.refuses(len(new)):
            raise use.reached


async def may_order(connection: AsyncConnection, drawing: Drawing, limits: Limits, day: str) -> bool:
    """Whether one more order may leave today; since it was accepted a day may have begun, or been used up."""
    for limit in await _order_limits(connection, drawing.person_id, drawing.chat_id, limits):
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


def _subjects(drawing: NewDrawing) -> Iterator[tuple[str, int]]:
    yield PERSON, drawing.person_id
    if drawing.chat_id < 0:
        yield GROUP, drawing.chat_id
    yield ALL, 0


async def _uses(
    connection: AsyncConnection, limits: Limits, day: str, *, person_id: int, chat_id: int, wanted: int
) -> AsyncIterator[LimitUse]:
    """The limits that `wanted` more pictures are up against; that of all people only where it is near."""
    untold = await connection.scalar(_UNTOLD, {"the_person": person_id}) or 0
    yield LimitUse("queued_per_person", limits.queued_per_person, untold)
    for limit in await _order_limits(connection, person_id, chat_id, limits):
        if limit.scope == ALL and await _is_far_from(connection, limit.most - wanted, day):
            continue
        yield LimitUse(limit.name, limit.most, await _spoken_for(connection, limit.scope, limit.subject, day))
    for name, scope, subject, pictures in (
        ("requests_per_person_and_day", PERSON, person_id, limits.per_person_and_day),
        ("requests_per_day", ALL, 0, limits.per_day),
    ):
        used = await _used(connection, Meter.REQUEST, scope, subject, day)
        yield LimitUse(name, pictures * REQUESTS_PER_PICTURE, used)


async def _order_limits(connection: AsyncConnection, person_id: int, chat_id: int, limits: Limits) -> list[_Limit]:
    found = [_Limit("per_person_and_day", PERSON, person_id, limits.per_person_and_day)]
    if chat_id < 0:
        of_group = await connection.scalar(_GROUPS_LIMIT, {"the_chat": chat_id})
        if of_group is not None:
            found.append(_Limit("per_group_and_day", GROUP, chat_id, of_group))
    return [*found, _Limit("per_day", ALL, 0, limits.per_day)]


async def _spoken_for(connection: AsyncConnection, scope: str, subject: int, day: str) -> int:
    """What was ordered on the day, and what waits to be."""
    waiting = await connection.scalar(_WAITING_IN[scope], {} if scope == ALL else {"the_subject": subject}) or 0
    return waiting + await _used(connection, Meter.ORDER, scope, subject, day)


async def _is_far_from(connection: AsyncConnection, most: int, day: str) -> bool:
    """Whether all that was ordered and waits is surely no more; so much may wait that it takes long to count."""
    at_most = await connection.scalar(_WAITING_AT_MOST) or 0
    return at_most + await _used(connection, Meter.ORDER, ALL, 0, day) <= most


async def _used(connection: AsyncConnection, meter: Meter, scope: str, subject: int, day: str) -> int:
    return await connection.scalar(_READ, _named(_Counter(day, meter, scope, subject))) or 0


async def _add(connection: AsyncConnection, counter: _Counter, count: int) -> None:
    known = await connection.execute(_ADD, {**_named(counter), "the_count": count})
    if known.rowcount == 0 and count > 0:
        await connection.execute(_BEGIN, {**counter._asdict(), "used": count})


def _named(counter: _Counter) -> dict[str, object]:
    return {f"the_{name}": value for name, value in counter._asdict().items()}


async def note_unshown(connection: AsyncConnection, drawing: Drawing, now: float) -> None:
    """A picture that was paid for could not be shown."""
    for scope, subject in _shown_to(drawing):
        known = update(unshown).where(unshown.c.scope == scope, unshown.c.subject == subject)
        changed = await connection.execute(known.values(pictures=unshown.c.pictures + 1, last_at=now))
        if changed.rowcount == 0:
            await connection.execute(insert(unshown).values(scope=scope, subject=subject, pictures=1, last_at=now))


async def note_shown(connection: AsyncConnection, drawing: Drawing) -> None:
    """A picture was shown: pictures can be shown to this person, and in this chat."""
    await connection.execute(_FORGET_UNSHOWN, _concerned(drawing))


async def check_shown(connection: AsyncConnection, drawing: NewDrawing) -> None:
    """Raise `PicturesUnshown` where nothing more should be paid for, for now."""
    latest = await connection.scalar(_LATEST_UNSHOWN, {**_concerned(drawing), "the_time": drawing.created_at})
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


def _shown_to(drawing: NewDrawing) -> Iterator[tuple[str, int]]:
    yield "person", drawing.person_id
    yield "chat", drawing.chat_id


def _concerned(drawing: NewDrawing) -> dict[str, object]:
    return {f"the_{scope}": subject for scope, subject in _shown_to(drawing)}
