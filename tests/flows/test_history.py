"""`/history`: a person's pictures of all chats, to page through, send again and draw again."""

import asyncio
from dataclasses import replace

import pytest

from handlers.views.history_page import HistoryButton, Turn
from handlers.views.keyboards import Action, PictureButton
from tests.flows.people import SAME_PRESS, Actor, Place, Said
from tests.flows.stage import Stage

NEWER, OLDER, NEWEST, SEND, AGAIN, DELETE = "‹", "›", "« Newest", "📤 Send again", "🔁 Again", "🗑 Delete"


async def drawn(actor: Actor, *prompts: str, in_: Place | None = None) -> list[Said]:
    """Pictures of these prompts, one after the other."""
    place = in_ or actor.chat
    before = len(place.pictures)
    for number, prompt in enumerate(prompts, before + 1):
        actor.writes(f"/draw {prompt}", in_=place)
        await place.picture(number)
        await actor.stage.everything_is_told()
    return place.pictures[before:]


async def opened(actor: Actor) -> Said:
    """The page that `/history` shows."""
    before = len(actor.chat.messages)
    actor.writes("/history")
    await actor.stage.until(lambda: len(actor.chat.messages) > before, "the history")
    return actor.chat.messages[-1]


async def shows(page: Said, *parts: str) -> None:
    await page.place.stage.until(lambda: all(part in page.text for part in parts), f"{parts} instead of {page.text!r}")


def named_by(said: Said, label: str) -> str:
    """What a button calls its drawing."""
    return said.buttons[label].split(":")[1]


def pressed_by_a_strange_program(actor: Actor, message: Said, data: str) -> str:
    """A press of a button that the message does not have, as programs other than Telegram's own can send it."""
    message.message.keyboard = [*(message.message.keyboard or []), [{"text": "forged", "callback_data": data}]]
    return "forged"


async def test_the_history_pages_through_the_pictures_of_all_chats_newest_first(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place
) -> None:
    (hen,) = await drawn(alice, "a hen --seed 1", in_=cats)
    await drawn(boris, "пёс --seed 2", in_=painters)
    (dog,) = await drawn(alice, "a dog --seed 3", in_=painters)
    (cat,) = await drawn(alice, "a cat --seed 4")

    page = await opened(alice)

    assert page.text == "1 of 3 · just now\na cat --seed 4"
    assert page.code == "a cat --seed 4"
    assert page.data == cat.data
    assert set(page.buttons) == {OLDER, SEND, AGAIN, DELETE}
    await alice.presses(page, OLDER)
    await shows(page, "2 of 3", "a dog --seed 3")
    assert page.data == dog.data
    assert set(page.buttons) == {NEWER, OLDER, SEND, AGAIN, DELETE}
    await alice.presses(page, OLDER)
    await shows(page, "3 of 3", "a hen --seed 1")
    assert page.data == hen.data
    assert set(page.buttons) == {NEWEST, NEWER, SEND, AGAIN, DELETE}
    await alice.presses(page, NEWER)
    await shows(page, "2 of 3", "a dog --seed 3")


