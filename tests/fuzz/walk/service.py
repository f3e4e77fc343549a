"""An image service whose operations take their time, fail, or never end. Implements `ImageGenerator`."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable

from drawing.lifecycle import Reason
from drawing.ports.generator import Busy, Denied, Down, OutcomeUnknown, Rejected
from drawing.prompt import Prompt
from drawing.records import Advice, Failed, Pending, Picture, Started, Traits
from tests.fuzz.walk.turns import Turns
from tests.world.faults import Fault, Steps
from tests.world.simulated import PICTURE


class Service:
    """The image service. How long an operation takes, and what comes of it, depends on its seed alone."""

    is_ready = True
    traits = Traits(keeps_seed=True, takes_weights=True)

    def __init__(self, turns: Turns, chance: random.Random) -> None:
        self.executed: Counter[int] = Counter()
        self.before_sending: Callable[[int], Awaitable[None]] = lambda _: asyncio.sleep(0)
        self._turns = turns
        self._chance = chance
        self._operations: dict[str, tuple[int, int]] = {}  # seed, looks until it is done

    async def submit(self, prompt: Prompt) -> Started | Picture:
        await self.before_sending(int(prompt.seed or 0))
        return await self._turns.take("submit", Steps.REMOTE, lambda: self._execute(prompt), self._refusal)

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        return await self._turns.take("fetch", Steps.REMOTE, lambda: self._look(operation_id), self._trouble)

    async def _execute(self, prompt: Prompt) -> Started | Picture:
        seed = int(prompt.seed or 0)
        if seed % 11 == 3:
            raise Rejected(Reason.REFUSED)
        self.executed[seed] += 1
        if seed % 7 == 2:
            return PICTURE
        operation_id = f"op{len(self._operations)}"
        self._operations[operation_id] = (seed, 10**9 if seed % 13 == 4 else seed % 5)
        return Started(operation_id)

    async def _look(self, operation_id: str) -> Pending | Picture | Failed:
        seed, looks = self._operations[operation_id]
        if looks > 0:
            self._operations[operation_id] = seed, looks - 1
            return Pending()
        return Failed(Reason.GENERATION_FAILED) if seed % 5 == 1 else PICTURE

    def _refusal(self, fault: Fault) -> Exception:
        if fault is Fault.DROPPED:
            return OutcomeUnknown()
        return (
            self._chance.choice((Busy(3), Down(), Denied(Advice("no role"))))
            if fault is Fault.BUSY
            else OutcomeUnknown()
        )

    def _trouble(self, fault: Fault) -> Exception:
        return self._chance.choice((Busy(3), Down(5), Denied(Advice("no role")), OutcomeUnknown()))
