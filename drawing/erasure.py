"""Erasure of what is known of a person, or of one picture of theirs, at their wish."""

from collections.abc import Callable
from typing import Final

from drawing.clock import Clock
from drawing.lifecycle import DrawingId
from drawing.ports.store import ErasureStore

COUNTED_FOR: Final = 25 * 3600.0
"""Seconds that an emptied drawing is kept after it was asked for.

Until the day ends it counts towards the limits, or forgetting would be a way around them: the longest day, when clocks
go back, has 25 hours. And it must not be drawn twice while Telegram may bring the request again, which is 24 hours.
"""


class Erasure:
    """The use cases of those who want to be forgotten, and of those who delete a picture."""

    def __init__(self, store: ErasureStore, clock: Clock, *, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._wake = wake

    async def forget(self, person_id: int, latest: DrawingId | None) -> bool:
        """Forget a person; False, and nothing done, where they have asked for drawings after the one named `latest`.

        What waits or is being drawn is cancelled, and forgotten when its chat has been told. What is being sent, or is
        drawn and not yet delivered, comes to its end first.
        """
        now = self._clock.now()
        is_done = await self._store.forget(person_id, latest, now, counted_since=now - COUNTED_FOR)
        self._wake()
        return is_done

    async def erase(self, drawing_id: DrawingId) -> None:
        """Erase a drawing, whose message goes with it: its prompt, its picture, and its place in the history.

        One that has no outcome yet is cancelled. What was paid for goes on counting.
        """
        await self._store.erase_drawing(drawing_id, self._clock.now())
        self._wake()
