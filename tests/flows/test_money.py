"""Money: every paid order counts, whatever becomes of it; for what could not be shown nothing is paid."""

from typing import Any

import pytest

from sandbox.telegram.model import Status
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

DAY_OVER = "used up"
OWN_CHANNEL, LINKED_CHANNEL = -1_001_111, -1_002_222


def writes_as(world: Stage, actor: Actor, text: str, in_: Place, channel: int, **more: Any) -> None:
    """A message in the name of a channel, as Telegram tells of it."""
    world.world.updates.put(
        "message",
        {
            "message_id": 5000 + len(world.world.updates) + len(world.exchanges),
            "date": int(world.clock.now()),
            "chat": {"id": in_.chat_id, "type": "supergroup", "title": "Painters"},
            "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
            "sender_chat": {"id": channel, "type": "channel", "title": f"Channel of {actor.user.first_name}"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}],
            **more,
        },
    )


async def loses(world: Stage, actor: Actor, number: int) -> None:
    """Have a picture drawn, and block the bot while it is."""
    actor.writes(f"/draw cat number {number}")
    await world.state("running")
    world.do("block", actor.chat, by=actor)
    world.finish_drawings()
    await world.everything_is_told()
    world.do("unblock", actor.chat, by=actor)
    world.hold_drawings()


async def asked_to_enhance(world: Stage, count: int) -> None:
    await world.until(lambda: world.enhancements >= count, "the language model to be asked")


async def test_who_blocks_the_bot_while_it_draws_has_used_their_day_all_the_same(world: Stage, boris: Actor) -> None:
    await world.start(drawings_per_user_per_day=3)
    world.hold_drawings()
    for number in range(3):
        await loses(world, boris, number)
    world.clock.move(3700)
    boris.writes("/draw кит")
    await boris.chat.said("на сегодня они закончились")
    assert len(world.submitted) == 3


@pytest.mark.parametrize("ends", ["operation", "broken", "late"])
async def test_what_ends_badly_after_it_left_counts(world: Stage, alice: Actor, ends: str) -> None:
    await world.start(drawings_per_user_per_day=3, drawing_ttl=60)
    match ends:
        case "operation":
            prompt = "something late-forbidden"
        case "broken":
            world.service(result="bad-base64")
            prompt = "a cat"
        case _:
            world.hold_drawings()
            prompt = "a cat"
    for number in range(3):
        alice.writes(f"/draw {prompt} number {number}")
        await world.submissions(number + 1)
        if ends == "late":
            await world.state("running")
            world.clock.move(61)
        await world.everything_is_told()
    alice.writes("/draw one more")
    await alice.chat.said(DAY_OVER)
    assert len(world.submitted) == 3


async def test_what_the_service_turned_down_costs_nothing_of_the_day(world: Stage, alice: Actor) -> None:
    await world.start(drawings_per_user_per_day=3)
    for number in range(4):
        alice.writes(f"/draw something forbidden number {number}")
        await world.submissions(number + 1)
    await world.everything_is_told()
    alice.writes("/draw a cat --repeat 3")
    await alice.chat.picture(3)


async def test_an_order_whose_answer_cannot_be_read_counts_and_so_does_its_repeat(world: Stage, alice: Actor) -> None:
    world.fault("yandex.submit", "garbage", times=2)
    await world.start(drawings_per_user_per_day=3)
    alice.writes("/draw a cat")
    await alice.chat.said("could not find out")
    await world.submissions(2)
    alice.writes("/draw a dog --repeat 2")
    await alice.chat.said("one is left")
    alice.writes("/draw a hen")
    await alice.chat.picture()
    assert len(world.submitted) == 3


@pytest.mark.parametrize("result", ["link", "nothing", "bad-base64", "not-jpeg"])
async def test_an_answer_of_the_successor_without_a_picture_is_paid_once_and_counts(
    world: Stage, alice: Actor, result: str
) -> None:
    await world.start(generator="alice", drawings_per_user_per_day=1)
    world.service(result=result)
    alice.writes("/draw a cat")
    await alice.chat.said("what it sent is not a picture")
    await world.everything_is_told()
    alice.writes("/draw a dog")
    await alice.chat.said("You can draw one picture a day here")
    assert len(world.submitted) == 1


