"""The time of day: messages are as old as Telegram's own clock says, whatever that of the machine does."""

import logging
import re
import time
from collections.abc import Callable

import pytest

from sandbox.telegram import wire
from tests.flows.people import Actor
from tests.flows.stage import Stage

AHEAD, BEHIND = 3600.0, -3600.0
COMMANDS = ("/help", "/seed", "/settings", "/queue", "/id", "/history", "/privacy", "/cancel", "/start")


def set_apart(world: Stage, seconds: float) -> Callable[[], float]:
    """The bot's clock by so much ahead of Telegram's; returns Telegram's."""
    moved = world.clock.move
    moved(seconds)
    world.world.clock = lambda: world.clock.now() - seconds
    return world.world.clock


@pytest.mark.parametrize("seconds", [AHEAD, BEHIND, 10**8], ids=["ahead", "behind", "years"])
async def test_commands_are_answered_whatever_the_clock_of_the_machine_says(
    world: Stage, alice: Actor, boris: Actor, seconds: float
) -> None:
    set_apart(world, seconds)
    await world.start()
    for number, command in enumerate(COMMANDS, 1):
        alice.writes(command)
        await world.until(lambda n=number: len(alice.chat.messages) >= n, f"an answer to {command}")
    for place in (world.painters, world.cats):
        boris.writes("/queue", in_=place)
        await place.said("Очередь пуста")


@pytest.mark.parametrize("seconds", [AHEAD, BEHIND], ids=["ahead", "behind"])
async def test_what_was_asked_during_an_outage_is_old_by_telegrams_clock(
    world: Stage, alice: Actor, seconds: float
) -> None:
    telegram = set_apart(world, seconds)
    alice.writes("/privacy")
    world.world.clock = lambda: telegram() + 700
    await world.start()
    alice.writes("/id")
    await alice.chat.said("Your id")
    assert len(alice.chat.messages) == 1


@pytest.mark.parametrize("seconds", [AHEAD, BEHIND], ids=["ahead", "behind"])
async def test_a_clock_that_is_set_while_the_bot_runs_changes_nothing(
    world: Stage, alice: Actor, seconds: float
) -> None:
    world.world.clock = time.time
    await world.start()
    alice.writes("/id")
    await alice.chat.said("Your id")
    world.clock.move(seconds)
    alice.writes("/queue")
    await alice.chat.said("Nothing is waiting")


async def test_after_a_message_of_its_own_the_bot_trusts_its_date_more_than_that_of_a_server_in_between(
    world: Stage, alice: Actor
) -> None:
    """A Bot API server of the owner's, on the same machine: its header is as wrong as the bot's clock."""
    world.world.clock = time.time
    world.clock.move(AHEAD)
    world.sandbox.telegram.date = world.clock.now
    await world.start()
    alice.writes("/draw a cat --seed 1")
    await alice.chat.picture()
    alice.writes("/id")
    await alice.chat.said("Your id")
    old = wire.message(world.world, alice.writes("/help"))
    await world.everything_is_told()
    world.world.updates.put("message", old | {"message_id": 900, "date": old["date"] - 700})
    alice.writes("/queue")
    await alice.chat.said("Nothing is waiting")
    assert sum("/draw" in text for text in alice.chat.texts) == 1


@pytest.mark.parametrize(("seconds", "side"), [(AHEAD, "ahead of"), (BEHIND, "behind"), (30.0, None)])
async def test_a_clock_that_is_more_than_a_minute_wrong_is_told_in_the_log_once_and_when_it_is_right_again(
    world: Stage, alice: Actor, caplog: pytest.LogCaptureFixture, seconds: float, side: str | None
) -> None:
    caplog.set_level(logging.INFO)
    set_apart(world, seconds)
    await world.start()
    alice.writes("/id")
    await alice.chat.said("Your id")
    told = [record.message for record in caplog.records if "clock of this machine" in record.message]
    if side is None:
        assert told == []
        return
    (line,) = told
    assert re.search(rf"\b3\d\d\d s {side} Telegram's", line)
    world.clock.move(-seconds)
    world.world.clock = world.clock.now
    alice.writes("/queue")
    await alice.chat.said("Nothing is waiting")
    (again,) = [record.message for record in caplog.records if "agrees" in record.message]
    assert again
