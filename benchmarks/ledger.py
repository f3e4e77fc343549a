"""Ledger of what the image service was asked for: every submission, and of the many polls only when they came."""

from collections import defaultdict

from benchmarks.crowd import number_in
from sandbox.journal import Journal
from sandbox.yandex.entries import Entry


class Ledger(Journal[Entry]):
    """Takes the place of the service's own journal, which forgets. Times are seconds of the service's clock."""

    def __init__(self) -> None:
        super().__init__(limit=1)
        self.arrivals: defaultdict[str, list[float]] = defaultdict(list)
        self._submissions: list[Entry] = []

    def add(self, record: Entry) -> None:
        super().add(record)
        self.arrivals[record.call].append(record.time)
        if record.call == "yandex.submit":
            self._submissions.append(record)

    def executed(self) -> list[int]:
        """The number of the request, for each submission that was carried out, whatever became of the answer."""
        texts = [str(entry.body["messages"]) for entry in self._submissions if entry.executed]
        return [number for text in texts if (number := number_in(text)) is not None]
