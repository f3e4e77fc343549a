"""The button of the slot, "Cancel all", and slots that nobody knows."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

CANCEL, CANCEL_ALL, RETRY = "✖ Cancel", "✖ Cancel all", "🔁 Try again"


@pytest.fixture(params=["private", "group", "topic"])
def place(request: pytest.FixtureRequest, world: Stage) -> Place:
    """Each kind of place in turn."""
    return {"private": world.alice.chat, "group": world.painters, "topic": world.cats}[request.param]


async def _name(stage: Stage, drawing_id: int = 1) -> str:
    """What names a drawing in buttons."""
    ((name,),) = await stage.rows(f"SELECT public_id FROM drawings WHERE id = {drawing_id}")
    return str(name)


async def _slot(place: Place, number: int = 1) -> Said:
    return await place.said("Working on it", number)


async def test_the_button_of_a_slot_cancels_its_drawing_and_goes(stage: Stage, alice: Actor, place: Place) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=place)
    slot = await _slot(place)
    await stage.state("running")
    assert await alice.presses(slot, CANCEL) == "Cancelled"
    await stage.until(lambda: slot.text == "Cancelled.\na cat", "the slot to say so")
    assert slot.buttons == {}
    stage.finish_drawings()
    await stage.everything_is_told()
    assert place.pictures == []
    assert stage.calls("editMessageReplyMarkup") == []


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
async def test_after_a_restart_the_button_cancels_one_of_several(world: Stage, alice: Actor, generator: str) -> None:
    world.fault(
        "yandex.submit" if generator == "yandexart" else "yandex.images", "status", status=429, retry_after="60"
    )
    await world.start(generator=generator)
    alice.writes("/draw a cat --seed 1 --repeat 3")
    slots = [await alice.chat.said("", number) for number in (1, 2, 3)]
    await world.restart()
    assert await alice.presses(slots[1], CANCEL) == "Cancelled"
    world.heal()
    await world.everything_is_told()
    assert len(alice.chat.pictures) == 2
    assert slots[1].text == "Cancelled.\na cat"


async def test_the_button_works_while_the_order_is_being_sent_and_says_the_same_each_time(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.fault("yandex.submit", "slow", seconds=5, times=1)
    alice.writes("/draw a cat", in_=painters)
    await stage.state("submitting")
    slot = await _slot(painters)
    for _ in range(2):
        assert "I will cancel it as soon as the image service answers" in await alice.presses(slot, CANCEL)
    stage.kiln.move(5)
    await painters.said("Cancelled.\na cat")
    await stage.everything_is_told()
    assert painters.pictures == []


async def test_of_what_is_cancelled_already_the_button_says_so_again_and_of_a_picture_that_it_is_too_late(
    stage: Stage, alice: Actor
) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    slot = await _slot(alice.chat)
    await stage.state("running")
    keyboard = slot.message.keyboard
    await alice.presses(slot, CANCEL)
    await stage.everything_is_told()
    slot.message.keyboard = keyboard
    assert await alice.presses(slot, CANCEL) == "Cancelled"
    assert slot.text == "Cancelled.\na cat"
    stage.finish_drawings()
    alice.writes("/draw a dog")
    picture = await alice.chat.picture()
    await stage.everything_is_told()
    picture.message.keyboard = [[{**keyboard[0][0], "callback_data": f"slot:{await _name(stage, 2)}"}]]  # type: ignore[index]
    assert "too late" in await alice.presses(picture, CANCEL)


async def test_in_a_group_the_button_serves_who_asked_and_the_admins_alone(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=painters)
    boris.writes("/draw пёс", in_=painters)
    await stage.state("running", count=2)
    of_alice, of_boris = await _slot(painters), await painters.said("Рисую")
    assert "Отменить может только тот, кто просил" in await boris.presses(of_alice, CANCEL)
    assert await alice.presses(of_boris, "✖ Отменить") == "Cancelled"
    await painters.said("Отменено.\nпёс")
    assert await stage.count("drawings WHERE state = 'running'") == 1


async def test_the_notice_of_a_pause_keeps_the_button(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.fault("yandex.submit", "status", status=429, retry_after="1800")
    alice.writes("/draw a cat --seed 1", in_=painters)
    notice = await painters.said("takes requests again in about")
    assert await alice.presses(notice, CANCEL) == "Cancelled"
    await stage.everything_is_told()
    assert len(stage.submitted) == 1


async def test_cancel_all_of_a_queue_cancels_what_it_lists_of_ones_own(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    for name in ("a cat", "a dog"):
        alice.writes(f"/draw {name}", in_=painters)
    boris.writes("/draw пёс", in_=painters)
    alice.writes("/draw a hen")
    await stage.state("running", count=4)
    alice.writes("/queue", in_=painters)
    page = await painters.said("In the queue")
    alice.writes("/draw a cow", in_=painters)
    await stage.until_async(lambda: stage.is_there("drawings WHERE id = 5"), "one more")
    assert await alice.presses(page, CANCEL_ALL) == "Cancelled: 2."
    await stage.until(lambda: "a cat" not in page.text, "the list without them")
    assert [name for name in ("пёс", "a cow") if name in page.text] == ["пёс", "a cow"]
    assert await stage.count("drawings WHERE state = 'cancelled'") == 2


async def test_cancel_all_says_what_is_cancelled_with_its_answer_and_what_is_of_somebody_else_stays(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    world.fault("yandex.submit", "slow", seconds=5, times=1)
    await world.start(running_per_user=1)
    alice.writes("/draw a cat --repeat 3", in_=painters)
    await world.state("submitting")
    alice.writes("/cancel", in_=painters)
    page = await painters.said("Which one?")
    assert await boris.presses(page, CANCEL_ALL) == "Здесь нет ваших картинок в очереди."
    assert "Cancelled: 2. Just being sent: 1." in await alice.presses(page, CANCEL_ALL)
    world.kiln.move(5)
    await painters.said("Cancelled.\na cat", 3)


async def test_cancel_all_in_private_keeps_to_the_chats_that_the_list_is_of(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.hold_drawings()
    alice.writes("/draw a hen", in_=painters)
    for name in ("a cat", "a dog"):
        alice.writes(f"/draw {name}")
    await stage.state("running", count=3)
    alice.writes("/cancel")
    page = await alice.chat.said("Which one?")
    assert await alice.presses(page, CANCEL_ALL) == "Cancelled: 2."
    await stage.until(lambda: page.text == "Nothing is waiting.", "an empty list")
    for name in ("a cow", "a pig"):
        alice.writes(f"/draw {name}", in_=painters)
    await stage.state("running", count=3)
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    assert await alice.presses(page, CANCEL_ALL) == "Cancelled: 3."


async def test_lines_that_look_alike_are_numbered_and_others_are_not(stage: Stage, alice: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat --seed 1 --repeat 2")
    alice.writes("/draw a dog")
    await stage.state("running", count=3)
    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    assert [line.partition(" · ")[0] for line in page.text.splitlines()[1:]] == [
        "1. a cat (1)",
        "2. a cat (2)",
        "3. a dog",
    ]


def _reply(stage: Stage, actor: Actor, stray: Said) -> None:
    actor.writes("/cancel", in_=stray.place, reply_to=stray)


def _press(stage: Stage, actor: Actor, stray: Said) -> None:
    stage.sandbox.people.press(actor.user.id, stray.message.chat_id, stray.message.id, stray.buttons[CANCEL])


def _remark(stage: Stage, actor: Actor, stray: Said) -> None:
    actor.writes("/help", in_=stray.place, reply_to=stray)


@pytest.mark.parametrize("deed", [_reply, _press, _remark])
async def test_a_slot_that_nobody_knows_goes_with_the_first_message_that_shows_it(
    stage: Stage, alice: Actor, place: Place, deed: Callable[[Stage, Actor, Said], None]
) -> None:
    stage.fault("telegram.sendMessage", "dropped", times=1)
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=place)
    stray, slot = await _slot(place), await _slot(place, 2)
    await stage.state("running")
    deed(stage, alice, stray)
    await stage.until(lambda: stray.is_gone, "the stray to go")
    assert not slot.is_gone
    stage.finish_drawings()
    await stage.everything_is_told()
    assert slot.message.has_media == (deed is _remark)
    assert slot.message.has_media or slot.text == "Cancelled.\na cat"


async def test_a_slot_that_is_known_stays_whatever_replies_to_it(stage: Stage, alice: Actor, place: Place) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=place)
    slot = await _slot(place)
    await stage.state("running")
    alice.writes("/help", in_=place, reply_to=slot)
    await place.said("Draw")
    stage.finish_drawings()
    await stage.everything_is_told()
    assert slot.message.has_media
    assert stage.calls("deleteMessage") == []


async def test_who_has_as_many_in_work_as_are_drawn_at_a_time_reads_what_the_next_one_waits_for(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.hold_drawings()
    await world.start(running_per_user=2)
    alice.writes("/draw a cat --repeat 3")
    boris.writes("/draw пёс")
    slots = [await _slot(alice.chat, number) for number in (1, 2, 3)]
    assert [("2 of yours at a time" in slot.text) for slot in slots] == [False, False, True]
    assert (await boris.chat.said("Рисую")).text == "🎨 Рисую…"


async def test_what_is_refused_has_no_button_to_try_it_again(stage: Stage, alice: Actor, place: Place) -> None:
    for prompt in ("forbidden", "late-forbidden"):
        alice.writes(f"/draw {prompt} --seed 1", in_=place)
    for number in (1, 2):
        ending = await place.said("will not draw this", number)
        assert ending.buttons == {}


async def test_an_old_button_under_a_refusal_draws_nothing(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw forbidden --seed 1")
    ending = await alice.chat.said("will not draw this")
    ending.message.keyboard = [[{"text": RETRY, "callback_data": f"pic:{await _name(stage)}:retry"}]]
    assert "will not draw this" in await alice.presses(ending, RETRY)
    assert len(stage.submitted) == 1


async def test_an_old_try_again_says_that_what_came_of_it_was_cancelled(
    stage: Stage, alice: Actor, place: Place
) -> None:
    stage.fault("yandex.get", "status", status=404)
    stage.clock.hurry()
    alice.writes("/draw a cat --seed 1", in_=place)
    ending = await place.said("The image service has lost this picture")
    keyboard: Any = ending.message.keyboard
    stage.heal()
    stage.hold_drawings()
    await alice.presses(ending, RETRY)
    slot = await _slot(place)
    await alice.presses(slot, CANCEL)
    await place.said("Cancelled.\na cat")
    await stage.until(lambda: RETRY not in ending.buttons, "the button to go")
    for said in (ending, slot):
        name = await _name(stage, 1 if said is ending else 2)
        said.message.keyboard = [[{**keyboard[0][0], "callback_data": f"pic:{name}:retry"}]]
        assert "You cancelled this" in await alice.presses(said, RETRY)
    assert await stage.count("drawings") == 2
