"""GENERATOR=alice: the successor, which draws at once and knows neither weights nor seeds."""

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage


@pytest.fixture
async def stage(world: Stage) -> Stage:
    await world.start(generator="alice")
    return world


async def test_negatives_become_words_and_what_was_dropped_is_said_once_under_the_picture(
    stage: Stage, alice: Actor
) -> None:
    alice.writes("/draw a red cat --no hat, dog --ar 16:9 --seed 42")
    picture = await alice.chat.picture()
    assert picture.code == "a red cat --no hat, dog --ar 16:9"
    assert "--seed had no effect" in picture.text
    (body,) = stage.submitted
    assert body["model"] == "art://b1gflows/aliceai-image-art-3.0"
    assert body["prompt"] == "a red cat, without hat, dog"
    assert body["size"] == "16x9"
    alice.writes("/draw forest::2 fog::0.5 --seed 42 --repeat 2")
    await alice.chat.picture(3)
    await stage.everything_is_told()
    assert [said.code for said in alice.chat.pictures[1:]] == ["forest:: fog"] * 2
    assert sum("--seed and the weights had no effect" in said.text for said in alice.chat.pictures) == 1
    assert "2" not in stage.submitted[-1]["prompt"]
    assert alice.chat.texts == []


async def test_what_is_drawn_once_more_does_not_say_again_what_was_dropped(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw forest::2 fog --seed 42")
    picture = await alice.chat.picture()
    await alice.presses(picture, "🔁 Again")
    assert (await alice.chat.picture(2)).text == "forest:: fog"


async def test_whoever_asks_for_a_seed_or_sets_one_hears_that_none_is_kept(
    stage: Stage, alice: Actor, boris: Actor
) -> None:
    alice.writes("/seed 42")
    assert "does not support seeds" in (await alice.chat.said("Your pictures get the seed 42.")).text
    alice.writes("/settings seed 43")
    await alice.chat.said("This image service does not support seeds")
    boris.writes("/seed")
    await boris.chat.said("не поддерживает сиды")


@pytest.mark.parametrize("length", [488, 495])
async def test_the_true_length_of_what_would_be_sent_is_told_before_anything_is(
    stage: Stage, alice: Actor, length: int
) -> None:
    alice.writes(f"/draw {'x' * length} --no hat")
    await alice.chat.said(f"This is too long: {length + 13} characters")
    alice.writes(f"/draw {'x' * 487} --no hat")
    await alice.chat.picture()
    assert [len(body["prompt"]) for body in stage.submitted] == [500]


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
    assert "does not support seeds" in answer
    alice.writes("/draw a dog --seed 42")
    assert (await alice.chat.picture(2)).code == "a dog"
