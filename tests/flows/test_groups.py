"""Groups: the bot stays in its place, without noise, and does not write where it may not."""

from dataclasses import replace

import pytest

from sandbox.telegram.population import STUDIO
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

MUTED_RU = "мне нельзя писать"


async def _started(actor: Actor) -> None:
    """They have written to the bot in private, so it may write to them."""
    actor.writes("/start")
    await actor.chat.said("/help")


def _mute(place: Place, *, muted: bool = True) -> None:
    place.chat.rights = replace(place.chat.rights, send_messages=not muted)


async def test_where_the_bot_may_not_write_who_asked_is_told_in_private_and_nobody_else(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await _started(boris)
    await _started(alice)
    _mute(painters)
    boris.writes("/draw рыжий пёс", in_=painters)
    notice = await boris.chat.said(MUTED_RU)
    await stage.everything_is_told()
    assert notice.code == "рыжий пёс"
    assert (len(boris.chat.messages), len(alice.chat.messages), painters.messages) == (2, 1, [])
    assert stage.submitted == []

    _mute(painters, muted=False)
    request = boris.writes("/draw кит --seed 1", in_=painters)
    assert (await painters.picture()).replies_to == request.id


async def test_each_request_in_a_group_where_the_bot_may_not_write_is_answered_once(
    world: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/start")
    alice.writes("/draw a cat --repeat 3", in_=painters)
    alice.writes("/draw a dog", in_=painters)
    _mute(painters)
    await world.start()
    await world.everything_is_told()
    await world.restart()
    alice.writes("/id")
    await alice.chat.said("Your id")
    await world.everything_is_told()
    notices = [said.code for said in alice.chat.messages if "may not write" in said.text]
    assert notices == ["a cat", "a dog"]
    assert world.submitted == []


async def test_who_never_wrote_to_the_bot_cannot_be_told_and_holds_up_nobody(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    _mute(painters)
    boris.writes("/draw пёс", in_=painters)
    await stage.state("failed")
    await stage.everything_is_told()
    calls = len(stage.calls("sendMessage"))
    alice.writes("/draw a cat")
    await alice.chat.picture()
    await stage.everything_is_told()
    assert len(stage.calls("sendMessage")) == calls + 1  # nobody is knocked at again
    boris.writes("/draw кит")
    await boris.chat.picture()


async def test_a_notice_that_cannot_be_drawn_from_its_button_in_the_group_is_drawn_in_private(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    await _started(alice)
    _mute(painters)
    alice.writes("/draw a cat --seed 5", in_=painters)
    notice = await alice.chat.said("may not write")
    await alice.presses(notice, "🔁 Try again")
    assert (await alice.chat.picture()).text == "a cat --seed 5"


async def test_an_anonymous_admin_has_no_private_chat_to_be_told_in(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.sandbox.telegram.api.behaviour.anonymous_admins = True
    _mute(painters)
    alice.writes("/draw a cat", in_=painters)
    await stage.state("failed")
    await stage.everything_is_told()
    assert len(stage.calls("sendMessage")) == 1
    assert stage.submitted == []


@pytest.mark.fault("27")
@pytest.mark.parametrize("deed", ["close_topic", "delete_topic"])
async def test_a_topic_that_closes_ends_what_waits_in_it_and_no_other(
    world: Stage, alice: Actor, cats: Place, deed: str
) -> None:
    alice.writes("/start")
    alice.writes("/draw a cat", in_=cats)
    alice.writes("/draw a kitten", in_=cats)
    alice.writes("/draw a lake --seed 2", in_=world.landscapes)
    alice.writes("/draw a house --seed 3", in_=world.studio)
    world.do(deed, cats)
    await world.start()
    assert (await world.landscapes.picture()).text == "a lake --seed 2"
    assert (await world.studio.picture()).text == "a house --seed 3"
    await world.everything_is_told()
    assert [said.code for said in alice.chat.messages if "may not write" in said.text] == ["a cat", "a kitten"]
    assert len(world.submitted) == 2


@pytest.mark.parametrize("error", ["CHAT_WRITE_FORBIDDEN", "have no rights to send a message", "TOPIC_CLOSED"])
async def test_a_picture_that_its_group_takes_no_more_comes_to_who_asked_for_it(
    stage: Stage, alice: Actor, boris: Actor, cats: Place, error: str
) -> None:
    await _started(alice)
    await _started(boris)
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=cats)
    await stage.state("running")
    stage.fault("telegram.editMessageMedia", "status", status=400, message=f"Bad Request: {error}", times=1)
    stage.finish_drawings()
    picture = await alice.chat.picture()
    await stage.everything_is_told()
    assert picture.text == "a cat --seed 1\n(I may not write where you asked for this, so here it is.)"
    assert (cats.pictures, boris.chat.pictures, len(stage.submitted)) == ([], [], 1)
    stage.service(duration=[0, 0])
    await alice.presses(picture, "🔁 Again")
    assert (await alice.chat.picture(2)).text.startswith("a cat --seed ")


async def test_a_late_picture_is_shown_in_the_slot_that_stands_where_no_new_one_may_be_sent(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=cats)
    slot = await cats.said("Working on it")
    await stage.state("running")
    stage.do("close_topic", cats)
    stage.clock.move(21)
    stage.finish_drawings()
    picture = await cats.picture()
    await stage.everything_is_told()
    assert (picture.message.id, picture.text) == (slot.message.id, "a cat --seed 1")
    assert alice.chat.messages == []


@pytest.mark.parametrize("where", ["group", "topic"])
@pytest.mark.parametrize("prompt", ["a cat", "something forbidden"])
async def test_nothing_but_the_slot_and_what_becomes_of_it_is_written(
    stage: Stage, alice: Actor, where: str, prompt: str
) -> None:
    place = {"group": stage.painters, "topic": stage.cats}[where]
    request = alice.writes(f"/draw {prompt}", in_=place)
    await stage.state("delivered", "failed")
    await stage.everything_is_told()
    (outcome,) = place.messages
    assert outcome.replies_to == request.id
    assert len(stage.calls("sendMessage")) == 1


async def test_commands_are_answered_in_their_topic_in_reply_to_who_asked(
    stage: Stage, alice: Actor, boris: Actor, cats: Place
) -> None:
    commands = ("/help", "/seed", "/queue", "/cancel", "/settings", "/draw")
    for number, command in enumerate(commands, 1):
        requests = {actor.writes(command, in_=cats).id for actor in (alice, boris)}
        await stage.until(lambda requests=requests: {said.replies_to for said in cats.messages} >= requests, "answers")
        assert len(cats.messages) == 2 * number
    assert stage.studio.messages == stage.landscapes.messages == []
    assert {call.parameters["message_thread_id"] for call in stage.calls("sendMessage")} == {str(cats.thread_id)}


async def test_the_general_topic_is_named_in_no_call(stage: Stage, alice: Actor) -> None:
    general = Place(stage, STUDIO)
    alice.writes("/help", in_=general)
    await general.said("Draw")
    alice.writes("/draw a cat --file", in_=general)
    await general.picture()
    await stage.everything_is_told()
    assert all("message_thread_id" not in call.parameters for call in stage.exchanges)


async def test_help_in_a_group_tells_what_the_bot_hears_there_in_one_line(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place
) -> None:
    alice.writes("/help", in_=painters)
    boris.writes("/help", in_=cats)
    boris.writes("/help")
    english, russian = await painters.said("privacy mode"), await cats.said("режим приватности")
    assert english.text.splitlines()[-1].startswith("In groups I see only commands and replies to me")
    assert russian.text.splitlines()[-1].startswith("В группах я вижу только команды и ответы мне")
    assert "приватности" not in (await boris.chat.said("Нарисовать")).text


async def test_a_start_in_a_group_shows_the_command_and_asks_for_nothing_that_is_not_heard_there(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/start", in_=painters)
    boris.writes("/start", in_=painters)
    english, russian = (
        await painters.said("I draw what you describe."),
        await painters.said("Рисую то, что вы опишете."),
    )
    assert "Write /draw and what you want to see" in english.text
    assert "Send me a sentence" not in english.text
    assert "Напишите /draw и что хотите увидеть" in russian.text
    assert "Пришлите фразу" not in russian.text
    alice.writes("/start")
    assert "Send me a sentence" in (await alice.chat.said("I draw what you describe.")).text
