"""`/owner`: whoever runs the bot becomes its owner by a code from its log, where the settings name none."""

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


async def test_the_code_of_the_start_makes_an_owner_who_has_the_owners_commands_and_stays_one(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    await world.start()
    alice.writes("/stats")
    await alice.chat.said("Only the owner of this bot can do this.")

    alice.writes(f"/owner {world.owners_code()}")
    told = await alice.chat.said("You own this bot now.")

    assert f"ADMIN_IDS={alice.user.id}" in told.text
    alice.writes("/stats")
    await alice.chat.said("requests")
    await world.until(
        lambda: any("stats" in str(call.parameters.get("commands")) for call in world.calls("setMyCommands")), "a menu"
    )
    await world.restart()
    alice.writes("/deny 102")
    await alice.chat.said("Can no longer draw")
    boris.writes("/draw кот")
    await boris.chat.said("только по приглашению")


async def test_who_is_not_invited_may_be_the_owner_all_the_same(world: Stage, alice: Actor) -> None:
    await world.start(allowed_ids=frozenset({77}))

    alice.writes(f"/owner {world.owners_code().lower()}")

    await alice.chat.said("You own this bot now.")


async def test_what_is_wrong_with_a_code_is_said(world: Stage, alice: Actor, boris: Actor) -> None:
    await world.start()
    code = world.owners_code()

    boris.writes("/owner")
    await boris.chat.said("Не хватает кода")
    boris.writes("/owner ABCDEFGH2345")
    await boris.chat.said("Код не подходит")
    alice.writes(f"/owner {code}")
    await alice.chat.said("You own this bot now.")
    boris.writes(f"/owner {code}")
    await boris.chat.said("Этот код больше не действует")
    alice.writes(f"/owner {code}")
    await alice.chat.said("You own this bot. The line for .env")


async def test_in_a_group_no_code_is_looked_at(world: Stage, alice: Actor, painters: Place) -> None:
    await world.start()
    code = world.owners_code()

    alice.writes(f"/owner {code}", in_=painters)
    await painters.said("Everybody here would see the code.")

    alice.writes(f"/owner {code}")
    await alice.chat.said("You own this bot now.")


async def test_a_bot_that_the_settings_give_an_owner_takes_no_code(world: Stage, alice: Actor, boris: Actor) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}))

    boris.writes("/owner ABCDEFGH2345")

    await boris.chat.said("Этот код больше не действует, или владелец у бота уже есть")
