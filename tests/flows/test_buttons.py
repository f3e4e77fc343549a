"""The buttons under a picture, and replies to it."""

from typing import Any

import pytest

from sandbox.telegram import wire
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

AGAIN, VARY, KEEP_SEED, FILE, DELETE, RETRY = (
    "🔁 Again",
    "🎲 Vary…",
    "🌱 Keep seed",
    "📄 File",
    "🗑 Delete",
    "🔁 Try again",
)


def _split(caption: str) -> tuple[str, int]:
    """The words and the seed of a caption."""
    words, _, seed = caption.partition(" --seed ")
    return words, int(seed)


async def test_again_draws_the_same_words_with_another_seed_in_reply_to_the_picture(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes("/draw a cat --seed 1", in_=cats)
    picture = await cats.picture()
    assert await alice.presses(picture, AGAIN) == "Drawing it"
    second = await cats.picture(2)
    words, seed = _split(second.text)
    assert (words, second.replies_to) == ("a cat", picture.message.id)
    assert seed != 1


async def test_a_press_that_comes_twice_is_one_drawing(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --seed 1")
    picture = await alice.chat.picture()
    await alice.presses(picture, AGAIN)
    await alice.chat.picture(2)
    (press,) = stage.received("callback_query")
    stage.world.updates.put("callback_query", press)
    await stage.everything_is_told()
    assert len(stage.submitted) == 2


async def test_variations_open_draw_and_close(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --seed 1")
    picture = await alice.chat.picture()
    await alice.presses(picture, VARY)
    await stage.until(lambda: "16:9" in picture.buttons, "the variations")
    await alice.presses(picture, "16:9")
    assert (await alice.chat.picture(2)).text == "a cat --ar 16:9 --seed 1"
    await stage.until(lambda: AGAIN in picture.buttons, "the first buttons")
    await alice.presses(picture, VARY)
    await stage.until(lambda: "2 more" in picture.buttons, "the variations")
    await alice.presses(picture, "2 more")
    await alice.chat.picture(4)
    seeds = {_split(said.text)[1] for said in alice.chat.pictures[2:]}
    assert len(seeds - {1}) == 2


async def test_a_seed_that_is_kept_is_that_of_the_next_picture(stage: Stage, alice: Actor, boris: Actor) -> None:
    alice.writes("/draw a cat --seed 1234", in_=stage.painters)
    picture = await stage.painters.picture()
    assert "1234" in await boris.presses(picture, KEEP_SEED)
    boris.writes("/draw пёс")
    assert (await boris.chat.picture()).text == "пёс --seed 1234"
    alice.writes("/draw a dog --seed random")
    assert _split((await alice.chat.picture()).text)[1] != 1234


async def test_only_who_asked_has_a_picture_drawn_again(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    assert "/draw" in await boris.presses(picture, AGAIN)
    boris.writes("/draw", in_=painters, reply_to=picture)
    second = await painters.picture(2)
    assert second.text.startswith("a cat --seed ")
    assert len(stage.submitted) == 2


async def test_the_file_has_the_bytes_that_the_service_sent_until_they_are_forgotten(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes("/draw a cat --seed 1", in_=cats)
    picture = await cats.picture()
    await alice.presses(picture, FILE)
    document = await cats.picture(2)
    assert document.message.document is not None
    assert document.data == picture.data
    stage.clock.move(4 * 86_400)
    await stage.until_async(
        lambda: stage.is_there("drawings WHERE id NOT IN (SELECT drawing_id FROM pictures)"), "sweep"
    )
    assert "file is gone: I keep it for 72 hours. Send the prompt again" in await alice.presses(picture, FILE)


async def test_a_picture_is_deleted_by_its_person_or_an_admin_and_nobody_else(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    for number, actor in enumerate((alice, boris), 1):
        actor.writes(f"/draw пёс --seed {number}", in_=painters)
    await painters.picture(2)
    of_alice, of_boris = sorted(painters.pictures, key=lambda said: said.text)
    await boris.presses(of_alice, DELETE)
    assert len(painters.pictures) == 2
    await alice.deletes_picture(of_boris)
    await alice.deletes_picture(of_alice)
    await stage.until(lambda: not painters.pictures, "an empty chat")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 400, "message": "Bad Request: message can't be deleted for everyone"}, "48 hours only"),
        ({"status": 502}, "Telegram does not answer"),
    ],
)
async def test_what_cannot_be_deleted_is_told_with_its_reason(
    stage: Stage, alice: Actor, fault: dict[str, Any], words: str
) -> None:
    alice.writes("/draw a cat")
    picture = await alice.chat.picture()
    stage.fault("telegram.deleteMessage", "status", **fault)
    assert words in await alice.deletes_picture(picture)


async def test_what_failed_is_tried_again_at_the_press_of_a_button(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.get", "status", status=404)
    stage.clock.hurry()
    alice.writes("/draw a cat --seed 1")
    ending = await alice.chat.said("The image service has lost this picture")
    stage.heal()
    await alice.presses(ending, RETRY)
    assert (await alice.chat.picture()).text == "a cat --seed 1"


async def test_what_is_tried_again_twice_is_drawn_once_and_its_button_goes(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.get", "status", status=404)
    stage.clock.hurry()
    alice.writes("/draw a cat --seed 1")
    ending = await alice.chat.said("The image service has lost this picture")
    stage.heal()
    stage.hold_drawings()
    forged = ending.message.keyboard
    await alice.presses(ending, RETRY)
    await stage.until(lambda: RETRY not in ending.buttons, "the button to go")
    ending.message.keyboard = forged
    assert "already tried this again" in await alice.presses(ending, RETRY)
    stage.finish_drawings()
    await alice.chat.picture()
    await stage.everything_is_told()
    assert len(stage.submitted) == 2


async def test_buttons_of_a_picture_keep_the_limits(world: Stage, alice: Actor) -> None:
    await world.start(drawings_per_user_per_day=1)
    alice.writes("/draw a cat --seed 1")
    picture = await alice.chat.picture()
    assert "You can draw one picture a day here" in await alice.presses(picture, AGAIN)
    assert len(world.submitted) == 1


@pytest.mark.parametrize(
    ("reply", "caption"),
    [
        ("--ar 16:9", "a red cat --no hat --ar 16:9"),
        ("--seed 2", "a red cat --no hat"),
        ("--no dog", "a red cat --no hat, dog"),
    ],
)
async def test_a_reply_to_a_picture_changes_what_it_names(
    stage: Stage, alice: Actor, cats: Place, reply: str, caption: str
) -> None:
    alice.writes("/draw a red cat --no hat --seed 1", in_=cats)
    picture = await cats.picture()
    alice.writes(f"/draw {reply}", in_=cats, reply_to=picture)
    words, seed = _split((await cats.picture(2)).text)
    assert words == caption
    assert seed == 2 if "--seed" in reply else seed != 1


async def test_in_private_a_reply_to_a_picture_needs_no_command(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a red cat --ar 1:1 --seed 1")
    picture = await alice.chat.picture()
    reply = alice.writes("--no hat", reply_to=picture)
    assert _split((await alice.chat.picture(2)).text)[0] == "a red cat --no hat --ar 1:1"
    alice.edits(reply, "--no hat, dog")
    await alice.chat.said("is already done")


async def test_new_words_in_a_reply_to_a_picture_get_what_is_added_to_all_words_and_the_others_do_not(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes("/draw a red cat --seed 1", in_=cats)
    picture = await cats.picture()
    for words in ("suffix in oil", "no text", "seed 9"):
        alice.writes(f"/settings {words}")
    await alice.chat.said("Seed: 9")
    alice.writes("/draw --ar 1:1", in_=cats, reply_to=picture)
    assert (await cats.picture(2)).text == "a red cat --ar 1:1 --seed 9"
    alice.writes("/draw a dog", in_=cats, reply_to=picture)
    assert (await cats.picture(3)).text == "a red cat, a dog, in oil --no text --seed 9"


async def test_a_mistake_in_a_reply_to_a_picture_is_shown(stage: Stage, alice: Actor, cats: Place) -> None:
    alice.writes("/draw a red cat --seed 1", in_=cats)
    picture = await cats.picture()
    alice.writes("/draw --sed 2", in_=cats, reply_to=picture)
    await cats.said("Did you mean --seed?")
    assert len(stage.submitted) == 1


async def test_a_picture_drawn_in_the_name_of_a_group_serves_its_admins(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.sandbox.telegram.api.behaviour.anonymous_admins = True
    alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    stage.sandbox.telegram.api.behaviour.anonymous_admins = False
    assert "чуж" in await boris.presses(picture, AGAIN)
    await alice.presses(picture, AGAIN)
    await painters.picture(2)


async def test_the_prompt_of_a_picture_that_telegram_shows_no_more_is_told_in_its_topic(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes(f"/draw {'a very long cat ' * 20} --seed 1", in_=cats)
    picture = await cats.picture()
    query = stage.world.add_query(cats.chat, alice.user.id)
    press = {"id": query.id, "from": wire.user(alice.user), "chat_instance": "1", "data": picture.buttons["📋 Copy"]}
    old = wire.inaccessible_message(stage.world, cats.chat, picture.message.id)
    stage.world.updates.put("callback_query", press | {"message": old})
    await cats.said("a very long cat")
