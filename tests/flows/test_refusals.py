"""Refusals in words that no list has, by Telegram or on the way: what can be shown is shown, and people are told."""

import logging
from typing import Any

import pytest

from sandbox.telegram import wire
from sandbox.telegram.webhook import parse_target
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

NEW = "Bad Request: PICTURE_TOO_ARTSY"
PHOTO = {"media": '"type": "photo"'}


def refuse(stage: Stage, method: str, status: int = 400, words: str | None = NEW, **details: Any) -> None:
    stage.fault(f"telegram.{method}", "status", status=status, message=words, **details)


@pytest.mark.fault("43")
@pytest.mark.parametrize("words", [NEW, "Bad Request: Das Bild gefällt nicht", "Bad Request: not today", "?"])
async def test_a_photo_refused_in_any_words_goes_as_a_file(
    stage: Stage, alice: Actor, painters: Place, words: str
) -> None:
    refuse(stage, "editMessageMedia", words=words, when=PHOTO)
    request = alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    await stage.everything_is_told()
    assert picture.message.document is not None
    assert (picture.text, picture.replies_to, len(painters.messages)) == ("a cat --seed 1", request.id, 1)
    assert len(stage.paid) == 1


@pytest.mark.fault("43")
@pytest.mark.parametrize("place", ["private", "group"])
async def test_a_picture_refused_in_every_form_ends_in_one_sentence_in_its_chat(
    world: Stage, alice: Actor, boris: Actor, place: str
) -> None:
    await world.start(admin_ids=str(boris.user.id))
    boris.writes("/start")
    await boris.chat.said("/help")
    here = alice.chat if place == "private" else world.painters
    refuse(world, "editMessageMedia", 418)
    alice.writes("/draw a cat --seed 1", in_=here)
    ending = await here.said("Telegram rejects what I send")
    await world.everything_is_told()
    assert [said.message.id for said in here.messages] == [ending.message.id], "no slot goes on promising a picture"
    told = await boris.chat.said("отказал по неизвестной мне причине")
    assert "editMessageMedia" in told.text
    assert len(world.paid) == 1


@pytest.mark.fault("43")
@pytest.mark.parametrize("status", [400, 402, 403, 406, 451])
async def test_who_cannot_be_told_in_a_group_is_told_in_private(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, status: int
) -> None:
    alice.writes("/start")
    await alice.chat.said("/help")
    refuse(stage, "send*", status, "Bad Request: CHANNEL_PRIVATE", when={"chat_id": str(painters.chat_id)})
    alice.writes("/draw a cat", in_=painters)
    await alice.chat.said("I may not write where you asked for this")
    await stage.everything_is_told()
    boris.writes("/draw пёс")
    await boris.chat.picture()
    assert len(stage.calls("sendMessage")) < 12
    assert len(stage.paid) == 1, "nothing is drawn for a chat that takes nothing"


@pytest.mark.parametrize("status", [400, 402, 403, 418])
async def test_a_picture_that_a_group_takes_in_no_form_is_shown_or_explained(
    stage: Stage, alice: Actor, painters: Place, status: int
) -> None:
    alice.writes("/start")
    await alice.chat.said("/help")
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    await stage.state("running")
    for method in ("send*", "edit*"):
        refuse(stage, method, status, "nope", when={"chat_id": str(painters.chat_id)})
    stage.finish_drawings()
    await stage.everything_is_told()
    assert len(alice.chat.pictures) == 1
    assert painters.pictures == []


