"""Requests and slots are edited and deleted while a drawing is made."""

import pytest

from sandbox.telegram.world import Change
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


async def test_a_refused_request_that_is_edited_is_drawn(stage: Stage, alice: Actor, painters: Place) -> None:
    request = alice.writes("/draw a cat --sed 42", in_=painters)
    await painters.said("Did you mean --seed?")
    alice.edits(request, "/draw a cat --seed 42")
    picture = await painters.picture()
    assert (picture.text, picture.replies_to) == ("a cat --seed 42", request.id)


async def test_a_refused_sentence_that_is_edited_is_drawn(stage: Stage, alice: Actor) -> None:
    request = alice.writes("a cat --ar 99:1")
    await alice.chat.said("This shape is not valid")
    alice.edits(request, "a cat --ar 4:1 --seed 1")
    assert (await alice.chat.picture()).text == "a cat --ar 4:1 --seed 1"


async def test_an_accepted_request_that_is_edited_changes_nothing_and_says_so_once(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a cat --seed 1")
    await stage.state("running")
    alice.edits(request, "/draw a dog --seed 1")
    await alice.chat.said("am drawing this as it was first written")
    alice.edits(request, "/draw a hen --seed 1")
    stage.finish_drawings()
    assert (await alice.chat.picture()).text == "a cat --seed 1"
    alice.writes("/id")
    await alice.chat.said("Your id")
    assert len([text for text in alice.chat.texts if "first written" in text]) == 1
    assert len(stage.submitted) == 1


async def test_a_request_that_is_edited_after_its_end_is_told_to_be_sent_anew(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.submit", "status", status=400, message="it may violate the terms of use")
    request = alice.writes("/draw something forbidden")
    await alice.chat.said("The image service will not draw this")
    stage.heal()
    alice.edits(request, "/draw a cat")
    await alice.chat.said("as a new message")
    assert len(stage.submitted) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/draw a cat --seed 1", "/draw  a cat --seed 1"),
        ("/draw a cat", "/imagine a cat"),
        ("/draw a cat --ar 1:1 --repeat 2", "/draw --repeat 2 --ar square a cat"),
        ("a cat --no hat", "a cat  --no hat"),
    ],
)
async def test_an_edit_that_changes_nothing_is_not_answered(
    stage: Stage, alice: Actor, before: str, after: str
) -> None:
    request = alice.writes(before)
    if not before.startswith("/"):
        await alice.confirms()
    await stage.state("delivered")
    await stage.everything_is_told()
    alice.edits(request, after)
    alice.writes("/id")
    await alice.chat.said("Your id")
    assert not any("as a new message" in text for text in alice.chat.texts)
    alice.edits(request, before.replace("cat", "dog"))  # and that costs nobody the answer to one that does
    await alice.chat.said("as a new message")


@pytest.mark.parametrize("after", ["a cat --repeat 2", "a cat --seed 2", "a cat --spoiler", "a cat --ar 99:1"])
async def test_an_edit_of_an_option_is_a_change(stage: Stage, alice: Actor, after: str) -> None:
    request = alice.writes("a cat --seed 1")
    await alice.confirms()
    await alice.chat.picture()
    alice.edits(request, after)
    await alice.chat.said("as a new message")


async def test_an_edit_that_changes_nothing_of_a_refinement_is_not_answered(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    request = alice.writes("/draw --ar 2:1", in_=painters, reply_to=picture.message)
    await painters.picture(2)
    alice.edits(request, "/draw --ar  2:1")
    alice.writes("/id", in_=painters)
    await painters.said("Your id")
    assert not any("as a new message" in text for text in painters.texts)


@pytest.mark.fault("26")
async def test_a_slot_that_is_deleted_meanwhile_is_replaced(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.hold_drawings()
    request = stage.boris.writes("/draw пёс --seed 1", in_=painters)
    await stage.state("running")
    alice.deletes(await painters.said("Рисую"))
    stage.finish_drawings()
    picture = await painters.picture()
    assert (picture.text, picture.replies_to) == ("пёс --seed 1", request.id)
    assert len(painters.messages) == 1


@pytest.mark.fault("26")
async def test_where_everything_the_bot_says_is_deleted_it_stops_saying_it(stage: Stage, alice: Actor) -> None:
    def sweep(change: Change) -> None:
        if change.kind == "message" and change.message is not None and change.message.sender_id == stage.world.bot.id:
            stage.world.remove(change.chat, change.message.id)

    stage.world.listeners.append(sweep)
    alice.writes("/draw a cat")
    await stage.state("failed")
    # The slot, the one in its place, and a sentence at the end, which comes after the drawing is over.
    await stage.until(lambda: len(stage.calls("sendMessage")) == 3, "the last attempt")
    stage.world.listeners.remove(sweep)
    alice.writes("/draw a dog --seed 1")
    assert (await alice.chat.picture()).text == "a dog --seed 1"
    assert len(stage.calls("sendMessage")) == 4


async def test_a_deleted_request_gets_its_picture_with_the_name_of_who_asked(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.deletes(alice.writes("/draw a cat --seed 1", in_=painters))
    picture = await painters.picture()
    assert picture.text == "Alice Wren: a cat --seed 1"
    assert picture.code == "a cat --seed 1"


async def test_a_deleted_request_in_a_topic_gets_its_picture_in_that_topic(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.deletes(alice.writes("/draw a cat --seed 1", in_=cats))
    assert (await cats.picture()).text == "Alice Wren: a cat --seed 1"


@pytest.mark.fault("26")
async def test_request_and_slot_deleted_still_bring_the_picture_to_its_person(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a cat --seed 1", in_=painters)
    await stage.state("running")
    alice.deletes(await painters.said("Working on it"))
    alice.deletes(request)
    stage.finish_drawings()
    assert (await painters.picture()).text == "Alice Wren: a cat --seed 1"


async def test_an_outcome_that_comes_late_notifies_in_a_message_of_its_own(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a cat --seed 1", in_=cats)
    await stage.state("running")
    slot = await cats.said("Working on it")
    stage.clock.move(21)
    stage.finish_drawings()
    await stage.everything_is_told()
    (picture,) = cats.messages
    assert picture.message.id > slot.message.id
    assert (picture.text, picture.replies_to) == ("a cat --seed 1", request.id)
    assert not picture.is_silent


async def test_an_outcome_that_comes_soon_is_edited_into_its_place(stage: Stage, alice: Actor, cats: Place) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=cats)
    await stage.state("running")
    slot = await cats.said("Working on it")
    stage.finish_drawings()
    assert (await cats.picture()).message.id == slot.message.id


async def test_a_late_refusal_notifies_too(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw late-forbidden")
    await stage.state("running")
    stage.clock.move(21)
    stage.finish_drawings()
    await stage.everything_is_told()
    (ending,) = alice.chat.messages
    assert "will not draw this" in ending.text
    assert ending.message.id > 2


async def test_of_a_late_repeat_only_the_first_makes_a_sound(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --repeat 3 --seed 1")
    await stage.state("running", count=3)
    stage.clock.move(21)
    stage.finish_drawings()
    await stage.everything_is_told()
    sounds = {picture.text: not picture.is_silent for picture in alice.chat.pictures}
    assert sounds == {"a cat --seed 1": True, "a cat --seed 2": False, "a cat --seed 3": False}
