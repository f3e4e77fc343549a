"""Queue of the bot's updates, read by long polling or pushed to a webhook."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any, Final

from sandbox.telegram.errors import conflict

Json = dict[str, Any]

KINDS: Final = frozenset(
    {"message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"}
)
"""The kinds of update that this world can produce."""

_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_ID = 100_000_001
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Updates wait here until they are confirmed by a higher offset; at most `limit`, the oldest are dropped."""

    def __init__(self, limit: int = 100_000) -> None:
        self._waiting: deque[Json] = deque(maxlen=limit)
        self._next_id = _FIRST_ID
        self._poller: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()
        self.allowed: frozenset[str] | None = None  # None: all but those that must be asked for

    def __len__(self) -> int:
        return len(self._waiting)

    def allow(self, kinds: Iterable[str]) -> None:
        """Restricts what is queued from now on; an empty list means the default."""
        self.allowed = frozenset(kind.lower() for kind in kinds) or None

    def is_allowed(self, kind: str) -> bool:
        """Whether the bot subscribed to this kind."""
        return kind not in _ON_REQUEST if self.allowed is None else kind in self.allowed

    def put(self, kind: str, payload: Json) -> None:
        """Queues an update, unless the bot did not subscribe to its kind."""
        if self.is_allowed(kind):
            self.put_raw({kind: payload})

    def put_raw(self, update: Json) -> None:
        """Queues any update as it is, with an id: unknown kinds and unreadable ones, too."""
        self._waiting.append({"update_id": self._next_id, **update})
        self._next_id += 1
        self._arrived.set()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def clear(self) -> None:
        """Drops all updates that wait."""
        self._waiting.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """The updates from `offset` on, which confirms those before it; waits up to `timeout` seconds for one.

        A negative offset keeps that many of the latest and forgets the rest.

        Raises:
            ApiError: 409, if another poller takes over while this one waits.
        """
        if offset < 0:
            self._keep_latest(-offset)
        elif offset > 0:
            self._confirm(offset)
        if not self._waiting and timeout > 0:
            await self._wait(timeout)
        return list(self._waiting)[:limit]

    def first(self) -> Json | None:
        """The oldest update, for a webhook."""
        return self._waiting[0] if self._waiting else None

    def confirm(self, update_id: int) -> None:
        """Drops an update and those before it."""
        self._confirm(update_id + 1)

    async def wait_for_update(self) -> None:
        """Returns when there is, or may be, something in the queue."""
        if not self._waiting:
            self._arrived.clear()
            await self._arrived.wait()

    def interrupt(self, reason: str) -> None:
        """Ends the poller that waits, if any, with a 409."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(reason))

    def _confirm(self, offset: int) -> None:
        # An offset beyond all that was ever given out is stale, perhaps another bot's: the real server ignores it too.
        if offset > self._next_id:
            return
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def _keep_latest(self, count: int) -> None:
        while len(self._waiting) > count:
            self._waiting.popleft()

    async def _wait(self, timeout: float) -> None:
        self.interrupt(_TERMINATED)
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await poller
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
