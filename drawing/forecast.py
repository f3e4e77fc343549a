"""How long a drawing takes, judged by the latest ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from drawing.clock import Clock
from drawing.store import Ahead, TimingStore

_LATEST: Final = 50  # drawings
_PERIOD: Final = 3 * 86_400.0  # seconds; what was long ago says nothing about the service of today
_FEWEST: Final = 3  # drawings, before anything is said
_KEPT_FOR: Final = 30.0  # seconds that a figure serves before the database is asked again
_STEPS: Final = ((10.0, 1.0), (60.0, 5.0), (600.0, 60.0), (7200.0, 300.0))  # below so many seconds: in steps of so many
_LONGEST_STEP: Final = 3600.0
_LONG: Final = 2.0  # times the usual; half of all drawings take longer than the median


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast requests may leave: `per_minute` of everybody, `running_per_person` of one person at a time."""

    per_minute: int
    running_per_person: int


def usual(durations: Sequence[float]) -> float | None:
    """The median, in seconds; None where too few are known to say anything."""
    return median(durations) if len(durations) >= _FEWEST else None


def expected_wait(ahead: Ahead, usual_seconds: float, pace: Pace) -> float:
    """Seconds until a queued drawing is done: the quota's queue or the person's own, whichever is longer, and itself.

    What is being drawn already counts in full, so it is rather too long than too short.
    """
    by_quota = ahead.of_all * 60.0 / pace.per_minute
    by_own = ahead.of_person // pace.running_per_person * usual_seconds
    return max(by_quota, by_own) + usual_seconds


def is_long(elapsed: float, usual_seconds: float) -> bool:
    """Whether a drawing takes so much longer than usual that its person should hear of it."""
    return elapsed > _LONG * usual_seconds


def rounded(seconds: float, *, up: bool = False) -> float:
    """Seconds in steps that people tell time in, at least 1: whole ones, fives, minutes, five minutes, hours."""
    step = next((step for below, step in _STEPS if seconds < below), _LONGEST_STEP)
    return max((math.ceil if up else round)(seconds / step) * step, 1.0)


class Forecast:
    """What recent drawings say about the next ones."""

    def __init__(self, store: TimingStore, clock: Clock, pace: Pace) -> None:
        self._store = store
        self._clock = clock
        self._pace = pace
        self._usual: float | None = None
        self._asked_at = float("-inf")

    async def usual_seconds(self) -> float | None:
        """From submission to picture; None where too few drawings are known. Raises `StoreError`."""
        now = self._clock.monotonic()
        if now - self._asked_at >= _KEPT_FOR:
            self._usual = usual(await self._store.latest_durations(_LATEST, self._clock.now() - _PERIOD))
            self._asked_at = now
        return self._usual

    async def seconds_until_done(self, ahead: Ahead) -> float | None:
        """Of a queued drawing; None where nothing is known. Raises `StoreError`."""
        usual_seconds = await self.usual_seconds()
        return None if usual_seconds is None else expected_wait(ahead, usual_seconds, self._pace)
