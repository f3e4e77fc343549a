"""Retries: which errors allow one, how long to back off before it, and the loop that makes it."""

import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeVar

from yandexart.clock import Clock
from yandexart.errors import (
    NotConnected,
    OutcomeUnknown,
    QuotaExceeded,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

_T = TypeVar("_T")

MAX_RETRY_AFTER = 3600.0
"""Seconds. However long a service asks for, it is asked again after an hour: a header can be wrong."""

_SECONDS = re.compile(r"\s*-?\d{1,300}(\.\d{1,20})?\s*", re.ASCII)

_NOT_EXECUTED = (NotConnected, QuotaExceeded)
_TRANSIENT = (*_NOT_EXECUTED, OutcomeUnknown, ServiceDown, UnexpectedAnswer)

_POLL_GROWTH = 1.5
_MAX_POLL_PAUSE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Retries:
    """A retry policy: exponential backoff with full jitter.

    Attributes:
        attempts: tries in all, at least 1; 1 means that nothing is retried.
        base: seconds; the first pause is at most this long, each next one at most twice as long.
        longest: seconds; no pause is longer, except where the service asks for it.

    Raises:
        ValueError: an attribute is below its least value.
    """

    attempts: int = 4
    base: float = 0.5
    longest: float = 20.0

    def __post_init__(self) -> None:
        if self.attempts < 1 or self.base < 0 or self.longest < 0:
            raise ValueError("retries need at least 1 attempt, and pauses of 0 seconds or more")


DEFAULT_RETRIES = Retries()
NO_RETRIES = Retries(attempts=1)
"""For a caller that retries by itself."""


def may_retry(error: YandexArtError, *, idempotent: bool) -> bool:
    """Whether a call that failed with this error may be made again.

    `idempotent` says that executing it twice costs nothing (reading). A submission is paid for each time, and the
    service ignores idempotency keys: it is retried only if it surely was not executed.
    """
    return isinstance(error, _TRANSIENT if idempotent else _NOT_EXECUTED)


def backoff(policy: Retries, failures: int, jitter: float, retry_after: float | None) -> float:
    """Seconds to wait after so many failures (1 or more); `jitter` is a random number from 0 to 1.

    Exponential with full jitter. `retry_after` is the least, and jitter comes on top of it, so that callers who were
    all told the same do not come back at the same moment.
    """
    return (retry_after or 0.0) + jitter * min(policy.longest, policy.base * 2.0 ** (failures - 1))


def poll_backoff(interval: float, polls: int, jitter: float, retry_after: float | None = None) -> float:
    """Seconds to wait before the next poll of an operation after so many polls (0 or more).

    It starts at `interval`, grows to a minute (or stays at a longer interval), and varies by a quarter either way.
    `jitter` is a random number from 0 to 1; `retry_after` is the least.
    """
    grown = min(interval * _POLL_GROWTH ** min(polls, 32), max(interval, _MAX_POLL_PAUSE))
    return max(grown * (0.75 + jitter / 2), retry_after or 0.0)


async def retry(
    attempt: Callable[[float], Awaitable[_T]], *, policy: Retries, clock: Clock, timeout: float, idempotent: bool
) -> _T:
    """Make the call until it succeeds, must not be retried, or `timeout` seconds are over.

    `attempt` is told how many seconds are left. A pause that would not end in time is not begun: the
    error is raised at once.

    Raises:
        YandexArtError: of the last attempt.
    """
    deadline = clock.monotonic() + timeout
    failures = 0
    while True:
        try:
            return await attempt(max(deadline - clock.monotonic(), 0.001))
        except YandexArtError as error:
            failures += 1
            if failures >= policy.attempts or not may_retry(error, idempotent=idempotent):
                raise
            seconds = backoff(policy, failures, clock.random(), error.retry_after)
            if clock.monotonic() + seconds >= deadline:
                raise
        await clock.sleep(seconds)


def retry_after_seconds(header: str | None, now: float) -> float | None:
    """Seconds of a header Retry-After (RFC 9110, 10.2.3), which names seconds or an HTTP date: 0 to `MAX_RETRY_AFTER`.

    None if there is none, or one that cannot be read. `now` is seconds since 1970, against which a date is read.
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header):
        return _clamped(float(header))
    try:
        date = parsedate_to_datetime(header)
        return _clamped((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _clamped(seconds: float) -> float | None:
    return None if math.isnan(seconds) else min(max(seconds, 0.0), MAX_RETRY_AFTER)
