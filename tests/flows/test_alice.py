"""GENERATOR=alice: the successor, which draws at once and knows neither weights nor seeds."""

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage


@pytest.fixture
async def stage(world: Stage) -> Stage:
    await world.start(generator="alice")
    return world


async def test_negatives_become_words_and_the_caption_promises_no_seed(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a red cat --no hat, dog --ar 16:9 --seed 42")
    picture = await alice.chat.picture()
    assert picture.text == "a red cat --no hat, dog --ar 16:9"
    (body,) = stage.submitted
    assert body["model"] == "art://b1gflows/aliceai-image-art-3.0"
    assert body["prompt"] == "a red cat, without hat, dog"
    assert body["size"] == "16x9"
    await alice.chat.said("The image service in use here keeps no seeds")
    alice.writes("/draw a dog --seed 42")
    await alice.chat.picture(2)
    await stage.everything_is_told()
    assert sum("keeps no seeds" in text for text in alice.chat.texts) == 1


async def test_whoever_asks_for_a_seed_or_sets_one_hears_that_none_is_kept(
    stage: Stage, alice: Actor, boris: Actor
) -> None:
    alice.writes("/seed 42")
    assert "keeps no seeds" in (await alice.chat.said("Your pictures get the seed 42.")).text
    alice.writes("/settings seed 42")
    await alice.chat.said("Seed: 42, which the image service in use here does not keep")
    alice.writes("/settings seed random")
    assert "Seed: random\n" in (await alice.chat.said("Seed: random")).text
    alice.writes("/help")
    help_ = (await alice.chat.said("Say it more exactly")).text
    assert "the same seed draws the same picture" not in help_
    assert "what matters more" not in help_
    boris.writes("/seed")
    await boris.chat.said("не хранит сиды")


async def test_weights_are_left_out_of_what_is_drawn_and_of_the_caption(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw forest::2 fog::0.5")
    assert (await alice.chat.picture()).text == "forest:: fog"
    assert "2" not in stage.submitted[0]["prompt"]


async def test_a_refusal_is_told(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw something forbidden")
    await alice.chat.said("The image service will not draw this")
    assert len(stage.submitted) == 1


async def test_a_crash_while_it_draws_costs_at_most_one_more_picture(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a red cat")
    await stage.submissions(1)
    await stage.crash()
    await stage.start()
    await stage.submissions(2)
    stage.finish_drawings()
    await alice.chat.picture()
    await stage.everything_is_told()
    assert len(alice.chat.messages) == 1
    assert len(stage.submitted) == 2


async def test_what_the_old_model_was_drawing_still_arrives_after_the_change(world: Stage, alice: Actor) -> None:
    await world.start(generator="yandexart")
    world.hold_drawings()
    alice.writes("/draw a red cat --seed 42")
    await world.state("running")
    await world.restart(generator="alice")
    world.finish_drawings()
    assert (await alice.chat.picture()).text == "a red cat --seed 42"
    answer = await alice.presses(alice.chat.pictures[0], "🌱 Keep seed")
    assert "keeps no seeds" in answer
    alice.writes("/draw a dog --seed 42")
    assert (await alice.chat.picture(2)).text == "a dog"
