"""Names of drawings outside: they tell nobody how many drawings there are, nor which of them exist.

A made-up program presses whatever data it likes. Buttons in the messages of earlier versions carry numbers, and work.
"""

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.views.history_page import HistoryButton, Turn
from handlers.views.keyboards import Action, CancelButton, PictureButton, VaryButton
from handlers.views.privacy_page import ForgetButton
from sandbox.telegram import wire
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage
from tests.world import databases

MANY: Final = 7_654_321  # drawings that there were before
NOBODYS: Final = ("a" * 16, "999999", str(2**70), "0", "", "٣")


async def after_many(stage: Stage, **settings: Any) -> None:
    """Start the bot of a database that has seen very many drawings."""
    await databases.lay_out(stage._database)
    with sqlite3.connect(stage._database) as connection:
        connection.execute("DELETE FROM sqlite_sequence")
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('drawings', ?)", (MANY,))
    connection.close()
    await stage.start(**settings)


async def forge(stage: Stage, actor: Actor, said: Said, data: str) -> str:
    """Press a button that the message does not have; returns what the bot answers."""
    query = stage.world.add_query(said.place.chat, actor.user.id)
    press = {"id": query.id, "from": wire.user(actor.user), "chat_instance": "1", "data": data}
    stage.world.updates.put("callback_query", press | {"message": wire.message(stage.world, said.message)})
    answer = await stage.until(lambda: stage.answers.get(query.id), f"an answer to {data!r}")
    return str(answer.details.get("text", ""))


def named_by(said: Said, label: str) -> str:
    """What a button calls its drawing."""
    return re.split(r"[:|]", said.buttons[label])[1]


async def make_old(stage: Stage, *saids: Said) -> None:
    """Make these messages, and all drawings that there are, such as the version before has left them."""
    assert stage._app is not None

    async def work(connection: AsyncConnection) -> None:
        await connection.execute(sql("UPDATE drawings SET numbered = 1"))

    await stage._app.database.transaction(work)
    numbers = dict(await stage.rows("SELECT public_id, id FROM drawings"))
    for said in saids:
        markup = json.dumps(said.message.keyboard)
        for public_id, number in numbers.items():
            markup = markup.replace(public_id, str(number))
        said.message.keyboard = json.loads(markup)


# Nothing tells how many there are


def all_strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for one in value:
            yield from all_strings(one)
    else:
        yield str(value)


async def test_nothing_that_leaves_the_house_tells_how_many_drawings_there_are(
    world: Stage, alice: Actor, painters: Place
) -> None:
    await after_many(world)
    alice.writes("/draw a cat --file --seed 5")
    await alice.chat.picture()
    alice.writes("/draw a dog --seed 5", in_=painters)
    picture = await painters.picture()
    await alice.presses(picture, "📄 File")
    await alice.presses(picture, "🎲 Vary…")
    await painters.picture(2)
    alice.writes("/draw forbidden --seed 5")
    await alice.chat.said("will not draw this")
    alice.writes("/history")
    page = await alice.chat.picture(2)
    await alice.presses(page, "›")
    await alice.presses(page, "📤 Send again")
    await alice.chat.picture(3)
    world.hold_drawings()
    alice.writes("/draw a hen --seed 5")
    await world.state("running")
    alice.writes("/queue")
    await alice.chat.said("In the queue")
    alice.writes("/forget")
    await alice.chat.said("Shall I forget")

    said = [text for exchange in world.exchanges for text in all_strings(dict(exchange.parameters) | exchange.answer)]
    ordered = [text for entry in world.sandbox.yandex.journal.entries for text in all_strings(entry.body)]
    names = [one.message.document.name for one in (*alice.chat.pictures, *painters.pictures) if one.message.document]
    assert len(names) >= 2
    assert await world.count(f"drawings WHERE id > {MANY}") >= 4
    assert [text for text in (*said, *ordered, *names) if str(MANY)[:5] in text] == []
    world.finish_drawings()


