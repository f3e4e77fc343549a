"""Offers: what makes several pictures is asked first, and options of other tools can be left out by a button."""

from collections.abc import Iterable

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage
from tests.flows.test_forged_presses import forge

DAY = 86_400.0
SIX = "a {red, green, blue} cat in {rain, snow}"


def codes(place: Place) -> set[str]:
    """The prompts under the pictures, without their seeds."""
    return {picture.code.partition(" --seed")[0] for picture in place.pictures}


def sent(stage: Stage) -> list[str]:
    return [body["messages"][0]["text"] for body in stage.submitted]


def seeds(stage: Stage) -> list[str]:
    return [str(body["generationOptions"]["seed"]) for body in stage.submitted]


async def test_every_combination_is_drawn_after_a_yes_with_its_own_plain_prompt(stage: Stage, alice: Actor) -> None:
    request = alice.writes(f"/draw {SIX} --ar {{1:1, 16:9}}")
    question = await alice.chat.said("This makes 12 pictures.")
    assert stage.submitted == []
    assert list(question.buttons) == ["🎨 Draw 10 pictures", "Do not draw"]  # as many as wait at most

    assert await alice.presses(question, "🎨 Draw 10 pictures") == "Drawing it"
    await alice.chat.picture(10)
    await stage.everything_is_told()

    assert question.text == "Drawing 10 pictures."
    assert question.buttons == {}
    wanted = [
        f"a {colour} cat in {weather} --ar {shape}"
        for colour in ("red", "green", "blue")
        for weather in ("rain", "snow")
        for shape in ("1:1", "16:9")
    ]
    assert codes(alice.chat) == set(wanted[:10])
    assert len({picture.code for picture in alice.chat.pictures}) == 10  # each with a seed of its own
    assert [picture.replies_to for picture in alice.chat.pictures] == [request.id] * 10
    # Pasted back, a caption repeats its picture.
    alice.writes(f"/draw {alice.chat.pictures[0].code}")
    again = await alice.chat.picture(11)
    assert again.data == alice.chat.pictures[0].data
    assert again.code == alice.chat.pictures[0].code


async def test_nothing_is_drawn_after_a_no_nor_after_that(stage: Stage, alice: Actor) -> None:
    alice.writes("a {cat, dog} at the window")
    question = await alice.chat.said("This makes 2 pictures.")
    yes, no = question.buttons
    data = question.buttons[yes]

    assert await alice.presses(question, no) == ""
    await alice.chat.said("All right, nothing is drawn.")
    assert "answered already" in await forge(stage, alice, question, data)
    await stage.everything_is_told()
    assert stage.submitted == []


async def test_a_question_serves_once_however_often_and_whenever_it_is_answered(world: Stage, alice: Actor) -> None:
    await world.start()
    alice.writes("/draw a {red, blue} cat")
    question = await alice.chat.said("This makes 2 pictures.")
    await world.restart()
    data = question.buttons["🎨 Draw both"]
    assert await alice.presses(question, "🎨 Draw both") == "Drawing it"
    await alice.chat.picture(2)
    await world.restart()
    assert "answered already" in await forge(world, alice, question, data)  # no longer there: a program presses it
    await world.everything_is_told()
    assert len(world.submitted) == 2


