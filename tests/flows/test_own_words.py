"""Replies to the bot's own words: they are no prompt."""

import json
from typing import Any

import pytest

from sandbox.telegram import wire
from sandbox.telegram.text import Entity, FormattedText
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

OWN = {
    "help": "/help",
    "the greeting under its picture": "/start",
    "settings": "/settings",
    "an error": "/draw a cat --sed 1",
    "a list": "/queue",
    "a hint": "/draw",
}


@pytest.mark.parametrize("what", OWN)
async def test_what_the_bot_has_said_is_not_drawn(stage: Stage, alice: Actor, what: str) -> None:
    alice.writes(OWN[what])
    said = await alice.chat.said("")

    alice.writes("/draw", reply_to=said)
    await alice.chat.said("Tell me what to draw", 2 if what == "a hint" else 1)
    alice.writes("/draw --seed 1", reply_to=said)
    await alice.chat.said("There is nothing to draw yet")
    alice.writes("/draw a dog --seed 2", reply_to=said)
    alice.writes("a whale --seed 3", reply_to=said)
    await alice.chat.picture(2)

    assert sorted(picture.text for picture in alice.chat.pictures) == ["a dog --seed 2", "a whale --seed 3"]


async def test_a_part_of_it_that_is_quoted_is_not_drawn_either(stage: Stage, alice: Actor) -> None:
    alice.writes("/help")
    said = await alice.chat.said("")
    alice.writes("/draw", reply_to=said, quote=said.text.split()[0])

    await alice.chat.said("Tell me what to draw")
    assert stage.submitted == []


async def test_a_slot_of_a_former_database_is_not_drawn(stage: Stage, alice: Actor, painters: Place) -> None:
    slot = stage.world.post(painters.chat, stage.world.bot.id, content=FormattedText("Working on it…"))
    alice.writes("/draw", in_=painters, reply_to=slot)

    await painters.said("Tell me what to draw")
    assert stage.submitted == []


async def test_what_was_passed_on_by_somebody_is_still_the_bots(stage: Stage, alice: Actor) -> None:
    alice.writes("/help")
    said = await alice.chat.said("")
    passed = stage.sandbox.people.forward(alice.user.id, alice.chat.chat_id, said.message.id, stage.painters.chat_id)
    alice.writes("/draw", in_=stage.painters, reply_to=passed)

    await stage.painters.said("Tell me what to draw")
    assert stage.submitted == []


@pytest.mark.parametrize(("is_picture", "is_drawn"), [(False, False), (True, True)])
async def test_a_quote_from_another_chat_is_drawn_unless_it_is_the_bots_words(
    stage: Stage, alice: Actor, is_picture: bool, is_drawn: bool
) -> None:
    asked = stage.world.post(stage.painters.chat, alice.user.id)
    photo = [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9}]
    origin = {"type": "user", "sender_user": wire.user(stage.world.bot), "date": 1}
    raw: dict[str, Any] = json.loads(json.dumps(wire.message(stage.world, asked))) | {
        "text": "/draw",
        "external_reply": {"origin": origin} | ({"photo": photo} if is_picture else {}),
        "quote": {"text": "a cat --seed 1", "position": 0},
    }
    stage.world.updates.put_raw({"message": raw})

    if is_drawn:
        assert (await stage.painters.picture()).text == "a cat --seed 1"
    else:
        await stage.painters.said("Tell me what to draw")


async def test_a_prompt_that_the_bot_gives_to_be_copied_is_one(stage: Stage, alice: Actor) -> None:
    prompt = FormattedText("a cat --seed 1", (Entity("code", 0, 14),))
    copied = stage.world.post(alice.chat.chat, stage.world.bot.id, content=prompt)
    alice.writes("/draw", reply_to=copied)

    assert (await alice.chat.picture()).text == "a cat --seed 1"


async def test_a_reply_to_the_words_under_a_picture_or_in_its_place_changes_that_picture(
    stage: Stage, alice: Actor
) -> None:
    alice.writes("/draw a cat --seed 1")
    picture = await alice.chat.picture()
    alice.writes("/draw --ar 16:9", reply_to=picture)

    assert (await alice.chat.picture(2)).text.startswith("a cat --ar 16:9 --seed ")

    stage.hold_drawings()
    alice.writes("/draw a dog --seed 2")
    slot = await alice.chat.said("Working on it")
    alice.writes("/draw --ar 16:9", reply_to=slot)
    await stage.submissions(4)
    stage.finish_drawings()
    await stage.everything_is_told()
    assert any(one.text.startswith("a dog --ar 16:9 --seed ") for one in alice.chat.pictures)
