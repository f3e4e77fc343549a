"""Far more requests than can be served, at once.

Most people ask for a few pictures, some for very many. What is looked at: that everybody is answered, in order, within
the quotas of both services, and that those who ask for much hold up nobody who asks for little.
"""

import asyncio
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.crowd import Crowd, Place, gather, number_in
from benchmarks.memory import MemoryGrowth
from benchmarks.overload.stage import Stage
from benchmarks.overload.virtual_time import VirtualTimeLoop
from benchmarks.verdict import Asked, Verdict, judge
from bot.app import App
from sandbox.composition import Sandbox
from sandbox.telegram.world import Change

_MINUTE: Final = 60.0
_DURATION: Final = (5.0, 15.0)  # seconds that a drawing takes
SUBMIT_PER_MINUTE: Final = 600
RESULTS_PER_SECOND: Final = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """Who asks for how much, all within a minute."""

    people: int = 2000
    flooders: int = 20  # of the people
    flood: int = 200  # requests of each flooder
    requests: int = 10_000  # in all
    groups: int = 20
    in_groups: float = 0.05  # the share of the others' requests
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Times:
    """When each request was made, had its slot, and had its outcome, in seconds of virtual time, by its number."""

    asked: dict[int, float] = field(default_factory=dict)
    slot: dict[int, float] = field(default_factory=dict)
    outcome: dict[int, float] = field(default_factory=dict)

    def waits(self, numbers: Iterable[int]) -> list[float]:
        """How long the outcomes of these requests took, sorted."""
        return sorted(self.outcome[number] - self.asked[number] for number in numbers)


@dataclass(frozen=True, slots=True)
class Report:
    verdict: Verdict
    times: Times
    median_wait: float  # of those who ask for little
    longest_wait: float
    flooders_wait: float  # the longest of those who ask for very much
    out_of_order: int  # chats in which a slot came before that of an earlier request
    refused: int  # calls that Telegram answered with 429
    fullest: dict[str, int]  # the most calls in any window, by the window's name
    others_done: float  # when the last request of those who ask for little was answered
    flooders_share: int  # the most outcomes that one flooder had by then
    processor_seconds: float  # the sandbox's work included
    longest_turn: float  # of the loop, in seconds of processor time; the sandbox's work included
    memory: int  # bytes by which the process grew at most, the sandbox included


class Overload:
    """One run. To be run on a `VirtualTimeLoop`."""

    def __init__(self, plan: Plan, loop: VirtualTimeLoop, folder: Path) -> None:
        self._plan = plan
        self._loop = loop
        self._folder = folder
        self._chance = random.Random(plan.seed)  # noqa: S311 - repeatable on purpose
        self._crowd: Crowd = gather(plan.people, plan.groups, 0, 0)
        self._stage = Stage(loop, self._crowd.world, _DURATION, plan.seed)
        self._flooding = set(self._crowd.private[: plan.flooders])
        self._asked: list[Asked] = []
        self._flooders: set[int] = set()  # the numbers of their requests
        self._by_message: dict[tuple[int, int], int] = {}
        self._slots: defaultdict[int, list[int]] = defaultdict(list)  # request ids, by chat, in the order of slots
        self._times = Times()
        self._done = asyncio.Event()

    async def run(self) -> Report:
        self._memory = MemoryGrowth()
        began = time.process_time()
        plenty = self._plan.requests + 1
        async with (
            self._stage.sandbox() as sandbox,
            self._stage.bot(
                sandbox,
                self._folder / "artbot.db",
                submit_per_minute=SUBMIT_PER_MINUTE,
                results_per_second=RESULTS_PER_SECOND,
                queued_per_user=plenty,
                drawings_per_user_per_day=plenty,
                drawings_per_day=plenty,
            ) as app,
        ):
            self._crowd.world.listeners.append(self._hear)
            await self._ask_for_everything(sandbox)
            await self._done.wait()
            await self._until_told(app)
            return self._report(time.process_time() - began)

    async def _ask_for_everything(self, sandbox: Sandbox) -> None:
        """All requests, spread over a minute at random."""
        began = self._loop.time()
        moments = sorted(self._chance.uniform(0.0, _MINUTE) for _ in range(self._plan.requests))
        for number, (moment, place) in enumerate(zip(moments, self._places(), strict=True), 1):
            await self._stage.sleep_until(began + moment)
            person = self._chance.choice(place.people)
            message = sandbox.people.send(person, place.chat_id, f"/draw picture {number}")
            self._asked.append(Asked(number, place.chat_id, None, message.id))
            self._by_message[place.chat_id, message.id] = number
            self._times.asked[number] = self._loop.time()
            if place in self._flooding:
                self._flooders.add(number)

    def _places(self) -> Sequence[Place]:
        """Where the requests are written, in order."""
        plan = self._plan
        flooders, others = self._crowd.private[: plan.flooders], self._crowd.private[plan.flooders :]
        places = [place for place in flooders for _ in range(plan.flood)]
        while len(places) < plan.requests:
            is_shared = self._chance.random() < plan.in_groups
            places.append(self._chance.choice(self._crowd.shared) if is_shared else others[len(places) % len(others)])
        self._chance.shuffle(places)
        return places

    def _hear(self, change: Change) -> None:
        message = change.message
        if message is None or message.sender_id != self._crowd.world.bot.id or message.reply is None:
            return
        request = self._by_message[message.chat_id, message.reply.message_id]
        if change.kind == "message" and request not in self._times.slot:
            self._times.slot[request] = self._loop.time()
            self._slots[message.chat_id].append(message.reply.message_id)
        if number_in(message.content.text) is not None:
            self._times.outcome.setdefault(request, self._loop.time())
            if len(self._times.outcome) == self._plan.requests:
                self._done.set()

    async def _until_told(self, app: App) -> None:
        """What is shown has to be stored as told, too."""
        while await app.database.transaction(count_open) > 0:
            await self._stage.sleep_until(self._loop.time() + 1.0)

    def _report(self, seconds: float) -> Report:
        outcome = self._times.outcome
        others = outcome.keys() - self._flooders
        others_done = max(outcome[number] for number in others)
        early = Counter(
            one.chat_id for one in self._asked if one.number in self._flooders and outcome[one.number] <= others_done
        )
        waits = self._times.waits(others)
        return Report(
            verdict=judge(self._crowd.world, self._asked, self._stage.ledger.executed(), limit=1, strays_allowed=0),
            times=self._times,
            median_wait=statistics.median(waits),
            longest_wait=waits[-1],
            flooders_wait=self._times.waits(self._flooders)[-1],
            out_of_order=sum(slots != sorted(slots) for slots in self._slots.values()),
            refused=self._stage.refused,
            fullest=self._stage.fullest(),
            others_done=others_done,
            flooders_share=max(early.values(), default=0),
            processor_seconds=seconds,
            longest_turn=self._loop.meter.longest,
            memory=self._memory.most,
        )


async def count_open(connection: AsyncConnection) -> int:
    return await connection.scalar(sql("SELECT count(*) FROM drawings WHERE told_at IS NULL")) or 0
