"""How much of a day is left, told before it is used up."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from drawing.clock import Clock
from drawing.days import day_of
from drawing.lifecycle import Drawing
from drawing.store import Limits, Store

_FEW: Final = 3  # drawings
_SMALL_PART: Final = 10  # a tenth


@dataclass(frozen=True, slots=True)
class Left:
    """So many drawings (0 or more) of a day's `limit` are left."""

    left: int
    limit: int

    @property
    def is_little(self) -> bool:
        """Whether it is time to say so: three or fewer are left, or a tenth of the limit if that is more."""
        return self.left <= max(_FEW, self.limit // _SMALL_PART)


class Allowance:
    """Tells people how little of their day is left, or of their group's."""

    def __init__(self, store: Store, clock: Clock, *, limits: Limits, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._limits = limits
        self._zone = zone

    async def hint(self, drawing: Drawing) -> Left | None:
        """What its person should hear with an accepted drawing: the scarcer of the limits; None while there is plenty.

        The limit of all people together is no one person's business, and is not told. Raises `StoreError`.
        """
        today = day_of(self._clock.now(), self._zone)
        used = await self._store.used_on(today, person_id=drawing.person_id, chat_id=drawing.chat_id)
        found = [_left(self._limits.per_person_and_day, used.by_person)]
        if not drawing.in_private:
            of_group = (await self._store.group(drawing.chat_id)).per_day
            if of_group is not None:
                found.append(_left(of_group, used.in_chat))
        return min((one for one in found if one.is_little), key=lambda one: one.left, default=None)


def _left(limit: int, used: int) -> Left:
    return Left(max(limit - used, 0), limit)
