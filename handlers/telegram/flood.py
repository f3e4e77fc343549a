"""Telegram's flood limits: about one message a second to a chat, 20 a minute to a group, 30 a second to all.

Documented as approximate by Telegram ("My bot is hitting limits", Bots FAQ). What Telegram says on top of them, by a
429, is obeyed for the chat that it concerns.
"""

import asyncio
from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import partial
from typing import Final

from drawing.clock import Clock
from drawing.ports.chat import ChatBusy
from drawing.rate_limits import RateLimit

_CHAT_INTERVAL: Final = 1.0
_GROUP_ANSWERS: Final = 16  # of the twenty: the rest is left for pictures, however many questions are asked
_GROUP_LIMIT: Final = 20
_GROUP_PERIOD: Final = 60.0
_FIRST_SILENCE: Final = 2.0  # seconds, doubled each time that Telegram refuses and names no time
_MAX_SILENCE: Final = 3600.0  # seconds that a chat is left alone at most, whatever Telegram says
_MAX_TURN_WAIT: Final = 2.0  # seconds that a sender waits for its turn; for longer waits it may do something else
_REMEMBERED_CHATS: Final = 1000


class Turn(Enum):
    """What a turn is wanted for."""

    DRAWING = auto()
    ANSWER = auto()


class _Chat:
    """What is known of one chat: its windows, the queue of its senders, and until when Telegram wants silence."""

    def __init__(self, chat_id: int) -> None:
        own = [RateLimit(1, _CHAT_INTERVAL)]
        drawings = own if chat_id > 0 else [*own, RateLimit(_GROUP_LIMIT, _GROUP_PERIOD)]
        answers = drawings if chat_id > 0 else [*drawings, RateLimit(_GROUP_ANSWERS, _GROUP_PERIOD)]
        self.windows: dict[Turn, Sequence[RateLimit]] = {Turn.DRAWING: drawings, Turn.ANSWER: answers}
        self.queue = asyncio.Lock()
        self.drawings = 0  # that wait for their turn; answers wait behind them
        self.silent_until = float("-inf")
        self.next_silence = _FIRST_SILENCE

    def delay(self, turn: Turn, now: float) -> float:
        return max(self.silent_until - now, *(window.delay(now) for window in self.windows[turn]), 0.0)

    def is_idle(self, now: float) -> bool:
        is_quiet = all(window.is_idle(now) for window in self.windows[Turn.ANSWER])
        return is_quiet and not self.queue.locked() and self.silent_until + _MAX_SILENCE <= now


class FloodControl:
    """Hands out turns to send: within a chat, and over all chats, in the order they were asked for."""

    def __init__(self, clock: Clock, *, per_second: int) -> None:
        self._clock = clock
        self._everybody = RateLimit(per_second, 1.0)
        self._queue = asyncio.Lock()
        self._chats: dict[int, _Chat] = {}
        self._never = asyncio.Event()

    async def turn(self, chat_id: int, turn: Turn = Turn.DRAWING) -> None:
        """Wait until one message may be sent to the chat. Raises `ChatBusy` where that takes more than two seconds."""
        if len(self._chats) > _REMEMBERED_CHATS:
            self._forget_idle()
        chat = self._chats.setdefault(chat_id, _Chat(chat_id))
        chat.drawings += turn is Turn.DRAWING
        try:
            while not await self._take(chat, turn):
                pass  # whoever has come for it stands first in the queue now
        finally:
            chat.drawings -= turn is Turn.DRAWING

    async def _take(self, chat: _Chat, turn: Turn) -> bool:
        """Take a turn when it comes; not, where a drawing has come for it meanwhile."""
        async with chat.queue:
            if (delay := chat.delay(turn, self._clock.monotonic())) > _MAX_TURN_WAIT:
                raise ChatBusy(delay)
            await self._wait_for(partial(chat.delay, turn))
            if turn is Turn.ANSWER and chat.drawings > 0:
                return False
            async with self._queue:
                await self._wait_for(self._everybody.delay)
                now = self._clock.monotonic()
                for window in (self._everybody, *chat.windows[turn]):
                    window.take(now)
        return True

    def silence(self, chat_id: int, seconds: float) -> float:
        """Telegram wants nothing sent to this chat for so long, or, where it names no time, for longer each time.

        Returns for how long.
        """
        chat = self._chats.setdefault(chat_id, _Chat(chat_id))
        if seconds <= 0:
            seconds, chat.next_silence = chat.next_silence, chat.next_silence * 2
        seconds = min(seconds, _MAX_SILENCE)
        chat.silent_until = self._clock.monotonic() + seconds
        return seconds

    def end_silence(self, chat_id: int) -> None:
        """Telegram has taken something."""
        if (chat := self._chats.get(chat_id)) is not None:
            chat.next_silence = _FIRST_SILENCE

    async def _wait_for(self, rest: Callable[[float], float]) -> None:
        while (delay := rest(self._clock.monotonic())) > 0:
            await self._clock.wait(self._never, delay)

    def _forget_idle(self) -> None:
        now = self._clock.monotonic()
        self._chats = {chat_id: chat for chat_id, chat in self._chats.items() if not chat.is_idle(now)}
