"""SIGTERM and SIGINT: what was begun is finished, within ten seconds."""

import signal

import pytest

from tests.acceptance.conftest import Starter
from tests.flows.stage import Stage


@pytest.mark.fault("37")
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
async def test_it_ends_in_order_and_goes_on_at_the_next_start(
    stage: Stage, bot: Starter, number: signal.Signals
) -> None:
    stage.hold_drawings()
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1")
        await stage.until(lambda: stage.asked > 0, "the first poll")
        program.send(number)
        assert await program.status() == 0
        assert "the bot has ended" in program.output
        assert "Traceback" not in program.output
    assert len(stage.world.updates) == 0
    async with bot():
        stage.finish_drawings()
        await stage.alice.chat.picture()
    assert len(stage.submitted) == 1


async def test_a_submission_on_its_way_is_awaited(stage: Stage, bot: Starter) -> None:
    stage.fault("yandex.submit", "slow", seconds=60, times=1)
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1")
        await stage.submissions(1)
        program.send(signal.SIGTERM)
        await program.says("finishing work in progress")
        stage.kiln.move(60)
        assert await program.status() == 0
    async with bot():
        await stage.alice.chat.picture()
    assert len(stage.submitted) == 1


@pytest.mark.fault("37")
async def test_a_second_signal_ends_it_at_once(stage: Stage, bot: Starter) -> None:
    stage.fault("yandex.submit", "slow", seconds=60)
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1")
        await stage.submissions(1)
        program.send(signal.SIGTERM)
        await program.says("finishing work in progress")
        program.send(signal.SIGTERM)
        assert await program.status() == 1
        assert "not everything could be finished" not in program.output
        assert "Traceback" not in program.output


@pytest.mark.fault("37")
@pytest.mark.slow
async def test_what_cannot_be_finished_is_left_for_the_next_start(stage: Stage, bot: Starter) -> None:
    stage.fault("yandex.submit", "slow", seconds=60)
    stage.fault("telegram.editMessageMedia", "status", status=500)
    stage.fault("telegram.getUpdates", "status", status=500, times=1)
    async with bot() as program:
        stage.alice.writes("/draw a cat --seed 1")
        stage.boris.writes("/draw пёс --seed 2")
        await stage.submissions(2)
        program.send(signal.SIGTERM)
        assert await program.status() == 0
        assert "not everything could be finished" in program.output
    stage.heal()
    async with bot():
        assert (await stage.alice.chat.picture()).text == "a cat --seed 1"
        assert (await stage.boris.chat.picture()).text == "пёс --seed 2"
    assert len(stage.alice.chat.messages) == len(stage.boris.chat.messages) == 1
