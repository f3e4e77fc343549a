"""`/style`: named pieces of prompt, one's own, the group's, and the owner's for all."""

import pytest

from sandbox.telegram.population import ALICE
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

NOIR = "/style noir = black and white, film grain --no colour --ar 16:9"
DRAWN = "a cat, black and white, film grain --no colour --ar 16:9"


async def code(place: Place, number: int = 1) -> str:
    """The prompt under a picture, without its seed."""
    picture = await place.picture(number)
    await place.stage.everything_is_told()
    return picture.code.partition(" --seed")[0]


async def presses(actor: Actor, page: Said, label: str) -> str:
    """Press a button of a page as soon as the page has it."""
    await page.place.stage.until(lambda: label in page.buttons, f"the button {label!r}")
    return await actor.presses(page, label)


async def test_a_style_of_ones_own_is_saved_shown_tried_changed_and_removed(world: Stage, alice: Actor) -> None:
    await world.start()
    alice.writes("/style")
    empty = await alice.chat.said("A style is words and options under a name")
    assert empty.buttons == {}

    alice.writes(NOIR)
    saved = await alice.chat.said("Saved.")
    assert "--style noir" in saved.code
    alice.writes("/draw a cat --style Noir")
    assert await code(alice.chat) == DRAWN  # which repeats when the style has changed

    await world.restart()
    alice.writes("/style noir = charcoal")
    await alice.chat.said("Saved.", 2)
    alice.writes("/draw a cat --style NOIR")
    assert await code(alice.chat, 2) == "a cat, charcoal"

    alice.writes("/style")
    page = await alice.chat.said("Yours:")
    assert "charcoal" in page.text
    await presses(alice, page, "noir")
    assert await presses(alice, page, "🎨 Try it: a red cat") == "Drawing it"
    assert await code(alice.chat, 3) == "a red cat, charcoal"
    assert "noir" in await presses(alice, page, "✖ Remove")
    await alice.chat.said("A style is words", 2)
    alice.writes("/draw a cat --style noir")
    await alice.chat.said("I do not know")
    assert len(world.submitted) == 3


