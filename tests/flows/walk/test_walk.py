"""Two people do whatever can be done, at random: nobody meets silence, nothing goes unhandled, nothing is lost.

A walk that failed is walked again by its seed: `WALK_SEED=7 WALK_STEPS=300 pytest tests/flows/walk`.
"""

import os
import random

import pytest
from aiogram.filters.callback_data import CallbackData

from drawing.lifecycle import Reason
from handlers.telegram import menu
from tests.flows.stage import Stage
from tests.flows.walk.forgery import forged_data, kinds
from tests.flows.walk.walk import Walk
from tests.flows.walk.witness import Witness
from tests.flows.walk.words import commands

_UNHEARD = {Reason.CHAT_CLOSED, Reason.CHAT_MUTED, Reason.SLOT_GONE}
_SETTINGS = {"admin_ids": {101}, "queued_per_user": 10, "drawings_per_user_per_day": 1000, "drawings_per_day": 100_000}


def test_the_walk_knows_every_command_of_the_menu() -> None:
    assert {*menu.PRIVATE, *menu.GROUP, *menu.GROUP_ADMINS, "start"} <= set(commands())


def test_the_walk_forges_every_kind_of_button() -> None:
    source = random.Random(1)
    forged = [forged_data(source) for _ in range(2000)]
    assert {"pic", "vary", "cancel", "set", "hist", "forget"} <= {kind.__prefix__ for kind in kinds()}
    for kind in kinds():
        assert any(_is_of(kind, data) for data in forged), f"no {kind.__name__} that is read"
        assert any(data.startswith(kind.__prefix__) and not _is_of(kind, data) for data in forged)


def _is_of(kind: type[CallbackData], data: str) -> bool:
    try:
        kind.unpack(data)
    except (TypeError, ValueError):
        return False
    return True


async def _walk(stage: Stage, seed: int, steps: int) -> None:
    seed, steps = int(os.environ.get("WALK_SEED", seed)), int(os.environ.get("WALK_STEPS", steps))
    with Witness() as witness:
        stage.sandbox.telegram.observers.append(witness.observe)
        walk = Walk(stage, witness, seed)
        try:
            await stage.start(**_SETTINGS)
            await walk.go(steps)
            await _everybody_has_one_outcome(stage, witness)
        except BaseException as error:
            lines = "\n".join(walk.log[-60:])
            error.add_note(f"WALK_SEED={seed} WALK_STEPS={steps}, {walk.steps} steps done; the last of them:\n{lines}")
            raise


async def _everybody_has_one_outcome(stage: Stage, witness: Witness) -> None:
    """At least one message ever told of each drawing, and no two that nobody has deleted do."""
    drawings = await stage.rows("SELECT public_id, state, reason, told_at, chat_id, slot_id FROM drawings")
    assert drawings, "nothing was drawn"
    for name, state, reason, told_at, chat_id, slot_id in drawings:
        told = witness.told[name]
        left = [message_id for chat_id, message_id in told if message_id in stage.world.chats[chat_id].messages]
        assert told_at is not None, f"drawing {name} waits for ever"
        assert len(left) <= 1, f"drawing {name} has two outcomes: {told}"
        # It failed, and its chat put the bot out before the sentence came: nobody is left to hear it.
        is_shut = state == "failed" and chat_id in witness.refused
        is_refused = reason == "refused" and (slot_id is None or (chat_id, slot_id) in witness.edited)
        is_heard = told or state == "cancelled" or reason in _UNHEARD or is_shut or is_refused
        assert is_heard, f"drawing {name} ({state}) was never told of"


async def test_a_walk_of_three_hundred_steps(world: Stage) -> None:
    await _walk(world, seed=1, steps=300)


@pytest.mark.slow
async def test_a_walk_of_five_thousand_steps(world: Stage) -> None:
    await _walk(world, seed=2, steps=5000)
