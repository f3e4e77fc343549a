"""The bot ends, in order or in the middle of something, and takes up at its next start what it was at."""

from collections.abc import Awaitable, Callable

import pytest

from sandbox.telegram.exchanges import Exchange
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


async def _before_its_slot(stage: Stage) -> None:
    stage.fault("telegram.sendMessage", "status", status=502)
    stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await stage.state("queued")


async def _before_its_submission(stage: Stage) -> None:
    stage.fault("yandex.submit", "status", status=429, retry_after="3000")
    stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await stage.cats.said("Working on it")
    await stage.submissions(1)


async def _while_it_is_submitted(stage: Stage) -> None:
    stage.fault("yandex.submit", "slow", seconds=60)
    stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await stage.state("submitting")
    await stage.submissions(1)


async def _while_it_is_drawn(stage: Stage) -> None:
    stage.hold_drawings()
    stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await stage.state("running")


async def _when_it_is_ready(stage: Stage) -> None:
    stage.fault("telegram.editMessageMedia", "status", status=500)
    stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await stage.state("ready")


async def _when_it_is_shown_but_not_yet_known_to_be(stage: Stage) -> None:
    stage.fault("telegram.editMessageMedia", "dropped")
    stage.alice.writes("/draw a cat --seed 1", in_=stage.cats)
    await stage.cats.picture()


MOMENTS = (
    _before_its_slot,
    _before_its_submission,
    _while_it_is_submitted,
    _while_it_is_drawn,
    _when_it_is_ready,
    _when_it_is_shown_but_not_yet_known_to_be,
)


@pytest.mark.fault("5", "24")
@pytest.mark.parametrize("ending", [Stage.stop, Stage.crash], ids=["in order", "by a crash"])
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__.strip("_").replace("_", " "))
async def test_a_drawing_outlives_the_end_of_the_bot(
    stage: Stage,
    cats: Place,
    moment: Callable[[Stage], Awaitable[None]],
    ending: Callable[[Stage], Awaitable[None]],
) -> None:
    await moment(stage)
    if moment is _while_it_is_submitted and ending is Stage.stop:
        stage.kiln.move(60)  # an orderly end waits for the answer
    await ending(stage)
    stage.heal()
    await stage.start()
    stage.finish_drawings()
    picture = await cats.picture()
    await stage.everything_is_told()
    assert picture.text == "a cat --seed 1"
    assert len(cats.pictures) == 1
    assert len(cats.messages) == 1
    assert len(stage.paid) <= (2 if moment is _while_it_is_submitted else 1)
    assert len({str(body) for body in stage.submitted}) == 1


@pytest.mark.fault("17")
async def test_an_explanation_outlives_the_end_of_the_bot(stage: Stage, alice: Actor) -> None:
    stage.fault("telegram.editMessageText", "status", status=500)
    alice.writes("/draw something forbidden")
    await stage.state("failed")
    await stage.crash()
    stage.heal()
    await stage.start()
    await alice.chat.said("will not draw this")
    assert len(stage.submitted) == 1


@pytest.mark.fault("2")
async def test_a_request_committed_but_not_confirmed_to_telegram_is_drawn_once(stage: Stage, alice: Actor) -> None:
    def lose_the_confirmation(exchange: Exchange) -> None:
        if exchange.method == "getUpdates" and exchange.answer.get("result"):
            stage.fault("telegram.getUpdates", "lost")

    stage.sandbox.telegram.observers.append(lose_the_confirmation)
    alice.writes("/draw a cat --seed 1")
    await alice.chat.picture()
    stage.sandbox.telegram.observers.remove(lose_the_confirmation)
    assert len(stage.world.updates) == 1
    await stage.crash()
    stage.heal()
    await stage.start()
    await stage.everything_is_told()
    assert len(alice.chat.messages) == 1
    assert len(stage.submitted) == 1


@pytest.mark.fault("6")
async def test_a_submission_cut_short_twice_is_not_paid_for_a_third_time(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.submit", "slow", seconds=60)
    alice.writes("/draw a cat")
    for number in (1, 2):
        await stage.submissions(number)
        await stage.crash()
        await stage.start()
    await alice.chat.said("I could not find out whether the image service has received your request")
    assert len(stage.submitted) == 2


async def test_a_queue_is_worked_off_after_a_crash_in_the_order_of_its_people(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    for seed in (1, 2, 3):
        alice.writes(f"/draw a cat --seed {seed}")
    boris.writes("/draw пёс --seed 4")
    await world.state("running", count=2)
    await world.crash()
    await world.start()
    world.finish_drawings()
    await alice.chat.picture(3)
    await boris.chat.picture()
    await world.everything_is_told()
    assert sorted(picture.text for picture in alice.chat.pictures) == [f"a cat --seed {seed}" for seed in (1, 2, 3)]
    assert len(world.paid) == 4


async def test_settings_of_a_person_outlive_a_crash(stage: Stage, alice: Actor) -> None:
    alice.writes("/seed 42")
    await alice.chat.said("the seed 42")
    await stage.crash()
    await stage.start()
    alice.writes("/draw a cat")
    assert (await alice.chat.picture()).text == "a cat --seed 42"
