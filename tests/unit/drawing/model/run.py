"""One run of the model: the real workers and the real store carry a scenario through a plan of faults."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from drawing.lifecycle import Reason
from drawing.people import Person
from drawing.ports.chat import ChatMoved, ChatMuted
from drawing.ports.generator import Busy, Rejected
from drawing.ports.store import StoreError
from drawing.prompt import Prompt
from drawing.records import Failed, Picture, Started
from drawing.service import DrawingService, DrawRequest
from drawing.workers.loop import LoopWorker
from storage.store import SqlStore
from tests.world.databases import open_database
from tests.world.faults import Crash, Fault, FaultyChat, FaultyService, FaultyStore, Plan, Steps
from tests.world.process import POLICIES, create_process
from tests.world.simulated import (
    JumpingClock,
    SimulatedChat,
    SimulatedService,
)
from tests.world.transitions import guard_transitions

RESUBMISSIONS = 1
GROUP, SUPERGROUP, HOME = -1, -100, 1
_ROUNDS = 400
_POLICIES = replace(
    POLICIES, submit_per_minute=1000, results_per_second=1000, running_per_person=9, resubmissions=RESUBMISSIONS
)


@dataclass
class Model:
    """The world of one run, which outlives the crashes of the process in it."""

    store: SqlStore
    steps: Steps
    clock: JumpingClock = field(default_factory=JumpingClock)
    service: SimulatedService = field(default_factory=SimulatedService)
    chat: SimulatedChat = field(default_factory=SimulatedChat)
    text: str = "cat --seed 5"
    interference: Callable[["Model"], Awaitable[None]] | None = None
    """What somebody does once the first slot stands; a step of its own, outside of the process."""
    is_confirmed: bool = False
    is_cancelled: bool = False
    """Somebody has cancelled all while it was being sent, and was promised that no picture comes."""
    strays_expected: int = 0

    async def run(self) -> None:
        """Until everything is told and Telegram knows that the update was handled; a crash starts the process anew."""
        crashes = 0
        while True:
            try:
                await self._live()
            except BaseExceptionGroup as group:
                if group.split(Crash)[1] is not None:
                    raise
                crashes += 1
            except Crash:
                crashes += 1
            else:
                return
            assert crashes <= len(self.steps.plan), "more crashes than planned"

    async def _live(self) -> None:
        """One life of the process."""
        store = FaultyStore(self.store, self.steps)
        process = create_process(
            store,
            FaultyChat(self.chat, self.steps),
            FaultyService(self.service, self.steps),
            self.clock,
            policies=_POLICIES,
        )
        workers = process.workers
        for _ in range(_ROUNDS):
            if not self.is_confirmed:
                await self._take_in(process.drawing_service)
            steps = len(self.steps.kinds)
            process.wakeups.poll.notify()
            loops = (workers.deliver, workers.submit, workers.poll)
            pauses = [await self._one_round(worker) for worker in loops]
            await self._interfere()
            # Polling looks every second for what others may have begun; when nobody does anything, it need not.
            self.clock.seconds += max(1.0, min(pauses if len(self.steps.kinds) > steps else pauses[:2]))
            if self.is_confirmed and not await self._open():
                return
        raise AssertionError("it never comes to an end")

    @staticmethod
    async def _one_round(worker: LoopWorker) -> float:
        """Returns for how many seconds nothing more can be done; what was begun has ended by then."""
        pause = 0.0
        async with asyncio.TaskGroup() as group:
            with suppress(StoreError):  # the loop around it looks again
                pause = await worker.start_next(group)
        return pause

    async def _take_in(self, drawing_service: DrawingService) -> None:
        """The update arrives, is handled, and confirmed; what is not confirmed comes again."""
        request = DrawRequest(
            source=f"m:{GROUP}:1",
            text=self.text,
            person=Person(id=1, name="Ann"),
            language="en",
            chat_id=GROUP,
            thread_id=None,
            request_message_id=1,
        )
        await self._until_stored(lambda: drawing_service.draw(request))

        async def confirm() -> None:
            self.is_confirmed = True

        with suppress(ConnectionError):
            await self.steps.take("confirm", Steps.REMOTE, confirm, lambda _: ConnectionError())

    async def _interfere(self) -> None:
        if self.interference is not None and any(self.chat.shown(GROUP)):
            interference, self.interference = self.interference, None
            await interference(self)

    @staticmethod
    async def _until_stored(call: Callable[[], Awaitable[object]]) -> None:
        """As the loops around the workers do: what the database refuses is tried again."""
        while True:
            try:
                await call()
            except StoreError:
                continue
            return

    async def _open(self) -> bool:
        drawings = await self.store.of_source(f"m:{GROUP}:1")
        return not drawings or any(drawing.told_at is None for drawing in drawings)


Scenario = Callable[[Model], None]


def plain(_: Model) -> None:
    """A picture that is there at the first poll."""


def slow(model: Model) -> None:
    """One that takes so long that it comes in a fresh slot."""
    model.service.polls = 2

    async def wait(model: Model) -> None:
        model.clock.seconds += 21

    model.interference = wait


def synchronous(model: Model) -> None:
    """A service that answers at once, and keeps no operations."""
    model.service.answers_at_once = True


def several(model: Model) -> None:
    """Two pictures of one request."""
    model.text = "cat --seed 5 --repeat 2"


def refused(model: Model) -> None:
    """The service refuses at once."""
    model.service.trouble_submitting = [Rejected(Reason.REFUSED) for _ in range(9)]


def refused_late(model: Model) -> None:
    """The operation ends with an error."""
    model.service.failure = Failed(Reason.GENERATION_FAILED)


def paused(model: Model) -> None:
    """The service pauses, and names a time: the slot says so before it becomes the picture."""
    model.service.trouble_submitting = [Busy(61)]


def cancelled_in_a_pause(model: Model) -> None:
    """Somebody cancels just as the slot says that the service pauses."""
    model.service.trouble_submitting = [Busy(61)]

    async def cancel(model: Model) -> None:
        for drawing in await model.store.of_source(f"m:{GROUP}:1"):
            await model.store.cancel(drawing.id, model.clock.now())

    model.chat.before_waiting = lambda: cancel(model)


def cancelled(model: Model) -> None:
    """Somebody cancels while it is drawn."""
    model.service.polls = 2

    async def cancel(model: Model) -> None:
        for drawing in await model.store.of_source(f"m:{GROUP}:1"):
            await model.store.cancel(drawing.id, model.clock.now())

    model.interference = cancel


def cancelled_while_sent(model: Model) -> None:
    """Somebody cancels while the request is on its way to the service."""
    model.service.polls = 2
    submit = model.service.submit

    async def cancelled_meanwhile(prompt: Prompt) -> Started | Picture:
        model.service.submit = submit  # type: ignore[method-assign]
        for drawing in await model.store.of_source(f"m:{GROUP}:1"):
            await model.store.cancel(drawing.id, model.clock.now())
        model.is_cancelled = True
        return await submit(prompt)

    model.service.submit = cancelled_meanwhile  # type: ignore[method-assign]


def cancelled_while_drawn_at_once(model: Model) -> None:
    """The same with a service that answers with the picture."""
    synchronous(model)
    cancelled_while_sent(model)


def cancelled_while_refused(model: Model) -> None:
    """The same with one that refuses for a time: nothing is ordered after it."""
    model.service.trouble_submitting = [Busy(7)]
    cancelled_while_sent(model)


def slot_deleted(model: Model) -> None:
    """An admin deletes the slot."""
    model.service.polls = 2

    async def delete(model: Model) -> None:
        model.chat.messages[GROUP].clear()

    model.interference = delete


def migrated(model: Model) -> None:
    """The group becomes a supergroup while it is drawn."""
    model.service.polls = 2

    async def migrate(model: Model) -> None:
        show, post = model.chat._show, model.chat.post_slot

        async def moved_show(drawing, what):  # type: ignore[no-untyped-def]
            if drawing.chat_id == GROUP:
                raise ChatMoved(SUPERGROUP)
            await show(drawing, what)

        async def moved_post(drawing, estimate):  # type: ignore[no-untyped-def]
            if drawing.chat_id == GROUP:
                raise ChatMoved(SUPERGROUP)
            return await post(drawing, estimate)

        model.chat._show, model.chat.post_slot = moved_show, moved_post  # type: ignore[method-assign]

    model.interference = migrate
    model.strays_expected = 1  # the old group keeps its slot: nobody can write there any more


def muted(model: Model) -> None:
    """The group takes nothing from the bot any more: the picture goes to who asked for it."""

    async def mute(model: Model) -> None:
        show, post = model.chat._show, model.chat.post_slot

        async def muted_show(drawing, what):  # type: ignore[no-untyped-def]
            if drawing.chat_id == GROUP:
                raise ChatMuted
            await show(drawing, what)

        async def muted_post(drawing, estimate):  # type: ignore[no-untyped-def]
            if drawing.chat_id == GROUP:
                raise ChatMuted
            return await post(drawing, estimate)

        model.chat._show, model.chat.post_slot = muted_show, muted_post  # type: ignore[method-assign]

    model.interference = mute
    model.strays_expected = 1  # the slot in the group, which cannot be edited any more


SCENARIOS: tuple[Scenario, ...] = (
    plain,
    slow,
    synchronous,
    several,
    refused,
    refused_late,
    paused,
    cancelled_in_a_pause,
    cancelled,
    cancelled_while_sent,
    cancelled_while_drawn_at_once,
    cancelled_while_refused,
    slot_deleted,
    migrated,
    muted,
)


@asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[SqlStore]:
    """One database for many runs; each begins by emptying it.

    The crashes are the process's alone, and one thing is done at a time, so nothing has to run beside a statement.
    """
    async with open_database(folder / "model.db", yielding=False) as database:
        await guard_transitions(database)
        yield SqlStore(database)


async def run(store: SqlStore, scenario: Scenario, plan: Plan) -> Model:
    """Run a scenario under a plan of faults, from an empty database."""

    async def empty(connection) -> None:  # type: ignore[no-untyped-def]
        for table in ("pictures", "drawings", "people", "chats"):
            await connection.exec_driver_sql(f"DELETE FROM {table}")

    await store._database.transaction(empty)
    model = Model(store, Steps(plan))
    scenario(model)
    await model.run()
    return model


def with_one_fault_more(plan: Plan, steps: Sequence[tuple[Fault, ...]]) -> Iterator[Plan]:
    """Every plan that adds one fault to this one, later than its own, over the steps that a run of it has taken."""
    begin = max(plan, default=-1) + 1
    for at, kinds in enumerate(steps[begin:], begin):
        for kind in kinds:
            yield {**plan, at: kind}


def violations(model: Model) -> list[str]:
    """What is wrong with the world after everything has healed; nothing, if the guarantees hold."""
    expected = 2 if "--repeat 2" in model.text else 1
    shown = [text for chat in (GROUP, SUPERGROUP, HOME) for text in model.chat.shown(chat)]
    outcomes = [text for text in shown if text not in {"slot", "waiting"}]
    strays = len(shown) - len(outcomes)
    wrong = []
    if len(outcomes) != expected:
        wrong.append(f"{expected} outcomes expected, {outcomes} shown")
    if len(set(outcomes)) != len(outcomes) and "picture" in "".join(outcomes):
        wrong.append(f"shown twice: {outcomes}")
    # Only a slot that was sent and could not be stored may stay behind, one for each such fault.
    faulty = [model.steps.names[at] for at in model.steps.plan if at < len(model.steps.names)]
    allowed = model.strays_expected + sum(name in {"post_slot", "save_slot"} for name in faulty)
    if strays > allowed:
        wrong.append(f"{strays} strays, {allowed} allowed")
    if model.is_cancelled:
        if outcomes != ["cancelled"]:
            wrong.append(f"{outcomes} shown of what was cancelled")
        if len(model.service.executed) > 1:
            wrong.append("ordered again after it was cancelled")
    for seed in {prompt.seed for prompt in model.service.executed}:
        times = sum(prompt.seed == seed for prompt in model.service.executed)
        if times > 1 + RESUBMISSIONS:
            wrong.append(f"submitted {times} times")
    return wrong
