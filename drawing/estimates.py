"""Estimates of the wait, from what recent drawings took."""

import math
from collections.abc import Sequence
from statistics import median
from typing import Final

from drawing.clock import Clock
from drawing.lifecycle import Drawing, State
from drawing.policies import Policies
from drawing.ports.store import Store
from drawing.records import QueuePosition, Remaining, WaitEstimate
from drawing.service_health import ServiceHealth

_LATEST: Final = 50  # drawings
_PERIOD: Final = 3 * 86_400.0  # seconds; older drawings say nothing about the service of today
_MIN_DRAWINGS: Final = 3  # before anything is said
_CACHE_TTL: Final = 30.0  # seconds that a figure serves before the database is asked again
_STEPS: Final = ((10.0, 1.0), (60.0, 5.0), (600.0, 60.0), (7200.0, 300.0))  # below so many seconds: in steps of so many
_MAX_STEP: Final = 3600.0
_LONG: Final = 2.0  # times the usual; half of all drawings take longer than the median


def usual(durations: Sequence[float]) -> float | None:
    """The median, in seconds; None where too few are known to say anything."""
    return median(durations) if len(durations) >= _MIN_DRAWINGS else None


def expected_wait(position: QueuePosition, usual_seconds: float, *, per_minute: int, running_per_person: int) -> float:
    """Seconds until a queued drawing is done: the quota's queue or the person's own, whichever is longer, and itself.

    Drawings in progress count in full, so it is rather too long than too short.
    """
    by_quota = position.ahead * 60.0 / per_minute
    by_own = position.own_ahead // running_per_person * usual_seconds
    return max(by_quota, by_own) + usual_seconds


def is_long(elapsed: float, usual_seconds: float) -> bool:
    """Whether a drawing takes so much longer than usual that its person should hear of it."""
    return elapsed > _LONG * usual_seconds


def rounded(seconds: float, *, up: bool = False) -> float:
    """Seconds in steps that people tell time in, at least 1: whole ones, fives, minutes, five minutes, hours."""
    step = next((step for below, step in _STEPS if seconds < below), _MAX_STEP)
    return max((math.ceil if up else round)(seconds / step) * step, 1.0)


class Estimator:
    """Estimates waits of drawings: how long they usually take, their place in line, and outages of the service."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        health: ServiceHealth,
        policies: Policies,
    ) -> None:
        self._store = store
        self._clock = clock
        self._health = health
        self._policies = policies
        self._usual: float | None = None
        self._usual_at = float("-inf")  # monotonic

    async def for_slot(self, drawing: Drawing) -> WaitEstimate:
        """What the slot says; of several drawings of one request, the first says what is left of the day.

        Raises `StoreError`.
        """
        return WaitEstimate(
            usual_seconds=await self._usual_seconds(),
            outage=self._health.outage(),
            full_share=await self._full_share(drawing),
            remaining=None if drawing.is_quiet else await self._remaining(drawing),
        )

    async def for_queue(self, drawing: Drawing) -> WaitEstimate:
        """What a line of the queue says. Raises `StoreError`."""
        usual_seconds, outage = await self._usual_seconds(), self._health.outage()
        if drawing.state is not State.QUEUED:
            elapsed = None if drawing.submitted_at is None else self._clock.now() - drawing.submitted_at
            return WaitEstimate(usual_seconds=usual_seconds, elapsed=elapsed, outage=outage)
        position = await self._store.queue_position(drawing.id)
        seconds_left = usual_seconds and expected_wait(
            position,
            usual_seconds,
            per_minute=self._policies.submit_per_minute,
            running_per_person=self._policies.running_per_person,
        )
        return WaitEstimate(usual_seconds=usual_seconds, seconds_left=seconds_left, position=position, outage=outage)

    async def _usual_seconds(self) -> float | None:
        """From submission to picture; None where too few drawings are known."""
        now = self._clock.monotonic()
        if now - self._usual_at >= _CACHE_TTL:
            self._usual = usual(await self._store.latest_durations(_LATEST, self._clock.now() - _PERIOD))
            self._usual_at = now
        return self._usual

    async def _full_share(self, drawing: Drawing) -> int | None:
        """How many are drawn at a time for a person, where so many of theirs come before this one."""
        position, share = await self._store.queue_position(drawing.id), self._policies.running_per_person
        return share if position.own_ahead >= share else None

    async def _remaining(self, drawing: Drawing) -> Remaining | None:
        today = self._policies.quota.day(self._clock.now())
        used = await self._store.used_on(today, person_id=drawing.person_id, chat_id=drawing.chat_id)
        group_limit = None if drawing.in_private else (await self._store.group(drawing.chat_id)).per_day
        return self._policies.quota.scarce(used, group_limit)
