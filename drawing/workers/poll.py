"""Asking the image service for what is done.

Polls are spread over the quota; the operation that has waited longest for its age goes next, so one that never
finishes stands before no other. Nothing about polling is stored: after a restart it is worked out anew.
"""

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import Final, assert_never

from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.lifecycle import DrawingId, Reason, State
from drawing.ports.generator import (
    BadResult,
    Busy,
    Denied,
    Down,
    ImageGenerator,
    OperationMissing,
    OutcomeUnknown,
    Unreachable,
)
from drawing.ports.store import StoreError, SubmissionStore
from drawing.rate_limits import Backoff, RateLimit
from drawing.records import Failed, Incident, Pending, Picture
from drawing.workers.loop import Wakeups, run_loop

logger = logging.getLogger(__name__)

_LEAST_INTERVAL: Final = 1.0  # seconds between two polls of one operation
_RECONCILE: Final = 5.0  # seconds between looks at the database when nobody rings
_IN_FLIGHT: Final = 16
_MISSING_FOR: Final = 300.0  # seconds of "not found" after which the operation counts as lost
_BAD_RESULTS: Final = 4  # polls that may bring a broken picture before the drawing fails


@dataclass(slots=True)
class Watched:
    """A running operation, and what is known of its polls. Times are monotonic seconds."""

    drawing_id: DrawingId
    operation_id: str
    submitted: float
    last_poll: float
    trouble: Backoff
    in_flight: bool = False
    is_denied: bool = False  # at its last poll
    missing_since: float | None = None
    bad_results: int = 0

    def score(self, now: float) -> float:
        """How much the next poll is worth: grows with the time since the last one, falls with age."""
        waited = now - self.last_poll
        return waited * waited / (max(now - self.submitted, 0.0) + 1.0)

    def delay(self, now: float) -> float:
        """Seconds until it may be polled again."""
        return max(self.last_poll + _LEAST_INTERVAL - now, self.trouble.delay(now), 0.0)


