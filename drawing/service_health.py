"""Circuit breaker of the image service: when the next request may leave, and for how long none does."""

import random
from collections.abc import Mapping
from typing import Final

from drawing.clock import Clock
from drawing.lifecycle import DrawingId
from drawing.ports.generator import Busy, Denied, Down, GenerationError
from drawing.rate_limits import Backoff, RateLimit
from drawing.records import Outage

_QUOTA_FAILURES: Final = 5  # in a row, before a spent quota is more than a busy minute
_LONG: Final = 60.0  # seconds; people wait that long without being told


class ServiceHealth:
    """Learns from answers of the service; owns its quota, the pauses after failures, and rests of single drawings.

    After a failure nothing leaves until the pause is over; then one request tries whether the service is back
    (`is_failing` is still true), and a success opens it for all. Pauses are measured on the monotonic clock; how much
    is left of a time that the service named, by the time of day, for people look at that one.
    """

    def __init__(self, clock: Clock, source: random.Random, *, per_minute: int) -> None:
        """`per_minute` is the quota of requests."""
        self._clock = clock
        self._rate_limit = RateLimit(per_minute, 60.0)
        self._trouble = Backoff(1.0, 60.0, source)
        self._quota = Backoff(1.0, 60.0, source)  # apart, for only its own failures make an incident
        self._denied = Backoff(60.0, 600.0, source)
        self._resting: dict[DrawingId, float] = {}  # until when, in monotonic seconds
        self._failing_since: float | None = None  # the first failure in a row
        self._paused_until = float("-inf")
        self._named_end: float | None = None  # Unix time, where the service has named one that is far

    def delay(self) -> float:
        """Seconds until the next request may leave; 0 if it may now."""
        now = self._clock.monotonic()
        return max(one.delay(now) for one in (self._trouble, self._quota, self._denied, self._rate_limit))

    def record_request(self) -> None:
        """A request leaves. Only valid when `delay` is 0."""
        self._rate_limit.take(self._clock.monotonic())

    def record_failure(self, error: GenerationError | None = None) -> float:
        """The service failed; returns for how many seconds nothing leaves. Without an error it was one of ours."""
        now = self._clock.monotonic()
        match error:
            case Busy(retry_after=retry_after):
                pause = self._quota.fail(now, retry_after)
                self.extend_outage(pause, is_named=retry_after is not None)
            case Denied():
                pause = self._denied.delay(now)
                if pause == 0:
                    pause = self._denied.fail(now)
                    self.extend_outage(pause, is_lasting=True)
            case Down(retry_after=retry_after):
                pause = self._trouble.fail(now, retry_after)
                self.extend_outage(pause, is_named=retry_after is not None)
            case _:
                pause = self._trouble.fail(now)
                self.extend_outage(pause)
        return pause

    def record_success(self) -> None:
        """The service did what it was asked; of others that it refused meanwhile, the pause stays."""
        for backoff in (self._trouble, self._quota, self._denied):
            backoff.succeed()
        now = self._clock.monotonic()
        self._failing_since = now if now < self._paused_until else None

    @property
    def is_failing(self) -> bool:
        """Whether the last that was heard of the service is trouble: until it takes one, it is sent one at a time."""
        return any(backoff.failures for backoff in (self._trouble, self._quota, self._denied))

    @property
    def is_quota_spent(self) -> bool:
        """Whether the quota was refused so often in a row that the owner should hear of it."""
        return self._quota.failures >= _QUOTA_FAILURES

    @property
    def is_access_denied(self) -> bool:
        """Whether the pause after a denied account is on."""
        return self._denied.delay(self._clock.monotonic()) > 0

    def rest(self, drawing_id: DrawingId, seconds: float) -> None:
        """Leave one drawing alone for so long."""
        self._resting[drawing_id] = self._clock.monotonic() + seconds

    def resting(self) -> Mapping[DrawingId, float]:
        """The drawings that rest, and for how many seconds more."""
        now = self._clock.monotonic()
        self._resting = {drawing_id: until for drawing_id, until in self._resting.items() if until > now}
        return {drawing_id: until - now for drawing_id, until in self._resting.items()}

    def extend_outage(self, seconds: float, *, is_named: bool = False, is_lasting: bool = False) -> None:
        """Nothing leaves for so long.

        `is_named` where the service has said how long; `is_lasting` where it will not pass by itself.
        """
        now = self._clock.monotonic()
        if self._failing_since is None or self._is_past(now):
            self._failing_since = now
        if is_lasting:  # nobody need find out first that it is long
            self._failing_since = min(self._failing_since, now + seconds - _LONG)
        if now + seconds <= self._paused_until:
            return
        self._paused_until = now + seconds
        self._named_end = self._clock.now() + seconds if is_named and seconds >= _LONG else None

    def outage(self) -> Outage | None:
        """The pause that is on, if it is a long one.

        Without a time that was named, it lasts until the service takes a request again: between two tries it is no
        shorter.
        """
        now = self._clock.monotonic()
        if self._named_end is not None:
            return Outage(max(self._named_end - self._clock.now(), 0.0)) if now < self._paused_until else None
        if self._failing_since is None or self._is_past(now):
            return None
        return Outage(None) if self._paused_until - self._failing_since >= _LONG else None

    def _is_past(self, now: float) -> bool:
        """Whether nobody has met the trouble for so long that it says nothing any more."""
        return now >= self._paused_until + _LONG
