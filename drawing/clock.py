"""Time as a port, so that hours pass in a test at once.

Intervals are measured on the monotonic clock, which no administrator moves; deadlines are wall-clock times, because
they have to outlive the process.
"""

import asyncio
import time
from datetime import tzinfo
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from. All figures in seconds."""

    def now(self) -> float:
        """Unix time."""
        ...

    def monotonic(self) -> float:
        """A time that only ever grows, of no particular beginning."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait until the event is set (True), or for so long (False)."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await event.wait()
        except TimeoutError:
            return False


class Calendar:
    """The time of day in the owner's time zone."""

    def __init__(self, clock: Clock, zone: tzinfo) -> None:
        self.zone = zone
        self._clock = clock

    def now(self) -> float:
        """Unix time."""
        return self._clock.now()
