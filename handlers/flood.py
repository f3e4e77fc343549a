"""Telegram's flood limits: about one message a second to a chat, 20 a minute to a group, 30 a second to all.

Documented as approximate by Telegram ("My bot is hitting limits", Bots FAQ); a 429 on top of them is obeyed by whoever
sent the message.
"""

import asyncio
from collections.abc import Iterable
from typing import Final

from drawing.clock import Clock
from drawing.pacing import Window

_CHAT_INTERVAL: Final = 1.0
_GROUP_LIMIT: Final = 20
_GROUP_PERIOD: Final = 60.0
_REMEMBERED_CHATS: Final = 1000


class FloodControl:
    """Hands out turns to send; within one chat in the order they were asked for."""

    def __init__(self, clock: Clock, *, per_second: int) -> None:
        self._clock = clock
        self._all = Window(per_second, 1.0)
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._queues: dict[int, asyncio.Lock] = {}
        self._never = asyncio.Event()

    async def turn(self, chat_id: int) -> None:
        """Wait until one message may be sent to the chat."""
        async with self._queues.setdefault(chat_id, asyncio.Lock()):
            while (delay := self._delay(self._windows(chat_id))) > 0:
                await self._clock.wait(self._never, delay)
            now = self._clock.monotonic()
            for window in self._windows(chat_id):
                window.take(now)
        if len(self._queues) > _REMEMBERED_CHATS:
            self._forget_idle()

    def _windows(self, chat_id: int) -> tuple[Window, ...]:
        if chat_id not in self._chats:
            own = (Window(1, _CHAT_INTERVAL),)
            self._chats[chat_id] = own if chat_id > 0 else (*own, Window(_GROUP_LIMIT, _GROUP_PERIOD))
        return (self._all, *self._chats[chat_id])

    def _delay(self, windows: Iterable[Window]) -> float:
        now = self._clock.monotonic()
        return max(window.delay(now) for window in windows)

    def _forget_idle(self) -> None:
        now = self._clock.monotonic()
        for chat_id, windows in list(self._chats.items()):
            if not self._queues[chat_id].locked() and all(window.is_idle(now) for window in windows):
                del self._chats[chat_id], self._queues[chat_id]
