"""`kill -9` at any moment: each request still ends in exactly one picture."""

import os
import signal
from collections.abc import Callable

import pytest

from sandbox.telegram.exchanges import Exchange
from tests.acceptance.conftest import Starter
from tests.flows.stage import Stage


async def test_a_picture_in_the_making_outlives_a_kill(stage: Stage, bot: Starter) -> None:
    stage.hold_drawings()
    async with bot() as program:
        request = stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
        await stage.until(lambda: stage.asked > 0, "the first poll")
        await program.kill()
    async with bot():
        stage.finish_drawings()
        picture = await stage.cats.picture()
        assert (picture.text, picture.replies_to) == ("a cat --seed 1", request.id)
    assert len(stage.cats.messages) == 1
    assert len(stage.submitted) == 1


def _at(method: str) -> Callable[[Exchange], bool]:
    """As the Bot API server has carried out the method, before the bot gets the answer."""
    return lambda exchange: exchange.method == method


def _as_the_request_is_handed_out(exchange: Exchange) -> bool:
    return exchange.method == "getUpdates" and bool(exchange.answer["result"])


@pytest.mark.fault("1")
@pytest.mark.slow
async def test_a_drawing_outlives_a_kill_at_every_step_of_its_life(
    stage: Stage, settings: dict[str, str], bot: Starter, command: Starter
) -> None:
    # Both kills while a request is on its way may leave its outcome unknown; how far the bot gets is up to the machine.
    patient = settings | {"RESUBMIT_UNKNOWN": "2"}

    async def killed_when(is_moment: Callable[[Exchange], bool]) -> None:
        async with command("run", settings=patient) as program:

            def look(exchange: Exchange) -> None:
                if is_moment(exchange):
                    os.kill(program.pid, signal.SIGKILL)

            stage.sandbox.telegram.observers.append(look)
            try:
                assert await program.status() == -signal.SIGKILL
            finally:
                stage.sandbox.telegram.observers.remove(look)

    async def killed_after(what: Callable[[], bool]) -> None:
        async with bot(settings=patient) as program:
            await stage.until(what, "the moment to kill")
            await program.kill()

    request = stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await killed_when(_as_the_request_is_handed_out)
    await killed_when(_at("sendMessage"))
    stage.fault("yandex.submit", "status", status=429, retry_after="3000")
    await killed_after(lambda: len(stage.submitted) == 1)
    stage.heal()
    stage.fault("yandex.submit", "slow", seconds=60)
    await killed_after(lambda: len(stage.submitted) == 2)
    stage.heal()
    stage.hold_drawings()
    await killed_after(lambda: stage.asked > 0)
    stage.finish_drawings()
    await killed_when(_at("editMessageMedia"))
    assert (await stage.cats.picture()).replies_to == request.id
    async with bot(settings=patient):
        # Its place in the chat is the same, whatever is asked for next.
        stage.alice.writes("/draw a dog --seed 2", in_=stage.cats)
        assert (await stage.cats.picture(2)).text == "a dog --seed 2"
    assert [picture.text for picture in stage.cats.pictures] == ["a cat --seed 1", "a dog --seed 2"]
    strays = [text for text in stage.cats.texts if "Working on it" not in text]
    assert strays == []
    assert len(stage.cats.texts) <= 1  # of the slot that was sent and not yet known
    assert len([body for body in stage.paid if "a cat" in str(body)]) <= 2