async def test_a_picture_that_the_group_may_not_have_is_explained_there_to_who_has_no_private_chat(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    refuse(stage, "editMessageMedia", 403, "Forbidden: nothing of that kind")
    refuse(stage, "sendChatAction", 403, "Forbidden: who are you", when={"chat_id": str(alice.user.id)})
    alice.writes("/draw a cat", in_=painters)
    await painters.said("Telegram rejects what I send")
    await stage.everything_is_told()
    assert len(painters.messages) == 1


@pytest.mark.parametrize("words", [NEW, "Bad Request: message thread not found", "Bad Request: TOPIC_CLOSED"])
@pytest.mark.parametrize("parameter", ["reply_parameters", "message_thread_id"])
async def test_what_refuses_a_reply_or_the_topic_of_a_private_chat_gets_neither(
    stage: Stage, alice: Actor, parameter: str, words: str
) -> None:
    refuse(stage, "sendMessage", words=words, when={parameter: ""})
    message = alice.writes("/draw a cat --seed 1")
    update = {"is_topic_message": True, "message_thread_id": 77}
    stage.world.updates.clear()
    raw = wire.message(stage.world, message) | update
    stage.world.updates.put("message", raw)
    await alice.chat.picture()
    help_ = wire.message(stage.world, alice.writes("/help")) | update
    stage.world.updates.clear()
    stage.world.updates.put("message", help_)
    await alice.chat.said("/cancel")
    await stage.everything_is_told()
    assert len(stage.paid) == 1


async def test_a_text_whose_format_is_refused_is_said_without_one(stage: Stage, alice: Actor, painters: Place) -> None:
    refuse(stage, "*", words="Bad Request: unglaublich", when={"parse_mode": "HTML"})
    alice.writes("/help", in_=painters)
    await painters.said("/draw")
    alice.writes("/draw something forbidden", in_=painters)
    await painters.said("will not draw this")
    await stage.everything_is_told()


async def test_an_answer_that_a_group_does_not_take_comes_in_private(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/start")
    await alice.chat.said("/help")
    refuse(stage, "sendMessage", 403, "Forbidden: quiet hours", when={"chat_id": str(painters.chat_id)})
    alice.writes("/draw a cat --sed 1", in_=painters)
    await alice.chat.said("Did you mean --seed?")


@pytest.mark.fault("44")
@pytest.mark.parametrize("call", ["sendMessage", "editMessageMedia"])
async def test_a_flood_limit_without_a_time_is_no_refusal_however_often_it_comes(
    stage: Stage, alice: Actor, painters: Place, call: str
) -> None:
    stage.clock.hurry()
    refuse(stage, call, 429, "Too Many Requests", retry_after="", times=9)
    alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    await stage.everything_is_told()
    assert picture.message.photo is not None
    assert len(painters.messages) == 1


@pytest.mark.fault("48")
@pytest.mark.parametrize("kind", ["html", "status"])
async def test_413_in_any_dress_is_told_to_the_person_and_to_the_owner(
    world: Stage, alice: Actor, boris: Actor, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    await world.start(admin_ids=str(boris.user.id))
    boris.writes("/start")
    await boris.chat.said("/help")
    world.fault("telegram.editMessageMedia", kind, status=413)
    with caplog.at_level(logging.INFO):
        alice.writes("/draw a cat")
        await alice.chat.said("the file is too large")
        told = await boris.chat.said("файл слишком большой")
    await world.everything_is_told()
    assert "client_max_body_size" in told.text
    assert "HTTP 413" in told.text
    lines = [record.getMessage() for record in caplog.records if "editMessageMedia" in record.getMessage()]
    assert len(lines) == 1, "asked once"
    assert "bytes, HTTP 413" in lines[0]
    world.heal()
    alice.writes("/draw a dog")
    await alice.chat.picture()


@pytest.mark.fault("48")
@pytest.mark.parametrize("status", [403, 407, 502])
async def test_what_something_on_the_way_refuses_leaves_a_line_each_time_and_the_owner_is_told(
    world: Stage, alice: Actor, boris: Actor, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    await world.start(admin_ids=str(boris.user.id))
    boris.writes("/start")
    await boris.chat.said("/help")
    world.fault("telegram.editMessageMedia", "html", status=status, times=5)
    with caplog.at_level(logging.WARNING):
        alice.writes("/draw a cat")
        await boris.chat.said("не доходит до Telegram")
        await alice.chat.picture()
        await boris.chat.said("снова доходят до Telegram")
    lines = [record.getMessage() for record in caplog.records if "editMessageMedia" in record.getMessage()]
    assert len(lines) == 5
    assert all(f"HTTP {status}, not in the form of Telegram's answers" in line for line in lines)


async def test_what_is_refused_on_the_way_for_ever_ends_in_a_sentence(stage: Stage, alice: Actor) -> None:
    stage.clock.hurry()
    stage.fault("telegram.editMessageMedia", "html", status=403)
    alice.writes("/draw a cat")
    await alice.chat.said("Telegram rejects what I send")
    assert len([one for one in alice.chat.messages if "Working" in one.text]) == 0


@pytest.mark.fault("47")
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"kind": "status", "status": 409}, "another program"),
        ({"kind": "html", "status": 409}, "another program"),
        ({"kind": "status", "status": 401}, "BOT_TOKEN"),
        ({"kind": "html", "status": 404}, "TELEGRAM_API_URL"),
        ({"kind": "html", "status": 502}, "HTTP 502"),
        ({"kind": "lost"}, "not reached"),
    ],
)
async def test_who_receives_no_updates_is_not_healthy(
    world: Stage, alice: Actor, boris: Actor, fault: dict[str, Any], reason: str
) -> None:
    await world.start(admin_ids=str(boris.user.id))
    boris.writes("/start")
    await boris.chat.said("/help")
    assert world.complaints == []
    world.fault("telegram.getUpdates", **fault)
    alice.writes("/help")  # ends the poll that is held back
    await world.until(lambda: world.complaints, "a complaint")
    assert reason in world.complaints[0]
    await boris.chat.said("забирает ещё одна программа" if fault.get("status") == 409 else "не получаю сообщений")
    world.heal()
    await boris.chat.said("снова получаю сообщения")
    assert world.complaints == []
    await alice.chat.said("/draw")
    assert len([text for text in boris.chat.texts if "получаю" in text]) == 2


async def test_a_webhook_is_taken_away_whatever_the_words_of_the_conflict(world: Stage, alice: Actor) -> None:
    world.sandbox.telegram.api.webhook.point_at(parse_target("https://127.0.0.1:1/x", "", 1, ""))
    refuse(world, "getUpdates", 409, "Konflikt", times=1)
    await world.start()
    alice.writes("/help")
    await alice.chat.said("/draw")
