"""Shapes that aiogram cannot read, in what the bot is told and what it is answered: nothing is lost or said twice."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.telegram import wire
from sandbox.telegram.methods import METHODS
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

Json = dict[str, Any]

SHAPES: dict[str, Json] = {
    "a hidden origin without a name": {"forward_origin": {"type": "hidden_user", "date": 1422450181}},
    "an empty story": {"story": {}},
    "an origin of an unknown kind": {"external_reply": {"origin": {"type": "server", "date": 1}}},
    "a poll of an older server": {"poll": {"id": "1", "question": "?", "options": [{"text": "a", "voter_count": 0}]}},
    "entities of nobody's": {"entities": [{}, 7, {"type": "new"}]},
    "paid media of a new kind": {"paid_media": {"star_count": 1, "paid_media": [{"type": "hologram"}]}},
    "a number beyond all": {"sender_boost_count": 10**30},
    "half a character": {"author_signature": "\ud83d"},
    "a background of a new kind": {"chat_background_set": {"type": {"type": "mist"}}},
}


@pytest.mark.fault("31")
@pytest.mark.parametrize("shape", SHAPES)
async def test_a_request_is_drawn_whatever_else_its_message_has(world: Stage, alice: Actor, shape: str) -> None:
    await world.start()
    asked = world.world.post(world.painters.chat, alice.user.id)
    raw = wire.message(world.world, asked) | {"text": "/draw a cat --seed 1"} | SHAPES[shape]
    world.world.updates.put_raw({"message": raw})

    picture = await world.painters.picture()

    assert (picture.text, picture.replies_to) == ("a cat --seed 1", asked.id)
    world.description.problems.clear()  # it has its own opinion of this update


@pytest.mark.parametrize("shape", SHAPES)
async def test_what_is_replied_to_is_drawn_whatever_else_it_has(world: Stage, alice: Actor, shape: str) -> None:
    await world.start()
    replied = world.world.post(world.painters.chat, world.boris.user.id)
    asked = world.world.post(world.painters.chat, alice.user.id)
    raw = wire.message(world.world, asked) | {
        "text": "/draw",
        "reply_to_message": wire.message(world.world, replied) | {"text": "a dog --seed 2"} | SHAPES[shape],
    }
    world.world.updates.put_raw({"message": raw})

    assert (await world.painters.picture()).text == "a dog --seed 2"
    world.description.problems.clear()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[Any], Any]], None]:
    """Have Telegram tell another result of what it has done."""

    def change(method: str, changed: Callable[[Any], Any]) -> None:
        execute = METHODS[method]

        async def answer(*arguments: Any) -> Any:
            return changed(json.loads(json.dumps(await execute(*arguments))))

        monkeypatch.setitem(METHODS, method, answer)

    return change


RESULTS: dict[str, Callable[[Any], Any]] = {
    "an empty story": lambda result: result | {"story": {}},
    "a chat of nothing": lambda result: result | {"chat": {}},
    "no date": lambda result: result | {"date": "today"},
    "a reply to a story": lambda result: result | {"reply_to_message": {"story": {}}},
    "a sender without a name": lambda result: result | {"from": {"id": 7}},
    "its number alone": lambda result: {"message_id": result["message_id"]},
}


@pytest.mark.fault("30")
@pytest.mark.parametrize("shape", RESULTS)
async def test_what_telegram_has_done_is_not_done_again(
    world: Stage, alice: Actor, answers: Any, shape: str, painters: Place
) -> None:
    for method in ("sendMessage", "editMessageMedia"):
        answers(method, RESULTS[shape])
    await world.start()
    alice.writes("/draw a cat --seed 1", in_=painters)
    alice.writes("/help")

    await painters.picture()
    await world.everything_is_told()

    assert (len(painters.messages), len(world.calls("editMessageMedia"))) == (1, 1)
    assert len([call for call in world.calls("sendMessage") if int(call.parameters["chat_id"]) < 0]) == 1
    assert len(alice.chat.messages) == 1
    world.description.problems.clear()


@pytest.mark.fault("30")
@pytest.mark.parametrize("result", [True, {}, [], {"message_id": 0}, {"message_id": "x"}, {"message_id": 2**70}])
async def test_a_slot_of_which_nobody_knows_the_number_is_followed_by_one_with_the_picture(
    world: Stage, alice: Actor, answers: Any, result: Any
) -> None:
    told = []

    def first_spoilt(answer: Any) -> Any:
        told.append(answer)
        return result if len(told) == 1 else answer

    answers("sendMessage", first_spoilt)
    await world.start()
    alice.writes("/draw a cat --seed 1")

    picture = await alice.chat.picture()
    await world.everything_is_told()

    assert picture.text == "a cat --seed 1"
    assert len(alice.chat.messages) == 2
    assert len(world.submitted) == 1
    world.description.problems.clear()


@pytest.mark.parametrize("result", [True, {}, {"message_id": "x"}, {"message_id": 2**70}])
async def test_where_telegram_never_tells_a_number_a_chat_is_not_filled_with_slots(
    world: Stage, alice: Actor, answers: Any, result: Any
) -> None:
    answers("sendMessage", lambda _: result)
    await world.start()
    alice.writes("/draw a cat --seed 1")

    await alice.chat.said("Telegram rejects what I send")
    await world.everything_is_told()

    assert len([text for text in alice.chat.texts if "Working on it" in text]) <= 2
    assert len(alice.chat.messages) <= 3
    assert len(world.submitted) == 1
    world.description.problems.clear()
