"""Mistakes: the way out is to edit the message, or to press the button with what was meant; then the refusal goes."""

import pytest

from sandbox.telegram import wire
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

MENDED = [
    ("a cat --sed 1", "a cat --seed 1"),
    ("a cat --v 6 --seed 1 --q 2", "a cat --seed 1"),
    ("a cat —no: hat --sed 1", "a cat --no hat --seed 1"),
]
HOPELESS = ["a cat --qqqqqq", "a cat --file=false", "a cat --ar 9:1", "a cat --repeat 5", "--no hat", "ж" * 600]


def place_of(stage: Stage, actor: Actor, where: str) -> Place:
    return actor.chat if where == "private" else getattr(stage, where)


@pytest.mark.parametrize("where", ["private", "painters", "cats"])
@pytest.mark.parametrize(("typed", "meant"), MENDED)
async def test_a_button_draws_what_was_meant_once_and_the_refusal_goes(
    stage: Stage, alice: Actor, where: str, typed: str, meant: str
) -> None:
    place = place_of(stage, alice, where)
    request = alice.writes(f"/draw {typed}", in_=place)
    refusal = await place.said("Edit your message")
    (label,) = refusal.buttons
    assert label == "Draw it like this"
    assert meant in refusal.code.splitlines()
    press = {
        "from": wire.user(alice.user),
        "chat_instance": "1",
        "data": refusal.buttons[label],
        "message": wire.message(stage.world, refusal.message),
    }
    await alice.presses(refusal, label)
    picture = await place.picture()
    assert (picture.text, picture.replies_to) == (meant, request.id)
    query = stage.world.add_query(place.chat, alice.user.id)
    stage.world.updates.put("callback_query", press | {"id": query.id})
    await stage.until(lambda: stage.answers.get(query.id), "an answer")
    await stage.everything_is_told()
    assert len(stage.submitted) == 1
    assert [said.message.id for said in place.messages] == [picture.message.id]


@pytest.mark.parametrize("typed", HOPELESS)
async def test_where_nobody_knows_what_was_meant_there_is_no_button(stage: Stage, boris: Actor, typed: str) -> None:
    boris.writes(f"/draw {typed}")
    refusal = await boris.chat.said("Исправьте своё сообщение")
    assert refusal.buttons == {}


@pytest.mark.parametrize("where", ["private", "painters", "cats"])
@pytest.mark.parametrize("restarted", [False, True], ids=["", "after a restart"])
async def test_once_the_message_is_edited_the_old_refusal_changes_and_then_goes(
    stage: Stage, boris: Actor, where: str, *, restarted: bool
) -> None:
    place = place_of(stage, boris, where)
    request = boris.writes("/draw кот --ar 9:1", in_=place)
    first = await place.said("Такой формат не подходит")
    if restarted:
        await stage.restart()
    boris.edits(request, "/draw кот --сид 0")
    second = await place.said("Такой сид не подходит")
    assert second.message.id == first.message.id
    if restarted:
        await stage.restart()
    boris.edits(request, "/draw кот --сид 1")
    picture = await place.picture()
    await stage.everything_is_told()
    await stage.until(lambda: len(place.messages) == 1, "the refusal to go")
    assert picture.text == "кот --seed 1"


@pytest.mark.parametrize(
    ("mistake", "mended"),
    [
        (("/hepl", "I do not know /hepl"), ("/help", "Say it more exactly")),
        (("/seed soon", "whole number"), ("/seed 42", "42")),
        (("/draw", "Tell me what to draw"), ("/draw a cat --seed 1", None)),
        (("/settings colour", "Write it like one of these"), ("/settings no text", "Settings")),
    ],
)
async def test_every_mistake_goes_when_it_is_mended(
    stage: Stage, alice: Actor, mistake: tuple[str, str], mended: tuple[str, str | None]
) -> None:
    (mistyped, refusal), (command, answer) = mistake, mended
    message = alice.writes(mistyped)
    await alice.chat.said(refusal)
    alice.edits(message, command)
    if answer is None:
        await alice.chat.picture()
    else:
        await alice.chat.said(answer)

    def is_gone() -> bool:
        return not any(refusal in said.text for said in alice.chat.messages)

    await stage.until(is_gone, "the refusal to go")
    assert len(alice.chat.messages) == 1


async def test_a_refusal_that_was_deleted_meanwhile_is_no_hindrance(stage: Stage, alice: Actor) -> None:
    request = alice.writes("/draw a cat --ar 9:1")
    alice.deletes(await alice.chat.said("This shape is not valid"))
    alice.edits(request, "/draw a cat --seed 0")
    await alice.chat.said("This seed is not valid")
    alice.deletes(alice.chat.messages[0])
    alice.edits(request, "/draw a cat --seed 1")
    await alice.chat.picture()


async def test_somebody_elses_correction_cannot_be_pressed(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/draw a cat --sed 1", in_=painters)
    refusal = await painters.said("Edit your message")
    (label,) = refusal.buttons
    assert "больше не работает" in await boris.presses(refusal, label)
    assert stage.submitted == []


async def test_a_correction_draws_what_was_proposed_although_the_message_is_gone(stage: Stage, alice: Actor) -> None:
    request = alice.writes("/draw a cat\non a mat --sed 1")
    refusal = await alice.chat.said("Edit your message")
    alice.deletes(request)
    await alice.presses(refusal, "Draw it like this")
    assert (await alice.chat.picture()).code == "a cat on a mat --seed 1"


async def test_a_mistake_in_a_reply_to_a_picture_has_no_button_that_would_forget_the_picture(
    stage: Stage, alice: Actor
) -> None:
    alice.writes("/draw a cat --seed 1")
    picture = await alice.chat.picture()
    alice.writes("--sed 2", reply_to=picture)
    refusal = await alice.chat.said("Did you mean --seed?")
    assert refusal.buttons == {}


async def test_what_is_kept_of_a_refusal_is_forgotten_with_its_person(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --ar 9:1")
    await alice.chat.said("This shape is not valid")
    await stage.until_async(lambda: stage.is_there("refusals"), "the note")
    alice.writes("/forget")
    asked = await alice.chat.said("forget everything")
    await alice.presses(asked, next(label for label in asked.buttons if label.startswith("Yes")))
    await alice.chat.said("Forgotten")
    assert await stage.count("refusals") == 0