class PollWorker:
    """Takes drawings from `running` to `ready`, `failed` or `expired`."""

    name = "poll"

    def __init__(
        self,
        store: SubmissionStore,
        generator: ImageGenerator,
        clock: Clock,
        *,
        per_second: int,
        incidents: Incidents,
        source: random.Random,
        wakeups: Wakeups,
    ) -> None:
        self.wakeup = wakeups.poll
        self._store = store
        self._generator = generator
        self._clock = clock
        self._random = source
        self._incidents = incidents
        self._wakeups = wakeups
        # One poll every 1/R seconds, not R at once: evenly spread polls see a finished picture sooner on average.
        self._rate_limit = RateLimit(1, 1.0 / per_second)
        self._trouble = Backoff(1.0, 60.0, source)
        self._watched: dict[DrawingId, Watched] = {}
        self._seen = -1  # of the wake-up's count, when the database was last asked
        self._reconciled = float("-inf")
        self._answered_at = float("-inf")
        self._in_flight = 0

    async def run(self, stop: asyncio.Event) -> None:
        # What was in flight when the worker ended with a fault has been cut short.
        self._in_flight, self._seen = 0, -1
        self._watched.clear()
        await run_loop(self, stop)

    @property
    def answered_at(self) -> float:
        """When the service last said how an operation stands, in monotonic seconds."""
        return self._answered_at

    def watched(self, drawing_id: DrawingId) -> Watched | None:
        """What is known of the polls of a drawing."""
        return self._watched.get(drawing_id)

    async def reconcile(self) -> None:
        """Watch exactly what the database says is running."""
        now, wall = self._clock.monotonic(), self._clock.now()
        running = await self._store.running()
        watched: dict[DrawingId, Watched] = {}
        for drawing_id, operation_id, submitted_at in running:
            known = self._watched.get(drawing_id)
            watched[drawing_id] = known or Watched(
                drawing_id, operation_id, now - max(wall - submitted_at, 0.0), now, Backoff(1.0, 60.0, self._random)
            )
        self._watched = watched
        self._reconciled = now

    async def start_next(self, group: asyncio.TaskGroup) -> float:
        """Begin the poll that is worth most; returns how many seconds to wait before the next."""
        if self._until_reconciling(self._clock.monotonic()) <= 0:
            self._seen = self.wakeup.count
            await self.reconcile()
        now = self._clock.monotonic()
        pause = max(self._trouble.delay(now), self._rate_limit.delay(now))
        if pause > 0:
            return pause
        if self._in_flight >= _IN_FLIGHT:
            return _LEAST_INTERVAL
        idle = [watched for watched in self._watched.values() if not watched.in_flight]
        due = [watched for watched in idle if watched.delay(now) == 0.0]
        if not due:
            nearest = min((watched.delay(now) for watched in idle), default=_LEAST_INTERVAL)
            return min(nearest, max(self._until_reconciling(now), 0.0))
        best = max(due, key=lambda watched: watched.score(now))
        self._rate_limit.take(now)
        best.in_flight = True
        self._in_flight += 1
        group.create_task(self._poll_and_leave(best), name=f"poll {best.drawing_id}")
        return 0.0

    def _until_reconciling(self, now: float) -> float:
        """Seconds until the database has to be asked again what is running; soon, if somebody said that it changed."""
        is_stale = self._seen != self.wakeup.count
        return self._reconciled + (_LEAST_INTERVAL if is_stale else _RECONCILE) - now

    async def _poll_and_leave(self, watched: Watched) -> None:
        try:
            await self.poll(watched)
        except StoreError:
            logger.exception("the result of drawing %d cannot be stored; asking for it again", watched.drawing_id)
            watched.trouble.fail(self._clock.monotonic())
        except Exception:
            logger.exception("the request for the result of drawing %d failed", watched.drawing_id)
            watched.trouble.fail(self._clock.monotonic())
        finally:
            watched.in_flight = False
            watched.last_poll = self._clock.monotonic()
            self._in_flight -= 1
            self.wakeup.resume()

    async def poll(self, watched: Watched) -> None:
        """Ask once for an operation, and store what came of it."""
        asked_at = self._clock.monotonic()
        try:
            answer = await self._generator.fetch(watched.operation_id)
        except Busy as error:
            pause = self._trouble.fail(self._clock.monotonic(), error.retry_after)
            logger.warning("the quota of result requests is used up; asking again in %.0f s", pause)
        except Denied as error:
            # Of this operation alone: one of an account that is no longer used stands before no other.
            watched.trouble.fail(self._clock.monotonic())
            if not watched.is_denied:
                logger.error("the image service refuses the result of drawing %d (%s)", watched.drawing_id, error)  # noqa: TRY400
            watched.is_denied = True
            await self._incidents.begin(Incident.DENIED, error.advice, by=self.name, asked_at=asked_at)
        except Unreachable:
            self._trouble.fail(self._clock.monotonic())
        except (Down, OutcomeUnknown) as error:
            watched.trouble.fail(self._clock.monotonic(), error.retry_after if isinstance(error, Down) else None)
        except OperationMissing:
            await self._count_missing(watched)
        except BadResult:
            await self._count_bad_result(watched)
        else:
            self._trouble.succeed()
            watched.trouble.succeed()
            self._answered_at = self._clock.monotonic()
            watched.missing_since, watched.is_denied = None, False
            await self._store_answer(watched, answer)
            # One operation may be denied for long, of an account that is no longer used, while others are shown.
            if not any(one.is_denied for one in self._watched.values()):
                await self._incidents.end(by=self.name, asked_at=asked_at)

    async def _store_answer(self, watched: Watched, answer: Pending | Picture | Failed) -> None:
        match answer:
            case Pending():
                watched.bad_results = 0
                return
            case Picture():
                await self._store.finish(watched.drawing_id, answer, self._clock.now())
            case Failed():
                await self._store.end(watched.drawing_id, State.FAILED, answer.reason, self._clock.now())
            case _:
                assert_never(answer)
        self._forget(watched)

    async def _count_missing(self, watched: Watched) -> None:
        """A new operation may be unknown for a moment; results are kept for three days, then forgotten."""
        now = self._clock.monotonic()
        watched.trouble.fail(now)
        if watched.missing_since is None:
            watched.missing_since = now
        if now - watched.missing_since >= _MISSING_FOR:
            await self._store.end(watched.drawing_id, State.EXPIRED, Reason.RESULT_LOST, self._clock.now())
            self._forget(watched)

    async def _count_bad_result(self, watched: Watched) -> None:
        watched.trouble.fail(self._clock.monotonic())
        watched.bad_results += 1
        if watched.bad_results >= _BAD_RESULTS:
            await self._store.end(watched.drawing_id, State.FAILED, Reason.BAD_PICTURE, self._clock.now())
            self._forget(watched)

    def _forget(self, watched: Watched) -> None:
        self._watched.pop(watched.drawing_id, None)
        self._wakeups.submit.notify()
        self._wakeups.deliver.notify()
