"""A random walk over all that people can do to the bot, in rounds; after each round what must hold is checked."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.telegram.people import RefusedError
from tests.flows.people import Place
from tests.flows.stage import Stage
from tests.flows.walk.people import Admins, Crowd
from tests.flows.walk.witness import SLOT, Witness

ROUND: Final = 12  # steps
_WEATHER: Final = {
    "calm": 10,
    "slow": 2,  # drawings take long, and time passes
    "restart": 1,
    "crash": 1,
    "away": 1,  # the bot is down while people write
    "telegram": 2,
    "service": 2,
}
_FAULTS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("status", {"status": 429, "retry_after": "2"}),
    ("status", {"status": 500}),
    ("html", {"status": 502}),
    ("lost", {}),
    ("dropped", {}),
    ("garbage", {}),
)
_SETTINGS: Final[tuple[dict[str, Any], ...]] = (
    {"generator": "alice"},
    {"generator": "yandexart"},
    {"queued_per_user": 2},
    {"queued_per_user": 10},
    {"drawings_per_user_per_day": 5},
    {"drawings_per_user_per_day": 1000},
    {"running_per_user": 1},
    {"running_per_user": 3},
)


@dataclass
class Round:
    """What happens in one round, and in which private chats one message alone has to be answered."""

    weather: str
    listening: set[int]
    slots: int  # that say, for ever, that the bot is at work
    waiting: dict[int, int] = field(default_factory=dict)  # by private chat: how much the bot had said there before
    edited: set[int] = field(default_factory=set)  # of these, where the answer that stands may be the right one still
    is_disturbed: bool = False  # the bot lost a chat, or its place in it


MINUTE: Final = 61.0  # seconds


class Walk:
    """The steps, in a stage with the bot running on it. `log` tells what was done, for whoever repeats it."""

    def __init__(self, stage: Stage, witness: Witness, seed: int) -> None:
        self._stage = stage
        self._witness = witness
        self._random = random.Random(seed)
        self._crowd = Crowd(stage, self._random)
        self._admins = Admins(stage, self._random)
        self.log: list[str] = []
        self.steps = 0
        self._never = asyncio.Event()

    async def go(self, steps: int) -> None:
        """Raises AssertionError with the last steps where something is not as it must be."""
        while self.steps < steps:
            await self._round()
        self._admins.mend()
        await self._settle()

    async def _round(self) -> None:
        (weather,) = self._random.choices(list(_WEATHER), list(_WEATHER.values()))
        private = [self._stage.alice.chat, self._stage.boris.chat]
        self._stage.clock.move(MINUTE)  # people may write so many commands in one
        one = Round(weather, {place.chat_id for place in private if self._random.random() < 0.5}, self._idle_slots())
        self._note(f"-- {weather}")
        await self._begin(one)
        for number in range(ROUND):
            self.steps += 1
            self._step(one)
            if number == ROUND // 2:
                await self._turn(one)
            if self._random.random() < 0.3:
                await self._breathe()
        await self._end(one)
        await self._check(one)

    def _step(self, one: Round) -> None:
        """What the messenger refuses is tried again with something else."""
        place = self._random.choice(self._places())
        try:
            if place.chat_id in one.listening:
                self._address(one, place)
            elif self._random.random() < 0.05:
                self._note(self._admins.act(place))
                one.is_disturbed = True
            else:
                self._note(f"{place.chat_id}/{place.thread_id}: {self._crowd.does_something(place)}")
        except RefusedError as refused:
            self._note(f"{place.chat_id}/{place.thread_id}: nothing ({refused})")

    def _address(self, one: Round, place: Place) -> None:
        """The one message of this round in a private chat."""
        if place.chat_id in one.waiting:
            return
        crowd, actor = self._crowd, self._crowd.somebody_in(place)
        others = (crowd.replies, crowd.shows, crowd.forwards, crowd.edits_anew, crowd.edits_anew)
        deed = self._random.choice((crowd.writes, crowd.writes, crowd.writes, *others))
        if place.chat.bot_is_blocked:
            self._stage.do("unblock", place, actor)
        before = self._witness.said[place.chat_id]
        self._note(f"{place.chat_id}: {actor.user.first_name} alone {deed(actor, place)}")
        one.waiting[place.chat_id] = before
        if deed == crowd.edits_anew:
            one.edited.add(place.chat_id)

    def _places(self) -> list[Place]:
        stage = self._stage
        places = [stage.alice.chat, stage.boris.chat]
        for chat in stage.world.chats.values():
            if chat.id < 0 and chat.migrated_to is None:
                places += [Place(stage, chat.id), *(Place(stage, chat.id, topic) for topic in chat.topics or {})]
        return places

    async def _begin(self, one: Round) -> None:
        stage = self._stage
        if one.weather in {"telegram", "service"}:
            self._witness.is_stormy = True
            where = "telegram.*" if one.weather == "telegram" else "yandex.*"
            for kind, details in _FAULTS:
                stage.fault(where, kind, share=0.08, **details)
        elif one.weather == "slow":
            stage.hold_drawings()
        elif one.weather == "away":
            await stage.stop()
        elif self._random.random() < 0.3:
            stage.clock.move(self._random.choice((30, 3600, 20 * 3600, 4 * 86_400)))

    async def _turn(self, one: Round) -> None:
        """What happens in the middle of the round."""
        if one.weather == "restart":
            settings = self._random.choice(_SETTINGS)
            self._note(f"restart with {settings}")
            await self._stage.restart(**settings)
        elif one.weather == "crash":
            await self._stage.crash()
            await self._stage.start()
        elif one.weather == "slow":
            seconds = self._random.choice((25, 700, 25 * 3600))
            self._note(f"{seconds} s pass")
            self._stage.clock.move(seconds)

    async def _end(self, one: Round) -> None:
        if one.weather == "slow":
            self._stage.finish_drawings()
        elif one.weather == "away":
            await self._stage.start()
        self._stage.heal()
        if one.weather == "telegram":
            self._end_the_poll_under_way()
        await self._settle()
        self._witness.is_stormy = False

    def _end_the_poll_under_way(self) -> None:
        """It met the fault when it began, and is answered with it when there is an update, be that in fair weather."""
        alice = self._stage.alice
        if alice.chat.chat.bot_is_blocked:
            self._stage.do("unblock", alice.chat)
        alice.writes("/id")

    async def _breathe(self) -> None:
        await self._stage.clock.wait(self._never, self._random.uniform(0, 3))

    async def _settle(self) -> None:
        """Wait until everybody has what they are owed, and nothing more is said."""
        await self._stage.everything_is_told()
        before = -1
        while before != self._witness.calls:
            before = self._witness.calls
            await self._stage.clock.wait(self._never, 2.0)

    async def _check(self, one: Round) -> None:
        stage, witness = self._stage, self._witness
        # Answers wait in memory, where a crash ends them, and are given up when Telegram fails again and again. What
        # is older than ten minutes is not answered, and a press not after two and a half.
        if one.weather in {"calm", "restart", "away", "service"}:
            for query in self._crowd.queries:
                await stage.until(lambda query=query: query in witness.answered, f"an answer to the press {query}")
            for chat_id, before in one.waiting.items():
                if chat_id in one.edited:
                    continue
                await stage.until(
                    lambda chat_id=chat_id, before=before: witness.said[chat_id] > before,
                    f"a word in {chat_id}",
                )
        if one.weather in {"calm", "restart", "slow", "service"} and not one.is_disturbed:
            assert self._idle_slots() <= one.slots, f"a slot was left behind\n{stage.transcript()}"
        self._crowd.queries.clear()
        assert witness.troubles == [], "\n".join(witness.troubles)

    def _idle_slots(self) -> int:
        """How many slots stand in the chats without becoming anything. Between rounds nothing is being drawn."""
        world = self._stage.world
        messages = (message for chat in world.chats.values() for message in chat.messages.values())
        own = (one for one in messages if one.sender_id == world.bot.id and not one.has_media)
        return sum(one.content.text.startswith(SLOT) for one in own)

    def _note(self, line: str) -> None:
        self.log.append(f"{self.steps}: {line}")
