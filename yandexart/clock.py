"""Time and chance, as things that a test can hand in."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the library takes time and chance from.

    Attributes:
        monotonic: seconds that only grow; all waiting and expiry is measured by it.
        wall: seconds since 1970 in UTC; only for the dates that servers send, and in signed tokens.
        sleep: waits so many seconds.
        random: a number from 0 to 1, 1 excluded.
    """

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = _chance.random


SYSTEM_CLOCK = Clock()
