"""Names that say more than a name, wherever the bot speaks of people and chats."""

from dataclasses import replace

import pytest

from sandbox.telegram.population import BORIS
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

EVIL = "@evilbot t.me/evil https://evil.com #evil /start \u202egnp.exe"
SHOWN = "@ evilbot t. me/evil https: //…"


def called(stage: Stage, first: str, last: str | None = None) -> None:
    stage.world.users[BORIS.id] = replace(BORIS, first_name=first, last_name=last)


def kinds(said: Said) -> set[str]:
    return {entity.type for entity in said.message.content.entities}


async def picture_without_its_request(stage: Stage, boris: Actor, painters: Place) -> Said:
    """Nothing but the caption says whose it is."""
    stage.hold_drawings()
    request = boris.writes("/draw пёс --seed 5", in_=painters)
    await stage.state("running")
    boris.deletes(request)
    stage.clock.move(21)  # from now on the picture comes in a message of its own
    stage.finish_drawings()
    return await painters.picture()


async def test_a_caption_names_somebody_and_links_to_nothing(stage: Stage, boris: Actor, painters: Place) -> None:
    called(stage, EVIL)

    said = await picture_without_its_request(stage, boris, painters)

    assert said.text == f"{SHOWN}: пёс --seed 5"
    assert kinds(said) == {"code"}


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\u200b\u2060"])
async def test_somebody_without_a_visible_name_is_called_something(
    stage: Stage, boris: Actor, painters: Place, name: str
) -> None:
    called(stage, name)

    assert (await picture_without_its_request(stage, boris, painters)).text == "Кто-то: пёс --seed 5"


async def test_the_owner_sees_names_that_are_nothing_else(world: Stage, alice: Actor, boris: Actor) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}), allowed_ids=frozenset({77, BORIS.id}))
    called(world, EVIL)
    boris.writes("/id")
    await boris.chat.said("Ваш ID")

    alice.writes("/allow")
    page = await alice.chat.said("Only these can draw")
    alice.writes(f"/allow {BORIS.id}")
    allowed = await alice.chat.said("Can draw now")
    alice.writes(f"/deny {BORIS.id}")
    denied = await alice.chat.said("Can no longer draw")

    assert f"{BORIS.id} {SHOWN}\n" in page.text
    assert not kinds(page) & {"mention", "url", "hashtag", "email"}
    for said in (allowed, denied):
        assert f"{BORIS.id} {SHOWN}" in said.text
        assert kinds(said) == {"code"}


async def test_what_a_group_has_set_links_to_nothing(stage: Stage, alice: Actor, painters: Place) -> None:
    alice.writes("/settings suffix @evilbot t.me/evil evil.com", in_=painters)
    said = await painters.said("evil.com")
    alice.writes("/settings no @evilbot, \u202eevil.com", in_=painters)
    both = await painters.said("@evilbot, evil.com")

    for one in (said, both):
        assert not kinds(one) & {"mention", "url", "hashtag", "email"}
    assert "\u202e" not in both.text