async def test_no_two_drawings_are_named_alike_or_one_after_the_other(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --repeat 4 --seed random")
    await alice.chat.picture(4)
    names = [named_by(one, "🎲 Vary…") for one in alice.chat.pictures]

    assert len(set(names)) == 4
    assert all(re.fullmatch("[a-z]{16}", name) for name in names)
    assert len({name[:4] for name in names}) == 4
    assert len({name[-4:] for name in names}) == 4


# What does not exist and what is somebody else's are answered alike


@pytest.fixture
async def known(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> dict[str, str]:
    """Names of Alice's drawings, new and old, private and in the group, running and done."""
    for place in (alice.chat, painters):
        alice.writes("/draw a cat --seed 5", in_=place)
        await place.picture()
    await stage.everything_is_told()
    await make_old(stage)
    for place in (alice.chat, painters):
        alice.writes("/draw a cat --seed 5", in_=place)
        await place.picture(2)
    stage.hold_drawings()
    for place in (alice.chat, painters):
        alice.writes("/draw a hen --seed 5", in_=place)
    await stage.state("running", count=2)
    rows = await stage.rows("SELECT id, public_id, state, chat_id, numbered FROM drawings")
    names: dict[str, str] = {}
    for number, public_id, state, chat_id, is_old in rows:
        names[f"{state} in {chat_id}, {is_old}"] = public_id
        names[f"{state} in {chat_id}, {is_old}, by number"] = str(number)
    return names


BUTTONS: Final = (
    "cancel:{}",
    "pic:{}:again",
    "pic:{}:file",
    "vary|{}|--ar 1:1",
    *(f"hist:{{}}:{turn}" for turn in (Turn.SHOW, Turn.SEND)),
    "forget:{}:0",
)


@pytest.mark.parametrize("where", ["in private", pytest.param("in the group", marks=pytest.mark.slow)])
async def test_what_is_somebody_elses_is_answered_as_what_does_not_exist(
    stage: Stage, boris: Actor, painters: Place, known: dict[str, str], where: str
) -> None:
    place = boris.chat if where == "in private" else painters
    boris.writes("/help", in_=place)
    said = await place.said("Нарисовать")

    async def answer(data: str) -> Any:
        before = len(stage.exchanges)
        text = await forge(stage, boris, said, data)
        await stage.clock.wait(asyncio.Event(), 2)  # until what is sent has been sent
        return text, [one.method for one in stage.exchanges[before:] if one.method.startswith(("send", "edit"))]

    for button in BUTTONS:
        await stage.clock.wait(asyncio.Event(), 61)  # nobody presses more in a minute
        names = known | {one: one for one in NOBODYS}
        answers = {name: await answer(button.format(one)) for name, one in names.items()}
        assert len({repr(one) for one in answers.values()}) == 1, answers

    assert await stage.count("drawings WHERE state = 'running'") == 2
    stage.finish_drawings()


async def test_whether_somebody_is_an_admin_is_asked_whatever_is_to_be_cancelled(
    stage: Stage, boris: Actor, painters: Place, known: dict[str, str]
) -> None:
    """How long an answer takes tells nothing either."""
    boris.writes("/help", in_=painters)
    said = await painters.said("Нарисовать")
    for name in (known[f"running in {painters.chat_id}, 0"], known["running in 101, 0"], "a" * 16):
        await stage.clock.wait(asyncio.Event(), 61)  # until nobody remembers it
        before = len(stage.calls("getChatMember"))
        await forge(stage, boris, said, CancelButton(drawing=name).pack())
        assert len(stage.calls("getChatMember")) == before + 1, name
    stage.finish_drawings()


@pytest.mark.parametrize("kind", ["pic:{}:again", "pic:{}:file", "pic:{}:seed", "vary|{}|--ar 1:1", "hist:{}:send"])
async def test_the_number_of_ones_own_new_drawing_is_not_found_by_trying(world: Stage, alice: Actor, kind: str) -> None:
    await after_many(world)
    for number in range(1, 4):
        alice.writes("/draw a cat --seed 5")
        await alice.chat.picture(number)
    alice.writes("/history")
    page = await alice.chat.picture(4)
    number = (await world.rows("SELECT id FROM drawings WHERE chat_id > 0 ORDER BY id LIMIT 1"))[0][0]

    answers = {
        await forge(world, alice, page if "hist" in kind else alice.chat.pictures[0], kind.format(one))
        for one in range(number - 2, number + 3)
    }

    assert len(answers) == 1
    assert "no longer" in answers.pop()
    assert await world.count("drawings") == 3


async def test_a_page_of_the_history_that_a_number_asks_for_tells_nothing_of_it(world: Stage, alice: Actor) -> None:
    await after_many(world)
    for number in range(1, 4):
        alice.writes("/draw a cat --seed 5")
        await alice.chat.picture(number)
    alice.writes("/history")
    page = await alice.chat.picture(4)
    await alice.presses(page, "›")
    await world.until(lambda: page.text.startswith("2 of 3"), "the second picture")
    shown = set()
    for count, number in enumerate((1, MANY, MANY + 1, MANY + 2, MANY + 3, MANY + 4, 10**15), 5):
        answer = await forge(world, alice, page, HistoryButton(drawing=str(number), turn=Turn.SHOW).pack())
        picture = await alice.chat.picture(count)
        shown.add((answer, picture.text))

    assert len(shown) == 1


# Buttons that are out there


@pytest.mark.parametrize("place_name", ["private", "group"])
async def test_buttons_of_old_messages_keep_working(
    stage: Stage, alice: Actor, painters: Place, place_name: str
) -> None:
    place = alice.chat if place_name == "private" else painters
    alice.writes("/draw a cat --seed 5", in_=place)
    picture = await place.picture()
    await make_old(stage, picture)
    assert named_by(picture, "🔁 Again").isdecimal()

    assert await alice.presses(picture, "🌱 Keep seed") != "This button no longer works. Please send the command again."
    await alice.presses(picture, "📄 File")
    await place.picture(2)
    assert await alice.presses(picture, "🔁 Again") == "Drawing it"
    await place.picture(3)
    await alice.presses(picture, "🎲 Vary…")
    await stage.until(lambda: "3:2" in picture.buttons, "variations")
    assert not named_by(picture, "3:2").isdecimal()
    assert await alice.presses(picture, "3:2") == "Drawing it"
    await place.picture(4)
    await stage.until(lambda: "🗑 Delete" in picture.buttons, "the keyboard of the picture")
    await make_old(stage, picture)
    await alice.deletes_picture(picture)
    await stage.until(lambda: picture.message.id not in place.chat.messages, "the picture to go")


async def test_old_pages_of_the_history_and_copies_keep_working(stage: Stage, alice: Actor, painters: Place) -> None:
    for number in range(1, 3):
        alice.writes(f"/draw a cat {number} --seed 5", in_=painters)
        await painters.picture(number)
    alice.writes("/history")
    page = await alice.chat.picture()
    await alice.presses(page, "📤 Send again")
    copy = await alice.chat.picture(2)
    await make_old(stage, page, copy)

    assert await alice.presses(copy, "🔁 Again") == "Drawing it"
    await alice.chat.picture(3)
    alice.writes("--ar 1:1", reply_to=copy)
    assert (await alice.chat.picture(4)).text.startswith("a cat 2 --ar 1:1 --seed ")
    assert await alice.presses(page, "📤 Send again") == ""
    await alice.chat.picture(5)
    assert await alice.presses(page, "›") == ""
    await stage.until(lambda: "a cat 1" in page.text, "the older page")


async def test_an_old_list_cancels_an_old_question_forgets_and_an_old_explanation_tries_again(
    stage: Stage, alice: Actor
) -> None:
    stage.fault("yandex.get", "status", status=404)
    stage.clock.hurry()
    alice.writes("/draw a hen --seed 5")
    explanation = await alice.chat.said("The image service has lost this picture")
    await make_old(stage, explanation)
    assert await alice.presses(explanation, "🔁 Try again") == "Drawing it"
    await alice.chat.said("The image service has lost this picture", number=2)
    stage.heal()

    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("running")
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    await make_old(stage, page)
    assert await alice.presses(page, "✖ Cancel 1") == "Cancelled"

    alice.writes("/forget")
    question = await alice.chat.said("Shall I forget")
    await make_old(stage, question)
    await alice.presses(question, "Yes, forget")
    await alice.chat.said("Forgotten.")


async def test_an_old_question_does_not_forget_what_was_drawn_since(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat")
    await alice.chat.picture()
    alice.writes("/forget")
    question = await alice.chat.said("Shall I forget")
    await make_old(stage, question)
    alice.writes("/draw a dog")
    await alice.chat.picture(2)

    assert "more pictures since" in await alice.presses(question, "Yes, forget")


def test_the_longest_data_of_a_button_fits() -> None:
    name = "a" * 16
    for one in (
        VaryButton(drawing=name, change="--seed random --repeat 4"),
        *(PictureButton(drawing=name, action=action) for action in Action),
        *(HistoryButton(drawing=name, turn=turn) for turn in Turn),
        CancelButton(drawing=name),
        ForgetButton(latest=name, is_meant=True),
    ):
        assert len(one.pack().encode()) <= 64
