"""Time for the flows: waits are short."""

import asyncio
import time
from typing import Final

SPEED: Final = 100.0


class HastyClock:
    """Implements `drawing.clock.Clock`: intervals and waits pass a hundred times faster than real ones.

    The time of day keeps its own pace, and moves where a test says so: whether something is late or stale must not
    depend on how busy the machine is.
    """

    def __init__(self) -> None:
        self._moved = 0.0

    def now(self) -> float:
        return time.time() + self._moved

    def monotonic(self) -> float:
        return time.monotonic() * SPEED

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds / SPEED):
                return await event.wait()
        except TimeoutError:
            return False

    def move(self, seconds: float) -> None:
        """Set the time of day forward."""
        self._moved += seconds
