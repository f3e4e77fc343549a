"""What may be repeated, when, and for how long."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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

_SURELY_NOT_EXECUTED = (NotConnected, QuotaExceeded)
_PASSING = (*_SURELY_NOT_EXECUTED, OutcomeUnknown, ServiceDown, UnexpectedAnswer)

_POLL_GROWTH = 1.5
_LONGEST_POLL_PAUSE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how patiently a call is repeated.

    Attributes:
        attempts: tries in all, at least 1; 1 means that nothing is repeated.
        base: seconds; the first pause is at most this long, each next one at most twice as long.
        longest: seconds; no pause is longer, except where the service asks for it.
    """

    attempts: int = 4
    base: float = 0.5
    longest: float = 20.0

    def __post_init__(self) -> None:
        if self.attempts < 1 or self.base < 0 or self.longest < 0:
            raise ValueError("retries need at least 1 attempt, and pauses of 0 seconds or more")


SOME_RETRIES = Retries()
NO_RETRIES = Retries(attempts=1)
"""For a caller that repeats by itself."""


def may_repeat(error: YandexArtError, *, harmless: bool) -> bool:
    """Whether a call that ended so may be made again.

    `harmless` says that executing it twice costs nothing (reading). A submission is paid for each time, and the service
    ignores idempotency keys: it is repeated only if it surely was not executed.
    """
    return isinstance(error, _PASSING if harmless else _SURELY_NOT_EXECUTED)


def pause(policy: Retries, failures: int, chance: float, retry_after: float | None) -> float:
    """Seconds to wait after so many failures (1 or more); `chance` is a random number from 0 to 1.

    Exponential with full jitter. What the service asks for is the least, and jitter comes on top of it, so that callers
    who were all told the same do not come back at the same moment.
    """
    return (retry_after or 0.0) + chance * min(policy.longest, policy.base * 2.0 ** (failures - 1))


def poll_pause(interval: float, polls: int, chance: float, retry_after: float | None = None) -> float:
    """Seconds to wait before the next look at an operation after so many looks (0 or more).

    It starts at `interval`, grows to a minute (or stays at a longer interval), and varies by a quarter either way.
    """
    grown = min(interval * _POLL_GROWTH ** min(polls, 32), max(interval, _LONGEST_POLL_PAUSE))
    return max(grown * (0.75 + chance / 2), retry_after or 0.0)


async def repeat(
    attempt: Callable[[float], Awaitable[_T]], *, policy: Retries, clock: Clock, timeout: float, harmless: bool
) -> _T:
    """Make the call until it succeeds, must not be repeated, or `timeout` seconds are over.

    `attempt` is told how many seconds are left. A pause that would not end in time is not begun: the
    error is raised at once.
    """
    deadline = clock.monotonic() + timeout
    failures = 0
    while True:
        try:
            return await attempt(max(deadline - clock.monotonic(), 0.001))
        except YandexArtError as error:
            failures += 1
            if failures >= policy.attempts or not may_repeat(error, harmless=harmless):
                raise
            seconds = pause(policy, failures, clock.random(), error.retry_after)
            if clock.monotonic() + seconds >= deadline:
                raise
        await clock.sleep(seconds)
