"""Presses of programs other than Telegram's own, which send any data from under any message.

Nothing of somebody else's changes, and nothing of one's own that is of another kind.
"""

from typing import Any, Final

import pytest

from handlers.views.history_page import HistoryButton, Turn
from handlers.views.keyboards import (
    Action,
    CancelAllButton,
    CancelButton,
    DeleteButton,
    PictureButton,
    SlotButton,
    VaryButton,
)
from handlers.views.privacy_page import ForgetButton
from handlers.views.settings_changes import Setting, SettingButton
from sandbox.telegram import wire
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

LATEST: Final = "LATEST"


async def latest_drawing(stage: Stage) -> str:
    """What buttons call it; where there is none yet, what they would call the first one in an earlier version."""
    names = await stage.rows("SELECT public_id FROM drawings ORDER BY id DESC LIMIT 1")
    return str(names[0][0]) if names else "1"


async def forge(stage: Stage, actor: Actor, said: Said, data: str, *, shown: Any = None) -> str:
    """Press a button that the message does not have; returns what the bot answers.

    `shown` is what Telegram shows of the message, where that is not all.
    """
    data = data.replace(LATEST, await latest_drawing(stage))
    query = stage.world.add_query(said.place.chat, actor.user.id)
    press = {"id": query.id, "from": wire.user(actor.user), "chat_instance": "1", "data": data}
    stage.world.updates.put("callback_query", press | {"message": shown or wire.message(stage.world, said.message)})
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
    "cancel": CancelButton(drawing=LATEST).pack(),
    "history": HistoryButton(drawing=LATEST, turn=Turn.SHOW).pack(),
    "forget": ForgetButton(latest="0", is_meant=False).pack(),
    "again": PictureButton(drawing=LATEST, action=Action.AGAIN).pack(),
    "variations": PictureButton(drawing=LATEST, action=Action.VARY).pack(),
    "delete": PictureButton(drawing=LATEST, action=Action.DELETE).pack(),
    "delete at once": DeleteButton(drawing=LATEST, is_meant=True).pack(),
    "keep": DeleteButton(drawing=LATEST, is_meant=False).pack(),
    "cancel the slot": SlotButton(drawing=LATEST).pack(),
    "cancel all": CancelAllButton(latest=LATEST, is_here=True).pack(),
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
    before = look(said)

    assert await forge(stage, boris, said, FORGED["settings"]) == "Saved"

    page = await painters.said("Settings")
    assert page.message.id != said.message.id
    assert look(said) == before


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


# Each button of a picture's life under the other messages of that life


@pytest.mark.parametrize(
    ("message", "action"),
    [
        *((running_slot, action) for action in (Action.VARY, Action.BACK, Action.RETRY)),
        *((explanation, action) for action in (Action.VARY, Action.BACK)),
        *((picture, action) for action in (Action.BACK, Action.RETRY)),
    ],
)
async def test_a_message_of_ones_own_gets_no_buttons_of_another_kind(
    stage: Stage, alice: Actor, painters: Place, message: Any, action: Action
) -> None:
    said = await message(stage, alice, painters)
    before = look(said)

    await forge(stage, alice, said, PictureButton(drawing=LATEST, action=action).pack())

    assert look(said) == before
    stage.finish_drawings()


@pytest.mark.parametrize("change", ["--ar 1:1", "--seed random --repeat 2"])
@pytest.mark.parametrize("message", [running_slot, explanation])
async def test_a_variation_leaves_a_message_that_is_no_picture_as_it_is(
    stage: Stage, alice: Actor, painters: Place, message: Any, change: str
) -> None:
    said = await message(stage, alice, painters)
    before = look(said)

    await forge(stage, alice, said, VaryButton(drawing=LATEST, change=change).pack())

    assert look(said) == before
    stage.finish_drawings()


# Buttons that are really there, pressed by somebody else


@pytest.mark.parametrize("message", [explanation, settings_page, picture])
async def test_a_real_button_of_somebody_elses_message_changes_nothing_of_it(
    stage: Stage, boris: Actor, painters: Place, message: Any
) -> None:
    said = await message(stage, stage.alice, painters)
    before = look(said)
    drawn = await stage.count("drawings")

    for label in list(said.buttons):
        await boris.presses(said, label)
    boris.writes("/id", in_=painters)
    await painters.said("ID этого чата")

    assert look(said) == before
    assert await stage.count("drawings") == drawn


async def test_a_page_whose_request_is_gone_belongs_to_nobody(stage: Stage, alice: Actor, painters: Place) -> None:
    request = alice.writes("/style noir = black and white", in_=painters)
    page = await painters.said("noir")
    alice.deletes(request)
    page.message.reply = None
    before = look(page)

    await alice.presses(page, "‹ All styles")

    assert (await painters.said("Styles")).message.id != page.message.id
    assert look(page) == before


async def test_but_a_groups_panel_is_known_to_belong_to_its_admins(stage: Stage, alice: Actor, painters: Place) -> None:
    request = alice.writes("/settings", in_=painters)
    page = await painters.said("Settings")
    alice.deletes(request)
    page.message.reply = None

    await alice.presses(page, "👥 Who draws")

    await stage.until(lambda: "Drawing here: on" in page.buttons, "the page")


@pytest.mark.parametrize("of", [0, 1])
async def test_a_groups_panel_takes_no_other_message_though_an_admins_program_presses_there(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, of: int
) -> None:
    boris.writes("/id", in_=painters)
    others = await painters.said("ID этого чата")
    said = (others, await settings_page(stage, alice, painters))[of]
    before = look(said)
    data = SettingButton(whose=painters.chat_id, setting=Setting.LIMIT, value="5").pack()  # which neither of them has

    await forge(stage, alice, said, data)

    await painters.said("Limit: 5 a day")
    assert look(said) == before


# Messages that Telegram shows no more of than their number, or shows in another chat


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("message", [explanation, running_slot, settings_page])
async def test_nor_under_a_message_that_telegram_no_longer_shows(
    stage: Stage, boris: Actor, painters: Place, message: Any, data: str
) -> None:
    said = await message(stage, stage.alice, painters)
    before = look(said)
    shown = {"message_id": said.message.id, "chat": wire.message(stage.world, said.message)["chat"], "date": 0}

    await forge(stage, boris, said, data, shown=shown)

    assert look(said) == before
    stage.finish_drawings()


async def test_the_settings_of_a_group_are_not_set_from_another_chat(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    """Not by an admin either: nobody there would see it."""
    said = await settings_page(stage, alice, alice.chat)
    before = look(said)

    await forge(stage, alice, said, SettingButton(whose=painters.chat_id, setting=Setting.DRAWING, value="").pack())

    assert look(said) == before
    assert await stage.count("chats WHERE is_off = 1") == 0
