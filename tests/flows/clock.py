"""Time for the flows: waits are short."""

import asyncio
import time
from typing import Final

SPEED: Final = 100.0
_HURRY: Final = 10.0


class HastyClock:
    """Implements `drawing.clock.Clock`: intervals and waits pass a hundred times faster than real ones.

    The time of day keeps its own pace, and moves where a test says so: whether something is late or stale must not
    depend on how busy the machine is.
    """

    def __init__(self) -> None:
        self._moved = 0.0
        self._speed = SPEED
        self._began = (time.monotonic(), 0.0)  # since when it goes so fast, in real seconds and in its own

    def now(self) -> float:
        return time.time() + self._moved

    def monotonic(self) -> float:
        real, own = self._began
        return own + (time.monotonic() - real) * self._speed

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds / self._speed):
                return await event.wait()
        except TimeoutError:
            return False

    def move(self, seconds: float) -> None:
        """Set the time of day forward."""
        self._moved += seconds

    def hurry(self) -> None:
        """From now on ten times faster still, for what takes half an hour."""
        self._began = (time.monotonic(), self.monotonic())
        self._speed *= _HURRY
