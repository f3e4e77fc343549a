"""Deleting a picture: asked once, then gone from the chat, from the history and from the files."""

from pathlib import Path

import pytest

from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

DELETE, KEEP = "🗑 Delete", "Keep"


@pytest.fixture(params=["private", "group", "topic"])
def place(request: pytest.FixtureRequest, world: Stage) -> Place:
    """Each kind of place in turn."""
    return {"private": world.alice.chat, "group": world.painters, "topic": world.cats}[request.param]


async def _drawn(actor: Actor, prompt: str, place: Place) -> Said:
    before = len(place.pictures)
    actor.writes(f"/draw {prompt}", in_=place)
    picture = await place.picture(before + 1)
    await actor.stage.everything_is_told()
    return picture


async def _history(actor: Actor) -> Said:
    request = actor.writes("/history")
    await actor.stage.until(lambda: any(said.message.id > request.id for said in actor.chat.messages), "the history")
    return actor.chat.messages[-1]


def _in_files(folder: Path, words: str) -> bool:
    return any(words.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
async def test_what_is_deleted_is_gone_from_the_chat_the_history_and_the_files_and_goes_on_counting(
    world: Stage, alice: Actor, place: Place, generator: str, tmp_path: Path
) -> None:
    await world.start(generator=generator, drawings_per_user_per_day=2)
    await _drawn(alice, "a cat", place)
    picture = await _drawn(alice, "a heron in the fog", place)
    await world.restart()

    assert await alice.deletes_picture(picture) == "Deleted."

    assert picture.is_gone
    assert not _in_files(tmp_path, "a heron in the fog")
    assert await world.count("pictures") == 1
    page = await _history(alice)
    assert "1 of 1" in page.text
    assert "a cat" in page.text
    alice.writes("/draw a dog", in_=place)
    await place.said("today's are used up")


async def test_it_is_asked_once_and_what_is_kept_keeps_its_buttons(stage: Stage, alice: Actor, place: Place) -> None:
    picture = await _drawn(alice, "a cat --seed 1", place)
    buttons = picture.message.keyboard
    await alice.presses(picture, DELETE)
    await stage.until(lambda: list(picture.buttons) == [DELETE, KEEP], "the question")
    await alice.presses(picture, KEEP)
    await stage.until(lambda: picture.message.keyboard == buttons, "the buttons as they were")
    assert "a cat" in (await _history(alice)).text


async def test_nobody_else_answers_the_question(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    picture = await _drawn(alice, "a cat", painters)
    await alice.presses(picture, DELETE)
    await stage.until(lambda: list(picture.buttons) == [DELETE, KEEP], "the question")
    for label in (DELETE, KEEP):
        assert "Это чужая картинка" in await boris.presses(picture, label)
    assert list(picture.buttons) == [DELETE, KEEP]
    assert not picture.is_gone


async def test_an_admin_removes_a_picture_from_the_chat_and_not_from_its_persons_history(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    picture = await _drawn(boris, "пёс --seed 1", painters)
    await alice.deletes_picture(picture)
    assert picture.is_gone
    assert "пёс" in (await _history(boris)).text


async def test_the_history_deletes_the_picture_where_it_stands_and_shows_the_next(
    stage: Stage, alice: Actor, place: Place
) -> None:
    older, newer = await _drawn(alice, "a cat --seed 1", place), await _drawn(alice, "a dog --seed 2", place)
    page = await _history(alice)
    await alice.presses(page, DELETE)
    await stage.until(lambda: list(page.buttons) == [DELETE, KEEP], "the question")
    await alice.presses(page, KEEP)
    await stage.until(lambda: len(page.buttons) > 2, "the page as it was")
    assert await alice.deletes_picture(page) == "Deleted."
    await stage.until(lambda: "1 of 1" in page.text, "the other picture")
    assert "a cat" in page.text
    assert (newer.is_gone, older.is_gone) == (True, False)
    assert await alice.deletes_picture(page) == "Deleted."
    await stage.until(lambda: older.is_gone and page.is_gone, "nothing to be left")
    assert "You have no pictures yet" in (await _history(alice)).text


@pytest.mark.parametrize("from_history", [False, True])
async def test_what_telegram_deletes_no_more_is_emptied_and_that_is_said(
    stage: Stage, alice: Actor, place: Place, from_history: bool
) -> None:
    picture = await _drawn(alice, "a cat --seed 1", place)
    data = picture.data
    stage.fault(
        "telegram.deleteMessage", "status", status=400, message="Bad Request: message can't be deleted for everyone"
    )
    said = await alice.deletes_picture(await _history(alice) if from_history else picture)
    assert "for 48 hours only, so I have emptied this one" in said
    assert (picture.text, picture.buttons) == ("Deleted.", {})
    assert picture.data != data
    assert "You have no pictures yet" in (await _history(alice)).text


async def test_a_message_that_is_gone_already_is_deleted(stage: Stage, alice: Actor, place: Place) -> None:
    picture = await _drawn(alice, "a cat --seed 1", place)
    page = await _history(alice)
    stage.world.remove(place.chat, picture.message.id)
    assert await alice.deletes_picture(page) == "Deleted."
    assert "You have no pictures yet" in (await _history(alice)).text


@pytest.mark.parametrize("state", ["running", "submitting"])
async def test_deleting_the_message_of_a_drawing_that_still_runs_cancels_it_and_it_does_not_come_back(
    stage: Stage, alice: Actor, place: Place, state: str
) -> None:
    if state == "submitting":
        stage.fault("yandex.submit", "slow", seconds=5, times=1)
    stage.hold_drawings()
    alice.writes("/draw a cat", in_=place)
    await stage.state(state)
    slot = await place.said("Working on it")
    ((name,),) = await stage.rows("SELECT public_id FROM drawings")
    slot.message.keyboard = [[{"text": "🗑", "callback_data": f"pic:{name}:delete"}]]
    assert await alice.deletes_picture(slot) == "Deleted."
    stage.kiln.move(5)
    stage.finish_drawings()
    await stage.everything_is_told()
    assert place.messages == []
    assert await stage.count("drawings WHERE state = 'cancelled' AND request LIKE '%cat%'") == 0


async def test_a_picture_whose_showing_could_not_be_stored_does_not_come_back_when_it_is_deleted(
    stage: Stage, alice: Actor, place: Place
) -> None:
    picture = await _drawn(alice, "a cat --seed 1", place)
    stage.fault("telegram.editMessageMedia", "status", status=500)
    await stage.rows("UPDATE drawings SET state = 'ready', told_at = NULL RETURNING id")
    await alice.deletes_picture(picture)
    stage.heal()
    await stage.everything_is_told()
    assert place.messages == []
    assert await stage.count("drawings WHERE state = 'failed'") == 1


async def test_the_seed_of_the_latest_picture_is_that_of_the_one_before_where_the_latest_was_deleted(
    stage: Stage, alice: Actor
) -> None:
    await _drawn(alice, "a cat --seed 11", alice.chat)
    picture = await _drawn(alice, "a dog --seed 22", alice.chat)
    await alice.deletes_picture(picture)
    alice.writes("/seed last")
    await alice.chat.said("now 11")


async def test_a_press_that_comes_twice_deletes_once_and_disturbs_nothing(stage: Stage, alice: Actor) -> None:
    picture = await _drawn(alice, "a cat --seed 1", alice.chat)
    await alice.deletes_picture(picture)
    press = stage.received("callback_query")[-1]
    stage.world.updates.put("callback_query", press)
    await stage.everything_is_told()
    assert alice.chat.pictures == []


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
async def test_of_four_pictures_the_last_has_all_buttons_and_the_others_three(
    world: Stage, alice: Actor, place: Place, generator: str
) -> None:
    await world.start(generator=generator, running_per_user=4)
    alice.writes("/draw a cat --repeat 4", in_=place)
    await place.picture(4)
    await world.everything_is_told()
    counts = [sum(map(len, picture.message.keyboard or [])) for picture in place.pictures]
    assert counts == [3, 3, 3, 6 if generator == "yandexart" else 5]
    assert world.calls("editMessageReplyMarkup") == []
    first = place.pictures[0]
    buttons = first.message.keyboard
    await alice.presses(first, "🎲 Vary…")
    await world.until(lambda: "‹ Back" in first.buttons, "the variations")
    await alice.presses(first, "‹ Back")
    await world.until(lambda: first.message.keyboard == buttons, "the three")


async def test_where_the_last_of_several_ended_before_the_one_before_it_has_all_buttons(
    world: Stage, alice: Actor
) -> None:
    world.fault("yandex.submit", "status", status=429, retry_after="60")
    await world.start(running_per_user=4)
    alice.writes("/draw a cat --seed 1 --repeat 3")
    slots = [await alice.chat.said("", number) for number in (1, 2, 3)]
    await alice.presses(slots[2], "✖ Cancel")
    await alice.chat.said("Cancelled.")
    world.heal()
    await world.everything_is_told()
    assert [sum(map(len, slot.message.keyboard or [])) for slot in slots] == [3, 6, 0]
