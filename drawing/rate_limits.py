"""Rate limits, and backoff from a service that is in trouble. Pure: the time is an argument."""

import random
from collections import deque
from typing import Final


class RateLimit:
    """At most `limit` turns in any `period` seconds."""

    def __init__(self, limit: int, period: float) -> None:
        if limit < 1 or period <= 0:
            raise ValueError("a window needs a limit of at least 1 and a period above 0 seconds")
        self._turns: deque[float] = deque(maxlen=limit)
        self._period = period

    def delay(self, now: float) -> float:
        """Seconds until the next turn is free; 0 if it is now."""
        if len(self._turns) < (self._turns.maxlen or 0):
            return 0.0
        return max(0.0, self._turns[0] + self._period - now)

    def take(self, now: float) -> None:
        """Use a turn. Only valid when `delay` is 0."""
        self._turns.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether it has nothing to remember any more."""
        return not self._turns or self._turns[-1] + self._period <= now


_MAX_RETRY_AFTER: Final = 3600.0  # a service that names a longer time is asked again after an hour


class Backoff:
    """Pauses after failures, exponential with jitter.

    That it is tried with one request afterwards, and not with all that wait, is up to the caller: `failures` says when.
    `first` and `max_pause` bound the pause in seconds. Without word from the service, pauses double and are spread at
    random over their upper half, so that several processes do not return at the same instant.
    """

    def __init__(self, first: float, max_pause: float, source: random.Random) -> None:
        self._first = first
        self._max_pause = max_pause
        self._random = source
        self._failures = 0
        self._paused_until = float("-inf")

    @property
    def failures(self) -> int:
        """Failures in a row."""
        return self._failures

    def delay(self, now: float) -> float:
        """Seconds until the next try; 0 if it may be made now."""
        return max(0.0, self._paused_until - now)

    def fail(self, now: float, retry_after: float | None = None) -> float:
        """Pause after a failure; returns for how many seconds. Failures after the pause double it."""
        if self.delay(now) == 0.0:
            self._failures = min(self._failures + 1, 32)
        pause = min(self._first * 2.0 ** max(self._failures - 1, 0), self._max_pause)
        pause *= 0.5 + self._random.random() / 2
        if retry_after is not None:
            pause = min(max(retry_after, 0.0), _MAX_RETRY_AFTER) + self._random.random()
        self._paused_until = max(self._paused_until, now + pause)
        return self._paused_until - now

    def succeed(self) -> None:
        """Forget the failures."""
        self._failures = 0
