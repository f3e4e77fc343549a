"""A start with very much to take up: half of it is queued without slots, half of it runs at the service."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.crowd import gather
from benchmarks.memory import MemoryGrowth
from benchmarks.overload.stage import Stage
from benchmarks.overload.virtual_time import VirtualTimeLoop
from drawing.lifecycle import NewDrawing, State
from drawing.prompt import Prompt, WeightedMessage
from sandbox.painter import Part
from sandbox.yandex.app import OPERATIONS
from sandbox.yandex.gallery import PictureSpec
from storage.database import Database
from storage.mapping import new_drawing_values
from storage.tables import drawings

_DURATION: Final = (30.0, 3600.0)  # seconds that a drawing takes
_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Plan:
    pending: int = 10_000
    people: int = 2000
    seconds: float = 60.0  # of virtual time, for which the bot is watched


@dataclass(frozen=True, slots=True)
class Report:
    pending: int
    messages: int  # sent and edited meanwhile
    polls: int
    submissions: int
    fullest: dict[str, int]
    refused: int
    longest_turn: float  # of the loop, in seconds of processor time; the sandbox's work included
    memory: int  # bytes by which the peak of the process grew, the sandbox's work included


class Backlog:
    """One start. To be run on a `VirtualTimeLoop`."""

    def __init__(self, plan: Plan, loop: VirtualTimeLoop, folder: Path) -> None:
        self._plan = plan
        self._loop = loop
        self._path = folder / "artbot.db"
        self._stage = Stage(loop, gather(plan.people, 0, 0, 0).world, _DURATION, seed=7)

    async def run(self) -> Report:
        await self._fill()
        async with self._stage.sandbox() as sandbox:
            memory = MemoryGrowth()
            async with self._stage.bot(sandbox, self._path):
                await self._stage.sleep_until(self._loop.time() + self._plan.seconds)
                return Report(
                    pending=self._plan.pending,
                    messages=self._stage.spoken,
                    polls=len(self._stage.ledger.arrivals["yandex.get"]),
                    submissions=len(self._stage.ledger.arrivals["yandex.submit"]),
                    fullest=self._stage.fullest(),
                    refused=self._stage.refused,
                    longest_turn=self._loop.meter.longest,
                    memory=memory.most,
                )

    async def _fill(self) -> None:
        """Put the backlog into the database, and the running half of it into the service."""

        async def work(connection: AsyncConnection) -> None:
            rows = self._rows()
            while chunk := list(islice(rows, 500)):
                await connection.execute(insert(drawings), chunk)

        database = await Database.open(f"sqlite:///{self._path}")
        await database.transaction(work)
        await database.close()

    def _rows(self) -> Iterator[dict[str, Any]]:
        operations = self._stage.service[OPERATIONS]
        now = self._stage.clock.now()
        people = [chat.id for chat in self._stage.world.chats.values() if chat.id > 0]
        for number in range(self._plan.pending):
            person = people[number % len(people)]
            text = f"picture {number}"
            new = NewDrawing(
                source=f"m:{person}:{number}",
                index=0,
                person_id=person,
                person_name="Somebody",
                chat_id=person,
                thread_id=None,
                request_message_id=None,
                language="en",
                prompt=Prompt((WeightedMessage(text, Decimal(1)),), seed=number + 1),
                created_at=now,
                deadline_at=now + _DAY,
            )
            row = new_drawing_values(new) | {"operation_id": None, "submitted_at": None, "slot_id": None}
            if number % 2:
                wanted = PictureSpec((Part(text, 1.0),), (), (1, 1), number + 1)
                operation = operations.start(wanted, refused_late=False)
                running = {"state": State.RUNNING, "operation_id": operation.id, "submitted_at": now}
                row |= running | {"slot_id": number}
            yield row
