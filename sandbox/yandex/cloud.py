"""State that all services of the double share."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.faults import Faults, Rule
from sandbox.journal import Journal
from sandbox.yandex.entries import Entry
from sandbox.yandex.gallery import Gallery
from sandbox.yandex.settings import Settings
from sandbox.yandex.tokens import Tokens


@dataclass(slots=True)
class Cloud:
    """The state behind the API. `clock` counts seconds and never goes back; `sleep` waits for so many of them."""

    settings: Settings
    faults: Faults
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    random: random.Random
    gallery: Gallery
    journal: Journal[Entry]
    tokens: Tokens

    def receive(self, entry: Entry) -> Rule | None:
        """Writes a request down, and the fault that it meets; returns that fault."""
        self.journal.add(entry)
        rule = self.faults.strike(entry.call)
        if rule is not None:
            entry.fault = rule.kind.value
        return rule

    def duration(self) -> float:
        """The duration of the next drawing, in seconds; infinite if it never finishes."""
        if self.random.random() < self.settings.never:
            return float("inf")
        return self.random.uniform(*self.settings.duration)

    def seed(self) -> int:
        """A seed for those who gave none; the services do not tell which one it was."""
        return self.random.randrange(1, 2**63)

    def wall_time(self) -> int:
        """Seconds since 1970, as the Images API dates its answers."""
        return int(time.time())
