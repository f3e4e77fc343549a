"""What the bot asked and what it was told: for the owner, and for tests that hold both against the Bot API."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_LONGEST_VALUE = 4096  # characters of a parameter that the journal keeps


@dataclass(frozen=True, slots=True)
class Exchange:
    """One executed request: `parameters` as they came (text, or decoded JSON), `answer` the whole body."""

    method: str
    parameters: Mapping[str, Any]
    status: int
    answer: Json
    at: float = 0.0  # Unix time


Observer = Callable[[Exchange], None]


class Journal:
    """The latest exchanges, polls for updates left out."""

    def __init__(self, limit: int = 1000) -> None:
        self._latest: deque[Exchange] = deque(maxlen=limit)

    def record(self, exchange: Exchange) -> None:
        # Polls would soon crowd out everything else, and tell nothing that the updates do not.
        if exchange.method != "getUpdates":
            self._latest.append(exchange)

    def read(self, method: str | None = None) -> list[Json]:
        """The exchanges as JSON, the oldest first; of one method, if named."""
        return [
            {
                "method": exchange.method,
                "parameters": {name: _cut(value) for name, value in exchange.parameters.items()},
                "status": exchange.status,
                "answer": exchange.answer,
                "time": exchange.at,
            }
            for exchange in self._latest
            if method in (None, exchange.method)
        ]


def _cut(value: Any) -> Any:
    return value[:_LONGEST_VALUE] if isinstance(value, str) else value
