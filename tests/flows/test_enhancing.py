"""--enhance: a language model enriches the prompt first; where it cannot, the plain prompt is drawn."""

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage


async def test_an_enhanced_prompt_is_drawn_and_can_be_read(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a red cat --no hat --enhance --seed 1")
    picture = await alice.chat.picture()
    (body,) = stage.submitted
    texts = [message["text"] for message in body["messages"]]
    assert "red cat" in texts[0]
    assert len(texts[0]) > len("a red cat")
    assert texts[1:] == ["hat"]
    assert picture.code == "a red cat --no hat --seed 1 --enhance"
    await alice.presses(picture, "Show the full prompt")
    shown = await alice.chat.said(texts[0])
    alice.writes(shown.text)
    assert (await alice.chat.picture(2)).data == picture.data


@pytest.mark.parametrize("kind", ["status", "html", "lost", "dropped", "garbage", "truncated", "huge"])
async def test_where_the_model_fails_the_plain_prompt_is_drawn_and_the_caption_says_so(
    stage: Stage, alice: Actor, kind: str
) -> None:
    stage.fault("yandex.completion", kind)
    alice.writes("/draw a red cat --enhance --seed 1")
    picture = await alice.chat.picture()
    assert picture.code == "a red cat --seed 1 --raw"
    assert "could not be enhanced" in picture.text
    assert [message["text"] for message in stage.submitted[0]["messages"]] == ["a red cat"]


async def test_the_caption_of_what_could_not_be_enhanced_draws_the_same_picture_when_it_can(
    stage: Stage, alice: Actor
) -> None:
    stage.fault("yandex.completion", "status", status=500)
    alice.writes("/draw a red cat --enhance --seed 1")
    picture = await alice.chat.picture()
    stage.heal()
    alice.writes(picture.code)
    again = await alice.chat.picture(2)
    assert (again.code, again.data) == (picture.code, picture.data)
    assert "could not be enhanced" not in again.text


async def test_a_crash_while_a_prompt_is_enhanced_loses_nothing(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.completion", "slow", seconds=60, times=1)
    alice.writes("/draw a red cat --enhance --seed 1")
    await stage.until(lambda: stage.enhancements > 0, "the model to be asked")
    await stage.crash()
    await stage.start()
    await alice.chat.picture()
    await stage.everything_is_told()
    assert len(alice.chat.messages) == 1
    assert len(stage.submitted) == 1
