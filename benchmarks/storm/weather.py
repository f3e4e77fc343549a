"""Weather of the storm: faults of both services, and the moments at which the bot is killed."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Self

from sandbox.faults import Faults, Kind, Rule

_FAULTS: Final = (
    Rule("", Kind.STATUS, status=429, retry_after="1"),
    Rule("", Kind.STATUS, status=500),
    Rule("", Kind.LOST),
    Rule("", Kind.DROPPED),
)
_LONGEST_LIFE: Final = 6.0  # seconds
_MOST_CALLS: Final = 400
_DIES_AT_START: Final = 0.1  # the share of lives that end before the bot has said that it runs


@dataclass(frozen=True, slots=True)
class Doom:
    """When a life of the bot's ends: after so many seconds, or as its n-th call arrives, whichever comes first."""

    at_start: bool  # counted from the start of the process, not from the moment it runs
    seconds: float
    calls: int

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        return cls(
            at_start=chance.random() < _DIES_AT_START,
            seconds=chance.uniform(0.0, _LONGEST_LIFE),
            calls=chance.randint(1, _MOST_CALLS),
        )


class Victim:
    """The process to be killed. `struck` is set when it has been."""

    def __init__(self, pid: int, calls: int) -> None:
        self._pid = pid
        self._calls = calls
        self.struck = asyncio.Event()

    def called(self) -> None:
        """A call of the process has arrived; the last one is still carried out, and its answer reaches nobody."""
        self._calls -= 1
        if self._calls == 0:
            os.kill(self._pid, signal.SIGKILL)
            self.struck.set()


class Weather(Faults):
    """The faults of one service, counted. `called` learns the name of each call as it arrives."""

    def __init__(self, seed: int, where: str, share: float, called: Callable[[str], None]) -> None:
        super().__init__(seed)
        self.seen: Counter[tuple[str, Kind]] = Counter()
        self._called = called
        for fault in _FAULTS:
            self.add(replace(fault, where=where, share=share))

    def strike(self, call: str, parameters: Mapping[str, str] = MappingProxyType({})) -> Rule | None:
        self._called(call)
        rule = super().strike(call, parameters)
        if rule is not None:
            self.seen[call, rule.kind] += 1
        return rule
