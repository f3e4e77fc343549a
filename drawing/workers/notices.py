"""Telling those who wait that the service pauses.

A courtesy, in what the lanes have to spare: an outcome never waits for it, and no drawing ends because of it.
"""

import logging
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Final

from drawing.clock import Clock
from drawing.lifecycle import Drawing, DrawingId, State
from drawing.ports.chat import ChatError, Messenger, PhotosForbidden, SlotGone, Undeliverable
from drawing.ports.store import Store, StoreError
from drawing.service_health import ServiceHealth

logger = logging.getLogger(__name__)

_INTERVAL: Final = 6.0
"""Seconds between looks. A chat gets one notice in each, so half of a group's twenty messages a minute stay free."""


class Notices:
    """Which drawings still have to be told of the pause; each hears of one before its outcome.

    Who has heard is kept in memory: after a restart a slot may be edited once more, which does no harm.
    """

    def __init__(self, store: Store, messenger: Messenger, clock: Clock, health: ServiceHealth) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self._health = health
        self._heard: set[DrawingId] = set()
        self._due: dict[int, DrawingId] = {}  # by chat
        self._look_at = float("-inf")  # monotonic

    def note(self, drawing_id: DrawingId) -> None:
        """A drawing has heard of the pause."""
        self._heard.add(drawing_id)

    async def due(self, limit: int, not_chats: Collection[int]) -> Sequence[Drawing]:
        """The drawings that are to be told of an outage now, at most one of a chat. Raises `StoreError`."""
        if limit <= 0:
            return ()
        if self._clock.monotonic() >= self._look_at:
            await self._look()
        chats = list(islice((chat for chat in self._due if chat not in not_chats), limit))
        found = [await self._store.get(self._due.pop(chat)) for chat in chats]
        return [one for one in found if one is not None and one.id not in self._heard and one.chat_id in chats]

    async def give(self, drawing: Drawing) -> None:
        """Have its slot say so. Raises the `ChatError`s that concern its chat or everybody, and `StoreError`."""
        current, outage = await self._store.get(drawing.id), self._health.outage()
        # Read again, for by now it may have an outcome; in its chat's lane none is shown before this edit is done.
        if outage is None or current is None or not _waits_in(drawing.chat_id, current):
            return
        try:
            await self._messenger.show_waiting(current, outage)
        except (SlotGone, Undeliverable, PhotosForbidden):
            logger.debug("a slot cannot be edited; the outcome will be sent all the same")
        except (ChatError, StoreError):
            raise
        except Exception:
            logger.exception("the pause could not be announced for drawing %d", drawing.id)
        self.note(drawing.id)

    async def _look(self) -> None:
        self._look_at = self._clock.monotonic() + _INTERVAL
        waiting = await self._store.unsent_with_slot()
        self._heard &= {drawing_id for drawing_id, _ in waiting}
        self._due = {}
        for drawing_id, chat_id in waiting:
            if drawing_id not in self._heard:
                self._due.setdefault(chat_id, drawing_id)


def _waits_in(chat_id: int, drawing: Drawing) -> bool:
    return drawing.state is State.QUEUED and drawing.slot_id is not None and drawing.chat_id == chat_id
