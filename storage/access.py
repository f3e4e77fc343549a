"""Access decided by command: whom the owner let in or shut out, where groups of such lists went, and which words are
not drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, delete, exists, insert, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Reason, State
from drawing.records import AccessOverrides, ForbiddenWord
from storage.database import SqlPart, transaction
from storage.tables import admissions, chats, drawings, forbidden_words, people
from storage.transitions import transition_all


def _ends_of_moves() -> Select[Any]:
    """Each of some chats that moved, and where it is now: a move leads to where the next one begins."""
    earlier, later, last = chats.alias("earlier"), chats.alias("later"), chats.alias("last")
    asked = earlier.c.id.in_(bindparam("ids", expanding=True))
    first = select(earlier.c.id, earlier.c.moved_to).where(asked, earlier.c.moved_to.is_not(None))
    moves = first.cte("moves", recursive=True)
    onward = select(moves.c.id, later.c.moved_to).join(later, later.c.id == moves.c.moved_to)
    moves = moves.union(onward.where(later.c.moved_to.is_not(None)))  # which ends, though they led in a circle
    goes_on = exists().where(last.c.id == moves.c.moved_to, last.c.moved_to.is_not(None))
    return select(moves.c.id, moves.c.moved_to).where(not_(goes_on))


_ENDS_OF_MOVES: Final = _ends_of_moves()


class SqlAccess(SqlPart):
    """Implements `drawing.access.AccessStore` and `drawing.ports.store.ForbiddenWordStore`."""

    @transaction
    async def overrides(self, connection: AsyncConnection, ids: Collection[int]) -> AccessOverrides:
        found: dict[int, set[int]] = {0: set(), 1: set()}
        for row in await connection.execute(select(admissions.c.id, admissions.c.is_allowed)):
            found[row.is_allowed].add(row.id)
        moved = await current_ids(connection, ids)
        return AccessOverrides(allowed=frozenset(found[1]), denied=frozenset(found[0]), moved=moved)

    @transaction
    async def allow(self, connection: AsyncConnection, one: int, now: float) -> None:
        await _decide(connection, one, is_allowed=1, decided_at=now)

    @transaction
    async def deny(self, connection: AsyncConnection, one: int, now: float) -> int:
        await _decide(connection, one, is_allowed=0, decided_at=now)
        await connection.execute(update(people).where(people.c.id == one).values(name=""))
        await connection.execute(update(drawings).where(drawings.c.person_id == one).values(person_name=""))
        is_queued = and_(drawings.c.told_at.is_(None), drawings.c.state == State.QUEUED)
        ended = 0
        for is_theirs in (drawings.c.person_id == one, drawings.c.chat_id == one):  # each has an index
            ended += await transition_all(
                connection, State.CANCELLED, now, is_queued, is_theirs, reason=Reason.CANCELLED
            )
        return ended

    @transaction
    async def lift(self, connection: AsyncConnection, one: int) -> None:
        await connection.execute(delete(admissions).where(admissions.c.id == one))

    @transaction
    async def names_of(self, connection: AsyncConnection, ids: frozenset[int]) -> Mapping[int, str]:
        query = select(people.c.id, people.c.name).where(people.c.id.in_(ids), people.c.name != "")
        return {row.id: row.name for row in await connection.execute(query)}

    @transaction
    async def forbidden_words(self, connection: AsyncConnection, whose: Collection[int]) -> Sequence[ForbiddenWord]:
        query = select(forbidden_words).where(forbidden_words.c.whose.in_(whose))
        ordered = query.order_by(forbidden_words.c.word)
        return [ForbiddenWord(row.whose, row.word) for row in await connection.execute(ordered)]

    @transaction
    async def forbid(
        self, connection: AsyncConnection, words: Sequence[ForbiddenWord], now: float, *, most: int
    ) -> bool:
        (whose,) = {word.whose for word in words}
        listed = select(forbidden_words.c.word).where(forbidden_words.c.whose == whose)
        known = set((await connection.scalars(listed)).all())
        new = dict.fromkeys(word.word for word in words if word.word not in known)
        if len(known) + len(new) > most:
            return False
        for word in new:
            await connection.execute(insert(forbidden_words).values(whose=whose, word=word, forbidden_at=now))
        return True

    @transaction
    async def permit(self, connection: AsyncConnection, word: ForbiddenWord) -> None:
        one = and_(forbidden_words.c.whose == word.whose, forbidden_words.c.word == word.word)
        await connection.execute(delete(forbidden_words).where(one))


async def current_ids(connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, int]:
    """The present ids of those among these chats that have moved, however often."""
    groups = [one for one in ids if one < 0]
    if not groups:
        return {}
    return {row.id: row.moved_to for row in await connection.execute(_ENDS_OF_MOVES, {"ids": groups})}


async def inherit_forbidden_words(connection: AsyncConnection, old: int, new: int) -> None:
    """A group's list goes with it where it became a supergroup."""
    known = select(forbidden_words.c.word).where(forbidden_words.c.whose == new)
    of_old = forbidden_words.c.whose == old
    moved = update(forbidden_words).where(of_old, forbidden_words.c.word.not_in(known))
    await connection.execute(moved.values(whose=new))
    await connection.execute(delete(forbidden_words).where(of_old))


async def inherit_admission(connection: AsyncConnection, old: int, new: int) -> None:
    """What was decided about a group holds for the supergroup it becomes, unless something was decided about that."""
    decided = (await connection.execute(select(admissions).where(admissions.c.id == old))).one_or_none()
    if decided is None:
        return
    await connection.execute(delete(admissions).where(admissions.c.id == old))
    if await connection.scalar(select(admissions.c.id).where(admissions.c.id == new)) is None:
        await _decide(connection, new, is_allowed=decided.is_allowed, decided_at=decided.decided_at)


async def _decide(connection: AsyncConnection, one: int, **values: object) -> None:
    changed = await connection.execute(update(admissions).where(admissions.c.id == one).values(**values))
    if changed.rowcount == 0:
        await connection.execute(insert(admissions).values(id=one, **values))
