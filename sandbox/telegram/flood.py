"""Telegram's flood limits: one message a second to a chat, 20 a minute to a group, 30 a second in all.

The limits are those of the Bot API's FAQ; the real ones are softer, and secret. A short burst to one chat passes.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.telegram.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages within any `seconds`."""

    count: int
    seconds: float


IN_ALL = Limit(30, 1)
TO_A_CHAT = Limit(3, 3)
TO_A_GROUP = Limit(20, 60)


class FloodControl:
    """Counts what was sent; refused messages do not count. `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent: defaultdict[tuple[str, int], deque[float]] = defaultdict(deque)
        self.enabled = False

    def check(self, chat_id: int) -> None:
        """Counts one message to a chat.

        Raises:
            ApiError: 429 with the seconds to wait, if it is too soon.
        """
        if not self.enabled:
            return
        now = self._clock()
        rules = [(("all", 0), IN_ALL), (("chat", chat_id), TO_A_CHAT)]
        if chat_id < 0:
            rules.append((("group", chat_id), TO_A_GROUP))
        waits = [self._wait(self._sent[key], limit, now) for key, limit in rules]
        if (wait := max(waits)) > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for key, _ in rules:
            self._sent[key].append(now)

    def _wait(self, sent: deque[float], limit: Limit, now: float) -> float:
        while sent and sent[0] <= now - limit.seconds:
            sent.popleft()
        return sent[0] + limit.seconds - now if len(sent) >= limit.count else 0.0
