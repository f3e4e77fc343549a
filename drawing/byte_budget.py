"""Budget of the bytes that are held in memory at once: answers being read, and pictures on their way to a chat.

Each of them is bounded by itself; together, in a rush, they would be more than a small server has.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from drawing.lifecycle import DrawingId
from drawing.ports.store import DeliveryStore
from drawing.records import Picture

SMALL: Final = 1024 * 1024  # bytes; dozens of them are no trouble, and none shall wait behind large ones
_AT_ONCE: Final = 24  # pictures on their way; fewer than there are lanes, so that a slow line leaves some for words
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


class StoredPictures:
    """Loads pictures within the budget of bytes, and so many at once."""

    def __init__(
        self, store: DeliveryStore, budget: ByteBudget, *, note_wait: Callable[[], None] = lambda: None
    ) -> None:
        """`note_wait` is called when a picture may have to wait for room."""
        self._store = store
        self._budget = budget
        self._note_wait = note_wait
        self._waiting = 0
        self._places = asyncio.Semaphore(_AT_ONCE)

    @property
    def waiting(self) -> int:
        """How many pictures wait for room."""
        return self._waiting

    async def is_kept(self, drawing_id: DrawingId) -> bool:
        """Whether the picture of a drawing is there; it is not loaded."""
        return await self._store.picture_size(drawing_id) is not None

    @asynccontextmanager
    async def loaded(self, drawing_id: DrawingId) -> AsyncIterator[Picture | None]:
        """Load the picture of a drawing, None if it is gone. By the end of the context it has to be let go.

        Its room is for one copy: whoever sends it reads it piece by piece, and the copy that the database makes while
        it is read is one for all, since the database does one thing at a time.
        """
        size = await self._store.picture_size(drawing_id) or 0
        async with AsyncExitStack() as held:
            await self._enter(held, size)
            yield await self._store.picture(drawing_id)

    async def _enter(self, held: AsyncExitStack, size: int) -> None:
        self._waiting += 1
        if size > SMALL or self._places.locked():
            self._note_wait()
        try:
            await held.enter_async_context(self._budget.room(size))
            await held.enter_async_context(self._places)  # last, so that a place is never held by one who waits
        finally:
            self._waiting -= 1
