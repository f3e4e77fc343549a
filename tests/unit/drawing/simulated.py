"""The outside world, simulated behind the ports: a clock that jumps, an image service, a chat.

What is ours is real: the workers, the rules, and the store over SQLite in a temporary file.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from drawing.chat import Slot, SlotGone
from drawing.days import day_of
from drawing.generation import Failed, OperationMissing, Pending, Picture, Started, Traits
from drawing.incidents import Incident, Incidents
from drawing.lifecycle import Drawing, NewDrawing
from drawing.outlook import Outlook, Outlooker
from drawing.patience import Patience, Pause
from drawing.prompt import Prompt, WeightedMessage
from drawing.store import Limits
from drawing.workers.deliver import DeliverWorker, Delivery
from drawing.workers.loop import LoopWorker
from drawing.workers.notices import Notices
from drawing.workers.poll import PollWorker
from drawing.workers.submit import SubmitWorker
from drawing.workers.sweep import SweepWorker
from storage.database import Database
from storage.store import SqlStore

PICTURE = Picture(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", 1024, 1024)
_PATIENCE = 60.0  # seconds in which any machine does what is asked of a world; it tells of one that is stuck
NO_LIMITS = Limits(queued_per_person=10**6, per_person_and_day=10**6, per_day=10**6)
TODAY = "2026-11-29"
ORDER: Final[dict[str, Any]] = {"limits": NO_LIMITS, "day": TODAY, "now": 0.0}
"""For `begin_submission`, where it does not matter."""


def knowing_only(patience: Patience) -> Outlooker:
    """The outlook where nothing is known but whether the service pauses."""

    async def outlook(_: Drawing) -> Outlook:
        return Outlook(pause=patience.pause())

    return outlook


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

    async def tell(self, incident: Incident, advice: str) -> None:
        self.told.append(f"{incident}: {advice}")

    async def tell_end(self, incident: Incident) -> None:
        self.told.append(f"{incident} is over")

    async def tell_change(self, advice: str) -> None:
        self.told.append(f"changed: {advice}")


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

    async def is_there(self) -> bool:
        await asyncio.sleep(0)
        return not self.trouble

    async def takes_pictures(self, drawing: Drawing) -> bool:
        await asyncio.sleep(0)
        return drawing.chat_id not in self.without_pictures

    async def post_slot(self, drawing: Drawing, outlook: Outlook) -> Slot:
        await self._meet_trouble("post")
        self._next_id += 1
        self.messages[drawing.chat_id][self._next_id] = "slot" if outlook.pause is None else "waiting"
        self.after("post")
        return Slot(self._next_id, replies=not self.requests_gone)

    async def show_waiting(self, drawing: Drawing, pause: Pause) -> None:
        await self.before_waiting()
        await self._show(drawing, "waiting")

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        await self._show(drawing, f"picture {drawing.id}")
        return f"file {drawing.id}"

    async def show_ending(self, drawing: Drawing) -> None:
        await self._show(drawing, f"{drawing.reason}")

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


class World:
    """The workers over a real store and a simulated outside."""

    def __init__(
        self,
        store: SqlStore,
        *,
        per_minute: int = 60,
        per_second: int = 10,
        resubmissions: int = 1,
        limits: Limits | None = None,
    ) -> None:
        self.store = store
        self.clock = JumpingClock()
        self.service = SimulatedService()
        self.chat = SimulatedChat()
        self.language_model = SimulatedLanguageModel()
        self.owner = SimulatedOwner()
        self.incidents = Incidents(self.owner, store)
        source = random.Random(1)
        self.patience = Patience(self.clock)
        outlook = knowing_only(self.patience)
        self.notices = Notices(store, self.chat, self.clock, self.patience)
        self.delivery = Delivery(store, self.chat, self.clock, outlook=outlook, notices=self.notices, notify_after=20)
        self.chats = DeliverWorker(
            store, self.delivery, self.clock, notices=self.notices, source=source, wake_others=self._wake
        )
        self.submit = SubmitWorker(
            store,
            self.service,
            self.language_model,
            self.clock,
            prompt_limit=500,
            limits=NO_LIMITS if limits is None else limits,
            zone=UTC,
            per_minute=per_minute,
            running_per_person=3,
            resubmissions=resubmissions,
            incidents=self.incidents,
            patience=self.patience,
            source=source,
            wake_others=self._wake,
        )
        self.poll = PollWorker(
            store,
            self.service,
            self.clock,
            per_second=per_second,
            incidents=self.incidents,
            source=source,
            wake_others=self._wake,
        )
        self.sweep = SweepWorker(store, self.clock, keep_pictures=3600, zone=UTC, wake_others=self._wake)
        self._messages = 0

    async def asks(
        self,
        person: int = 1,
        chat: int = 1,
        *,
        text: str = "cat",
        ttl: float = 86_400,
        index: int = 0,
        enhance: bool | None = None,
        thread: int | None = None,
    ) -> Drawing:
        """Somebody's accepted request."""
        self._messages += 1
        now = self.clock.now()
        new = NewDrawing(
            source=f"m:{chat}:{self._messages}",
            index=index,
            person_id=person,
            person_name=f"person {person}",
            chat_id=chat,
            thread_id=thread,
            request_message_id=self._messages,
            language="en",
            prompt=Prompt(messages=(WeightedMessage(text, Decimal(1)),), seed=self._messages, enhance=enhance),
            created_at=now,
            deadline_at=now + ttl,
        )
        return (await self.store.accept([new], NO_LIMITS, day_of(now, UTC))).drawings[0]

    async def asks_with_slot(self, person: int = 1, chat: int = 1, **details: object) -> Drawing:
        """An accepted request that has its slot."""
        drawing = await self.asks(person, chat, **details)  # type: ignore[arg-type]
        await self.delivery.advance(drawing)
        return await self.now(drawing)

    async def now(self, drawing: Drawing) -> Drawing:
        """The drawing as it is stored."""
        found = await self.store.get(drawing.id)
        assert found is not None
        return found

    async def submitted(self, drawing: Drawing) -> Drawing:
        """Have it submitted once, whatever comes of it."""
        begun = await self.store.begin_submission(drawing.id, seed_kept=self.service.keeps_seed, **ORDER)
        assert begun is not None
        await self.submit.submit(begun)
        return await self.now(drawing)

    async def polled(self, drawing: Drawing) -> Drawing:
        """Have its operation asked for once."""
        await self.poll.reconcile()
        watched = self.poll.watched(drawing.id)
        assert watched is not None
        await self.poll.poll(watched)
        return await self.now(drawing)

    async def ready(self, drawing: Drawing) -> Drawing:
        """Have it drawn, and not yet delivered."""
        return await self.polled(await self.submitted(drawing))

    async def told(self, drawing: Drawing) -> Drawing:
        """Have the next thing said about it."""
        await self.delivery.advance(await self.now(drawing))
        return await self.now(drawing)

    async def works_once(self, worker: LoopWorker) -> None:
        """Let a worker go one round, and finish what it began."""
        async with asyncio.TaskGroup() as group:
            await worker.start_next(group)

    async def works_until(self, condition: Callable[[], object]) -> None:
        """Let all workers run until the condition holds."""
        stop = asyncio.Event()

        async def watch() -> None:
            while not condition():  # noqa: ASYNC110 - conditions are about the simulated world, which rings no wakeup
                await asyncio.sleep(0)
            stop.set()
            self._wake()

        async with asyncio.timeout(_PATIENCE), asyncio.TaskGroup() as group:
            for worker in (self.chats, self.submit, self.poll, self.sweep):
                group.create_task(worker.run(stop))
            group.create_task(watch())

    def _wake(self) -> None:
        for worker in (self.chats, self.submit, self.sweep):
            worker.wakeup.notify()
        self.poll.look_again()


@asynccontextmanager
async def open_world(folder: Path, **options: int) -> AsyncIterator[World]:
    """A world over the database in that folder; the same folder brings back the same database."""
    database = await Database.open(f"sqlite:///{folder}/world.db")
    try:
        yield World(SqlStore(database), **options)
    finally:
        await database.close()
