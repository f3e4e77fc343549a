"""What was drawn, how fast and at what cost: the figures of the owner."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Protocol

from drawing.clock import Clock
from drawing.days import day_of, day_start
from drawing.incidents import Incident, Incidents

WEEK: Final = 7  # calendar days, today among them
TIMES_KEPT: Final = 5000  # of the latest pictures; more would not move a percentile that anybody reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of the drawings that were asked for in a period."""

    people: int
    drawings: int
    delivered: int
    refused: int  # by the service's moderation
    failed: int  # for any other reason, or overdue
    repeated: int  # submissions beyond the first of each drawing
    paid: int  # orders that left, but those that the service answered with an error
    seconds: Sequence[float]  # from request to picture, of the latest pictures, in no order

    @property
    def success(self) -> float | None:
        """The share of pictures among all that has ended and was not cancelled, 0 to 1; None while nothing has."""
        ended = self.delivered + self.refused + self.failed
        return self.delivered / ended if ended else None

    def percentile(self, share: float) -> float | None:
        """The seconds within which that share (above 0, up to 1) of the pictures came; None without pictures."""
        if not self.seconds:
            return None
        return sorted(self.seconds)[math.ceil(share * len(self.seconds)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is under way."""

    waiting: int
    running: int  # the service works on them, or is being asked to


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the owner is shown."""

    today: Figures
    week: Figures
    load: Load
    incidents: frozenset[Incident]  # under way


class StatisticsStore(Protocol):
    """Counting drawings."""

    async def figures(self, since: float, since_day: str, times_kept: int) -> Figures:
        """Of all drawings asked for since that Unix time, and orders of that day (ISO 8601) and later ones.

        The times are those of the latest `times_kept` pictures.
        """
        ...

    async def load(self) -> Load: ...


class Statistics:
    """Reports to the owner."""

    def __init__(self, store: StatisticsStore, clock: Clock, incidents: Incidents, *, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._incidents = incidents
        self._zone = zone

    async def report(self) -> Report:
        """The state of things now. Days are calendar days of the owner's time zone."""
        now = self._clock.now()
        return Report(
            today=await self._figures(now, 0),
            week=await self._figures(now, WEEK - 1),
            load=await self._store.load(),
            incidents=await self._incidents.under_way(),
        )

    async def _figures(self, now: float, days_ago: int) -> Figures:
        since = day_start(now, self._zone, days_ago=days_ago)
        return await self._store.figures(since, day_of(now, self._zone, days_ago=days_ago), TIMES_KEPT)
