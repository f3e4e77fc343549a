"""Defects of other bots of this kind, each under its name: none of them is one of ours."""

import asyncio

import pytest

from sandbox.telegram import wire
from sandbox.telegram.flood import FloodControl
from sandbox.telegram.population import BOT
from sandbox.telegram.text import utf16_length
from tests.flows.people import SAME_PRESS, Actor, Place
from tests.flows.stage import Stage

ANSWER = "answerCallbackQuery"


@pytest.fixture(params=["private", "topic", pytest.param("group", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, world: Stage) -> Place:
    """Each kind of place in turn."""
    return {"private": world.alice.chat, "group": world.painters, "topic": world.cats}[request.param]


async def test_pending_drawings_lost_on_restart(world: Stage, alice: Actor, boris: Actor, place: Place) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    alice.writes("/draw a running cat --seed 1", in_=place)
    alice.writes("/draw a queued dog --seed 2", in_=place)
    boris.writes("/draw кит --seed 3")
    await world.state("running", count=2)
    await place.said("Working on it", 2)
    await world.crash()
    await world.start()
    world.finish_drawings()
    await place.picture(2)
    await boris.chat.picture()
    await world.everything_is_told()
    assert {said.text for said in place.messages} == {"a running cat --seed 1", "a queued dog --seed 2"}
    assert len(world.submitted) == 3


async def test_buttons_dead_after_a_restart(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("running")
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    await stage.crash()
    await stage.start()
    assert await alice.presses(page, "✖ Cancel 1") == "Cancelled"
    press = stage.received("callback_query")[-1]
    await stage.clock.wait(asyncio.Event(), SAME_PRESS)
    stage.world.updates.put("callback_query", press)
    await stage.until(
        lambda: [call.parameters.get("text") for call in stage.calls(ANSWER)].count("Cancelled") == 2,
        "the second press",
    )
    await alice.chat.said("Nothing is waiting.")
    ending = await alice.chat.said("Cancelled.")
    assert ending.buttons == {}

    stage.finish_drawings()
    alice.writes("/draw a dog --seed 1")
    picture = await alice.chat.picture()
    await stage.crash()
    await stage.start()
    assert await alice.presses(picture, "🔁 Again") == "Drawing it"
    await alice.chat.picture(2)


async def test_duplicates_replayed_after_a_restart(world: Stage, alice: Actor, place: Place) -> None:
    await world.start()
    request = alice.writes("/draw a cat --seed 1", in_=place)
    await place.picture()
    await world.crash()
    for _ in range(3):
        world.world.updates.put("message", wire.message(world.world, request))
    await world.start()
    await world.everything_is_told()
    assert [said.text for said in place.messages] == ["a cat --seed 1"]
    assert len(world.submitted) == 1


async def test_a_backlog_of_questions_replayed_after_a_restart(
    world: Stage, alice: Actor, boris: Actor, place: Place
) -> None:
    for command in ("/help", "/seed", "/queue", "/settings"):
        alice.writes(command, in_=place)
    request = alice.writes("/draw a cat --seed 1", in_=place)
    world.clock.move(3600)
    await world.start()
    picture = await place.picture()
    await world.everything_is_told()
    assert picture.replies_to == request.id
    boris.writes("/id")
    await boris.chat.said("Ваш ID")
    assert len(place.messages) == 1


@pytest.mark.fault("21")
async def test_one_slow_drawing_holding_up_all(world: Stage, alice: Actor, boris: Actor) -> None:
    world.hold_drawings()
    await world.start()
    alice.writes("/draw a cat")
    await world.state("running")
    world.service(duration=[0, 0])
    boris.writes("/draw пёс")
    alice.writes("/draw a dog", in_=world.painters)
    await boris.chat.picture()
    await world.painters.picture()
    assert alice.chat.pictures == []


async def test_a_command_for_another_bot_answered(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.sandbox.telegram.api.behaviour.privacy_mode = False
    alice.writes("/draw@another_bot a cat", in_=painters)
    alice.writes("/help@another_bot", in_=painters)
    alice.writes(f"/draw@{BOT.username} a dog --seed 1", in_=painters)
    await painters.picture()
    assert [said.text for said in painters.messages] == ["a dog --seed 1"]


async def test_a_picture_asked_for_in_a_group_sent_to_the_private_chat(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    for actor in (alice, boris):
        actor.writes("/start")
        await actor.chat.said("/help")
    first = alice.writes("/draw a cat", in_=painters)
    second = boris.writes("/draw пёс", in_=painters)
    await painters.picture(2)
    await stage.everything_is_told()
    assert {picture.replies_to for picture in painters.pictures} == {first.id, second.id}
    assert alice.chat.pictures == boris.chat.pictures == []


async def test_a_picture_sent_to_the_wrong_forum_topic(stage: Stage, alice: Actor, boris: Actor) -> None:
    stage.hold_drawings()
    requests = {
        stage.cats: alice.writes("/draw a cat", in_=stage.cats),
        stage.landscapes: boris.writes("/draw маяк", in_=stage.landscapes),
        stage.studio: alice.writes("/draw a house", in_=stage.studio),
    }
    await stage.state("running", count=3)
    stage.clock.move(21)  # so that each comes in a message of its own
    stage.finish_drawings()
    await stage.everything_is_told()
    for topic, request in requests.items():
        assert [said.replies_to for said in topic.pictures] == [request.id]


async def test_a_reaction_that_the_chat_forbids_failing_the_whole_request(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.fault("telegram.setMessageReaction", "status", status=400, message="Bad Request: REACTION_INVALID")
    stage.fault("telegram.sendChatAction", "status", status=400, message="Bad Request: CHAT_WRITE_FORBIDDEN")
    alice.writes("/draw a cat", in_=painters)
    await painters.picture()
    await stage.everything_is_told()
    assert len(painters.messages) == 1


async def test_parse_errors_logged_but_never_told(stage: Stage, alice: Actor, place: Place) -> None:
    request = alice.writes("/draw a cat --sed 42", in_=place)
    answer = await place.said("Did you mean --seed?")
    assert answer.replies_to == (None if place.chat_id > 0 else request.id)
    alice.writes("/draw", in_=place)
    await place.said("Tell me what to draw")
    assert stage.submitted == []


async def test_anyone_may_press_anyones_buttons(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    alice.writes("/draw a cat", in_=painters)
    picture = await painters.picture()
    for label in ("🔁 Again", "🎲 Vary…", "🗑 Delete"):
        assert "чужая" in await boris.presses(picture, label)
    assert len(painters.pictures) == 1
    assert len(stage.submitted) == 1


async def test_anyone_may_cancel_anyones_drawing(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a cat", in_=painters)
    await stage.state("running")
    refusal = "Отменить может только тот, кто просил, или администратор чата."
    boris.writes("/cancel", in_=painters, reply_to=request)
    await painters.said(refusal)
    boris.writes("/queue", in_=painters)
    assert await boris.presses(await painters.said("В очереди"), "✖ Отменить 1") == refusal
    assert await stage.count("drawings WHERE state = 'running'") == 1


async def test_progress_edits_that_run_into_flood_limits(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    flood = world.sandbox.telegram.api.flood = FloodControl(world.clock.monotonic)
    flood.enabled = True
    world.hold_drawings()
    await world.start(queued_per_user=20)
    alice.writes("/draw a cat --repeat 4 --seed 1", in_=painters)
    boris.writes("/draw пёс --repeat 4 --seed 5", in_=painters)
    await world.state("running", count=6)
    await world.until(lambda: world.asked > 10, "some polls")
    assert [exchange for exchange in world.exchanges if exchange.method.startswith("edit")] == []
    world.finish_drawings()
    world.service(duration=[0, 0])
    await world.everything_is_told()
    assert len(painters.pictures) == len(painters.messages) == 8


async def test_captions_over_1024_characters(stage: Stage, alice: Actor, place: Place) -> None:
    seed = 2**63 - 1
    prompt = "🐈" * 500
    alice.writes(f"/draw {prompt} --ar 16:9 --seed {seed}", in_=place)
    picture = await place.picture()
    assert utf16_length(picture.text) <= 1024
    assert picture.text.endswith(f"… --seed {seed}")
    assert stage.submitted[0]["messages"][0]["text"] == prompt


async def test_the_request_deleted_before_the_answer(stage: Stage, alice: Actor, place: Place) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a cat --seed 1", in_=place)
    await stage.state("running")
    alice.deletes(request)
    stage.clock.move(21)  # the outcome comes in a message of its own, which has nothing left to reply to
    stage.finish_drawings()
    picture = await place.picture()
    assert picture.text == ("a cat --seed 1" if place.chat_id > 0 else "Alice Wren: a cat --seed 1")
    assert picture.code == "a cat --seed 1"


async def test_a_group_turned_supergroup(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    await stage.state("running")
    stage.do("migrate", painters)
    stage.finish_drawings()
    new = painters.chat.migrated_to
    assert new is not None
    supergroup = Place(stage, new)
    assert (await supergroup.picture()).text == "Alice Wren: a cat --seed 1"
    await stage.everything_is_told()
    assert len(supergroup.messages) == 1
    assert len(stage.submitted) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "status", "sentence"),
    [
        ("yandex.submit", 500, "The image service keeps failing."),
        ("yandex.get", 404, "The image service has lost this picture."),
    ],
)
async def test_silence_on_failure(stage: Stage, place: Place, call: str, status: int, sentence: str) -> None:
    stage.fault(call, "status", status=status)
    stage.clock.hurry()
    request = stage.alice.writes("/draw a cat --seed 1", in_=place)
    ending = await place.said(sentence)
    assert (ending.replies_to, ending.code) == (request.id, "a cat")
    assert "🔁 Try again" in ending.buttons
