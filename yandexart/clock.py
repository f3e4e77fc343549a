"""Clock and random numbers, replaceable in tests."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

_random = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Clock:
    """The time and the random numbers that the library uses.

    Attributes:
        monotonic: seconds that only grow; all waiting and expiry is measured by it.
        wall: seconds since 1970 in UTC; only for the dates that servers send, and in signed tokens.
        sleep: waits so many seconds.
        random: a number from 0 to 1, 1 excluded.
    """

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = _random.random


SYSTEM_CLOCK = Clock()
