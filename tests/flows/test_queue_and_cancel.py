"""Queue and cancellation."""

import asyncio

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


async def test_the_queue_tells_what_is_drawn_and_what_waits(world: Stage, alice: Actor) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    for name in ("a cat", "a dog", "a hen"):
        alice.writes(f"/draw {name}")
    await world.state("running")
    await alice.chat.said("Working on it", 3)
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    lines = page.text.splitlines()
    assert lines[1].startswith("1. a cat · drawing for")
    assert lines[2:] == ["2. a dog · next in line", "3. a hen · second in line"]
    assert list(page.buttons) == ["✖ Cancel 1", "✖ Cancel 2", "✖ Cancel 3", "✖ Cancel all"]


async def test_an_empty_queue_says_so(stage: Stage, boris: Actor) -> None:
    boris.writes("/queue")
    await boris.chat.said("Очередь пуста.")


async def test_a_private_queue_lists_the_persons_drawings_of_all_chats_and_nobody_elses(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=painters)
    boris.writes("/draw пёс", in_=painters)
    await stage.state("running", count=2)
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    assert "a cat" in page.text
    assert "пёс" not in page.text
    boris.writes("/queue", in_=painters)
    page = await painters.said("В очереди")
    assert "a cat" in page.text
    assert "пёс" in page.text


async def test_a_button_cancels_what_waits_unpaid(world: Stage, alice: Actor) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    alice.writes("/draw a cat --seed 1")
    alice.writes("/draw a dog --seed 2")
    await world.state("running")
    await alice.chat.said("Working on it", 2)
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    assert await alice.presses(page, "✖ Cancel 2") == "Cancelled"
    await alice.chat.said("Cancelled.\na dog")
    world.finish_drawings()
    await world.everything_is_told()
    assert [picture.text for picture in alice.chat.pictures] == ["a cat --seed 1"]
    assert len(world.submitted) == 1
    assert "a dog" not in (await alice.chat.said("In the queue")).text


async def test_cancelling_what_is_being_drawn_ends_it_though_the_service_finishes(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("running")
    alice.writes("/cancel")
    await alice.chat.said("Cancelled: a cat")
    stage.finish_drawings()
    await stage.everything_is_told()
    await alice.chat.said("Cancelled.\na cat")
    alice.writes("/draw a dog")
    await alice.chat.picture()
    assert len(alice.chat.pictures) == 1


async def test_a_reply_to_the_request_or_to_the_slot_cancels_that_one(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    first = alice.writes("/draw a cat", in_=painters)
    alice.writes("/draw a dog", in_=painters)
    await stage.state("running", count=2)
    slot = next(said for said in painters.messages if said.replies_to != first.id)
    alice.writes("/cancel", in_=painters, reply_to=slot)
    await painters.said("Cancelled.\na dog")
    alice.writes("/cancel", in_=painters, reply_to=first)
    await painters.said("Cancelled.\na cat")


async def test_cancel_with_several_waiting_asks_which(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    alice.writes("/draw a dog")
    await stage.state("running", count=2)
    alice.writes("/cancel")
    page = await alice.chat.said("Which one?")
    assert await alice.presses(page, "✖ Cancel 1") == "Cancelled"
    await alice.chat.said("Cancelled.\na cat")
    assert await stage.count("drawings WHERE state = 'running'") == 1


async def test_cancel_with_nothing_waiting_says_so(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat")
    await alice.chat.picture()
    alice.writes("/cancel")
    await alice.chat.said("Nothing of yours is waiting here.")


async def test_a_stranger_cannot_cancel_and_an_admin_can(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    of_alice = alice.writes("/draw a cat", in_=painters)
    of_boris = boris.writes("/draw пёс", in_=painters)
    await stage.state("running", count=2)
    boris.writes("/cancel", in_=painters, reply_to=of_alice)
    await painters.said("Отменить может только тот, кто просил, или администратор чата.")
    boris.writes("/queue", in_=painters)
    page = await painters.said("В очереди")
    assert await boris.presses(page, "✖ Отменить 1") == (
        "Отменить может только тот, кто просил, или администратор чата."
    )
    assert await stage.count("drawings WHERE state = 'running'") == 2
    alice.writes("/cancel", in_=painters, reply_to=of_boris)
    await painters.said("Отменено.\nпёс")


async def test_what_is_just_being_sent_is_cancelled_as_soon_as_the_service_answers(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.submit", "slow", seconds=5, times=1)
    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("submitting")
    alice.writes("/cancel")
    await alice.chat.said("I will cancel it as soon as the image service answers; no picture will come.")
    assert await stage.count("drawings WHERE state = 'submitting' AND pending_end = 'cancelled'") == 1
    stage.kiln.move(5)
    await stage.state("cancelled")
    await alice.chat.said("Cancelled.\na cat")
    stage.finish_drawings()
    await stage.everything_is_told()
    assert alice.chat.pictures == []
    assert len(stage.submitted) == 1


async def test_the_queue_cancels_what_is_being_sent_and_says_so(stage: Stage, boris: Actor) -> None:
    stage.fault("yandex.submit", "slow", seconds=5, times=1)
    boris.writes("/draw кот")
    await stage.state("submitting")
    boris.writes("/queue")
    page = await boris.chat.said("1. кот · отправляется")
    said = await boris.presses(page, "✖ Отменить 1")
    assert said == "Запрос как раз отправляется. Отменю, как только ответит нейросеть, и ничего не пришлю."
    page = await boris.chat.said("1. кот · отменяется")
    assert list(page.buttons) == []
    stage.kiln.move(5)
    await boris.chat.said("Отменено.\nкот")


async def test_of_a_request_for_several_some_are_cancelled_at_once_and_one_with_its_answer(
    world: Stage, alice: Actor
) -> None:
    world.fault("yandex.submit", "slow", seconds=5, times=1)
    await world.start(running_per_user=1)
    request = alice.writes("/draw a cat --repeat 2")
    await world.state("submitting")
    alice.writes("/cancel", reply_to=request)
    await alice.chat.said("The one just being sent will be cancelled as soon as the image service answers.")
    world.kiln.move(5)
    await alice.chat.said("Cancelled.\na cat", 2)
    assert len(world.submitted) == 1


async def test_where_telegram_does_not_say_who_is_an_admin_nobody_is_let_through(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    request = boris.writes("/draw пёс", in_=painters)
    await stage.state("running")
    stage.fault("telegram.getChatMember", "status", status=500)
    alice.writes("/cancel", in_=painters, reply_to=request)
    await painters.said("I could not find out whether you are an admin here.")
    stage.heal()
    await stage.clock.wait(asyncio.Event(), 10)  # for so long Telegram is not asked again
    alice.writes("/cancel", in_=painters, reply_to=request)
    await painters.said("Отменено.")


async def test_an_anonymous_admin_draws_and_admins_may_cancel(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.sandbox.telegram.api.behaviour.anonymous_admins = True
    stage.hold_drawings()
    request = alice.writes("/draw a cat", in_=painters)
    await stage.state("running")
    boris.writes("/cancel", in_=painters, reply_to=request)
    await painters.said("Отменить может только тот, кто просил, или администратор чата.")
    alice.writes("/cancel", in_=painters, reply_to=request)
    await painters.said("Cancelled.\na cat")