async def test_a_style_is_anothers_only_where_it_is_the_groups(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/style mine = charcoal")
    await alice.chat.said("Saved.")
    alice.writes("/style ours = crayon", in_=painters)
    await painters.said("Saved.")
    boris.writes("/draw кот --стиль ours", in_=painters)
    assert await code(painters) == "кот, crayon"
    boris.writes("/draw кот --стиль mine", in_=painters)
    await painters.said("Не знаю стиля mine")
    boris.writes("кот --стиль ours")
    await boris.chat.said("Не знаю стиля ours")


async def test_a_groups_styles_are_set_by_its_admins_alone(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    boris.writes("/style ours = crayon", in_=painters)
    await painters.said("Стили группы задают её администраторы")
    assert await stage.count("styles") == 0
    alice.writes("/style ours = crayon", in_=painters)
    await painters.said("Saved.")
    boris.writes("/style", in_=painters)
    page = await painters.said("Этой группы:")
    assert await presses(boris, page, "ours") == ""
    assert "администратор" in await presses(boris, page, "✖ Удалить")
    assert await stage.count("styles") == 1
    assert await presses(boris, page, "🎨 Попробовать: рыжий кот") == "Рисую"
    assert await code(painters) == "рыжий кот, crayon"


async def test_ones_own_comes_before_the_groups_and_that_before_the_owners(
    world: Stage, alice: Actor, painters: Place
) -> None:
    await world.start(admin_ids=frozenset({ALICE.id}))
    alice.writes("/style all look = oil")
    await alice.chat.said("for everybody")
    for number, (text, place, words) in enumerate(
        [
            ("", painters, "oil"),
            ("/style look = crayon", painters, "crayon"),
            ("/style look = charcoal", alice.chat, "charcoal"),
        ],
        1,
    ):
        if text:
            alice.writes(text, in_=place)
            await place.said("Saved.", 2 if place is alice.chat else 1)
        alice.writes("/draw a cat --style look", in_=painters)
        assert await code(painters, number) == f"a cat, {words}"


async def test_only_an_owner_saves_or_removes_for_everybody(world: Stage, alice: Actor, boris: Actor) -> None:
    await world.start(admin_ids=frozenset({ALICE.id}))
    boris.writes("/style всем общий = уголь")
    await boris.chat.said("Это может только владелец бота")
    alice.writes("/style all shared = charcoal")
    await alice.chat.said("Saved.")
    boris.writes("/style shared")
    page = await boris.chat.said("для всех")
    assert "владелец" in await presses(boris, page, "✖ Удалить")
    assert await presses(boris, page, "🎨 Попробовать: рыжий кот") == "Рисую"
    assert await code(boris.chat) == "рыжий кот, charcoal"
    alice.writes("/style")
    own = await alice.chat.said("For everybody:")
    await presses(alice, own, "shared")
    await presses(alice, own, "✖ Remove")
    assert await world.count("styles") == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/style two words = charcoal", "No style can have this name"),
        (f"/style {'x' * 33} = charcoal", "No style can have this name"),
        ("/style -noir = charcoal", "No style can have this name"),
        ("/style = charcoal", "No style can have this name"),
        ("/style noir =", "Say what makes the style"),
        ("/style noir", "There is no style noir here"),
        ("/style noir = charcoal --seed 5", "--seed cannot be part of a style"),
        ("/style noir = {red, blue} charcoal", "cannot be part of a style"),
        ("/style noir = charcoal --style other", "--style cannot be part of a style"),
        ("/style noir = charcoal --sed 5", "I do not know the option --sed"),
        (f"/style noir = {'x' * 501}", "501"),
    ],
)
async def test_what_cannot_be_a_style_is_told_and_not_saved(
    stage: Stage, alice: Actor, typed: str, sentence: str
) -> None:
    alice.writes(typed)
    await alice.chat.said(sentence)
    assert await stage.count("styles") == 0


@pytest.mark.slow
async def test_a_person_has_fifty_styles_at_most_and_may_still_change_them(stage: Stage, alice: Actor) -> None:
    for number in range(1, 51):
        alice.writes(f"/style s{number} = look {number}")
        await alice.chat.said("Saved.", number)
        stage.clock.move(30)
    alice.writes("/style other = charcoal")
    await alice.chat.said("There are 50 styles already")
    alice.writes("/style s7 = charcoal")
    await alice.chat.said("Saved.", 51)
    stage.clock.move(60)
    alice.writes("/style")
    page = await alice.chat.said("and 35 more")
    assert len(page.buttons) == 50


