"""Alerts to the owner."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

BEGUN, OVER = "refuses the bot", "no longer refuses the bot"


async def start_owned_by(world: Stage, *owners: Actor) -> None:
    """Start the bot, and have its owners say something to it, without which it may not write to them."""
    await world.start(admin_ids=frozenset(owner.user.id for owner in owners))
    for owner in owners:
        owner.writes("/id")
        await owner.chat.said(str(owner.user.id))


def alerts(owner: Actor) -> list[str]:
    """What the owner was told of the service, without the answers to what they wrote."""
    return [text for text in owner.chat.texts if "image service" in text or "Сервис генерации" in text]


@pytest.mark.fault("12")
async def test_the_owner_is_told_that_the_model_is_denied_and_that_it_works_again(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(retired=True)
    await start_owned_by(world, alice)
    boris.writes("/draw рыжий кот --seed 5")

    alarm = await alice.chat.said(BEGUN)
    assert "aliceai-image-art-3.0" in alarm.text
    world.service(retired=False)

    await boris.chat.picture()
    await alice.chat.said(OVER)
    assert len(alerts(alice)) == 2


async def test_many_who_are_denied_make_one_alert(world: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    world.service(keys=["another"])
    await start_owned_by(world, alice)
    boris.writes("/draw кот --repeat 3")
    alice.writes("/draw a cat --repeat 3", in_=painters)

    await alice.chat.said(BEGUN)
    world.service(keys=[])

    await boris.chat.picture(3)
    await painters.picture(3)
    await alice.chat.said(OVER)
    assert len(alerts(alice)) == 2


async def test_an_owner_who_mends_it_by_a_restart_is_told_once_that_it_began_and_once_that_it_is_over(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(keys=["AQVN-mended"])
    await start_owned_by(world, alice)
    boris.writes("/draw кот")
    await alice.chat.said(BEGUN)
    await world.restart()
    submitted = len(world.submitted)
    boris.writes("/draw пёс")
    await world.submissions(submitted + 1)

    await world.restart(yc_api_key="AQVN-mended")

    await boris.chat.picture(2)
    await alice.chat.said(OVER)
    assert len(alerts(alice)) == 2


async def test_the_owner_is_told_that_the_quota_is_spent_and_that_it_is_there_again(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.fault("yandex.submit", "status", status=429)
    await start_owned_by(world, alice)
    boris.writes("/draw кот")

    await alice.chat.said("The image service's quota is used up.")
    world.heal()

    await boris.chat.picture()
    await alice.chat.said("The image service takes requests again.")
    assert len(alerts(alice)) == 2


async def test_the_owner_is_told_that_results_are_denied(world: Stage, alice: Actor, boris: Actor) -> None:
    world.fault("yandex.get", "status", status=403, times=2)
    await start_owned_by(world, alice)
    boris.writes("/draw кот")

    await boris.chat.picture()
    await alice.chat.said(OVER)
    assert len(alerts(alice)) == 2


async def test_each_owner_is_told_in_their_own_language(world: Stage, alice: Actor, boris: Actor) -> None:
    world.service(retired=True)
    await start_owned_by(world, alice, boris)
    alice.writes("/draw a cat")

    await alice.chat.said(BEGUN)
    await boris.chat.said("отказывает боту")
    world.service(retired=False)
    await boris.chat.said("больше не отказывает боту")


async def test_an_owner_who_never_wrote_to_the_bot_keeps_nobody_from_being_told(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(retired=True)
    await world.start(admin_ids=frozenset({999, boris.user.id, alice.user.id}))
    alice.writes("/draw a cat")

    await alice.chat.said(BEGUN)
    world.service(retired=False)
    await alice.chat.picture()
    await alice.chat.said(OVER)
    assert boris.chat.texts == []


async def test_an_owner_has_the_owners_commands_in_their_menu_and_nobody_else_has(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    await world.start(admin_ids=frozenset({999, alice.user.id}))
    await world.until(lambda: len(world.calls("setMyCommands")) == 10, "the menu")

    menus = {
        person: {one["command"] for one in world.sandbox.telegram.api.menu.seen_by(person.user, person.chat.chat)}
        for person in (alice, boris)
    }
    assert menus[alice] - menus[boris] == {"allow", "deny", "forbid", "stats"}
    await world.until(lambda: len(world.calls("setMyShortDescription")) == 2, "the description")
