"""One process of the bot: the real workers and the real store, whose every call of a port is a step."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from drawing.access import AccessControl, AccessList
from drawing.ports.chat import ChatBusy, ChatUnreachable
from drawing.ports.generator import ImageGenerator
from drawing.ports.store import StoreError
from drawing.quota import PicturesUnshown
from drawing.service import DrawingService
from drawing.workers.loop import Supervisor, Wakeup
from storage.store import SqlStore
from tests.fuzz.walk.rooms import Rooms
from tests.fuzz.walk.turns import Turns
from tests.world.faults import Fault, Steps
from tests.world.process import POLICIES, create_process

RESUBMISSIONS: Final = 1
TIME_TO_LIVE: Final = 300.0
_BATCH: Final = 6
_POLICIES: Final = replace(
    POLICIES, submit_per_minute=1000, results_per_second=5, resubmissions=RESUBMISSIONS, drawing_ttl=TIME_TO_LIVE
)
_READS: Final = frozenset(
    {
        "next_to_tell",
        "next_to_submit",
        "running",
        "picture",
        "unsent_with_slot",
        "get",
        "overrides",
        "complaints",
        "group",
        "drop_pictures",
        "last_seed",
        "ping",
        "latest_durations",
        "used_on",
        "takes_pictures",
    }
)


@dataclass(frozen=True)
class Asked:
    """What handlers of updates ask."""

    requests: DrawingService
    access: AccessControl


Handling = Callable[[Asked], Awaitable[object]]


@dataclass(frozen=True)
class Sent:
    """An update on its way to the bot; `asks_for` drawings of this source, if it is a request."""

    handling: Handling
    source: str = ""
    asks_for: int = 0


@dataclass
class Outside:
    """What outlives the process."""

    turns: Turns
    store: SqlStore
    rooms: Rooms
    service: ImageGenerator
    inbox: list[Sent] = field(default_factory=list)  # what Telegram holds until it is confirmed
    turned_away: set[str] = field(default_factory=set)  # requests whose person was told to wait


class TurnedPort:
    """The store or the messenger; every call is a step. What cannot fail without losing a process is only ordered."""

    def __init__(self, port: Any, turns: Turns, kinds: tuple[Fault, ...], error: Callable[[Fault], Exception]) -> None:
        self._port = port
        self._turns = turns
        self._kinds = kinds
        self._error = error

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        async def step(*args: Any, **kwargs: Any) -> Any:
            kinds = () if name in _READS else self._kinds
            return await self._turns.take(name, kinds, lambda: method(*args, **kwargs), self._error)

        return step


def supervisor(outside: Outside, source: random.Random) -> Supervisor:
    """The workers of a process, wired as `bot.app` does."""
    turns = outside.turns
    store: Any = TurnedPort(outside.store, turns, Steps.WRITE, lambda _: StoreError("the disk is full"))
    chat: Any = TurnedPort(
        outside.rooms, turns, Steps.REMOTE, lambda fault: ChatBusy(7) if fault is Fault.BUSY else ChatUnreachable()
    )

    process = create_process(store, chat, outside.service, turns, policies=_POLICIES, source=source)
    access = AccessControl(store, turns, AccessList(), wake=process.wakeups.deliver.notify)
    return Supervisor((Intake(outside, Asked(process.drawing_service, access)), *process.workers), turns)


class Intake:
    """As the real one: a batch is handled in order, however long the database refuses, then confirmed as a whole."""

    name = "intake"

    def __init__(self, outside: Outside, asked: Asked) -> None:
        self.wakeup = Wakeup(outside.turns)
        self._outside = outside
        self._asked = asked

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            batch = self._outside.inbox[:_BATCH]
            for update in batch:
                while not await self._is_stored(update):
                    await self._outside.turns.wait(stop, 2.0)
            if batch:
                await self._confirm(len(batch))
            else:
                await self.wakeup.wait(1.0)

    async def _is_stored(self, update: Sent) -> bool:
        try:
            await update.handling(self._asked)
        except StoreError:
            return False
        except PicturesUnshown:
            self._outside.turned_away.add(update.source)
        return True

    async def _confirm(self, count: int) -> None:
        async def confirm() -> None:
            del self._outside.inbox[:count]

        try:
            await self._outside.turns.take("confirm", Steps.REMOTE, confirm, lambda _: ConnectionError())
        except ConnectionError:
            await self._outside.turns.wait(asyncio.Event(), 1.0)