async def test_new_pictures_do_not_shift_the_pages_and_the_newest_is_a_press_away(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    await drawn(alice, "a hen --seed 1", "a dog --seed 2", "a cat --seed 3")
    page = await opened(alice)
    await alice.presses(page, OLDER)
    await shows(page, "2 of 3", "a dog")

    await drawn(alice, "an owl --seed 4", in_=painters)
    await alice.presses(page, OLDER)

    await shows(page, "4 of 4", "a hen --seed 1")
    await alice.presses(page, NEWEST)
    await shows(page, "1 of 4", "an owl --seed 4")


async def test_a_double_press_turns_one_page_and_writes_nothing_more(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a hen --seed 1", "a dog --seed 2")
    page = await opened(alice)
    await alice.presses(page, OLDER)
    await shows(page, "2 of 2")
    (press,) = stage.received("callback_query")

    await stage.clock.wait(asyncio.Event(), SAME_PRESS)
    stage.world.updates.put("callback_query", press)
    await stage.until(lambda: len(stage.calls("editMessageMedia")) == 4, "the second press")
    alice.writes("/privacy")

    await alice.chat.said("What I keep")
    assert page.message.photo is not None
    assert len(stage.calls("editMessageMedia")) == 4


async def test_a_page_works_after_a_crash(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a hen --seed 1", "a dog --seed 2")
    page = await opened(alice)
    await stage.crash()
    await stage.start()

    await alice.presses(page, OLDER)

    await shows(page, "2 of 2", "a hen --seed 1")


async def test_a_page_says_how_long_ago_it_was(stage: Stage, boris: Actor) -> None:
    await drawn(boris, "пёс --seed 1")
    for seconds, ago in ((120, "2 минуты назад"), (5 * 3600, "5 часов назад"), (86_400, "1 день назад")):
        stage.clock.move(seconds)
        assert ago in (await opened(boris)).text

    stage.clock.move(30 * 86_400)
    assert "назад" not in (await opened(boris)).text


async def test_nobody_has_a_history_before_their_first_picture(stage: Stage, boris: Actor) -> None:
    boris.writes("/history")
    await boris.chat.said("маяк в шторм, масляная живопись")


async def test_a_group_does_not_see_what_was_drawn_elsewhere(stage: Stage, alice: Actor, painters: Place) -> None:
    await drawn(alice, "a secret --seed 1")

    alice.writes("/history", in_=painters)

    await painters.said("Write /history to me there.")
    assert painters.pictures == []


async def test_a_picture_is_sent_again_with_its_caption_and_its_buttons_all_of_which_work(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    (original,) = await drawn(alice, "a cat --seed 1", in_=cats)
    page = await opened(alice)

    await alice.presses(page, SEND)

    copy = await alice.chat.picture(2)
    assert (copy.text, copy.data, copy.message.keyboard) == (original.text, original.data, original.message.keyboard)
    await alice.presses(copy, "🎲 Vary…")
    await stage.until(lambda: "16:9" in copy.buttons, "the variations")
    assert await alice.presses(copy, "16:9") == "Drawing it"
    varied = await alice.chat.picture(3)
    assert (varied.text, varied.replies_to) == ("a cat --ar 16:9 --seed 1", copy.message.id)
    await alice.presses(copy, "📄 File")
    assert (await alice.chat.picture(4)).data == original.data
    assert "seed 1" in await alice.presses(copy, "🌱 Keep seed")
    await alice.deletes_picture(copy)
    await stage.until(lambda: copy.message not in [said.message for said in alice.chat.messages], "it to go")
    assert len(cats.pictures) == 1


async def test_the_copy_of_a_picture_whose_request_was_deleted_names_nobody(
    world: Stage, alice: Actor, painters: Place
) -> None:
    request = alice.writes("/draw a cat --seed 1", in_=painters)
    alice.deletes(request)
    await world.start()
    assert (await painters.picture()).text.startswith("Alice")
    await world.everything_is_told()

    page = await opened(alice)
    await alice.presses(page, SEND)

    assert (await alice.chat.picture(2)).text == "a cat --seed 1"


async def test_a_picture_is_drawn_again_with_another_seed_in_reply_to_its_page(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    await drawn(alice, "a cat --ar 16:9 --seed 1", in_=cats)
    page = await opened(alice)

    assert await alice.presses(page, AGAIN) == "Drawing it"

    again = await alice.chat.picture(2)
    assert again.text.startswith("a cat --ar 16:9 --seed ")
    assert not again.text.endswith("--seed 1")
    assert again.replies_to == page.message.id


async def test_a_reply_to_a_page_or_to_a_copy_changes_its_picture(stage: Stage, alice: Actor, cats: Place) -> None:
    await drawn(alice, "a cat --ar 16:9 --seed 1", "a dog --seed 2", in_=cats)
    page = await opened(alice)
    await alice.presses(page, OLDER)
    await shows(page, "2 of 2", "a cat")
    await alice.presses(page, SEND)
    copy = await alice.chat.picture(2)

    alice.writes("/draw --ar 1:1", reply_to=page)
    assert (await alice.chat.picture(3)).text.startswith("a cat --ar 1:1 --seed ")
    alice.writes("/draw --no hat", reply_to=copy)
    assert (await alice.chat.picture(4)).text.startswith("a cat --no hat --ar 16:9 --seed ")


async def test_drawing_again_keeps_the_limits(world: Stage, alice: Actor) -> None:
    await world.start(drawings_per_user_per_day=1)
    await drawn(alice, "a cat --seed 1")
    page = await opened(alice)

    assert "You can draw one picture a day here" in await alice.presses(page, AGAIN)
    assert len(world.submitted) == 1


async def test_files_and_spoilers_stay_what_they_were(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a hen --seed 1 --file", "a dog --seed 2 --spoiler")

    page = await opened(alice)

    assert page.message.has_spoiler
    await alice.presses(page, OLDER)
    await shows(page, "a hen")
    assert page.message.document is not None
    await alice.presses(page, NEWER)
    await shows(page, "a dog")
    assert page.message.photo is not None
    assert page.message.has_spoiler


async def test_what_telegram_took_only_as_a_document_is_shown_as_one(stage: Stage, alice: Actor) -> None:
    stage.fault("telegram.editMessageMedia", "status", status=400, message="Bad Request: IMAGE_PROCESS_FAILED", times=1)
    (picture,) = await drawn(alice, "a cat --seed 1")
    assert picture.message.document is not None

    page = await opened(alice)

    assert page.message.document is not None
    assert "1 of 1" in page.text


async def test_a_page_whose_picture_telegram_has_lost_comes_as_text_and_leads_on(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a hen --seed 1", "a dog --seed 2")
    _lose_picture(stage, "a dog --seed 2")

    alice.writes("/history")

    page = await alice.chat.said("Telegram no longer has this picture")
    assert page.code == "a dog --seed 2"
    await alice.presses(page, OLDER)
    await shows(page, "2 of 2", "a hen --seed 1")
    assert page.message.photo is not None
    await alice.presses(page, NEWER)
    again = await alice.chat.said("Telegram no longer has this picture")
    assert again.message.id > page.message.id
    assert await alice.presses(again, AGAIN) == "Drawing it"


def _lose_picture(stage: Stage, caption: str) -> None:
    """Telegram forgets the file of the picture with this caption."""
    (picture,) = [said for said in stage.alice.chat.pictures if said.text == caption]
    assert picture.message.photo is not None
    del stage.world.files._records[picture.message.photo.largest.unique_id]


async def test_a_picture_that_is_gone_meanwhile_is_passed_over_and_said_to_be_so(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a hen --seed 1", "a dog --seed 2")
    page = await opened(alice)
    alice.writes("/forget")
    question = await alice.chat.said("forget everything")
    await alice.presses(question, "Yes, forget")
    await alice.chat.said("Forgotten.")
    await drawn(alice, "an owl --seed 3")

    assert "no longer in your history" in await alice.presses(page, SEND)
    assert "no longer in your history" in await alice.presses(page, OLDER)

    await shows(page, "1 of 1", "an owl --seed 3")


@pytest.mark.parametrize("turn", [Turn.SEND, Turn.AGAIN, Turn.SHOW])
async def test_a_forged_button_brings_nobody_elses_picture(
    stage: Stage, alice: Actor, boris: Actor, turn: Turn
) -> None:
    (secret,) = await drawn(alice, "a secret --seed 1")
    await drawn(boris, "пёс --seed 2")
    page = await opened(boris)
    before = len(boris.chat.messages)

    data = HistoryButton(drawing=named_by(secret, "🔁 Again"), turn=turn).pack()
    forged = pressed_by_a_strange_program(boris, page, data)
    assert "больше нет" in await boris.presses(page, forged)

    assert len(stage.submitted) == 2
    assert len(boris.chat.messages) == before
    assert "пёс" in page.text


@pytest.mark.parametrize("action", [Action.AGAIN, Action.COPY, Action.FILE, Action.KEEP_SEED, Action.RETRY])
@pytest.mark.parametrize("of", ["alice", "nobody", "its number", "the number of another", "nothing that is a number"])
async def test_a_forged_button_of_a_picture_touches_nobody_elses(
    stage: Stage, alice: Actor, boris: Actor, action: Action, of: str
) -> None:
    (secret,) = await drawn(alice, "a secret --seed 1")
    (picture,) = await drawn(boris, "пёс --seed 2")
    names = {"alice": named_by(secret, "🔁 Again"), "nobody": "a" * 16, "its number": "2", "the number of another": "1"}
    before = len(boris.chat.messages)

    data = PictureButton(drawing=names.get(of, str(2**70)), action=action).pack()
    forged = pressed_by_a_strange_program(boris, picture, data)
    assert "больше не работает" in await boris.presses(picture, forged)

    assert (len(stage.submitted), len(boris.chat.messages)) == (2, before)


async def test_a_forged_button_deletes_nothing_but_the_message_it_is_under(
    stage: Stage, alice: Actor, boris: Actor
) -> None:
    (secret,) = await drawn(alice, "a secret --seed 1")
    (picture,) = await drawn(boris, "пёс --seed 2")

    forged = pressed_by_a_strange_program(boris, picture, secret.buttons["🗑 Delete"])
    await boris.presses(picture, forged)

    assert len(alice.chat.pictures) == 1


async def test_in_a_group_a_forged_button_touches_only_what_its_message_shows(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    (secret,) = await drawn(alice, "a secret --seed 1")
    (picture,) = await drawn(alice, "a cat --seed 2", in_=painters)

    for data in (secret.buttons["🔁 Again"], HistoryButton(drawing="1", turn=Turn.SEND).pack()):
        forged = pressed_by_a_strange_program(alice, picture, data)
        answer = await alice.presses(replace(picture), forged)
        picture.message.keyboard = (picture.message.keyboard or [])[:-1]
        assert "no longer works" in answer or "somebody else's" in answer

    assert len(painters.messages) == 1


@pytest.mark.parametrize("option", ["", " --file"])
async def test_a_late_picture_whose_old_slot_could_not_go_at_once_is_in_the_history(
    stage: Stage, alice: Actor, painters: Place, option: str
) -> None:
    stage.hold_drawings()
    alice.writes(f"/draw a cat --seed 1{option}", in_=painters)
    await stage.state("running")
    stage.clock.move(21)
    fault = stage.fault("telegram.deleteMessage", "status", status=429, retry_after="1", times=2)
    stage.finish_drawings()
    await stage.everything_is_told()
    assert fault.times == 0
    assert len(painters.messages) == 1

    assert "a cat --seed 1" in (await opened(alice)).text