async def test_the_day_goes_on_after_forget_and_in_the_supergroup(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(drawings_per_user_per_day=3)
    await alice.presses(await alice.opens_settings("Who draws", painters), "Limit: 5 a day")
    boris.writes("/draw кот --repeat 3", in_=painters)
    await painters.picture(3)
    boris.writes("/forget")
    await boris.presses(await boris.chat.said("Забыть о вас всё?"), "Да, забыть")
    await boris.chat.said("Забыто.")
    boris.writes("/draw кит")
    await boris.chat.said("на сегодня они закончились")

    world.do("migrate", painters)
    moved = Place(world, next(chat for chat in world.world.chats if chat < -(10**12) and chat != world.studio.chat_id))
    alice.writes("/draw a cat --repeat 3", in_=moved)
    await moved.said("2 are left")


async def test_nothing_is_ordered_for_a_group_that_takes_no_pictures(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.do("forbid_pictures", painters)
    alice.writes("/draw a cat", in_=painters)
    await painters.said("so nothing was drawn")
    alice.writes("/draw a cat --file", in_=painters)
    await painters.said("so nothing was drawn", 2)
    assert stage.submitted == []
    stage.do("allow_pictures", painters)
    alice.writes("/draw a dog", in_=painters)
    await painters.picture()
    asked = len(stage.calls("getChat"))
    alice.writes("/draw a hen", in_=painters)
    await painters.picture(2)
    assert len(stage.calls("getChat")) == asked


async def test_whose_last_three_pictures_could_not_be_shown_waits_an_hour(world: Stage, boris: Actor) -> None:
    await world.start()
    world.hold_drawings()
    for number in range(3):
        await loses(world, boris, number)
    boris.writes("/draw кит")
    await boris.chat.said("показать не удалось")
    assert len(world.submitted) == 3
    world.clock.move(3700)
    world.finish_drawings()
    boris.writes("/draw кит")
    await boris.chat.picture()
    boris.writes("/draw пёс")
    await boris.chat.picture(2)


async def test_enhancements_count_by_themselves_and_one_is_enough_for_all_pictures_of_a_request(
    world: Stage, alice: Actor
) -> None:
    await world.start(enhancements_per_user_per_day=2)
    alice.writes("/draw a cat --enhance --repeat 4")
    await alice.chat.picture(4)
    assert world.enhancements == 1
    alice.writes("/draw something forbidden --enhance")
    await alice.chat.said("The image service will not draw this")
    alice.writes("/draw a dog --enhance --seed 1")
    picture = await alice.chat.picture(5)
    assert "today's enhancements are used up" in picture.text
    assert world.submitted[-1]["messages"][0]["text"] == "a dog"
    assert world.enhancements == 2


async def test_an_enhancement_that_was_begun_counts_whatever_becomes_of_its_request(world: Stage, alice: Actor) -> None:
    world.fault("yandex.completion", "slow", seconds=60)
    await world.start(enhancements_per_user_per_day=2)
    for number in range(2):
        alice.writes(f"/draw cat {number} --enhance --repeat 2")
        await asked_to_enhance(world, number + 1)
        alice.writes("/cancel")
        page = await alice.chat.said("Which one?")
        await alice.presses(page, "✖ Cancel 1")
        await alice.presses(page, "✖ Cancel 1")
    world.heal()
    alice.writes("/draw a dog --enhance --seed 1")
    assert "today's enhancements are used up" in (await alice.chat.picture()).text
    assert (world.enhancements, len(world.submitted)) == (2, 1)


async def test_a_crash_between_an_order_and_its_answer_counts_as_one_that_left(world: Stage, alice: Actor) -> None:
    world.fault("yandex.images", "slow", seconds=3000, times=2)
    await world.start(generator="alice", drawings_per_user_per_day=2)
    alice.writes("/draw a cat")
    for number in range(2):
        await world.submissions(number + 1)
        await world.crash()
        await world.start()
    await alice.chat.said("could not find out")
    alice.writes("/draw a dog")
    await alice.chat.said("You can draw 2 pictures a day here")
    assert len(world.submitted) == 2


async def test_a_group_in_which_three_pictures_could_not_be_shown_waits_whoever_asks(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start()
    world.hold_drawings()
    for number in range(3):
        alice.writes(f"/draw cat {number}", in_=painters)
    await world.state("running", count=3)
    world.do("forbid_pictures", painters)
    world.finish_drawings()
    await painters.said("It is drawn, but this chat does not let me send pictures", 3)
    world.do("allow_pictures", painters)
    boris.writes("/draw кит", in_=painters)
    await painters.said("показать не удалось")
    boris.writes("/draw кит")
    await boris.chat.picture()


async def test_a_group_in_which_the_bot_alone_is_restricted_gets_nothing_drawn(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    painters.chat.members[stage.world.bot.id] = Status.RESTRICTED
    stage.do("forbid_pictures", painters)
    alice.writes("/draw a cat", in_=painters)
    await painters.said("so nothing was drawn")
    assert stage.submitted == []


async def test_what_is_cancelled_cannot_be_asked_for_without_end(world: Stage, alice: Actor) -> None:
    world.fault("yandex.submit", "status", status=429, retry_after="3000")
    await world.start(drawings_per_user_per_day=1, running_per_user=1)
    for number in range(10):
        alice.writes(f"/draw a cat number {number}")
        await alice.chat.said("takes requests again")
        alice.writes("/cancel")
        await world.everything_is_told()
    alice.writes("/draw a dog")
    await alice.chat.said("too many requests for one day")
    assert await world.count("drawings") == 10


async def test_channels_of_ones_own_draw_nothing_and_the_groups_own_is_one_person_with_it(
    world: Stage, alice: Actor, painters: Place
) -> None:
    await world.start(drawings_per_user_per_day=3)
    for number in range(4):
        writes_as(world, alice, f"/draw cat {number}", painters, OWN_CHANNEL - number)
    await painters.said("only in its own group", 4)
    assert await world.count("people") == 0
    writes_as(world, alice, "news", painters, LINKED_CHANNEL, is_automatic_forward=True, entities=[])
    writes_as(world, alice, "/draw cat --repeat 2", painters, LINKED_CHANNEL)
    await painters.picture(2)
    writes_as(world, alice, "/draw dog --repeat 2", painters, painters.chat_id)
    await painters.said("one is left")
    assert len(world.submitted) == 2


async def test_who_may_not_draw_leaves_nothing_behind(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(allowed_ids=frozenset({alice.user.id}))
    for command in ("/draw кот", "/start", "/settings", "/privacy", "/forget"):
        boris.writes(command)
    await boris.chat.said("Забыть о вас всё?")
    boris.writes("/draw кот", in_=painters)
    await painters.said("только по приглашению")
    world.do("block", boris.chat, by=boris)
    world.do("unblock", boris.chat, by=boris)
    await world.everything_is_told()
    for table in ("people", "drawings", "chats", "usage"):
        assert await world.count(table) == 0
