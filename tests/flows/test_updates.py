"""Updates come twice, late, unreadable, or for nobody."""

from typing import Any

import pytest
from yarl import URL

from sandbox.telegram import wire
from sandbox.telegram.webhook import Target
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

BOT = {"id": 77, "is_bot": True, "first_name": "Another", "username": "another_bot"}
GAME = {"title": "A game", "description": "Of another bot's", "photo": []}


@pytest.mark.fault("3")
async def test_an_update_that_comes_twice_is_one_drawing(world: Stage, alice: Actor) -> None:
    message = alice.writes("/draw a cat --seed 1")
    for _ in range(3):
        world.world.updates.put("message", wire.message(world.world, message))
    await world.start()
    await alice.chat.picture()
    world.world.updates.put("message", wire.message(world.world, message))
    await world.everything_is_told()
    assert len(alice.chat.messages) == 1
    assert len(world.submitted) == 1


@pytest.mark.fault("31")
async def test_an_unreadable_update_is_skipped_and_those_after_it_are_handled(world: Stage, alice: Actor) -> None:
    updates = world.world.updates
    updates.put_raw({"message": {"message_id": "poison", "chat": 7, "text": "/draw a whale"}})
    updates.put_raw({"callback_query": None, "message": {"date": "yesterday"}})
    alice.writes("/draw a cat --seed 1")
    updates.put_raw({"something_new": {"id": 1}})
    await world.start()
    await alice.chat.picture()
    alice.writes("/draw a dog --seed 2")
    await alice.chat.picture(2)
    world.description.problems.clear()  # the description has its own opinion of these updates


@pytest.mark.fault("29")
async def test_after_an_outage_a_request_is_drawn_and_an_old_question_is_not_answered(
    world: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/help")
    alice.writes("/seed 42", in_=painters)
    alice.writes("a plain sentence --seed 1")
    request = alice.writes("/draw a cat", in_=painters)
    world.clock.move(3600)
    await world.start()
    await alice.confirms()
    await alice.chat.picture()
    picture = await painters.picture()
    assert picture.replies_to == request.id
    alice.writes("/id")
    await alice.chat.said("Your id")
    assert not any("Say it" in text for text in alice.chat.texts)
    assert len(painters.messages) == 1


@pytest.mark.fault("29")
async def test_a_backlog_is_answered_in_its_order(world: Stage, alice: Actor, boris: Actor) -> None:
    for number in range(12):
        alice.writes(f"/draw a cat --seed {number + 1}")
        boris.writes(f"/draw пёс --seed {number + 1}")
    await world.start(queued_per_user=20)
    await alice.chat.picture(12)
    await boris.chat.picture(12)
    seeds = [int(picture.text.split()[-1]) for picture in sorted(alice.chat.pictures, key=lambda one: one.message.id)]
    assert seeds == list(range(1, 13))


async def test_chatter_in_a_group_costs_nothing(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    stage.sandbox.telegram.api.behaviour.privacy_mode = False
    for text in ("hello", "/unknown", "1 / 2", "draw a cat", "@artbot_sandbox_bot"):
        boris.writes(text, in_=painters)
    stage.sandbox.people.send(boris.user.id, painters.chat_id, sticker="🐱")
    stage.sandbox.people.send(boris.user.id, painters.chat_id, "a photo", photo=True)
    alice.writes("/draw a cat --seed 1", in_=painters)
    await painters.picture()
    await stage.everything_is_told()
    assert len(painters.messages) == 1


async def test_in_private_nothing_is_met_with_silence(stage: Stage, alice: Actor) -> None:
    alice.writes("/start")
    await alice.chat.said("I draw what you describe.")
    alice.writes("/sing a song")
    await alice.chat.said("I do not know /sing.")
    stage.sandbox.people.send(alice.user.id, alice.chat.chat_id, sticker="🐱")
    await alice.chat.said("I draw from text.")
    (start, *_) = stage.received("message")
    others: tuple[dict[str, Any], ...] = ({"text": "a cat", "via_bot": BOT}, {"game": GAME})
    for number, kind in enumerate(others, 2):
        message = {key: start[key] for key in ("chat", "from", "date")} | {"message_id": 900 + number} | kind
        stage.world.updates.put("message", message)
        await alice.chat.said("I draw from text.", number)


async def test_in_a_group_an_unknown_command_is_answered_where_it_names_the_bot_and_only_there(
    stage: Stage, boris: Actor, painters: Place
) -> None:
    name = stage.world.bot.username
    boris.writes("/drw пёс", in_=painters)
    boris.writes(f"/drw@{name} пёс", in_=painters)
    await painters.said("Не знаю команды /drw")
    boris.writes("/stats", in_=painters)
    boris.writes(f"/stats@{name}", in_=painters)
    await painters.said("Это может только владелец бота.")
    assert len(painters.messages) == 2


async def test_a_photo_with_a_caption_is_answered_with_what_to_do_about_the_photo(
    stage: Stage, alice: Actor, boris: Actor
) -> None:
    for actor, words in ((alice, "a red cat"), (boris, "рыжий кот")):
        stage.sandbox.people.send(actor.user.id, actor.chat.chat_id, words, photo=True)
    await alice.chat.said("I cannot use a photo or a file. Send your words without it, and I will draw them.")
    await boris.chat.said("Фото и файлы я использовать не могу. Пришлите одни слова, и я нарисую.")
    assert stage.submitted == []


async def test_a_photo_with_the_command_as_its_caption_is_drawn(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.sandbox.people.send(alice.user.id, painters.chat_id, "/draw a cat --seed 1", photo=True)
    assert (await painters.picture()).text == "a cat --seed 1"


async def test_a_button_of_another_time_is_answered(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("running")
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    for data in ("from:an:older:version", "cancel:not-a-number", "cancel:999999"):
        assert page.message.keyboard is not None
        page.message.keyboard[0][0]["callback_data"] = data
        assert await alice.presses(page, "✖ Cancel 1") in {
            "This button no longer works. Please send the command again.",
            "It is too late to cancel this one.",
        }
    assert await stage.count("drawings WHERE state = 'running'") == 1


async def test_a_command_that_is_mended_by_an_edit_is_carried_out(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    mistyped = alice.writes("/hepl")
    await alice.chat.said("I do not know /hepl")
    alice.edits(mistyped, "/help")
    await alice.chat.said("Say it more exactly")
    seed = boris.writes("/seed soon", in_=painters)
    await painters.said("Сид — целое число")
    boris.edits(seed, "/seed 42")
    answer = await painters.said("42")
    assert answer.replies_to == seed.id


async def test_an_edit_while_the_bot_was_away_for_long_is_no_news_any_more(world: Stage, alice: Actor) -> None:
    await world.start()
    mistyped = alice.writes("/hepl")
    await alice.chat.said("I do not know /hepl")
    await world.stop()
    alice.edits(mistyped, "/help")
    world.clock.move(700)
    await world.start()
    alice.writes("/id")
    await alice.chat.said("Your id")
    assert not any("Say it more exactly" in text for text in alice.chat.texts)


async def test_a_webhook_that_was_set_before_is_taken_away(world: Stage, alice: Actor) -> None:
    world.sandbox.telegram.api.webhook.point_at(Target(URL("https://127.0.0.1:9/hook")))
    alice.writes("/draw a cat --seed 1")
    await world.start()
    assert (await alice.chat.picture()).text == "a cat --seed 1"
