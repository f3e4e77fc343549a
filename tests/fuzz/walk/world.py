"""A world with people in it, and the bot's processes one after the other. Chance decides, wherever it comes from."""

import asyncio
import random
from typing import Final

from drawing.lifecycle import Drawing, DrawingId
from drawing.people import Person
from drawing.service import Cancellation, DrawingService, DrawRequest
from drawing.workers.loop import Supervisor
from storage.store import SqlStore
from storage.transitions import fetch
from tests.fuzz.walk.process import Handling, Outside, Sent, supervisor
from tests.fuzz.walk.rooms import Room, Rooms
from tests.fuzz.walk.service import Service
from tests.fuzz.walk.turns import Turns
from tests.world.faults import Crash

_MOST_STEPS: Final = 20_000


class World:
    """The people, the services, and the bot. What is done next is up to the caller; what comes of it, to `chance`."""

    def __init__(self, chance: random.Random, store: SqlStore) -> None:
        self.chance = chance
        self.store = store
        self.turns = Turns(chance)
        self.rooms = Rooms(11, 12, -1, -2, -3)
        self.service = Service(self.turns, chance)
        self.service.before_sending = self._cancel_what_is_sent
        self.sent: list[Sent] = []
        self.crashes = 0
        self.cancelled: dict[DrawingId, int] = {}  # and how often each may have been drawn at most
        self._outside = Outside(self.turns, store, self.rooms, self.service)
        self._messages = 0
        self._crew: Supervisor | None = None
        self._life: asyncio.Task[None] | None = None

    @property
    def turned_away(self) -> set[str]:
        """Sources of what nobody has to draw: no requests, and those whose person was told to wait."""
        return {"", *self._outside.turned_away}

    # The bot

    async def step(self, whose: int | None = None) -> None:
        """Let somebody in the bot do one thing; if all are asleep, let time pass instead. `whose` as of `Turns.give`.

        A process that has crashed is followed by the next.
        """
        if self._life is None:
            self._crew = supervisor(self._outside, random.Random(self.chance.randrange(2**32)))
            self._life = asyncio.get_running_loop().create_task(self._crew.run())
        is_awake = await self.turns.give(whose)
        if self._life.done():
            await self._bury()
        elif not is_awake:
            self.turns.pass_time()

    async def kill(self) -> None:
        """End the process at once, whatever it is at."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.wait({self._life})
            await self._bury()

    async def heal(self) -> None:
        """Nothing fails any more, until everything is told; then the process ends in order."""
        self.turns.fault_share = 0.0
        while self._outside.inbox or not await self._all_are_told():
            await self._step_towards_the_end()
        while self._crew is not None:
            self._crew.stop()
            await self._step_towards_the_end()

    async def drawings(self) -> tuple[Drawing, ...]:
        return await self.store._database.transaction(fetch)

    async def _step_towards_the_end(self) -> None:
        await self.step()
        assert len(self.turns.log) < _MOST_STEPS, "it never comes to an end"

    async def _all_are_told(self) -> bool:
        return all(drawing.told_at is not None for drawing in await self.drawings())

    async def _bury(self) -> None:
        """See what the process died of; anything but a crash is raised."""
        life, self._life, self._crew = self._life, None, None
        assert life is not None
        self.turns.crash()
        try:
            await life
        except asyncio.CancelledError:
            self.crashes += 1
        except BaseExceptionGroup as group:
            if group.split(Crash)[1] is not None:
                raise
            self.crashes += 1

    # People

    async def ask(self, room: Room) -> None:
        self._messages += 1
        source = f"m:{room.id}:{self._messages}"
        repeat = self.chance.choice((1, 1, 1, 2))
        text = f"cat --seed {self._messages * 10 + self.chance.randrange(7)} --repeat {repeat}"
        person = room.id if room.id > 0 else self.chance.choice((21, 22))
        ask = DrawRequest(
            source=source,
            text=text + self.chance.choice(("", "", " --enhance", " --file")),
            person=Person(id=person, name=f"person {person}"),
            language="en",
            chat_id=room.id,
            thread_id=None,
            request_message_id=self._messages,
        )
        self._send(lambda asked: asked.requests.draw(ask), source, repeat)

    async def cancel(self, room: Room) -> None:
        if found := [drawing for drawing in await self.drawings() if drawing.chat_id == room.id]:
            chosen = self.chance.choice(found)
            self._send(lambda asked: self._cancel(asked.requests, chosen))

    async def delete(self, room: Room) -> None:
        if room.said:
            self.rooms.somebody_deletes(room, self.chance.choice(list(room.said)))

    async def block(self, room: Room) -> None:
        room.is_closed, room.last_closed = True, self._messages
        date = self.turns.now()
        if self.chance.random() < 0.7:
            self._send(lambda asked: asked.requests.leave_chat(room.id, date, is_known=True))

    async def migrate(self, room: Room) -> None:
        if -1_000_000 < room.id < 0:
            new = self.rooms.migrate(room)
            if self.chance.random() < 0.7:
                self._send(lambda asked: asked.access.follow(room.id, new.id))

    async def change_rights(self, room: Room) -> None:
        if self.chance.random() < 0.7:
            room.takes_pictures = not room.takes_pictures
        else:
            room.topic_is_closed, room.last_closed = not room.topic_is_closed, self._messages

    async def set_clock(self, _: Room) -> None:
        self.turns.set_clock(self.chance.choice((-600.0, 3600.0, 30.0, 5.0, -5.0)))

    async def let_back_in(self) -> None:
        """Somebody who has closed a chat to the bot thinks better of it, and asks."""
        closed = [room for room in self.rooms.by_id.values() if room.is_closed and room.moved_to is None]
        if closed:
            room = self.chance.choice(closed)
            room.is_closed = False
            await self.ask(room)

    async def _cancel(self, requests: DrawingService, drawing: Drawing) -> None:
        """Note what was promised: no picture, and no order but the one that is being sent."""
        outcome = await requests.cancel(drawing.id)
        if outcome is not Cancellation.TOO_LATE:
            most = self.service.executed[drawing.seed] + (outcome is Cancellation.PENDING)
            self.cancelled.setdefault(drawing.id, most)

    async def _cancel_what_is_sent(self, seed: int) -> None:
        """Now and then somebody is quick enough; the handler of another update has come so far just now."""
        if self.chance.random() < 0.1:
            (drawing,) = [one for one in await self.drawings() if one.seed == seed]
            if await self.store.cancel(drawing.id, self.turns.now()) is not None:
                self.cancelled.setdefault(drawing.id, self.service.executed[seed] + 1)

    def _send(self, handling: Handling, source: str = "", asks_for: int = 0) -> None:
        update = Sent(handling, source, asks_for)
        self.sent.append(update)
        self._outside.inbox.append(update)
