"""Presses of programs other than Telegram's own, which send any data from under any message.

Nothing of somebody else's changes, and nothing of one's own that is of another kind.
"""

from typing import Any

import pytest

from handlers.views.history_page import HistoryButton, Turn
from handlers.views.keyboards import Action, CancelButton, PictureButton
from handlers.views.privacy_page import ForgetButton
from handlers.views.settings_page import Setting, SettingButton
from sandbox.telegram import wire
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage


async def forge(stage: Stage, actor: Actor, said: Said, data: str) -> str:
    """Press a button that the message does not have; returns what the bot answers."""
    query = stage.world.add_query(said.place.chat, actor.user.id)
    press = {"id": query.id, "from": wire.user(actor.user), "chat_instance": "1", "data": data}
    stage.world.updates.put("callback_query", press | {"message": wire.message(stage.world, said.message)})
    answer = await stage.until(lambda: stage.answers.get(query.id), f"an answer to {data!r}")
    stage.alice.writes("/id", in_=said.place)  # answered after all else that is said there
    await said.place.said("This chat")
    return str(answer.details.get("text", ""))


def look(said: Said) -> tuple[Any, ...]:
    return said.text, said.buttons, said.message.photo


async def explanation(stage: Stage, actor: Actor, place: Place) -> Said:
    actor.writes("/draw forbidden --seed 1", in_=place)
    return await place.said("will not draw this")


async def running_slot(stage: Stage, actor: Actor, place: Place) -> Said:
    stage.hold_drawings()
    actor.writes("/draw a cat --seed 1", in_=place)
    await stage.state("running")
    return await place.said("Working on it")


async def help_page(stage: Stage, actor: Actor, place: Place) -> Said:
    actor.writes("/help", in_=place)
    return await place.said("Draw")


async def settings_page(stage: Stage, actor: Actor, place: Place) -> Said:
    actor.writes("/settings", in_=place)
    return await place.said("Settings")


async def picture(stage: Stage, actor: Actor, place: Place) -> Said:
    actor.writes("/draw a cat --seed 1", in_=place)
    return await place.picture()


MESSAGES = [explanation, running_slot, help_page, settings_page, picture]
BORIS_ID = 102
FORGED = {
    "settings": SettingButton(whose=BORIS_ID, setting=Setting.LANGUAGE, value="en").pack(),
    "cancel": CancelButton(drawing=1).pack(),
    "history": HistoryButton(drawing=1, turn=Turn.SHOW).pack(),
    "forget": ForgetButton(latest=0, is_meant=False).pack(),
    "again": PictureButton(drawing=1, action=Action.AGAIN).pack(),
    "variations": PictureButton(drawing=1, action=Action.VARY).pack(),
    "delete": PictureButton(drawing=1, action=Action.DELETE).pack(),
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("message", MESSAGES)
async def test_a_forged_press_changes_nothing_under_somebody_elses_message(
    stage: Stage, painters: Place, message: Any, data: str
) -> None:
    said = await message(stage, stage.alice, painters)
    before = look(said)

    await forge(stage, stage.boris, said, data)

    assert look(said) == before
    stage.finish_drawings()


@pytest.mark.parametrize("data", [FORGED["cancel"], FORGED["history"], FORGED["forget"], FORGED["variations"]])
@pytest.mark.parametrize("message", [help_page, settings_page])
async def test_nor_under_a_message_of_ones_own_that_is_of_another_kind(
    stage: Stage, alice: Actor, message: Any, data: str
) -> None:
    alice.writes("/draw a dog --seed 1")
    await alice.chat.picture()
    said = await message(stage, alice, alice.chat)
    before = look(said)

    await forge(stage, alice, said, data)

    assert look(said) == before


async def test_a_page_that_is_asked_for_under_somebody_elses_message_comes_as_a_new_one(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    said = await explanation(stage, alice, painters)

    assert await forge(stage, boris, said, FORGED["settings"]) == "Saved"

    page = await painters.said("Settings")
    assert page.message.id != said.message.id
    assert "🔁 Try again" in said.buttons


async def test_whose_drawing_is_cancelled_on_somebody_elses_list_gets_a_list_of_their_own(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(running_per_user=1)
    world.hold_drawings()
    alice.writes("/draw a cat", in_=painters)
    boris.writes("/draw пёс", in_=painters)
    await world.state("running", count=2)
    alice.writes("/queue", in_=painters)
    page = await painters.said("In the queue")
    before = look(page)

    await boris.presses(page, "✖ Cancel 2")

    assert look(page) == before
    await world.until(lambda: any("cat" in one.text and "пёс" not in one.text for one in painters.messages), "a list")
    world.finish_drawings()
