"""People and their settings."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.people import Person, SeedSetting
from drawing.prompt import AspectRatio
from storage.base import SqlPart
from storage.rows import person_from_row
from storage.tables import drawings, people


class SqlPeople(SqlPart):
    """Implements `drawing.store.PeopleStore`."""

    async def meet(self, person: Person) -> Person:
        async def work(connection: AsyncConnection) -> Person:
            row = (await connection.execute(select(people).where(people.c.id == person.id))).one_or_none()
            told = {"name": person.name, "language_code": person.language_code}
            if row is None:
                insertion = insert(people).values(id=person.id, seed_mode=person.seed.mode, **told)
                row = (await connection.execute(insertion.returning(people))).one()
            elif (row.name, row.language_code) != (person.name, person.language_code):
                change = update(people).where(people.c.id == person.id).values(**told)
                row = (await connection.execute(change.returning(people))).one()
            return person_from_row(row)

        return await self._database.transaction(work)

    async def set_seed(self, person_id: int, seed: SeedSetting) -> None:
        await self._set(person_id, seed_mode=seed.mode, seed_value=seed.value)

    async def set_language(self, person_id: int, language: str | None) -> None:
        await self._set(person_id, language=language)

    async def set_aspect_ratio(self, person_id: int, ratio: AspectRatio | None) -> None:
        width, height = (None, None) if ratio is None else (ratio.width, ratio.height)
        await self._set(person_id, ratio_width=width, ratio_height=height)

    async def last_seed(self, person_id: int) -> int | None:
        async def work(connection: AsyncConnection) -> int | None:
            latest = select(drawings.c.seed).where(drawings.c.person_id == person_id)
            seed: int | None = await connection.scalar(latest.order_by(drawings.c.id.desc()).limit(1))
            return seed

        return await self._database.transaction(work)

    async def _set(self, person_id: int, **values: Any) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(update(people).where(people.c.id == person_id).values(**values))

        await self._database.transaction(work)
