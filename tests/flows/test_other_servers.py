"""A bot that is moved to a Bot API server of its owner's, and back."""

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage


@pytest.mark.parametrize("held", [True, False], ids=["drawn-meanwhile", "asked-meanwhile"])
async def test_what_is_drawn_or_asked_for_while_no_server_serves_the_bot_is_shown_when_one_does(
    stage: Stage, alice: Actor, *, held: bool
) -> None:
    if held:
        stage.hold_drawings()
        alice.writes("/draw a cat --seed 1")
        await stage.state("running")
    stage.sandbox.telegram.api.logged_out_until = stage.world.clock() + 600
    stage.world.updates.interrupt("logged out")
    if held:
        stage.finish_drawings()
        await stage.state("ready")
    else:
        alice.writes("/draw a cat --seed 1")
    await stage.until(lambda: any("logged out" in line for line in stage.complaints), "it to be deaf, and say why")
    stage.clock.move(601)
    stage.clock.hurry()
    await alice.chat.picture()
    await stage.everything_is_told()

    assert len(alice.chat.messages) == 1
    assert len(stage.paid) == 1
