"""Access control: the owners, their lists, and overrides by command.

Where the settings name no owner, whoever has the code that only the server's log shows becomes one. Twelve characters
of 32 are 60 bits; with five tries in all, nobody guesses them.
"""

import logging
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drawing.clock import Clock
from drawing.ports.owner import AccessStore, OwnerStore
from drawing.records import AccessOverrides

logger = logging.getLogger(__name__)

LENGTH: Final = 12
LASTS: Final = 3600.0  # seconds
TRIES: Final = 5
_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which are taken for each other


def current_ids(ids: Collection[int], overrides: AccessOverrides) -> frozenset[int]:
    """The ids that people and chats have at present."""
    return frozenset(overrides.moved.get(one, one) for one in ids)


@dataclass(frozen=True, slots=True)
class AccessList:
    """What the settings say: the ids of the owners, and of the people and chats that are invited."""

    admins: Collection[int] = frozenset()
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
        names = current_ids({person_id, chat_id, person_id if sender_id is None else sender_id}, overrides)
        if names & overrides.denied:
            return False
        return self.are_open(overrides) or bool(names & (self.invited_now(overrides) | overrides.allowed))

    def invited_now(self, overrides: AccessOverrides) -> frozenset[int]:
        """Whom the settings invite, by the ids that they have at present."""
        return current_ids(self.invited, overrides)


class Outcome(StrEnum):
    """What came of an owner's command."""

    ALLOWED = "allowed"
    OPEN = "open"  # nothing more to allow: everybody may draw, and a denial is lifted
    DENIED = "denied"
    DENIED_LAST = "denied-last"  # the last who was invited: now anyone else can draw
    ADMIN = "admin"  # an owner cannot be denied


class AccessControl:
    """Lets people in, and lets the owners decide whom. What is decided holds at once, and after a restart."""

    def __init__(self, store: AccessStore, clock: Clock, lists: AccessList, *, wake: Callable[[], None]) -> None:
        self.lists = lists
        self._store = store
        self._clock = clock
        self._wake = wake
        self._said: dict[int, int] = {}  # which moves of groups in the settings the log has

    def is_admin(self, person_id: int) -> bool:
        """Whether somebody is an owner of the bot."""
        return person_id in self.lists.admins

    async def is_open(self) -> bool:
        """Whether everybody may draw who has not been denied."""
        return self.lists.are_open(await self.overrides())

    async def overrides(self, names: Collection[int] = ()) -> AccessOverrides:
        """What was decided by command so far, and which ids of the settings and of `names` are others by now."""
        return await self._store.overrides(self.lists.invited.union(names))

    async def names_of(self, ids: frozenset[int]) -> Mapping[int, str]:
        """The names of those people among them who have used the bot."""
        return await self._store.names_of(ids)

    async def may_draw(self, person_id: int, chat_id: int, *, sender_id: int | None = None) -> bool:
        """Whether somebody may draw in a chat; in private its id is the person's own."""
        if self.is_admin(person_id):
            return True
        names = {person_id, chat_id, person_id if sender_id is None else sender_id}
        return self.lists.admit(person_id, chat_id, await self.overrides(names), sender_id=sender_id)

    async def current(self, one: int) -> int:
        """The id of a person or chat; the owner may know a group by one that it had."""
        (current,) = current_ids({one}, await self.overrides({one}))
        return current

    async def follow(self, old: int, new: int) -> None:
        """A group became a supergroup: all that is stored of it goes there.

        Of one where nobody may draw, and that the settings do not name, nothing is remembered.
        """
        is_known = old in self.lists.invited_now(await self.overrides()) or await self.may_draw(old, old)
        await self._store.move_chat(old, new, is_known=is_known)
        self._wake()
        await self.say_moves()

    async def say_moves(self) -> None:
        """Log the present ids of groups that the settings name by another; each once."""
        moved = (await self.overrides()).moved
        for old in sorted(self.lists.invited & moved.keys()):
            if self._said.get(old) != moved[old]:
                self._said[old] = moved[old]
                logger.warning(
                    "group %d of ALLOWED_IDS became supergroup %d and is served there;"
                    " in the line ALLOWED_IDS of .env, put %d in the place of %d",
                    *(old, moved[old], moved[old], old),
                )

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


class Claim(StrEnum):
    """What came of saying a code."""

    DONE = "done"
    WRONG = "wrong"
    OVER = "over"  # used, too old, tried too often, or never there; a restart prints a new one


class Owners(Collection[int]):
    """Their ids. The code of one start serves once, for an hour, and ends after five wrong tries in all."""

    def __init__(
        self,
        named: Collection[int],
        store: OwnerStore,
        clock: Clock,
        *,
        choose: Callable[[str], str] = secrets.choice,
    ) -> None:
        """`named` are those of the settings; `choose` picks a character of the code."""
        self._ids = frozenset(named)
        self._store = store
        self._clock = clock
        self._choose = choose
        self._changed: list[Callable[[], None]] = []
        self._code: str | None = None
        self._ends = 0.0
        self._tries = 0

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._ids

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def subscribe(self, changed: Callable[[], None]) -> None:
        """Have it called whenever somebody becomes an owner."""
        self._changed.append(changed)

    async def load(self) -> None:
        """Add those that a code has made owners. Raises `StoreError`."""
        self._ids |= await self._store.owners()

    def offer(self) -> str:
        """A new code; one that was offered before serves no more."""
        self._code = "".join(self._choose(_ALPHABET) for _ in range(LENGTH))
        self._ends, self._tries = self._clock.monotonic() + LASTS, TRIES
        return self._code

    async def claim(self, person_id: int, code: str) -> Claim:
        """Make a person the owner who says the code. Raises `StoreError`; then the code serves still."""
        if self._code is None or self._clock.monotonic() >= self._ends:
            return Claim.OVER
        if not secrets.compare_digest(_plain(code), self._code.encode()):
            self._tries -= 1
            if self._tries <= 0:
                self._code = None
            return Claim.WRONG
        code, self._code = self._code, None  # it serves nobody else while this is stored
        try:
            await self._store.add_owner(person_id, self._clock.now())
        except BaseException:
            self._code = code
            raise
        self._ids |= {person_id}
        for tell in self._changed:
            tell()
        return Claim.DONE


def _plain(code: str) -> bytes:
    """As it was drawn: people copy it in groups, and in small letters."""
    return "".join(code.split()).replace("-", "").upper().encode("utf-8", "replace")
