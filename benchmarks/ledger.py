"""What the image service was asked for: every submission, and of the many polls only when they came."""

from collections import defaultdict
from typing import Any

from benchmarks.crowd import number_in
from sandbox.yandex.journal import Entry, Journal


class Ledger(Journal):
    """Takes the place of the service's own journal, which forgets. Times are seconds of the service's clock."""

    def __init__(self) -> None:
        super().__init__(limit=1)
        self.arrivals: defaultdict[str, list[float]] = defaultdict(list)
        self._submissions: list[Entry] = []

    def add(self, call: str, *args: Any, **kwargs: Any) -> Entry:
        entry = super().add(call, *args, **kwargs)
        self.arrivals[call].append(entry.time)
        if call == "yandex.submit":
            self._submissions.append(entry)
        return entry

    def executed(self) -> list[int]:
        """The number of the request, for each submission that was carried out, whatever became of the answer."""
        texts = [str(entry.body["messages"]) for entry in self._submissions if entry.executed]
        return [number for text in texts if (number := number_in(text)) is not None]
