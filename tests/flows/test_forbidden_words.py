"""`/forbid`: words that are not drawn, wherever in the expanded prompt they come from."""

import pytest

from sandbox.telegram.population import ALICE
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

REFUSED = "I do not draw this"


async def refused(stage: Stage, place: Place, number: int = 1, sentence: str = REFUSED) -> None:
    said = await place.said(sentence, number)
    assert "blood" not in said.text.casefold()
    await stage.everything_is_told()
    assert stage.submitted == []
    assert stage.enhancements == 0


@pytest.mark.parametrize(
    "prompt",
    [
        "a pool of blood",
        "BLOOD-red sky",
        "a cat --no blood",
        "a cat:: blood::0.1",
        "a cat in {rain, blood}",
        "a cat, blood --enhance",
        "a cat with bl{oo, ue}d eyes",
    ],
)
async def test_a_prompt_with_a_forbidden_word_is_refused_before_anything_is_sent_or_asked(
    world: Stage, alice: Actor, prompt: str
) -> None:
    await world.start(forbidden_words="gore, blood")
    alice.writes(f"/draw {prompt}")
    await refused(world, alice.chat)
    assert await world.count("offers") == 0
    alice.writes("/draw a bloodhound")
    await alice.chat.picture()


async def test_the_word_is_found_in_styles_settings_and_replies(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(forbidden_words="blood")
    alice.writes("/style horror = a pool of blood")
    await alice.chat.said("Saved.")
    alice.writes("/draw a cat --style horror")
    await refused(world, alice.chat)
    alice.writes("/settings suffix and blood")
    await alice.chat.said("Added to every prompt: and blood")
    alice.writes("/draw a cat")
    await refused(world, alice.chat, 2)
    alice.writes("/settings suffix and mud")
    await alice.chat.said("Added to every prompt: and mud")
    text = alice.writes("my blood", in_=painters)
    boris.writes("/draw", in_=painters, reply_to=text)
    await refused(world, painters, sentence="Такое я не рисую")


async def test_what_was_drawn_before_is_not_drawn_again_after_the_word_is_forbidden(world: Stage, alice: Actor) -> None:
    await world.start(admin_ids=frozenset({ALICE.id}))
    alice.writes("/draw a pool of blood")
    picture = await alice.chat.picture()
    alice.writes("/draw {blood, gore}")
    question = await alice.chat.said("This makes 2 pictures.")
    alice.writes("/forbid Blood")
    page = await alice.chat.said("What I draw for nobody")
    assert "1. blood" in page.text
    assert REFUSED in await alice.presses(picture, "🔁 Again")
    assert REFUSED in await alice.presses(question, "🎨 Draw both")
    assert len(world.submitted) == 1

    await world.restart()
    alice.writes("/draw bloods")
    await alice.chat.said(REFUSED)
    assert "is allowed again" in await alice.presses(page, "✖ 1")
    await alice.chat.said("The list is empty.")
    alice.writes("/draw a pool of blood")
    await alice.chat.picture(2)


async def test_a_groups_list_holds_there_alone_and_is_its_admins(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    boris.writes("/forbid кровь", in_=painters)
    await painters.said("только её администраторы")
    alice.writes("/forbid кровь, weapon", in_=painters)
    page = await painters.said("What I do not draw in this group")
    boris.writes("/draw лужа крови", in_=painters)
    assert "администраторы группы" in (await painters.said("Такое я не рисую")).text
    boris.writes("/draw лужа крови")
    await boris.chat.picture()
    assert "администраторы" in await boris.presses(page, "✖ 2")
    await alice.presses(page, "✖ 2")
    boris.writes("/draw лужа крови", in_=painters)
    await painters.picture()


async def test_only_the_owner_forbids_for_all(world: Stage, alice: Actor, boris: Actor) -> None:
    await world.start(admin_ids=frozenset({ALICE.id}), forbidden_words="gore")
    boris.writes("/forbid кровь")
    await boris.chat.said("только владелец бота")
    alice.writes("/forbid ---")
    await alice.chat.said("There are no words in this")
    alice.writes(f"/forbid {'x' * 33}")
    await alice.chat.said("room for 60 words")
    alice.writes("/forbid " + " ".join(f"w{number}" for number in range(61)))
    await alice.chat.said("room for 60 words", 2)
    alice.writes("/forbid")
    assert "1 more word of FORBIDDEN_WORDS" in (await alice.chat.said("The list is empty.")).text
    assert await world.count("forbidden_words") == 0


async def test_a_groups_list_goes_with_it_where_it_becomes_a_supergroup(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/forbid blood", in_=painters)
    await painters.said("1. blood")
    stage.do("migrate", painters)
    new = painters.chat.migrated_to
    assert new is not None
    await stage.everything_is_told()
    alice.writes("/draw blood", in_=Place(stage, new))
    await refused(stage, Place(stage, new))


async def test_the_word_is_found_in_what_a_reply_adds_to_a_picture(world: Stage, alice: Actor) -> None:
    await world.start(forbidden_words="blood")
    alice.writes("/draw a cat")
    picture = await alice.chat.picture()
    alice.writes("with blood", reply_to=picture)
    await alice.chat.said(REFUSED)
    await world.everything_is_told()
    assert len(world.submitted) == 1
