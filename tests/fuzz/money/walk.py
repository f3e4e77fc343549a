"""A walk at random: hostile people, services, kills and midnights, in an order that a seed decides."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from drawing.quota import day_start
from storage.store import SqlStore
from tests.fuzz.money.service import ZONE
from tests.fuzz.money.telegram import Room
from tests.fuzz.money.verdict import Ledger
from tests.fuzz.money.world import ANN, EVE, GROUPS, LIMITS, MAX, STRANGER, World, members, names_in

_OPTIONS: Final = ("", "", "", " --repeat 2", " --repeat 4", " --enhance", " --enhance --repeat 3", " --file")
_MOST_ROUNDS: Final = 400

Deed = Callable[["Walker"], Awaitable[None] | None]


class Violated(AssertionError):
    """What was promised has not been kept; the message tells how it came to that."""


class Walker:
    """Does one thing after the other."""

    def __init__(self, seed: str, store: SqlStore) -> None:
        chance = random.Random(seed)
        limits = replace(LIMITS, per_day=chance.choice((5, 5, 8, 30)))
        allowed = frozenset({EVE, MAX, GROUPS["Plotters"]}) if chance.random() < 0.3 else frozenset()
        self.chance = chance
        self.world = World(chance, store, limits, allowed)
        self.world.telegram.trouble = chance.choice((0.0, 0.0, 0.03, 0.15))
        self.ledger = Ledger(self.world)
        self.steps = 0

    async def walk(self, steps: int) -> None:
        """So many steps, then as many as it takes to heal."""
        await self.world.begin()
        try:
            await self._go(steps)
        finally:
            if self.world.lives:  # what is wrong is told better with nobody left behind
                await self.world.dies()

    async def _go(self, steps: int) -> None:
        for _ in range(steps):
            deed = self.chance.choices([deed for deed, _ in DEEDS], [weight for _, weight in DEEDS])[0]
            self.world.log.append(deed.__name__)
            await self._do(deed)
            self._hold(self.ledger.violations())
            self.steps += 1
        await self._heal()
        self._hold(self.ledger.at_the_end())
        await self.world.ends()

    def _hold(self, wrong: Sequence[str]) -> None:
        if wrong:
            raise Violated("\n".join([*wrong, "after:", *self.world.log]))

    async def _do(self, deed: Deed) -> None:
        done = deed(self)
        if done is not None:
            await done
        await self.world.passes(self.chance.choice((0.0, 0.3, 1.0, 2.5)))

    async def _heal(self) -> None:
        world = self.world
        world.telegram.trouble = 0.0
        world.service.heal()
        world.language_model.failing = 0.0
        for room in world.telegram.rooms.values():
            room.is_muted = room.forbids_pictures = room.is_closed = False
        for _ in range(_MOST_ROUNDS):
            await world.passes(8.0)
            if not world.telegram.inbox and not world.read("SELECT id FROM drawings WHERE told_at IS NULL"):
                return
            await world.jumps(250.0)

    # Where and who

    def room(self) -> Room:
        return self.chance.choice([room for room in self.world.telegram.rooms.values() if room.moved_to is None])

    def open_room(self) -> Room | None:
        """Where people can say something to the bot."""
        room = self.room()
        if room.is_closed and room.id > 0:
            self.world.lets_in(room)
        return None if room.is_closed else room

    def group(self) -> Room:
        return self.world.room(self.chance.choice(list(GROUPS)))

    def human(self, room: Room) -> int:
        return room.id if room.id > 0 else self.chance.choice(members(room.family))

    def note(self, words: str) -> None:
        self.world.log[-1] += f" {words}"


def ask(walker: Walker) -> None:
    if (room := walker.open_room()) is not None:
        human = walker.human(room)
        name = walker.chance.choice(names_in(room, human))
        words = f"cat {len(walker.world.log)}{walker.chance.choice(_OPTIONS)}"
        if walker.chance.random() < 0.2:
            words += f" --seed {walker.chance.randrange(1, 9)}"
        number = walker.world.ask(room, human, words, name=name)
        walker.note(f"{number} in {room.id} by {human} as {name}: {words}")


def ask_in_a_crowd(walker: Walker) -> None:
    for _ in range(walker.chance.randrange(2, 6)):
        ask(walker)


def press(walker: Walker) -> None:
    room = walker.open_room()
    if room is None:
        return
    buttons = [(number, data) for number, shown in room.shown.items() for data in shown.buttons]
    if buttons:
        number, data = walker.chance.choice(buttons)
        human = walker.human(room)
        for _ in range(walker.chance.choice((1, 1, 2))):
            walker.world.presses(room, human, number, data)
        walker.note(f"{data} on {number} in {room.id} by {human}")


def cancel(walker: Walker) -> None:
    if (room := walker.open_room()) is not None:
        human = walker.human(room)
        reply = walker.chance.choice([None, None, *room.requests[-3:], *list(room.shown)[-3:]])
        name = walker.chance.choice(names_in(room, human))
        walker.world.writes(room, human, walker.chance.choice(("/cancel", "/queue")), name=name, reply_to=reply)


def ask_and_cancel(walker: Walker) -> None:
    """What costs nothing can be done very often."""
    if (room := walker.open_room()) is not None:
        human = walker.human(room)
        for number in range(4):
            request = walker.world.ask(room, human, f"dog {number} --repeat 4")
            walker.world.writes(room, human, "/cancel", reply_to=request)


async def ask_and_cancel_while_it_is_sent(walker: Walker) -> None:
    """Or a little later or earlier, as it comes."""
    if (room := walker.open_room()) is not None:
        human = walker.human(room)
        request = walker.world.ask(room, human, f"cow {len(walker.world.log)}")
        await walker.world.passes(walker.chance.choice((0.5, 1.5, 3.0)))
        walker.world.writes(room, human, "/cancel", reply_to=request)


def edit(walker: Walker) -> None:
    room = walker.open_room()
    if room is not None and room.requests:
        number = walker.chance.choice(room.requests[-4:])
        walker.world.edits(room, number, f"/draw edited {walker.chance.choice(_OPTIONS)}")


def block(walker: Walker) -> None:
    room = walker.room()
    if not room.is_closed:
        walker.world.blocks(room, is_told=walker.chance.random() < 0.7)
        walker.note(f"{room.id}")
    else:
        walker.world.lets_in(room)


def let_in(walker: Walker) -> None:
    for room in walker.world.telegram.rooms.values():
        if room.is_closed and room.moved_to is None:
            walker.world.lets_in(room)


def mute(walker: Walker) -> None:
    room = walker.group()
    room.is_muted = not room.is_muted
    walker.world.disturbed[room.family] += 1


def forbid(walker: Walker) -> None:
    room = walker.group()
    walker.world.forbids(room, is_told=walker.chance.random() < 0.5)
    walker.note(f"{room.id}: {room.forbids_pictures}")


def delete(walker: Walker) -> None:
    room = walker.room()
    if messages := [*list(room.shown)[-5:], *room.requests[-2:]]:
        number = walker.chance.choice(messages)
        walker.world.deletes(room, number)
        walker.note(f"{number} in {room.id}")


def move(walker: Walker) -> None:
    room = walker.group()
    if not room.is_closed:
        new = walker.world.moves(room)
        walker.note(f"{room.id} to {new.id}")


async def forget(walker: Walker) -> None:
    human = walker.chance.choice((EVE, MAX, ANN, STRANGER))
    room = walker.world.telegram.rooms[human]
    if room.is_closed:
        walker.world.lets_in(room)
    if walker.chance.random() < 0.5:
        walker.world.writes(room, human, "/forget")  # and perhaps press its buttons, some time
        return
    walker.world.forgets(human, await walker.world.latest(human))
    walker.note(f"{human}")


def replay(walker: Walker) -> None:
    for _ in range(walker.chance.choice((1, 3))):
        update = walker.world.an_earlier_update()
        if update is not None:
            walker.world.comes_again(update)
            walker.note(f"{update['update_id']}")


async def midnight(walker: Walker) -> None:
    """A little before it, or past it."""
    now = walker.world.clock.now()
    left = day_start(now, ZONE, days_ago=-1) - now
    await walker.world.jumps(max(left + walker.chance.choice((-2.0, 1.0, 600.0)), 0.0))


async def wait(walker: Walker) -> None:
    await walker.world.passes(walker.chance.choice((4.0, 8.0, 15.0)))


async def wait_long(walker: Walker) -> None:
    await walker.world.jumps(walker.chance.choice((60.0, 600.0, 3700.0, 86_400.0)))


async def die(walker: Walker) -> None:
    await walker.world.dies(walker.chance.choice((0, 5, 20, 60, 150, 400)))


async def ask_and_die(walker: Walker) -> None:
    ask(walker)
    await walker.world.passes(walker.chance.choice((0.0, 0.3, 1.5)))
    await die(walker)


DEEDS: Final[Sequence[tuple[Deed, int]]] = (
    (ask, 24),
    (ask_in_a_crowd, 4),
    (press, 14),
    (cancel, 5),
    (ask_and_cancel, 2),
    (ask_and_cancel_while_it_is_sent, 4),
    (edit, 3),
    (block, 3),
    (let_in, 3),
    (mute, 1),
    (forbid, 2),
    (delete, 5),
    (move, 3),
    (forget, 3),
    (replay, 4),
    (midnight, 7),
    (wait, 8),
    (wait_long, 5),
    (die, 3),
    (ask_and_die, 3),
)
