"""Budget of the bytes that are held in memory at once: answers being read, and pictures on their way to a chat.

Each of them is bounded by itself; together, in a rush, they would be more than a small server has.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

SMALL: Final = 1024 * 1024  # bytes; dozens of them are no trouble, and none shall wait behind large ones
_TOTAL: Final = 48 * 1024 * 1024  # bytes; three answers of the largest size, or some thirty usual pictures


class ByteBudget:
    """Room for bytes in memory, given in the order in which it is asked for.

    Who holds room must let it go before asking for more: all might wait for each other otherwise.
    """

    def __init__(self, total: int = _TOTAL) -> None:
        """`total` in bytes, at least 1."""
        if total < 1:
            raise ValueError("a budget is at least one byte")
        self._total = total
        self._in_flight = 0
        self._waiting: dict[asyncio.Future[None], int] = {}  # and how much each asks for, the first to ask first

    @property
    def in_flight(self) -> int:
        """Bytes for which room is held. Small ones are not counted; what is larger than the total counts as that."""
        return self._in_flight

    @asynccontextmanager
    async def room(self, size: int) -> AsyncIterator[None]:
        """Hold room for so many bytes, once there is room; up to `SMALL` nobody waits.

        What is larger than the total passes alone.
        """
        if size <= SMALL:
            yield
            return
        share = min(size, self._total)
        await self._enter(share)
        try:
            yield
        finally:
            self._leave(share)

    async def _enter(self, share: int) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[place] = share
        self._admit()
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                self._waiting.pop(place, None)
                self._admit()  # whoever stood behind it may need less
            else:  # it was let in, and cancelled before it could tell
                self._leave(share)
            raise

    def _leave(self, share: int) -> None:
        self._in_flight -= share
        self._admit()

    def _admit(self) -> None:
        """Let in whoever stands first, for as long as there is room."""
        for place, share in list(self._waiting.items()):
            if self._in_flight + share > self._total:
                return
            del self._waiting[place]
            if not place.cancelled():
                self._in_flight += share
                place.set_result(None)
