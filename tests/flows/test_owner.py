"""What the owner is told."""

from tests.flows.people import Actor
from tests.flows.stage import Stage


async def test_the_owner_is_told_that_the_model_is_denied_and_that_it_works_again(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(retired=True)
    await world.start(admin_ids=frozenset({alice.user.id}))
    alice.writes("/id")
    await alice.chat.said("Your id")
    boris.writes("/draw рыжий кот --seed 5")

    alarm = await alice.chat.said("does not let the bot draw")
    assert "aliceai-image-art-3.0" in alarm.text
    world.service(retired=False)

    await boris.chat.picture()
    await alice.chat.said("lets the bot draw again")
    assert len(alice.chat.texts) == 3
