"""Statistics for the owner: what was drawn, how fast and at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from drawing.clock import Clock
from drawing.figures import Figures, Load
from drawing.incidents import Incidents
from drawing.ports.owner import StatisticsStore
from drawing.quota import day_of, day_start
from drawing.records import Incident

WEEK: Final = 7  # calendar days, today among them
TIMES_KEPT: Final = 5000  # of the latest pictures; more would not move a percentile that anybody reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the owner is shown."""

    today: Figures
    week: Figures
    load: Load
    incidents: Mapping[Incident, float]  # those under way, with the Unix times since when; 0 where that is not known
    silenced: Mapping[Incident, float]  # until when the owner is told nothing of each


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
            silenced=await self._incidents.silenced(),
        )

    async def _figures(self, now: float, days_ago: int) -> Figures:
        since = day_start(now, self._zone, days_ago=days_ago)
        return await self._store.figures(since, day_of(now, self._zone, days_ago=days_ago), TIMES_KEPT)