async def test_forget_removes_ones_own_styles_and_no_others(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/style mine = charcoal")
    await alice.chat.said("Saved.")
    alice.writes("/style ours = crayon", in_=painters)
    await painters.said("Saved.")
    boris.writes("/style моё = уголь")
    await boris.chat.said("Сохранено.")
    alice.writes("/forget")
    await alice.presses(await alice.chat.said("Shall I forget"), "Yes, forget")
    await alice.chat.said("Forgotten.")
    assert sorted(await stage.rows("SELECT name FROM styles")) == [("ours",), ("моё",)]


async def test_a_groups_styles_go_with_it_where_it_becomes_a_supergroup(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/style ours = crayon", in_=painters)
    await painters.said("Saved.")
    stage.do("migrate", painters)
    new = painters.chat.migrated_to
    assert new is not None
    place = Place(stage, new)
    await stage.everything_is_told()
    alice.writes("/draw a cat --style ours", in_=place)
    assert await code(place) == "a cat, crayon"


async def test_six_combinations_in_a_style_of_ones_own_are_found_again_in_the_history(
    stage: Stage, alice: Actor
) -> None:
    alice.writes(NOIR)
    await alice.chat.said("Saved.")
    alice.writes("/draw a {red, green, blue} cat in {rain, snow} --style noir")
    question = await alice.chat.said("This makes 6 pictures.")
    await alice.presses(question, "🎨 Draw all 6")
    await alice.chat.picture(6)
    await stage.everything_is_told()
    wanted = {
        f"a {colour} cat in {weather}, black and white, film grain --no colour --ar 16:9"
        for colour in ("red", "green", "blue")
        for weather in ("rain", "snow")
    }
    assert {picture.code.partition(" --seed")[0] for picture in alice.chat.pictures} == wanted
    alice.writes("/history")
    await alice.chat.picture(7)
    assert "1 of 6" in alice.chat.pictures[6].text


async def test_a_reply_to_a_text_may_bring_a_style(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    alice.writes("/style ours = crayon", in_=painters)
    await painters.said("Saved.")
    text = boris.writes("кот у окна", in_=painters)
    alice.writes("/draw --style ours", in_=painters, reply_to=text)
    assert await code(painters) == "кот у окна, crayon"


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
async def test_what_can_be_named_in_a_chat_is_tapped_under_vary(
    world: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place, *, generator: str
) -> None:
    await world.start(generator=generator, admin_ids=frozenset({ALICE.id}))
    saved = (
        (alice, "all shared = ink", alice.chat),
        (alice, "ours = crayon", painters),
        (boris, "моё = уголь", boris.chat),
    )
    for actor, text, place in saved:
        actor.writes(f"/style {text}", in_=place)
        await place.said("Saved." if actor is alice else "Сохранено.")
    await world.restart()
    picture = None
    for place, own in (
        (boris.chat, ["моё", "shared"]),
        (painters, ["моё", "ours", "shared"]),
        (cats, ["моё", "shared"]),
    ):
        boris.writes("/draw кот", in_=place)
        picture = await place.picture()
        await world.everything_is_told()
        assert await presses(boris, picture, "🎲 Варианты") == ""
        await world.until(lambda picture=picture: "shared" in picture.buttons, "the page")
        labels = list(picture.buttons)
        assert labels[labels.index("9:16") + 1 : labels.index("акварель")] == own
        for number, (name, drawn) in enumerate((("моё", "кот, уголь"), ("shared", "кот, ink")), 2):
            assert await presses(boris, picture, name) == "Рисую"
            assert await code(place, number) == drawn
            await presses(boris, picture, "🎲 Варианты")
    boris.writes("/style моё = мел")
    await boris.chat.said("Сохранено.", 2)
    assert picture is not None
    assert await presses(boris, picture, "моё") == "Рисую"
    assert await code(cats, 4) == "кот, мел"


async def test_a_saved_style_that_a_picture_has_is_marked_and_one_that_is_gone_draws_nothing(
    stage: Stage, alice: Actor
) -> None:
    alice.writes(NOIR)
    saved = await alice.chat.said("Saved.")
    alice.writes("/draw a cat --style noir")
    picture = await alice.chat.picture()
    await presses(alice, picture, "🎲 Vary…")
    assert "already" in await presses(alice, picture, "✓ noir")
    await presses(alice, saved, "✖ Remove")
    assert "no longer works" in await presses(alice, picture, "✓ noir")
    assert len(stage.submitted) == 1


async def test_styles_with_long_names_share_no_row_that_cannot_show_them(stage: Stage, alice: Actor) -> None:
    names = ["short", "a-name-that-is-quite-long", "s", "t"]
    for number, name in enumerate(names, 1):
        alice.writes(f"/style {name} = ink {number}")
        await alice.chat.said("Saved.", number)
    alice.writes("/draw a cat")
    picture = await alice.chat.picture()
    await presses(alice, picture, "🎲 Vary…")
    await stage.until(lambda: "watercolour" in picture.buttons, "the page")
    rows = [[button["text"] for button in row] for row in picture.message.keyboard or ()]
    assert ["a-name-that-is-quite-long"] in rows
    assert sorted(set(names) - {name for row in rows for name in row}) == []