async def test_a_question_is_open_for_a_day(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a {red, blue} cat")
    early = await alice.chat.said("This makes 2 pictures.")
    stage.clock.move(DAY - 600)
    alice.writes("/draw a {red, blue} dog")
    late = await alice.chat.said("This makes 2 pictures.", 2)
    stage.clock.move(1200)
    assert "more than a day old" in await alice.presses(early, "🎨 Draw both")
    assert await alice.presses(late, "🎨 Draw both") == "Drawing it"
    await alice.chat.picture(2)
    assert codes(alice.chat) == {"a red dog", "a blue dog"}
    await stage.restart()

    async def are_gone() -> bool:
        return await stage.count("offers") == 0

    await stage.until_async(are_gone, "old offers to go")


async def test_in_a_group_only_who_asked_may_answer_and_is_answered_in_the_topic(
    stage: Stage, alice: Actor, boris: Actor, cats: Place
) -> None:
    request = boris.writes("/draw {кот, пёс}", in_=cats)
    question = await cats.said("получатся 2 картинки")
    assert question.replies_to == request.id
    for button in question.buttons:  # though she is an admin
        assert "Only the person who asked" in await alice.presses(question, button)
    assert await boris.presses(question, "🎨 Нарисовать обе") == "Рисую"
    await cats.picture(2)
    assert codes(cats) == {"кот", "пёс"}


@pytest.mark.parametrize(
    ("settings", "before", "label", "drawn"),
    [
        ({"queued_per_user": 3}, [], "🎨 Draw 3 pictures", 3),
        ({"drawings_per_user_per_day": 5}, ["/draw one"], "🎨 Draw 4 pictures", 4),
        ({"drawings_per_day": 2}, [], "🎨 Draw 2 pictures", 2),
        ({"drawings_per_user_per_day": 7}, ["/draw one --repeat 4"], "🎨 Draw 3 pictures", 3),
        ({"drawings_per_user_per_day": 1}, [], "🎨 Draw 1 picture", 1),
    ],
)
async def test_only_as_many_are_offered_as_fit_and_these_are_the_first(
    world: Stage, alice: Actor, *, settings: dict[str, int], before: Iterable[str], label: str, drawn: int
) -> None:
    await world.start(**settings)
    for text in before:
        alice.writes(text)
        await world.state("delivered")
        await world.everything_is_told()
    paid = len(world.submitted)
    alice.writes(f"/draw {SIX}")
    question = await alice.chat.said("This makes 6 pictures.")
    assert "fit" in question.text
    assert await alice.presses(question, label) == "Drawing it"
    await world.everything_is_told()
    await world.until(lambda: len(world.submitted) >= paid + drawn, "the pictures")
    await world.everything_is_told()
    assert sorted(sent(world)[paid:]) == sorted(
        [f"a {colour} cat in {weather}" for colour in ("red", "green", "blue") for weather in ("rain", "snow")][:drawn]
    )


async def test_where_none_fits_the_limit_is_told_and_nothing_is_asked(world: Stage, alice: Actor) -> None:
    await world.start(drawings_per_user_per_day=1)
    alice.writes("/draw one")
    await alice.chat.picture()
    alice.writes(f"/draw {SIX}")
    await alice.chat.said("and today's is used up")
    assert await world.count("offers") == 0


async def test_the_limits_hold_when_the_question_is_answered(world: Stage, alice: Actor) -> None:
    await world.start(drawings_per_user_per_day=6)
    alice.writes(f"/draw {SIX}")
    question = await alice.chat.said("This makes 6 pictures.")
    alice.writes("/draw one")
    await alice.chat.picture()
    await world.everything_is_told()
    assert "5" in await alice.presses(question, "🎨 Draw all 6")
    await world.everything_is_told()
    assert len(world.submitted) == 1


async def test_more_than_twelve_pictures_are_refused(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a {red, green, blue, black} cat --repeat 4")
    await alice.chat.said("16")
    assert await stage.count("offers") == 0


@pytest.mark.parametrize(("price", "told"), [({"picture_price": 3, "currency": "₽"}, True), ({}, False)])
async def test_what_they_cost_is_told_where_the_owner_has_set_a_price(
    world: Stage, alice: Actor, price: dict[str, object], told: bool
) -> None:
    await world.start(**price)
    alice.writes(f"/draw {SIX}")
    question = await alice.chat.said("This makes 6 pictures.")
    assert ("They cost 18.00 ₽." in question.text) is told
    assert "50 of 50 left today" in question.text
    assert "queue: 10" in question.text


async def test_a_given_or_set_seed_is_that_of_all_results(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a {red, blue} cat --seed 5 --repeat 2")
    await alice.presses(await alice.chat.said("This makes 4 pictures."), "🎨 Draw all 4")
    await alice.chat.picture(4)
    assert sorted(seeds(stage)) == ["5", "5", "6", "6"]
    alice.writes("/seed 42")
    await alice.chat.said("42")
    alice.writes("/draw a {red, blue} dog")
    await alice.presses(await alice.chat.said("This makes 2 pictures."), "🎨 Draw both")
    await alice.chat.picture(6)
    assert seeds(stage)[4:] == ["42", "42"]


async def test_an_edit_asks_anew_and_the_old_question_serves_no_more(stage: Stage, alice: Actor) -> None:
    request = alice.writes("/draw a {red, blue} cat")
    question = await alice.chat.said("This makes 2 pictures.")
    old = question.buttons["🎨 Draw both"]
    alice.edits(request, "/draw a {red, blue, green} cat")
    assert (await alice.chat.said("This makes 3 pictures.")).message == question.message  # in its place
    assert "answered already" in await forge(stage, alice, question, old)
    assert await alice.presses(question, "🎨 Draw all 3") == "Drawing it"
    await alice.chat.picture(3)
    await stage.everything_is_told()
    # An edit that changes nothing is not spoken of, another one is.
    alice.edits(request, "/draw a  {red, blue, green}  cat")
    alice.edits(request, "/draw a {red, blue} cat")
    await alice.chat.said("is already done")


async def test_after_forget_nothing_of_a_question_is_left(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a {red, blue} cat")
    question = await alice.chat.said("This makes 2 pictures.")
    alice.writes("/forget")
    await alice.presses(await alice.chat.said("Shall I forget"), "Yes, forget")
    await alice.chat.said("Forgotten.")
    assert await stage.count("offers") == 0
    assert "answered already" in await alice.presses(question, "🎨 Draw both")


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("/draw --v 6 --stylize 250 --ar 16:9", "a cat by the sea --ar 16:9"),
        ("at night --v 6", "a cat by the sea, at night"),
        ("/draw —chaos 5, in rain", "a cat by the sea, in rain"),
    ],
)
async def test_options_of_other_tools_in_a_reply_to_a_picture_can_be_left_out_by_a_button(
    stage: Stage, alice: Actor, typed: str, drawn: str
) -> None:
    alice.writes("/draw a cat by the sea")
    picture = await alice.chat.picture()
    alice.writes(typed, reply_to=picture)
    answer = await alice.chat.said("Midjourney")
    assert list(answer.buttons) == ["🎨 Draw without them"]
    assert await alice.presses(answer, "🎨 Draw without them") == "Drawing it"
    await alice.chat.picture(2)
    assert drawn in codes(alice.chat)
    await stage.everything_is_told()
    assert len(stage.submitted) == 2
    await stage.until(lambda: answer.buttons == {}, "the button to go")


async def test_without_a_prompt_that_parses_there_is_no_such_button(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --v 6 --ar 99:1")
    assert (await alice.chat.said("Midjourney")).buttons == {}


async def test_what_is_left_may_make_several_pictures_and_is_asked_about_in_the_same_message(
    stage: Stage, boris: Actor, painters: Place
) -> None:
    boris.writes("/draw {кот, пёс} --v 6", in_=painters)
    answer = await painters.said("Midjourney")
    await boris.presses(answer, "Нарисовать так")
    await painters.said("получатся 2 картинки")
    assert "получатся 2" in answer.text
    await boris.presses(answer, "🎨 Нарисовать обе")
    await painters.picture(2)
    assert codes(painters) == {"кот", "пёс"}


@pytest.mark.parametrize(
    ("prompt", "note"),
    [
        ("a (cat:1.2)", "cat::2"),
        ("a cat, [hat]", "cat::2"),
        ("a cat --new", "--new"),
    ],
)
async def test_what_other_tools_mean_by_brackets_is_noted_under_the_picture(
    stage: Stage, alice: Actor, prompt: str, note: str
) -> None:
    alice.writes(f"/draw {prompt} --repeat 2")
    await alice.chat.picture(2)
    await stage.everything_is_told()
    notes = [picture.text.partition("\n")[2] for picture in alice.chat.pictures]
    assert sum(note in one for one in notes) == 1  # of several pictures, one says it for all
    assert notes[0].startswith("(") or notes[1].startswith("(")


async def test_a_reply_to_a_picture_may_have_variants_and_styles(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/draw a cat by the sea --seed 5", in_=painters)
    picture = await painters.picture()
    boris.writes("/draw --style watercolour --ar {1:1, 16:9}", in_=painters, reply_to=picture)
    question = await painters.said("получатся 2 картинки")
    await stage.everything_is_told()
    await boris.presses(question, "🎨 Нарисовать обе")
    await painters.picture(3)
    await stage.everything_is_told()
    assert codes(painters) == {
        "a cat by the sea",
        "a cat by the sea, watercolour --ar 1:1",
        "a cat by the sea, watercolour --ar 16:9",
    }


@pytest.mark.parametrize(
    ("text", "reply", "drawn"),
    [
        ("a cat by the sea", "--ar {1:1, 2:1}", {"a cat by the sea --ar 1:1", "a cat by the sea --ar 2:1"}),
        ("a {red, blue} cat", "--no hat", {"a red cat --no hat", "a blue cat --no hat"}),
        (
            "a {red, blue} cat",
            "--ar {1:1, 2:1}",
            {f"a {colour} cat --ar {shape}" for colour in ("red", "blue") for shape in ("1:1", "2:1")},
        ),
    ],
)
async def test_a_reply_to_a_text_may_have_variants_as_well_as_the_text(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, *, text: str, reply: str, drawn: set[str]
) -> None:
    theirs = alice.writes(text, in_=painters)
    boris.writes(f"/draw {reply}", in_=painters, reply_to=theirs)
    question = await painters.said("картинк")
    await stage.everything_is_told()
    await boris.presses(question, next(iter(question.buttons)))
    await painters.picture(len(drawn))
    await stage.everything_is_told()
    assert codes(painters) == drawn


async def test_a_reply_to_a_text_asks_for_no_more_pictures_than_a_prompt_may(stage: Stage, alice: Actor) -> None:
    text = alice.writes("a {red, green, blue, black} cat")
    alice.writes("/draw --repeat 4", reply_to=text)
    await alice.chat.said("Too many pictures at once: 16 (the limit is 12)")
    assert stage.submitted == []
