"""The workers over a real store and a simulated outside."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

from drawing.lifecycle import Drawing, NewDrawing
from drawing.prompt import Prompt, WeightedMessage
from drawing.quota import DailyQuota, Limits, day_of
from drawing.workers.loop import LoopWorker
from storage.store import SqlStore
from tests.world.databases import open_database
from tests.world.process import POLICIES, create_process
from tests.world.simulated import (
    NO_LIMITS,
    ORDER,
    JumpingClock,
    SimulatedChat,
    SimulatedLanguageModel,
    SimulatedOwner,
    SimulatedService,
)

_TIMEOUT = 60.0  # seconds in which any machine does what is asked of a world; it tells of one that is stuck


class World:
    """The workers over a real store and a simulated outside."""

    def __init__(
        self,
        store: SqlStore,
        *,
        per_minute: int = 60,
        per_second: int = 10,
        resubmissions: int = 1,
        limits: Limits = NO_LIMITS,
    ) -> None:
        self.store = store
        self.clock = JumpingClock()
        self.service = SimulatedService()
        self.chat = SimulatedChat()
        self.language_model = SimulatedLanguageModel()
        self.owner = SimulatedOwner()
        policies = replace(
            POLICIES,
            quota=DailyQuota(limits, UTC),
            submit_per_minute=per_minute,
            results_per_second=per_second,
            resubmissions=resubmissions,
        )
        self.process = create_process(
            store,
            self.chat,
            self.service,
            self.clock,
            policies=policies,
            enhancer=self.language_model,
            owner=self.owner,
        )
        self.incidents, self.health = self.process.incidents, self.process.health
        workers = self.process.workers
        self.delivery, self.notices = workers.delivery, workers.notices
        self.deliver, self.submit, self.poll, self.sweep = workers.deliver, workers.submit, workers.poll, workers.sweep
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

        async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
            for worker in self.process.workers:
                group.create_task(worker.run(stop))
            group.create_task(watch())

    def _wake(self) -> None:
        for worker in self.process.workers:
            worker.wakeup.notify()


@asynccontextmanager
async def open_world(folder: Path, **options: Any) -> AsyncIterator[World]:
    """A world over the database in that folder; the same folder brings back the same database."""
    async with open_database(folder / "world.db") as database:
        yield World(SqlStore(database), **options)
