"""The buttons under a picture, and changing a picture by replying to it."""

import pytest

from sandbox.telegram.model import Message
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage


def labels(said: Said) -> list[list[str]]:
    return [[button["text"] for button in row] for row in said.message.keyboard or ()]


async def drawn(actor: Actor, text: str, place: Place | None = None) -> tuple[Message, Said]:
    request = actor.writes(text, in_=place)
    return request, await (place or actor.chat).picture()


async def test_a_picture_has_its_buttons(stage: Stage, alice: Actor) -> None:
    _, picture = await drawn(alice, "/draw a red cat --seed 5")

    assert labels(picture) == [["🔁 Again", "🎲 Vary…"], ["🌱 Keep seed", "📋 Copy"], ["📄 File", "🗑 Delete"]]
    copy = (picture.message.keyboard or [[]])[1][1]
    assert copy["copy_text"]["text"] == "a red cat --seed 5"


async def test_again_draws_the_same_prompt_with_a_new_seed_in_reply_to_the_picture(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    _, picture = await drawn(alice, "/draw a red cat --ar 16:9 --seed 5", painters)

    assert await alice.presses(picture, "🔁 Again") == "Drawing it"

    again = await painters.picture(2)
    assert again.code.startswith("a red cat --ar 16:9 --seed ")
    assert again.code != picture.code
    assert again.replies_to == picture.message.id


async def test_a_variation_draws_in_another_shape_with_the_same_seed_and_puts_the_buttons_back(
    stage: Stage, alice: Actor
) -> None:
    _, picture = await drawn(alice, "/draw a red cat --seed 5")

    await alice.presses(picture, "🎲 Vary…")
    await stage.until(lambda: "16:9" in picture.buttons, "the variations")
    await alice.presses(picture, "16:9")

    assert (await alice.chat.picture(2)).code == "a red cat --ar 16:9 --seed 5"
    await stage.until(lambda: "🔁 Again" in picture.buttons, "the buttons of before")


async def test_four_more_are_four_pictures(stage: Stage, alice: Actor) -> None:
    _, picture = await drawn(alice, "/draw a red cat --seed 5")

    await alice.presses(picture, "🎲 Vary…")
    await stage.until(lambda: "4 more" in picture.buttons, "the variations")
    await alice.presses(picture, "4 more")

    await alice.chat.picture(5)


async def test_keep_seed_gives_it_to_the_next_pictures(stage: Stage, alice: Actor) -> None:
    _, picture = await drawn(alice, "/draw a red cat --seed 5")

    assert "seed 5" in await alice.presses(picture, "🌱 Keep seed")
    alice.writes("/draw a dog")

    assert (await alice.chat.picture(2)).code == "a dog --seed 5"


async def test_a_prompt_too_long_for_a_copy_button_comes_as_a_message(stage: Stage, alice: Actor) -> None:
    words = "cat " * 80
    _, picture = await drawn(alice, f"/draw {words}--seed 5")

    await alice.presses(picture, "📋 Copy")

    copy = await alice.chat.said("cat cat cat")
    assert copy.code == f"{words}--seed 5"


async def test_the_file_is_the_picture_in_full_quality_while_it_is_kept(stage: Stage, alice: Actor) -> None:
    _, picture = await drawn(alice, "/draw a red cat --seed 5")

    await alice.presses(picture, "📄 File")
    document = await alice.chat.picture(2)
    assert document.data == picture.data

    await stage.restart(keep_pictures=0)

    async def bytes_are_gone() -> bool:
        return not await stage.is_there("pictures")

    await stage.until_async(bytes_are_gone, "the bytes to go")
    assert "less than an hour" in await alice.presses(picture, "📄 File")


async def test_delete_removes_the_picture(stage: Stage, alice: Actor) -> None:
    _, picture = await drawn(alice, "/draw a red cat")

    await alice.deletes_picture(picture)

    assert alice.chat.pictures == []


async def test_an_admin_may_delete_anybodys_picture(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    _, picture = await drawn(boris, "/draw рыжий кот", painters)

    await alice.deletes_picture(picture)

    assert painters.pictures == []


async def test_a_reply_to_a_picture_adds_to_what_it_says(stage: Stage, alice: Actor, painters: Place) -> None:
    _, picture = await drawn(alice, "/draw a red cat --no hat --ar 16:9 --seed 5", painters)

    alice.writes("/draw --ar 1:1 --no dog", in_=painters, reply_to=picture)
    assert (await painters.picture(2)).code.startswith("a red cat --no hat, dog --ar 1:1 --seed ")
    alice.writes("/draw a blue dog", in_=painters, reply_to=picture)
    assert (await painters.picture(3)).code.startswith("a red cat, a blue dog --no hat --ar 16:9 --seed ")


@pytest.mark.slow
async def test_what_failed_can_be_tried_again(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.submit", "status", status=500)
    stage.clock.hurry()
    alice.writes("/draw a red cat --seed 5")
    ending = await alice.chat.said("keeps failing")
    stage.heal()

    await alice.presses(ending, "🔁 Try again")

    assert (await alice.chat.picture()).code == "a red cat --seed 5"


async def test_an_enhanced_picture_shows_its_full_prompt_on_request(stage: Stage, alice: Actor) -> None:
    _, picture = await drawn(alice, "/draw a red cat --enhance --seed 5")
    assert picture.code == "a red cat --seed 5 --enhance"

    await alice.presses(picture, "Show the full prompt")

    full = await alice.chat.said("--raw")
    assert full.code.startswith("a red cat")
    assert full.code.endswith("--seed 5 --raw")
    assert len(full.code) > len("a red cat --seed 5 --raw")
