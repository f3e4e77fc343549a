"""People and their settings."""

from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, Table, and_, delete, exists, insert, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.people import Person
from storage.database import SqlPart, transaction
from storage.mapping import person_from_row, settings_values
from storage.tables import chats, drawings, people

_DAY: Final = 86_400.0
_SET: Final = ("language", "seed_mode", "ratio_width", "enhance", "raw", "as_file", "spoiler", "suffix", "negatives")


def _nothing_set(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[name].is_(None) for name in _SET))


class SqlPeople(SqlPart):
    """Implements `drawing.ports.store.PeopleStore`."""

    @transaction
    async def meet(self, connection: AsyncConnection, person: Person, now: float) -> Person:
        row = (await connection.execute(select(people).where(people.c.id == person.id))).one_or_none()
        told = {"name": person.name, "language_code": person.language_code, "seen_at": now}
        if row is None:
            insertion = insert(people).values(id=person.id, since=now, **settings_values(person), **told)
            row = (await connection.execute(insertion.returning(people))).one()
        elif (row.name, row.language_code) != (person.name, person.language_code) or row.seen_at < now - _DAY:
            change = update(people).where(people.c.id == person.id).values(**told)
            row = (await connection.execute(change.returning(people))).one()
        return person_from_row(row)

    @transaction
    async def drop_strangers(self, connection: AsyncConnection, before: float) -> int:
        has_drawings = exists().where(drawings.c.person_id == people.c.id)
        strangers = delete(people).where(people.c.seen_at < before, people.c.notify == 1, not_(has_drawings))
        # People's ids are positive, groups' negative; what a group became is asked for by its old id.
        is_open = exists().where(drawings.c.chat_id == chats.c.id, drawings.c.told_at.is_(None))
        closed = delete(chats).where(
            chats.c.closed_at < before, chats.c.moved_to.is_(None), chats.c.is_off == 0, chats.c.per_day.is_(None)
        )
        await connection.execute(closed.where(_nothing_set(chats), not_(is_open)))
        return (await connection.execute(strangers.where(_nothing_set(people)))).rowcount

    @transaction
    async def person(self, connection: AsyncConnection, person_id: int) -> Person | None:
        row = (await connection.execute(select(people).where(people.c.id == person_id))).one_or_none()
        return None if row is None else person_from_row(row)

    @transaction
    async def keep_settings(self, connection: AsyncConnection, person: Person) -> None:
        change = update(people).where(people.c.id == person.id)
        await connection.execute(change.values(**settings_values(person)))

    @transaction
    async def last_seed(self, connection: AsyncConnection, person_id: int) -> int | None:
        latest = select(drawings.c.seed).where(drawings.c.person_id == person_id, drawings.c.forgotten == 0)
        seed: int | None = await connection.scalar(latest.order_by(drawings.c.id.desc()).limit(1))
        return seed


async def inherit_person(connection: AsyncConnection, old: int, new: int) -> None:
    """Who writes in a group's name goes on under the new one; what was set under that since stays."""
    rows = await connection.execute(select(people).where(people.c.id.in_((old, new))))
    known = {row.id: person_from_row(row) for row in rows}
    if old not in known:
        return
    if new not in known:
        await connection.execute(update(people).where(people.c.id == old).values(id=new, panel_id=None))
        return
    former, present = known[old], known[new]
    inherited = replace(
        present,
        language=present.language or former.language,
        notify=present.notify and former.notify,
        defaults=present.defaults.over(former.defaults),
    )
    await connection.execute(update(people).where(people.c.id == new).values(**settings_values(inherited)))
    await connection.execute(delete(people).where(people.c.id == old))
