"""Access control: the owner's lists, and overrides by command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from drawing.clock import Clock
from drawing.ports.owner import AccessStore
from drawing.records import AccessOverrides


@dataclass(frozen=True, slots=True)
class AccessList:
    """What the settings say: the ids of the owners, and of the people and chats that are invited."""

    admins: frozenset[int] = frozenset()
    invited: frozenset[int] = frozenset()

    def are_open(self, overrides: AccessOverrides) -> bool:
        """Whether everybody may draw who has not been denied: nobody was ever invited, by setting or by command."""
        return not self.invited and not overrides.allowed

    def admit(self, person_id: int, chat_id: int, overrides: AccessOverrides, *, sender_id: int | None = None) -> bool:
        """Whether somebody may draw in a chat. A denial goes before everything but being an owner.

        `sender_id` is the name that a group's own channel or admins write in, where it is another one.
        """
        if person_id in self.admins:
            return True
        names = {person_id, chat_id, person_id if sender_id is None else sender_id}
        if names & overrides.denied:
            return False
        return self.are_open(overrides) or bool(names & (self.invited | overrides.allowed))


class Outcome(StrEnum):
    """What came of an owner's command."""

    ALLOWED = "allowed"
    OPEN = "open"  # nothing more to allow: everybody may draw, and a denial is lifted
    DENIED = "denied"
    DENIED_LAST = "denied-last"  # the last who was invited: now everybody else may draw
    ADMIN = "admin"  # an owner cannot be denied


class AccessControl:
    """Lets people in, and lets the owners decide whom. What is decided holds at once, and after a restart."""

    def __init__(self, store: AccessStore, clock: Clock, lists: AccessList, *, wake: Callable[[], None]) -> None:
        self.lists = lists
        self._store = store
        self._clock = clock
        self._wake = wake

    def is_admin(self, person_id: int) -> bool:
        """Whether somebody is an owner of the bot."""
        return person_id in self.lists.admins

    async def is_open(self) -> bool:
        """Whether everybody may draw who has not been denied."""
        return self.lists.are_open(await self._store.overrides())

    async def overrides(self) -> AccessOverrides:
        """What was decided by command so far."""
        return await self._store.overrides()

    async def names_of(self, ids: frozenset[int]) -> Mapping[int, str]:
        """The names of those people among them who have used the bot."""
        return await self._store.names_of(ids)

    async def may_draw(self, person_id: int, chat_id: int, *, sender_id: int | None = None) -> bool:
        """Whether somebody may draw in a chat; in private its id is the person's own."""
        if self.is_admin(person_id):
            return True
        return self.lists.admit(person_id, chat_id, await self._store.overrides(), sender_id=sender_id)

    async def allow(self, one: int) -> Outcome:
        """Let a person or chat in. Where everybody may draw that stays so: only a denial is lifted."""
        if await self.is_open():
            await self._store.lift(one)
            return Outcome.OPEN
        await self._store.allow(one, self._clock.now())
        return Outcome.ALLOWED

    async def deny(self, one: int) -> tuple[Outcome, int]:
        """Shut a person or chat out; with it comes how many of their drawings were cancelled unpaid."""
        if self.is_admin(one):
            return Outcome.ADMIN, 0
        was_open = await self.is_open()
        cancelled = await self._store.deny(one, self._clock.now())
        self._wake()
        is_open = await self.is_open()
        return (Outcome.DENIED_LAST if is_open and not was_open else Outcome.DENIED), cancelled
