"""`/privacy` and `/forget`."""

import asyncio
from pathlib import Path

from tests.flows.people import SAME_PRESS, Actor, Place, Said
from tests.flows.stage import Stage

YES, NO = "Yes, forget", "No, keep it"


async def asked(actor: Actor, part: str = "forget everything") -> Said:
    """The question that `/forget` asks."""
    before = len(actor.chat.messages)
    actor.writes("/forget")
    await actor.stage.until(lambda: len(actor.chat.messages) > before, "the question")
    question = actor.chat.messages[-1]
    assert part in question.text
    return question


async def forgotten(actor: Actor) -> Said:
    question = await asked(actor)
    await actor.presses(question, YES)
    await actor.stage.until(lambda: "Forgotten." in question.text, "to be forgotten")
    return question


async def drawn(actor: Actor, prompt: str, in_: Place | None = None) -> Said:
    place = in_ or actor.chat
    number = len(place.pictures) + 1
    actor.writes(f"/draw {prompt}", in_=place)
    picture = await place.picture(number)
    await actor.stage.everything_is_told()
    return picture


async def traces(stage: Stage, *words: str) -> list[str]:
    """Which of these words the database still holds in the row of a drawing or of a person."""
    columns = "person_name || language || request || coalesce(extended, '') || coalesce(file_id, '')"
    return [
        word
        for word in words
        if await stage.is_there(f"drawings WHERE {columns} LIKE '%{word}%'")
        or await stage.is_there(f"people WHERE name || coalesce(suffix, '') LIKE '%{word}%'")
    ]


