"""Journal of the requests that reached a service: for tests, and for the owner who wonders what the bot did."""

from collections import deque
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar


class Record(Protocol):
    """One request, in the form that its service keeps."""

    def to_json(self) -> dict[str, Any]:
        """The record as `/-/requests` shows it."""


RecordT = TypeVar("RecordT", bound=Record)


class Journal(Generic[RecordT]):
    """The latest records, the oldest first; beyond `limit` the oldest are forgotten."""

    def __init__(self, limit: int) -> None:
        self.entries: deque[RecordT] = deque(maxlen=limit)

    def add(self, record: RecordT) -> None:
        """Keeps a record; what is changed in it later is changed here, too."""
        self.entries.append(record)

    def to_json(self, matches: Callable[[RecordT], bool] = lambda _: True) -> list[dict[str, Any]]:
        """The records that match."""
        return [record.to_json() for record in self.entries if matches(record)]
