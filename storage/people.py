"""People and their settings."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.people import Person
from storage.base import SqlPart
from storage.rows import person_from_row, settings_values
from storage.tables import drawings, people


class SqlPeople(SqlPart):
    """Implements `drawing.store.PeopleStore`."""

    async def meet(self, person: Person) -> Person:
        async def work(connection: AsyncConnection) -> Person:
            row = (await connection.execute(select(people).where(people.c.id == person.id))).one_or_none()
            told = {"name": person.name, "language_code": person.language_code}
            if row is None:
                insertion = insert(people).values(id=person.id, **settings_values(person), **told)
                row = (await connection.execute(insertion.returning(people))).one()
            elif (row.name, row.language_code) != (person.name, person.language_code):
                change = update(people).where(people.c.id == person.id).values(**told)
                row = (await connection.execute(change.returning(people))).one()
            return person_from_row(row)

        return await self._database.transaction(work)

    async def person(self, person_id: int) -> Person | None:
        async def work(connection: AsyncConnection) -> Person | None:
            row = (await connection.execute(select(people).where(people.c.id == person_id))).one_or_none()
            return None if row is None else person_from_row(row)

        return await self._database.transaction(work)

    async def keep_settings(self, person: Person) -> None:
        async def work(connection: AsyncConnection) -> None:
            change = update(people).where(people.c.id == person.id)
            await connection.execute(change.values(**settings_values(person)))

        await self._database.transaction(work)

    async def last_seed(self, person_id: int) -> int | None:
        async def work(connection: AsyncConnection) -> int | None:
            latest = select(drawings.c.seed).where(drawings.c.person_id == person_id, drawings.c.forgotten == 0)
            seed: int | None = await connection.scalar(latest.order_by(drawings.c.id.desc()).limit(1))
            return seed

        return await self._database.transaction(work)
