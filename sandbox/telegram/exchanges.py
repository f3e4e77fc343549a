"""Exchange with the Bot API: a request and its answer, for the journal and for tests that check both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_MAX_VALUE = 4096  # characters of a parameter that the journal shows


@dataclass(frozen=True, slots=True)
class Exchange:
    """One executed request: `parameters` as they came (text, or decoded JSON), `answer` the whole body."""

    method: str
    parameters: Mapping[str, Any]
    status: int
    answer: Json
    at: float = 0.0  # Unix time

    def to_json(self) -> Json:
        """The exchange as `/-/requests` shows it."""
        return {
            "method": self.method,
            "parameters": {name: _truncated(value) for name, value in self.parameters.items()},
            "status": self.status,
            "answer": self.answer,
            "time": self.at,
        }


Observer = Callable[[Exchange], None]


def _truncated(value: Any) -> Any:
    return value[:_MAX_VALUE] if isinstance(value, str) else value
