"""Direct messages of a channel: each person's are answered among them, and are nobody else's business."""

import pytest

from sandbox.telegram.population import open_direct_messages
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

SENDING = ("sendMessage", "sendPhoto", "sendDocument")


@pytest.fixture
def of_alice(world: Stage) -> Place:
    return Place(world, open_direct_messages(world.world).id, direct_topic_id=world.alice.user.id)


@pytest.fixture
def of_boris(world: Stage, of_alice: Place) -> Place:
    return Place(world, of_alice.chat_id, direct_topic_id=world.boris.user.id)


def all_went_to_a_topic(world: Stage, place: Place) -> bool:
    sent = [call for method in SENDING for call in world.calls(method) if int(call.parameters["chat_id"]) < 0]
    return bool(sent) and all(
        (call.status, call.parameters.get("direct_messages_topic_id")) == (200, str(place.direct_topic_id))
        for call in sent
    )


async def test_a_request_is_drawn_in_the_topic_of_whoever_wrote(
    world: Stage, boris: Actor, of_alice: Place, of_boris: Place
) -> None:
    await world.start()
    request = boris.writes("/draw кит --seed 1", in_=of_boris)

    picture = await of_boris.picture()
    await world.everything_is_told()

    assert (picture.text, picture.replies_to) == ("кит --seed 1", request.id)
    assert all_went_to_a_topic(world, of_boris)
    assert of_alice.messages == []
    assert await world.rows("SELECT thread_id, direct_topic_id FROM drawings") == [(None, boris.user.id)]


@pytest.mark.parametrize("text", ["/help", "/queue", "/cancel", "/draw", "/draw a cat --sed 1", "/id", "/settings"])
async def test_every_answer_comes_in_the_topic(world: Stage, boris: Actor, of_boris: Place, text: str) -> None:
    await world.start()
    boris.writes(text, in_=of_boris)

    await of_boris.said("")

    assert all_went_to_a_topic(world, of_boris)


async def test_a_late_picture_comes_in_the_topic_also_after_a_restart(
    world: Stage, boris: Actor, of_boris: Place
) -> None:
    world.hold_drawings()
    await world.start()
    boris.writes("/draw кит --seed 1", in_=of_boris)
    await world.state("running")
    world.clock.move(60)
    await world.restart()
    world.finish_drawings()

    await of_boris.picture()
    await world.everything_is_told()

    assert len(of_boris.messages) == 1
    assert len(world.calls("sendMessage")) == 2
    assert all_went_to_a_topic(world, of_boris)


async def test_an_ending_and_what_is_tried_again_come_in_the_topic(world: Stage, boris: Actor, of_boris: Place) -> None:
    await world.start()
    boris.writes("/draw late-forbidden", in_=of_boris)
    ending = await of_boris.said("")
    await world.everything_is_told()
    ending = of_boris.messages[-1]

    for label in ending.buttons:
        await boris.presses(ending, label)
    await world.everything_is_told()

    assert all_went_to_a_topic(world, of_boris)


async def test_the_buttons_of_a_picture_answer_in_the_topic(world: Stage, boris: Actor, of_boris: Place) -> None:
    await world.start()
    boris.writes("/draw кит --seed 1", in_=of_boris)
    picture = await of_boris.picture()

    for label in [one for one in picture.buttons if "🗑" not in one and "🎲" not in one]:
        await boris.presses(picture, label)
    await of_boris.picture(3)  # the file, and the one that was drawn again
    await world.everything_is_told()

    assert all_went_to_a_topic(world, of_boris)


async def test_only_whoever_asked_and_the_admins_may_press(
    world: Stage, alice: Actor, boris: Actor, of_alice: Place, of_boris: Place
) -> None:
    await world.start()
    alice.writes("/draw a cat --seed 1", in_=of_alice)
    picture = await of_alice.picture()

    assert "чужая" in await boris.presses(picture, "🔁 Again")
    assert await alice.presses(picture, "🔁 Again") == "Drawing it"
    await of_alice.picture(2)
    assert of_boris.messages == []


async def test_the_queue_of_one_person_is_not_shown_to_another(
    world: Stage, alice: Actor, boris: Actor, of_alice: Place, of_boris: Place
) -> None:
    world.hold_drawings()
    await world.start()
    alice.writes("/draw a secret cat", in_=of_alice)
    boris.writes("/draw тайный кит", in_=of_boris)
    await world.state("running", count=2)
    boris.writes("/queue", in_=of_boris)
    page = await of_boris.said("тайный")

    assert "secret" not in page.text

    for label in page.buttons:
        await boris.presses(page, label)
    await world.until(lambda: "тайный" not in page.text, "the page without it")
    assert "secret" not in page.text
    world.finish_drawings()
    await of_alice.picture()


async def test_a_request_that_is_deferred_is_answered_in_its_topic(world: Stage, boris: Actor, of_boris: Place) -> None:
    world.world.chats[of_boris.chat_id].is_direct_messages = True
    await world.start()
    boris.writes("/settings", in_=of_boris)  # asks who is an admin
    boris.writes("/draw кит --seed 1", in_=of_boris)

    await of_boris.picture()
    await world.everything_is_told()

    assert all_went_to_a_topic(world, of_boris)
