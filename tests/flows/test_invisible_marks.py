"""Commands with marks in them that nobody sees: keyboards, translators and web pages leave such."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

MARKS = ("\u200b", "\ufeff", "\u200f", "\u2066", "\u00ad", "\u200d", "\ufe0f", "\u034f")


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
async def test_an_invisible_mark_before_a_command_or_in_it_does_not_matter(
    stage: Stage, alice: Actor, painters: Place, mark: str
) -> None:
    stage.sandbox.telegram.api.behaviour.privacy_mode = False
    for typed in (f"{mark}/draw a cat", f"/dr{mark}aw a cat", f"{mark} {mark}/{mark}DRAW{mark} a cat"):
        alice.writes(typed, in_=painters)
    alice.writes(f"{mark}/draw a cat")
    for number in (1, 2, 3):
        assert (await painters.picture(number)).code.startswith("a cat")
    assert (await alice.chat.picture()).code.startswith("a cat")


async def test_other_commands_are_found_as_well(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.sandbox.telegram.api.behaviour.privacy_mode = False
    alice.writes("\u200b/seed 7", in_=painters)
    await painters.said("7")
    alice.writes("/\u2060nonsense")
    await alice.chat.said("/nonsense")
