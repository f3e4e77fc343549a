"""Waiting as people see it, and how the outcome comes."""

import asyncio
import re

import pytest

from sandbox.telegram.api import Api, Method
from sandbox.telegram.methods import METHODS
from sandbox.telegram.parameters import Parameters
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


@pytest.fixture(params=["private", "topic", pytest.param("group", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, world: Stage) -> Place:
    """Each kind of place in turn."""
    return {"private": world.alice.chat, "group": world.painters, "topic": world.cats}[request.param]


async def _draw_some(stage: Stage, actor: Actor, seconds: float, count: int = 3) -> None:
    """Have the service take so long over a few drawings, each by itself."""
    for number in range(1, count + 1):
        stage.hold_drawings()
        actor.writes(f"/draw a sketch --seed {number}")
        await stage.state("running")
        stage.clock.move(seconds)
        stage.finish_drawings()
        await actor.chat.picture(number)
        await stage.everything_is_told()


async def test_the_slot_says_how_long_a_drawing_usually_takes_once_that_is_known(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place
) -> None:
    stage.hold_drawings()
    boris.writes("/draw пёс", in_=painters)
    assert (await painters.said("Рисую")).text == "🎨 Рисую…"
    stage.finish_drawings()
    await stage.everything_is_told()

    await _draw_some(stage, alice, seconds=15)
    await stage.restart()  # what was known before is not lost, for it is in the database
    stage.hold_drawings()
    for actor, place, text in (
        (alice, alice.chat, "🎨 Working on it… usually about 15 s"),
        (alice, cats, "🎨 Working on it… usually about 15 s"),
        (boris, painters, "🎨 Рисую… обычно около 15 с"),
    ):
        actor.writes("/draw a cat", in_=place)
        assert (await place.said(text[:8])).text == text
    stage.finish_drawings()
    await stage.everything_is_told()


async def test_nothing_is_edited_before_the_outcome(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("running")
    await stage.until(lambda: stage.asked > 5, "some polls")
    assert stage.calls("editMessageText") == []
    stage.finish_drawings()
    await alice.chat.picture()
    await stage.everything_is_told()
    assert (len(stage.calls("sendMessage")), len(stage.calls("editMessageMedia"))) == (1, 1)


async def test_the_queue_tells_how_long_each_will_take(world: Stage, alice: Actor, boris: Actor, cats: Place) -> None:
    await world.start(running_per_user=1)
    await _draw_some(world, alice, seconds=15)
    await world.restart()
    world.hold_drawings()
    alice.writes("/draw a cat", in_=cats)
    await world.state("running")
    alice.writes("/draw a dog", in_=cats)
    boris.writes("/draw кит", in_=cats)
    await world.state("running", count=2)
    alice.writes("/draw a hen", in_=cats)
    await cats.said("Working on it", 3)
    world.clock.move(20)

    alice.writes("/queue", in_=cats)

    lines = (await cats.said("In the queue")).text.splitlines()
    told = [line.partition(" · ")[2] for line in lines[1:]]
    assert [re.sub(r"drawing for 2\d s", "drawing for 2x s", line) for line in told] == [  # the machine may be busy
        "drawing for 2x s, usually 15 s",
        "next in line, about 35 s",
        "drawing for 2x s, usually 15 s",
        "second in line, about 50 s",
    ]
    world.clock.move(100)
    boris.writes("/queue")
    assert "рисуется 2 мин, дольше обычного (15 с)" in (await boris.chat.said("В очереди")).text


@pytest.fixture
def _uploads_wait_for_their_action(world: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """However fast the upload: Telegram takes it only once an action was shown."""
    shown = asyncio.Event()
    world.world.listeners.append(lambda change: shown.set() if change.kind == "action" else None)

    def after_action(method: Method) -> Method:
        async def wait(api: Api, parameters: Parameters) -> object:
            await shown.wait()
            return await method(api, parameters)

        return wait

    for name in ("editMessageMedia", "sendDocument"):
        monkeypatch.setitem(METHODS, name, after_action(METHODS[name]))


@pytest.mark.usefixtures("_uploads_wait_for_their_action")
@pytest.mark.parametrize(("option", "action"), [("", "upload_photo"), (" --file", "upload_document")])
async def test_people_see_that_a_picture_is_being_uploaded(
    stage: Stage, alice: Actor, place: Place, option: str, action: str
) -> None:
    alice.writes(f"/draw a cat{option}", in_=place)
    await place.picture()
    await stage.everything_is_told()
    (call,) = await stage.until(lambda: stage.calls("sendChatAction"), "the action")
    thread = None if place.thread_id is None else str(place.thread_id)
    assert (call.parameters["action"], call.parameters["chat_id"]) == (action, str(place.chat_id))
    assert call.parameters.get("message_thread_id") == thread


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("status", {"status": 429, "retry_after": "3000"}),
        ("status", {"status": 400, "message": "Bad Request: CHAT_WRITE_FORBIDDEN"}),
        ("status", {"status": 403}),
        ("html", {"status": 502}),
        ("lost", {}),
        ("garbage", {}),
        ("slow", {"seconds": 3600}),
    ],
)
async def test_an_upload_does_not_care_whether_its_action_is_shown(
    stage: Stage, alice: Actor, kind: str, details: dict[str, object]
) -> None:
    stage.fault("telegram.sendChatAction", kind, **details)
    alice.writes("/draw a cat --seed 1")
    alice.writes("/draw a dog --seed 2")
    await alice.chat.picture(2)
    assert [picture.text[:5] for picture in alice.chat.pictures] == ["a cat", "a dog"]
    await stage.everything_is_told()
    assert len(alice.chat.messages) == 2


@pytest.mark.usefixtures("_uploads_wait_for_their_action")
async def test_a_file_that_is_asked_for_by_its_button_shows_its_action_too(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes("/draw a cat", in_=cats)
    await alice.presses(await cats.picture(), "📄 File")
    await cats.picture(2)
    await stage.until(lambda: len(stage.calls("sendChatAction")) == 2, "the action")
    actions = [
        (call.parameters["action"], call.parameters["message_thread_id"]) for call in stage.calls("sendChatAction")
    ]
    assert actions == [("upload_photo", str(cats.thread_id)), ("upload_document", str(cats.thread_id))]


async def test_an_explanation_uploads_nothing_and_shows_no_action(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw something forbidden")
    await alice.chat.said("will not draw this")
    assert stage.calls("sendChatAction") == []


async def test_who_switched_it_off_is_not_notified_of_a_late_outcome(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await alice.presses(await alice.opens_settings("Delivery"), "Notify me when it takes long: on")
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    slot = await painters.said("Working on it")
    boris.writes("/draw пёс --seed 2", in_=painters)
    other = await painters.said("Рисую")
    await stage.state("running", count=2)
    stage.clock.move(21)
    stage.finish_drawings()
    await stage.everything_is_told()
    by_text = {picture.text: picture.message.id for picture in painters.pictures}
    assert by_text["a cat --seed 1"] == slot.message.id
    assert by_text["пёс --seed 2"] > other.message.id


async def test_a_late_outcome_comes_in_a_message_of_its_own_that_makes_a_sound(
    stage: Stage, alice: Actor, place: Place
) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a cat --seed 1", in_=place)
    slot = await place.said("Working on it")
    await stage.state("running")
    stage.clock.move(21)
    stage.finish_drawings()
    await stage.everything_is_told()
    (picture,) = place.messages
    assert picture.message.id > slot.message.id
    assert (picture.text, picture.replies_to, picture.is_silent) == ("a cat --seed 1", request.id, False)


async def test_a_failed_drawing_can_be_tried_again_where_it_failed(stage: Stage, alice: Actor, place: Place) -> None:
    stage.fault("yandex.submit", "status", status=500)
    stage.clock.hurry()
    alice.writes("/draw a cat --seed 5", in_=place)
    ending = await place.said("keeps failing")
    stage.heal()
    await alice.presses(ending, "🔁 Try again")
    picture = await place.picture()
    assert (picture.code, picture.replies_to) == ("a cat --seed 5", ending.message.id)


async def test_the_slot_says_when_few_are_left_of_the_day(world: Stage, alice: Actor, painters: Place) -> None:
    await world.start(drawings_per_user_per_day=4)
    world.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    await painters.said("3 of 4 left today")
    alice.writes("/draw a cat --seed 2 --repeat 3")
    await alice.chat.said("The last one for today: the limit is 4")