def in_files(folder: Path, *words: str) -> list[str]:
    """Which of these words stand in a file of the bot's, whatever it is."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in words if word.encode() in content]


async def test_when_the_answer_is_shown_no_file_holds_what_is_forgotten_nor_does_one_later(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, tmp_path: Path
) -> None:
    words = ("a heron in the fog", "Alice", "in secret oil")
    alice.writes("/settings suffix in secret oil")
    await alice.chat.said("in secret oil")
    for number in range(1, 4):
        await drawn(alice, f"a heron in the fog --seed {number}", in_=painters)
        await drawn(boris, f"a cat --seed {number}", in_=painters)
    assert in_files(tmp_path, *words) == list(words)

    await forgotten(alice)

    assert in_files(tmp_path, *words) == []
    for number in range(4, 8):
        await drawn(boris, f"a cat --seed {number}", in_=painters)
    assert in_files(tmp_path, *words) == []


async def test_privacy_tells_everywhere_what_is_kept_and_how_to_remove_it(
    world: Stage, alice: Actor, boris: Actor, cats: Place, painters: Place
) -> None:
    await world.start(keep_pictures=48 * 3600)
    alice.writes("/privacy")
    boris.writes("/privacy", in_=painters)
    alice.writes("/privacy", in_=cats)

    page = await alice.chat.said("What I keep")
    assert "48 hours" in page.text
    assert "I tell it not to log prompts" in page.text
    assert "/forget" in page.text
    assert "48 часов" in (await painters.said("Что я храню")).text
    await cats.said("What I keep")


async def test_privacy_tells_what_the_owner_has_set(world: Stage, alice: Actor) -> None:
    await world.start(keep_pictures=0, yandex_data_logging=True)
    alice.writes("/privacy")

    page = await alice.chat.said("What I keep")
    assert "within an hour" in page.text
    assert "lets it log prompts" in page.text


async def test_forget_asks_first_and_a_no_changes_nothing(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a cat --seed 1")

    question = await asked(alice)
    await alice.presses(question, NO)

    await stage.until(lambda: question.text == "Nothing was removed.", "the answer")
    assert question.buttons == {}
    alice.writes("/history")
    await alice.chat.picture(2)


async def test_forget_is_for_private_chats(stage: Stage, boris: Actor, painters: Place) -> None:
    boris.writes("/forget", in_=painters)

    await painters.said("напишите мне /forget лично")


async def test_forgetting_removes_settings_prompts_and_pictures_of_all_chats_and_nobody_elses(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/settings suffix in sepia")
    await alice.chat.said("in sepia")
    await drawn(alice, "a secret --seed 1", in_=painters)
    await drawn(alice, "a riddle --seed 2")
    await drawn(boris, "пёс --seed 3", in_=painters)

    question = await forgotten(alice)

    assert question.buttons == {}
    assert "Pictures in chats stay there" in question.text
    assert len(painters.pictures) == 2
    assert await traces(stage, "Alice", "secret", "riddle", "sepia") == []
    assert await traces(stage, "Борис", "пёс") == ["Борис", "пёс"]
    assert await stage.count("pictures") == 1
    alice.writes("/history")
    await alice.chat.said("You have no pictures yet")
    boris.writes("/history")
    await boris.chat.picture()


async def test_the_buttons_of_forgotten_pictures_say_that_they_are_of_another_time(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    pictures = [await drawn(alice, "a cat --seed 1"), await drawn(alice, "a dog --seed 2", in_=painters)]
    alice.writes("/history")
    page = await alice.chat.picture(2)
    await alice.presses(page, "📤 Send again")
    copy = await alice.chat.picture(3)

    await forgotten(alice)

    for picture in (*pictures, copy):
        for label in ("🔁 Again", "🎲 Vary…", "🌱 Keep seed", "📄 File"):
            assert "no longer works" in await alice.presses(picture, label)
    assert "You have no pictures yet" in await alice.presses(page, "›")
    assert len(stage.submitted) == 2


async def test_a_forgotten_picture_is_still_deleted_by_who_asked_for_it_and_by_nobody_else(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    private, public = await drawn(alice, "a cat --seed 1"), await drawn(alice, "a dog --seed 2", in_=painters)
    await forgotten(alice)

    await boris.presses(public, "🗑 Delete")
    assert len(painters.pictures) == 1
    for picture in (private, public):
        await alice.deletes_picture(picture)
    await stage.until(lambda: painters.pictures == [] == alice.chat.pictures, "both to be gone")


async def test_a_reply_to_a_forgotten_picture_draws_the_caption_that_stands_there(stage: Stage, alice: Actor) -> None:
    picture = await drawn(alice, "a cat --seed 1")
    await forgotten(alice)

    alice.writes("/draw --ar 16:9", reply_to=picture)

    assert (await alice.chat.picture(2)).text == "a cat --ar 16:9 --seed 1"


async def test_what_waits_and_what_runs_is_cancelled_told_and_then_forgotten(
    world: Stage, alice: Actor, painters: Place
) -> None:
    world.hold_drawings()
    await world.start(running_per_user=1)
    alice.writes("/draw a cat", in_=painters)
    await world.state("running")
    alice.writes("/draw a dog", in_=painters)
    await painters.said("Working on it", 2)

    await forgotten(alice)

    await painters.said("Cancelled.\na cat")
    await painters.said("Cancelled.\na dog")
    await world.everything_is_told()
    assert await traces(world, "Alice", "a cat", "a dog") == []
    assert len(world.submitted) == 1


async def test_a_picture_that_is_ready_is_delivered_before_it_is_forgotten(world: Stage, alice: Actor) -> None:
    world.fault("telegram.editMessageMedia", "status", status=502)
    await world.start()
    alice.writes("/draw a cat --seed 1")
    await world.state("ready")

    await forgotten(alice)
    world.heal()

    picture = await alice.chat.picture()
    assert picture.text == "a cat --seed 1"
    await world.everything_is_told()
    assert await traces(world, "Alice", "a cat") == []
    assert await world.count("pictures") == 0
    assert "no longer works" in await alice.presses(picture, "🔁 Again")


async def test_forgetting_gives_back_none_of_the_days_drawings(world: Stage, alice: Actor) -> None:
    await world.start(drawings_per_user_per_day=1)
    await drawn(alice, "a cat --seed 1")

    await forgotten(alice)
    alice.writes("/draw a dog")

    await alice.chat.said("You can draw one picture a day here, and today's is used up")


async def test_what_was_left_to_be_counted_is_gone_after_a_day(stage: Stage, alice: Actor) -> None:
    await drawn(alice, "a cat --seed 1")
    await forgotten(alice)
    assert await stage.count("drawings") == 1

    stage.clock.move(26 * 3600)
    await stage.restart()

    await stage.until_async(lambda: _is_empty(stage), "the sweep")


async def _is_empty(stage: Stage) -> bool:
    return await stage.count("drawings") == 0


async def test_a_second_yes_and_one_that_comes_again_after_a_crash_take_nothing_drawn_since(
    stage: Stage, alice: Actor
) -> None:
    await drawn(alice, "a cat --seed 1")
    question = await forgotten(alice)
    (press,) = stage.received("callback_query")

    await stage.clock.wait(asyncio.Event(), SAME_PRESS)
    stage.world.updates.put("callback_query", press)
    await stage.everything_is_told()
    await drawn(alice, "a dog --seed 2")
    await stage.crash()
    stage.world.updates.put("callback_query", press)
    await stage.start()

    await stage.until(lambda: "forget everything" in question.text, "to be asked again")
    alice.writes("/history")
    assert "a dog --seed 2" in (await alice.chat.picture(3)).text


async def test_after_a_new_drawing_a_yes_is_asked_for_once_more(stage: Stage, alice: Actor) -> None:
    question = await asked(alice)
    await drawn(alice, "a cat --seed 1")

    assert "since this question" in await alice.presses(question, YES)
    await stage.until(lambda: len(stage.calls("editMessageText")) > 0, "the question anew")
    await alice.presses(question, YES)

    await stage.until(lambda: "Forgotten." in question.text, "to be forgotten")
    assert await traces(stage, "Alice", "a cat") == []


async def test_a_request_that_telegram_brings_again_is_not_drawn_again_after_it_was_forgotten(
    stage: Stage, alice: Actor
) -> None:
    await drawn(alice, "a cat --seed 1")
    (request,) = stage.received("message")
    await forgotten(alice)

    stage.world.updates.put("message", request)
    await stage.everything_is_told()

    assert len(stage.submitted) == 1
    assert len(alice.chat.pictures) == 1


async def test_whoever_may_not_draw_can_still_ask_what_is_kept_and_have_it_removed(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}))
    boris.writes("/draw пёс")
    await boris.chat.picture()
    alice.writes(f"/deny {boris.user.id}")
    await alice.chat.said("Can no longer draw")
    boris.writes("/privacy")
    await boris.chat.said("Что я храню")
    boris.writes("/forget")
    await boris.presses(await boris.chat.said("Забыть о вас всё?"), "Да, забыть")
    await boris.chat.said("Забыто.")
    assert await world.count(f"people WHERE id = {boris.user.id}") == 0
    boris.writes("/draw пёс")
    await boris.chat.said("только по приглашению")
