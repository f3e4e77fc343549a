"""Tokens of several bots, one after the other, over one database."""

import logging
from collections import OrderedDict
from dataclasses import replace
from typing import Any

import pytest

from sandbox.telegram.model import ChatType
from sandbox.telegram.population import BOT
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

TRIAL = 7_000_000_002


class Bots:
    """Bots of the sandbox, each with its own numbers in private chats and basic groups."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._kept: dict[tuple[int, int], tuple[Any, int]] = {}
        self._renewed = 0

    async def take(self, bot_id: int, **settings: Any) -> None:
        """Restart with a new token of this bot."""
        await self._stage.stop()
        world, telegram = self._stage.world, self._stage.sandbox.telegram
        former, self._renewed = world.bot, self._renewed + 1
        world.bot = world.users[bot_id] = replace(BOT, id=bot_id)
        telegram.token = f"{bot_id}:AAH{self._renewed:033}"
        for chat in world.chats.values():
            if chat.type is ChatType.SUPERGROUP or former.id == bot_id:
                continue
            self._kept[former.id, chat.id] = chat.messages, chat.last_message_id
            chat.messages, chat.last_message_id = self._kept.get((bot_id, chat.id), (OrderedDict(), 0))
            chat.members[bot_id] = chat.members[former.id]
        await self._stage.start(**settings)


@pytest.fixture
def bots(world: Stage) -> Bots:
    return Bots(world)


async def draws(alice: Actor, words: str, number: int, in_: Place | None = None) -> str:
    alice.writes(f"/draw {words}", in_=in_)
    return (await (in_ or alice.chat).picture(number)).text


@pytest.mark.parametrize("in_group", [False, True])
async def test_every_request_to_another_bot_is_drawn_though_a_former_one_has_used_its_number(
    world: Stage, bots: Bots, alice: Actor, painters: Place, in_group: bool
) -> None:
    place = painters if in_group else alice.chat
    for bot_id in (BOT.id, TRIAL, BOT.id, TRIAL):
        await bots.take(bot_id)
        before = len(place.pictures)
        for number in range(1, 3):
            assert f"{number} cats of {bot_id}" in await draws(
                alice, f"{number} cats of {bot_id}", before + number, place
            )
    await world.everything_is_told()
    assert len(world.submitted) == 8


async def test_a_reply_changes_nothing_that_another_bot_drew_under_that_number(
    world: Stage, bots: Bots, alice: Actor
) -> None:
    await bots.take(TRIAL)
    await draws(alice, "a cat", 1)
    drawn = alice.chat.pictures[0].message.id
    await bots.take(BOT.id)
    alice.writes("/help")
    answer = await alice.chat.said("Draw")
    assert answer.message.id == drawn
    alice.writes("/draw in watercolour", reply_to=answer)
    picture = await alice.chat.picture()
    assert "in watercolour" in picture.text
    assert "cat" not in picture.text


async def test_what_waits_for_a_former_bot_is_told_to_the_owner_and_goes_on_when_it_comes_back(
    world: Stage, bots: Bots, alice: Actor, boris: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    await bots.take(BOT.id, admin_ids=frozenset({boris.user.id}), running_per_user=1)
    boris.writes("/start")  # no bot may write first
    await world.everything_is_told()
    await bots.take(TRIAL)
    world.hold_drawings()
    for words in ("a cat", "a dog", "a hen"):
        alice.writes(f"/draw {words}")
    await world.state("running")
    await alice.chat.said("Working on it", 3)
    ordered = len(world.submitted)

    with caplog.at_level(logging.WARNING):
        await bots.take(BOT.id)
    assert f"3 requests wait for bot {TRIAL}: nothing is done" in caplog.text
    assert f"с ID {TRIAL}" in (await boris.chat.said("3 запроса ждут другого бота")).text
    world.finish_drawings()
    assert "a fox" in await draws(alice, "a fox", 1)
    assert (len(world.submitted), len(alice.chat.messages)) == (ordered + 1, 1)

    await bots.take(TRIAL)
    await alice.chat.picture(3)
    await world.everything_is_told()
    assert sorted(said.text.partition(" --")[0] for said in alice.chat.pictures) == ["a cat", "a dog", "a hen"]
    assert len(world.submitted) == ordered + 3
    assert len(alice.chat.messages) == 3  # the slots became the pictures


async def test_what_is_too_late_when_its_bot_comes_back_has_ended_and_is_told_then(
    world: Stage, bots: Bots, alice: Actor
) -> None:
    await bots.take(TRIAL, running_per_user=1, drawing_ttl=3600)
    world.hold_drawings()
    alice.writes("/draw a cat")
    alice.writes("/draw a dog")
    await world.state("running")
    await alice.chat.said("Working on it", 2)
    ordered = len(world.submitted)
    await bots.take(BOT.id)
    world.clock.move(4000)
    await world.state("expired", count=2)
    assert alice.chat.messages == []
    await bots.take(TRIAL)
    await world.until(lambda: not [text for text in alice.chat.texts if "Working on it" in text], "the endings")
    await world.everything_is_told()
    assert (len(world.submitted), alice.chat.pictures) == (ordered, [])


async def test_a_new_token_of_the_same_bot_changes_nothing(world: Stage, bots: Bots, alice: Actor) -> None:
    await bots.take(BOT.id)
    await draws(alice, "a cat --seed 5", 1)
    await bots.take(BOT.id)
    alice.writes("in watercolour", reply_to=alice.chat.pictures[0])
    assert (await alice.chat.picture(2)).text.startswith("a cat, in watercolour")
    alice.writes("/history")
    await alice.chat.picture(3)


async def test_history_shows_what_this_bot_can_send_and_settings_are_everybodys(
    world: Stage, bots: Bots, alice: Actor
) -> None:
    await bots.take(TRIAL)
    alice.writes("/settings no text")
    await alice.chat.said("Always left out: text")
    await draws(alice, "a cat --seed 5", 1)
    await bots.take(BOT.id)
    alice.writes("/history")
    await alice.chat.said("You have no pictures yet")
    assert "--no text" in await draws(alice, "a dog", 1)
    await bots.take(TRIAL)
    alice.writes("/history")
    assert "a cat" in (await alice.chat.picture(2)).text
