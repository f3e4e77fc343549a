"""Chats move, close, and forbid things while drawings are on their way to them."""

from dataclasses import replace

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


def _moved(place: Place) -> Place:
    """The supergroup that a group became."""
    new = place.chat.migrated_to
    assert new is not None
    return Place(place.stage, new)


@pytest.mark.fault("28")
async def test_a_picture_follows_its_group_into_the_supergroup(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    await stage.state("running")
    stage.do("migrate", painters)
    # Message ids begin anew there: this answer gets the one that the slot had in the group.
    alice.writes("/help", in_=_moved(painters))
    answer = await _moved(painters).said("Draw")
    assert answer.message.id == (await painters.said("Working on it")).message.id
    stage.finish_drawings()
    picture = await _moved(painters).picture()
    assert picture.text == "Alice Wren: a cat --seed 1"
    await stage.everything_is_told()
    assert len(_moved(painters).messages) == 2
    request = alice.writes("/draw a dog --seed 2", in_=_moved(painters))
    second = await _moved(painters).picture(2)
    assert (second.text, second.replies_to) == ("a dog --seed 2", request.id)
    assert len(stage.submitted) == 2


async def test_a_group_keeps_its_settings_though_somebody_who_may_not_draw_has_moved_it(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start()
    alice.writes("/settings no text", in_=painters)
    await painters.said("Always left out: text")
    await world.restart(allowed_ids=str(boris.user.id))
    world.do("migrate", painters)
    boris.writes("/draw пёс --seed 1", in_=_moved(painters))
    assert (await _moved(painters).picture()).text == "пёс --no text --seed 1"
    assert _moved(painters).texts == []


@pytest.mark.fault("28")
async def test_a_move_that_only_an_error_tells_of_is_followed_too(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    await stage.state("running")
    stage.do("migrate", painters)
    stage.world.updates.clear()
    stage.finish_drawings()
    assert (await _moved(painters).picture()).text == "Alice Wren: a cat --seed 1"


async def test_an_answer_follows_its_group_into_the_supergroup(world: Stage, alice: Actor, painters: Place) -> None:
    alice.writes("/draw a cat --sed 1", in_=painters)
    world.do("migrate", painters)
    await world.start()
    await _moved(painters).said("Did you mean --seed?")


@pytest.mark.fault("27")
async def test_who_blocks_the_bot_pays_for_nothing_that_still_waits(world: Stage, alice: Actor, boris: Actor) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    alice.writes("/draw a cat")
    alice.writes("/draw a dog")
    boris.writes("/draw пёс")
    await world.state("running", count=2)
    await alice.chat.said("Working on it", 2)
    world.do("block", alice.chat)
    await world.until_async(lambda: world.is_there("drawings WHERE reason = 'chat-closed'"), "the end of the dog")
    world.finish_drawings()
    await boris.chat.picture()
    await world.everything_is_told()
    assert len(world.submitted) == 2
    assert alice.chat.pictures == []


async def test_who_unblocks_the_bot_can_draw_again(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --seed 1")
    await alice.chat.picture()
    stage.do("block", alice.chat)
    stage.do("unblock", alice.chat)
    alice.writes("/draw a dog --seed 2")
    assert (await alice.chat.picture(2)).text == "a dog --seed 2"


async def test_a_block_that_only_an_error_tells_of_ends_what_waits(world: Stage, alice: Actor, boris: Actor) -> None:
    alice.writes("/draw a cat")
    alice.writes("/draw a dog")
    alice.chat.chat.bot_is_blocked = True
    await world.start()
    await world.everything_is_told()
    boris.writes("/draw пёс")
    await boris.chat.picture()
    assert len(world.submitted) == 1


async def test_a_group_that_removes_the_bot_pays_for_nothing_that_still_waits(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    boris.writes("/draw пёс", in_=painters)
    boris.writes("/draw кит", in_=painters)
    await world.state("running")
    await painters.said("Рисую", 2)
    world.do("kick_bot", painters)
    await world.until_async(lambda: world.is_there("drawings WHERE reason = 'chat-closed'"), "the end of the whale")
    boris.writes("/draw ёж")
    world.finish_drawings()
    await boris.chat.picture()
    await world.everything_is_told()
    assert len(world.submitted) == 2


@pytest.mark.fault("27")
@pytest.mark.parametrize("option", ["", " --file"])
async def test_a_group_that_forbids_pictures_gets_an_explanation(
    stage: Stage, alice: Actor, painters: Place, option: str
) -> None:
    painters.chat.rights = replace(painters.chat.rights, send_photos=False, send_documents=False)
    request = alice.writes(f"/draw a cat{option}", in_=painters)
    ending = await painters.said("This chat does not let me send pictures, so nothing was drawn")
    assert ending.replies_to == request.id
    await stage.everything_is_told()
    assert len(painters.messages) == 1
    assert stage.submitted == []


@pytest.mark.parametrize("option", ["", " --file"])
async def test_a_group_that_forbids_pictures_while_one_is_drawn_gets_an_explanation(
    stage: Stage, alice: Actor, painters: Place, option: str
) -> None:
    stage.hold_drawings()
    alice.writes(f"/draw a cat{option}", in_=painters)
    await stage.state("running")
    painters.chat.rights = replace(painters.chat.rights, send_photos=False, send_documents=False)
    stage.finish_drawings()
    await painters.said("It is drawn, but this chat does not let me send pictures")


async def test_a_slot_in_a_topic_that_was_closed_meanwhile_becomes_the_picture(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=cats)
    await stage.state("running")
    stage.do("close_topic", cats)
    stage.finish_drawings()
    assert (await cats.picture()).text == "a cat --seed 1"
