"""The ways that there were, or could be, to have the owner pay for more than they have allowed, one by one.

Where `test_walks.py` goes anywhere at random, each of these goes straight to one of them, over the same whole bot.
"""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
import pytest_asyncio

from drawing.quota import MAX_UNSHOWN, REQUESTS_PER_PICTURE, UNSHOWN_PAUSE, day_start
from storage.store import SqlStore
from tests.fuzz.money.service import ZONE
from tests.fuzz.money.telegram import Room
from tests.fuzz.money.verdict import Ledger
from tests.fuzz.money.world import ANN, EVE, GROUPS, LIMITS, MAX, PER_GROUP, STRANGER, World
from tests.unit.drawing.model.run import open_store

pytestmark = pytest.mark.asyncio(loop_scope="module")

PER_PERSON = LIMITS.per_person_and_day
SIMPLE = {"picture": 1}


class Story:
    """A world in which nothing happens but what is told."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ledger = Ledger(world)
        world.service.weights = SIMPLE
        world.service.latencies = world.language_model.latencies = (0.0,)
        world.language_model.failing = 0.0

    def home(self, human: int) -> Room:
        return self.world.telegram.rooms[human]

    async def asks(self, room: Room, human: int, words: str = "cat", *, name: str = "self") -> int:
        """Somebody asks, and gets whatever they get."""
        number = self.world.ask(room, human, words, name=name)
        await self.is_quiet()
        return number

    async def is_quiet(self) -> None:
        await self.world.passes(6.0)
        assert self.ledger.violations() == []

    async def past_midnight(self) -> None:
        now = self.world.clock.now()
        await self.world.jumps(day_start(now, ZONE, days_ago=-1) - now + 60)

    @property
    def orders(self) -> int:
        return len(self.world.service.orders)

    @property
    def completions(self) -> int:
        return len(self.world.language_model.completions)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SqlStore]:
    """One database for all stories: to make one takes longer than to tell one."""
    async with open_store(tmp_path_factory.mktemp("money")) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def story(store: SqlStore) -> AsyncIterator[Callable[..., Story]]:
    """Begins stories; they are over when the test is."""
    begun: list[World] = []

    def begin(**changes: object) -> Story:
        allowed = changes.pop("allowed", frozenset())
        limits = replace(LIMITS, **{"per_day": 30, **changes})  # type: ignore[arg-type]
        begun.append(World(random.Random(1), store, limits, allowed))  # type: ignore[arg-type]
        return Story(begun[-1])

    yield begin
    for world in begun:
        if world.lives:
            await world.dies()


Begin = Callable[..., Story]


@pytest.mark.parametrize("outcome", ["picture", "quick", "fails", "never", "unreadable", "strange", "unknown, done"])
async def test_an_order_counts_whatever_becomes_of_it(story: Begin, outcome: str) -> None:
    told = story()
    await told.world.begin()
    told.world.service.weights = {outcome: 1}
    for _ in range(PER_PERSON + 2):
        await told.asks(told.home(EVE), EVE)
        await told.world.jumps(60)
    assert told.orders == PER_PERSON
    await told.past_midnight()
    told.world.service.weights = SIMPLE
    await told.is_quiet()
    await told.asks(told.home(EVE), EVE)
    assert told.orders > PER_PERSON


@pytest.mark.parametrize("outcome", ["refused", "invalid", "down", "busy", "denied", "unreachable", "replaced"])
async def test_an_order_that_is_answered_with_an_error_does_not_count(story: Begin, outcome: str) -> None:
    told = story()
    await told.world.begin()
    told.world.service.outcomes = [outcome] * 2
    for _ in range(PER_PERSON + 2):
        await told.asks(told.home(EVE), EVE)
        await told.world.jumps(700)
        await told.is_quiet()
    assert told.orders == PER_PERSON


async def test_a_chat_that_is_closed_while_it_is_drawn_for_gives_no_order_back(story: Begin) -> None:
    told = story()
    await told.world.begin()
    told.world.service.weights = {"slow": 1}
    home = told.home(EVE)
    for _ in range(PER_PERSON + 2):
        told.world.ask(home, EVE, "cat")
        await told.world.passes(1.5)
        told.world.blocks(home)
        await told.is_quiet()
        told.world.lets_in(home)
        await told.world.jumps(UNSHOWN_PAUSE + 60)
    assert told.orders == PER_PERSON


async def test_the_limit_is_looked_at_once_more_before_an_order_leaves_again(story: Begin) -> None:
    told = story()
    await told.world.begin()
    told.world.service.weights = {"unknown, done": 1}
    told.world.ask(told.home(EVE), EVE, f"cat --repeat {PER_PERSON}")
    for _ in range(20):
        await told.world.passes(20.0)
        assert told.ledger.violations() == []
    assert told.orders == PER_PERSON


async def test_a_group_has_its_day_to_the_end_though_it_becomes_a_supergroup_again_and_again(story: Begin) -> None:
    told = story()
    await told.world.begin()
    room = told.world.room("Painters")
    for human in (EVE, MAX, ANN, EVE, MAX, ANN):
        await told.asks(room, human)
        room = told.world.moves(room)
        await told.is_quiet()
    assert told.orders == PER_GROUP


async def test_what_waits_in_a_groups_own_name_counts_when_it_becomes_a_supergroup(story: Begin) -> None:
    told = story()
    await told.world.begin()
    room = told.world.room("Strangers")  # whose admins have set no limit
    await told.asks(room, STRANGER, "cat --repeat 2", name="anonymous")
    told.world.service.outcomes = ["busy"] * 3
    told.world.ask(room, STRANGER, "dog", name="anonymous")
    await told.world.passes(2.5)
    room = told.world.moves(room)
    told.world.ask(room, STRANGER, "cow", name="anonymous")
    for _ in range(12):
        await told.world.passes(10.0)
        assert told.ledger.violations() == []
    assert told.orders == PER_PERSON


async def test_whoever_has_everything_forgotten_has_no_new_day(story: Begin) -> None:
    told = story()
    await told.world.begin()
    for _ in range(PER_PERSON + 2):
        await told.asks(told.home(EVE), EVE)
        told.world.forgets(EVE, await told.world.latest(EVE))
        await told.is_quiet()
    assert told.orders == PER_PERSON


async def test_a_group_and_its_channel_draw_as_one_and_other_channels_not_at_all(story: Begin) -> None:
    told = story()
    await told.world.begin()
    room = told.world.room("Strangers")
    for name in ("foreign", "linked", "anonymous", "foreign", "linked", "anonymous", "linked"):
        await told.asks(room, STRANGER, name=name)
    assert told.orders == PER_PERSON
    assert sum("I draw for a channel only" in words for _, words in told.world.telegram.said) == 2


async def test_enhancements_have_a_day_of_their_own(story: Begin) -> None:
    told = story(per_person_and_day=9)
    await told.world.begin()
    for human in (EVE, EVE, EVE, MAX, MAX):
        await told.asks(told.home(human), human, "cat --enhance")
    assert (told.orders, told.completions) == (5, 3)


async def test_a_request_is_enhanced_once_however_many_pictures_it_asks_for(story: Begin) -> None:
    told = story(per_person_and_day=9, enhancements_per_person_and_day=9, enhancements_per_day=9)
    await told.world.begin()
    told.world.service.outcomes = ["unknown, done", "busy"]
    told.world.ask(told.home(EVE), EVE, "cat --enhance --repeat 4")
    for _ in range(6):
        await told.world.passes(20.0)
        assert told.ledger.violations() == []
    assert (told.orders, told.completions) == (5, 1)


async def test_a_group_that_forbids_pictures_is_asked_before_the_first_order(story: Begin) -> None:
    told = story()
    await told.world.begin()
    room = told.world.room("Painters")
    told.world.forbids(room)
    await told.asks(room, EVE)
    await told.asks(room, MAX, "cat --file")
    assert told.orders == 0
    told.world.forbids(room)
    await told.world.jumps(120)
    await told.asks(room, EVE)
    assert told.orders == 1


async def test_nothing_more_is_taken_from_somebody_whose_last_pictures_could_not_be_shown(story: Begin) -> None:
    told = story(per_person_and_day=20)
    await told.world.begin()
    told.world.service.weights = {"slow": 1}
    home = told.home(EVE)
    for _ in range(MAX_UNSHOWN + 3):
        told.world.ask(home, EVE, "cat")
        await told.world.passes(1.5)
        told.world.blocks(home, is_told=False)
        await told.is_quiet()
        told.world.lets_in(home)
    assert told.orders == MAX_UNSHOWN
    assert len(await told.world.drawings()) == MAX_UNSHOWN
    await told.world.jumps(UNSHOWN_PAUSE)
    await told.asks(home, EVE)
    assert told.orders == MAX_UNSHOWN + 1


async def test_nothing_more_is_ordered_of_what_waits_for_somebody_whose_last_pictures_could_not_be_shown(
    story: Begin,
) -> None:
    told = story(per_person_and_day=20)
    await told.world.begin()
    # What is drawn makes room for the next order before it is known that it cannot be shown; the service lets it wait.
    told.world.service.outcomes = ["slow"] * MAX_UNSHOWN + ["busy"] * 2
    home = told.home(EVE)
    for _ in range(MAX_UNSHOWN):
        told.world.ask(home, EVE, "cat")
    while told.orders < MAX_UNSHOWN:
        await told.world.passes(0.2)
    for _ in range(2):
        told.world.ask(told.world.room("Painters"), EVE, "cat")
    await told.world.passes(0.4)
    told.world.blocks(home, is_told=False)
    for _ in range(3):
        await told.world.passes(20.0)
    assert told.orders == MAX_UNSHOWN
    await told.world.jumps(UNSHOWN_PAUSE - 300)
    await told.is_quiet()
    assert told.orders == MAX_UNSHOWN


async def test_so_many_may_be_asked_for_in_a_day_drawn_or_not(story: Begin) -> None:
    told = story(per_person_and_day=1)
    await told.world.begin()
    told.world.service.weights = {"busy": 1}
    home = told.home(EVE)
    for _ in range(REQUESTS_PER_PICTURE + 3):
        number = told.world.ask(home, EVE, "cat")
        told.world.writes(home, EVE, "/cancel", reply_to=number)
        await told.is_quiet()
    assert len(await told.world.drawings()) == REQUESTS_PER_PICTURE


async def test_what_is_not_told_yet_waits_however_it_ended(story: Begin) -> None:
    told = story(per_person_and_day=20)
    await told.world.begin()
    told.world.telegram.trouble = 1.0
    home = told.home(EVE)
    for _ in range(LIMITS.queued_per_person + 3):
        number = told.world.ask(home, EVE, "cat")
        told.world.writes(home, EVE, "/cancel", reply_to=number)
        await told.is_quiet()
    assert len(await told.world.drawings()) == LIMITS.queued_per_person


async def test_who_may_not_draw_leaves_no_trace(story: Begin) -> None:
    told = story(allowed=frozenset({EVE, GROUPS["Painters"]}))
    await told.world.begin()
    room = told.world.room("Strangers")
    for name in ("self", "anonymous", "linked", "foreign"):
        await told.asks(room, STRANGER, name=name)
    await told.asks(told.home(STRANGER), STRANGER)
    told.world.forgets(STRANGER, "0")
    told.world.blocks(told.home(STRANGER))
    room = told.world.moves(room)
    told.world.blocks(room)
    await told.is_quiet()
    await told.asks(told.home(EVE), EVE)
    assert told.orders == 1


async def test_an_update_that_comes_again_after_a_crash_costs_nothing(story: Begin) -> None:
    told = story()
    await told.world.begin()
    for turns in (0, 3, 10, 30, 60, 100, 200):
        told.world.ask(told.home(EVE), EVE, "cat")
        update = told.world.an_earlier_update()
        await told.world.dies(turns)
        assert update is not None
        told.world.comes_again(update)
        await told.is_quiet()
    assert told.orders == PER_PERSON
