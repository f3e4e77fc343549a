"""Pictures of the database, in memory only where and while there is room for them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from drawing.byte_budget import SMALL, ByteBudget
from drawing.lifecycle import DrawingId
from drawing.ports.store import DeliveryStore
from drawing.records import Picture


class StoredPictures:
    """Loads pictures within the budget of bytes."""

    def __init__(
        self, store: DeliveryStore, budget: ByteBudget, *, note_wait: Callable[[], None] = lambda: None
    ) -> None:
        """`note_wait` is called when a picture may have to wait for room."""
        self._store = store
        self._budget = budget
        self._note_wait = note_wait
        self._waiting = 0

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
        if size > SMALL:
            self._note_wait()
        try:
            await held.enter_async_context(self._budget.room(size))
        finally:
            self._waiting -= 1
