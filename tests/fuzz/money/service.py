"""The services that cost money, and how often they were asked: the truth that the bot's own counters are held against.

What was ordered is known by the name of the task that sends it, which holds the number of the drawing.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import Final

from drawing.lifecycle import Reason
from drawing.ports.generator import (
    BadResult,
    Busy,
    Denied,
    Down,
    EnhancementFailed,
    GenerationError,
    ModelReplaced,
    OperationMissing,
    OutcomeUnknown,
    Rejected,
    Unreachable,
)
from drawing.prompt import Prompt
from drawing.quota import day_of
from drawing.records import Advice, Failed, Pending, Picture, Started, Traits
from tests.fuzz.money.clock import VirtualClock
from tests.world.simulated import PICTURE

ZONE: Final = timezone(timedelta(hours=3))  # the owner's, where a day begins at another hour than in UTC

# What can come of an order, and how often it does. Those of `FREE` are answered with an error, and cost nothing.
GOOD: Final = {"picture": 3, "quick": 4, "slow": 3}
BAD: Final = {
    "fails": 2,
    "never": 1,
    "unreadable": 1,
    "strange": 1,
    "unknown, done": 2,
    "unknown, not done": 1,
    "refused": 1,
    "invalid": 1,
    "down": 1,
    "busy": 1,
    "denied": 1,
    "unreachable": 1,
    "replaced": 1,
}
FREE: Final = frozenset({"refused", "invalid", "down", "busy", "denied", "unreachable", "replaced"})
_NEVER: Final = 10**9


@dataclass(frozen=True, slots=True)
class Order:
    """An order that left, and may have to be paid."""

    drawing: int
    day: str
    at: float


@dataclass
class ImageService:
    """Implements `drawing.ports.generator.ImageGenerator`. `outcomes` come first, then chance decides."""

    clock: VirtualClock
    chance: random.Random
    outcomes: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=lambda: GOOD | BAD)
    latencies: tuple[float, ...] = (0.0, 0.0, 0.5, 3.0, 40.0)
    orders: list[Order] = field(default_factory=list)
    sent: int = 0
    came: Counter[str] = field(default_factory=Counter)
    _operations: dict[str, list[int]] = field(default_factory=dict)

    is_ready = True
    traits = Traits(keeps_seed=True, takes_weights=True)

    async def submit(self, prompt: Prompt) -> Started | Picture:
        outcome = self.outcomes.pop(0) if self.outcomes else self._chosen()
        self.sent += 1
        self.came[outcome] += 1
        if outcome not in FREE:
            now = self.clock.now()
            self.orders.append(Order(_number_of_task(), day_of(now, ZONE), now))
        await _take_time(self.clock, self.chance.choice(self.latencies))
        return self._answer(outcome)

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        await asyncio.sleep(0)
        if operation_id not in self._operations:
            raise OperationMissing
        if "busy" in self.weights and self.chance.random() < 0.05:
            raise self.chance.choice((Busy(2.0), Down(3.0), Denied(Advice("no role")), OutcomeUnknown(), Unreachable()))
        operation = self._operations[operation_id]
        if operation[0] > 0:
            operation[0] -= 1
            return Pending()
        return Failed(Reason.GENERATION_FAILED) if operation[1] else PICTURE

    def heal(self) -> None:
        """Nothing fails any more, and nothing takes long."""
        self.weights, self.latencies = GOOD, (0.0,)

    def _chosen(self) -> str:
        return self.chance.choices(list(self.weights), list(self.weights.values()))[0]

    def _answer(self, outcome: str) -> Started | Picture:
        errors: dict[str, Exception] = {
            "unreadable": BadResult(),
            "strange": ValueError("an answer that nobody can read"),
            "unknown, done": OutcomeUnknown(),
            "unknown, not done": OutcomeUnknown(),
            "refused": Rejected(Reason.REFUSED),
            "invalid": Rejected(Reason.INVALID, "no"),
            "down": Down(),
            "busy": Busy(5.0),
            "denied": Denied(Advice("no role")),
            "unreachable": Unreachable(),
            "replaced": ModelReplaced(),
        }
        assert all(isinstance(error, GenerationError) or name == "strange" for name, error in errors.items())
        if outcome in errors:
            raise errors[outcome]
        if outcome == "picture":
            return PICTURE
        operation_id = f"op{len(self._operations)}"
        looks = {"quick": 0, "slow": 3, "fails": 1, "never": _NEVER}[outcome]
        self._operations[operation_id] = [looks, outcome == "fails"]
        return Started(operation_id)


@dataclass(frozen=True, slots=True)
class Completion:
    """A prompt that the language model was given."""

    drawing: int
    day: str
    life: int  # of the process that asked


@dataclass
class LanguageModel:
    """Implements `drawing.enhancement.PromptEnhancer`. Each call is paid for, whatever comes of it."""

    clock: VirtualClock
    chance: random.Random
    failing: float = 0.2
    latencies: tuple[float, ...] = (0.0, 0.5, 10.0)
    completions: list[Completion] = field(default_factory=list)
    life: int = 0

    async def enhance(self, text: str, limit: int) -> str:
        self.completions.append(Completion(_number_of_task(), day_of(self.clock.now(), ZONE), self.life))
        await _take_time(self.clock, self.chance.choice(self.latencies))
        if self.chance.random() < self.failing:
            raise EnhancementFailed
        return f"{text}, in golden light"[:limit]


def _number_of_task() -> int:
    task = asyncio.current_task()
    assert task is not None
    return int(task.get_name().split()[-1])


async def _take_time(clock: VirtualClock, seconds: float) -> None:
    await asyncio.sleep(0)
    if seconds > 0:
        await clock.wait(asyncio.Event(), seconds)
