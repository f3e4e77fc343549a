"""The outside world, simulated behind the ports: a clock that jumps, an image service, a chat, an owner."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from drawing.lifecycle import Drawing
from drawing.ports.chat import SlotGone
from drawing.ports.generator import OperationMissing
from drawing.prompt import Prompt
from drawing.quota import Limits
from drawing.records import Advice, Failed, Incident, Outage, Pending, Picture, Slot, Started, Traits, WaitEstimate

PICTURE = Picture(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", 1024, 1024)
_TIMEOUT = 60.0  # seconds in which any machine does what is asked of a world; it tells of one that is stuck
NO_LIMITS = Limits(queued_per_person=10**6, per_person_and_day=10**6, per_day=10**6)
TODAY = "2026-11-29"
ORDER: Final[dict[str, Any]] = {"limits": NO_LIMITS, "day": TODAY, "now": 0.0}
"""For `begin_submission`, where it does not matter."""


class JumpingClock:
    """Waiting takes no time: whoever waits moves the clock."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0
        self.wall_offset = 1_700_000_000.0

    def now(self) -> float:
        return self.seconds + self.wall_offset

    def monotonic(self) -> float:
        return self.seconds

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        await asyncio.sleep(0)
        if not event.is_set():
            self.seconds += seconds
            await asyncio.sleep(0)
        return event.is_set()


@dataclass
class SimulatedService:
    """An image service that finishes an operation after `polls` looks. `trouble` is raised by the next calls."""

    polls: int = 0
    keeps_seed: bool = True
    answers_at_once: bool = False
    trouble_submitting: list[Exception] = field(default_factory=list)
    trouble_fetching: list[Exception] = field(default_factory=list)
    failure: Failed | None = None
    executed: list[Prompt] = field(default_factory=list)
    operations: dict[str, int] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    is_ready: bool = True

    @property
    def traits(self) -> Traits:
        return Traits(keeps_seed=self.keeps_seed, takes_weights=True)

    async def submit(self, prompt: Prompt) -> Started | Picture:
        await asyncio.sleep(0)
        if self.trouble_submitting:
            raise self.trouble_submitting.pop(0)
        self.executed.append(prompt)
        if self.answers_at_once:
            return PICTURE
        operation_id = f"op{len(self.executed)}"
        self.operations[operation_id] = self.polls
        return Started(operation_id)

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        await asyncio.sleep(0)
        self.fetched.append(operation_id)
        if self.trouble_fetching:
            raise self.trouble_fetching.pop(0)
        if operation_id not in self.operations:
            raise OperationMissing
        if self.operations[operation_id] > 0:
            self.operations[operation_id] -= 1
            return Pending()
        return self.failure or PICTURE


@dataclass
class SimulatedOwner:
    """Remembers what it was told."""

    told: list[str] = field(default_factory=list)

    async def tell(self, incident: Incident, advice: Advice, since: float) -> None:
        self.told.append(f"{incident}: {advice}")

    async def tell_end(self, incident: Incident, since: float) -> None:
        self.told.append(f"{incident} is over")

    async def tell_refusal(self, words: str) -> None:
        self.told.append(f"refused: {words}")

    async def tell_spoilt_row(self) -> None:
        self.told.append("a row is spoilt")

    async def tell_change(self, advice: Advice) -> None:
        self.told.append(f"changed: {advice}")

    async def tell_set_aside(self, bot_id: int, count: int) -> None:
        self.told.append(f"{count} wait for {bot_id}")


@dataclass
class SimulatedLanguageModel:
    """Enhances prompts; `trouble` is raised by the next calls."""

    trouble: list[Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def enhance(self, text: str, limit: int) -> str:
        await asyncio.sleep(0)
        self.asked.append(text)
        if self.trouble:
            raise self.trouble.pop(0)
        return f"{text}, in golden light"[:limit]


@dataclass
class SimulatedChat:
    """All chats: message id to what it shows. `trouble` is raised by the next calls, before they are executed."""

    messages: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    trouble: list[Exception] = field(default_factory=list)
    requests_gone: bool = False
    without_pictures: set[int] = field(default_factory=set)  # chats in which the bot may send none
    after: Callable[[str], None] = lambda call: None
    before_waiting: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)  # at the last moment before the edit
    log: list[str] = field(default_factory=list)
    _next_id: int = 100

    async def ping(self) -> bool:
        await asyncio.sleep(0)
        return not self.trouble

    async def takes_pictures(self, drawing: Drawing) -> bool:
        await asyncio.sleep(0)
        return drawing.chat_id not in self.without_pictures

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        await self._meet_trouble("post")
        self._next_id += 1
        self.messages[drawing.chat_id][self._next_id] = "slot" if estimate.outage is None else "waiting"
        self.after("post")
        return Slot(self._next_id, replies=not self.requests_gone)

    async def show_waiting(self, drawing: Drawing, outage: Outage) -> None:
        await self.before_waiting()
        await self._show(drawing, "waiting")

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        await self._show(drawing, f"picture {drawing.id}")
        return f"file {drawing.id}"

    async def show_ending(self, drawing: Drawing) -> None:
        await self._show(drawing, f"{drawing.reason}")

    async def send_ending(self, drawing: Drawing) -> None:
        await self._meet_trouble("post")
        self._next_id += 1
        self.messages[drawing.chat_id][self._next_id] = f"{drawing.reason}"

    async def delete(self, chat_id: int, message_id: int) -> None:
        await self._meet_trouble("delete")
        self.messages[chat_id].pop(message_id, None)

    async def _show(self, drawing: Drawing, what: str) -> None:
        await self._meet_trouble("show")
        assert drawing.slot_id is not None
        if drawing.slot_id not in self.messages[drawing.chat_id]:
            raise SlotGone
        self.messages[drawing.chat_id][drawing.slot_id] = what
        self.after("show")

    async def _meet_trouble(self, call: str) -> None:
        await asyncio.sleep(0)
        self.log.append(call)
        if self.trouble:
            raise self.trouble.pop(0)

    def shown(self, chat_id: int) -> list[str]:
        """What the messages of a chat show, oldest first."""
        return [text for _, text in sorted(self.messages[chat_id].items())]
