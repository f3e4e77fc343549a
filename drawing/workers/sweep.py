"""Ending what is overdue, and forgetting what has been kept long enough."""

import asyncio
import logging
from typing import Final

from drawing.clock import Clock
from drawing.erasure import COUNTED_FOR
from drawing.offers import OFFERED_FOR
from drawing.policies import Policies
from drawing.ports.store import Store
from drawing.workers.loop import Wakeups

logger = logging.getLogger(__name__)

_INTERVAL: Final = 10.0  # seconds
_FORGET_INTERVAL: Final = 3600.0  # seconds; no index tells who has drawn nothing, so looking for them is expensive

_REFUSALS_KEPT: Final = 48 * 3600.0  # seconds for which people may edit a message, and the bot delete its own
_STRANGERS_KEPT: Final = 30 * 86_400.0  # seconds; people who have drawn nothing and set nothing


class SweepWorker:
    """Nobody waits for ever: whatever has no outcome at its deadline is expired, and its person told."""

    name = "sweep"

    def __init__(self, store: Store, clock: Clock, *, policies: Policies, wakeups: Wakeups) -> None:
        self.wakeup = wakeups.sweep
        self._store = store
        self._clock = clock
        self._policies = policies
        self._wakeups = wakeups
        self._forget_at = float("-inf")  # monotonic

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.sweep()
            await self.wakeup.wait(_INTERVAL)

    async def sweep(self) -> None:
        """Look once."""
        now = self._clock.now()
        expired = await self._store.expire_overdue(now)
        if expired:
            logger.warning("%d drawings reached their deadline", expired)
            self._wakeups.deliver.notify()
        await self._store.drop_pictures(now - self._policies.keep_pictures)
        if self._clock.monotonic() >= self._forget_at:
            await self._store.drop_forgotten(now - COUNTED_FOR)
            await self._store.drop_offers(now - OFFERED_FOR)
            await self._store.drop_refusals(now - _REFUSALS_KEPT)
            await self._store.drop_strangers(now - _STRANGERS_KEPT)
            await self._store.drop_usage(self._policies.quota.day(now, days_ago=1))
            self._forget_at = self._clock.monotonic() + _FORGET_INTERVAL
