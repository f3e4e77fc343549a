"""The page of variations under a picture."""

import pytest

from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

VARY, HEADING, BACK = "🎲 Vary…", "🎲 Draw it in another way", "‹ Back"
STYLES = ("watercolour", "oil painting", "pencil", "anime", "pixel art", "3D", "photo")
RUSSIAN_STYLES = ("акварель", "масло", "карандаш", "аниме", "пиксель-арт", "3D", "фото")


def words(said: Said) -> str:
    return said.code.partition(" --seed ")[0]


def labels(said: Said) -> list[list[str]]:
    return [[button["text"] for button in row] for row in said.message.keyboard or ()]


async def opened(actor: Actor, said: Said, vary: str = VARY) -> None:
    await actor.presses(said, vary)
    await actor.stage.until(lambda: vary not in said.buttons, "the page")


@pytest.fixture(params=["yandexart", "alice"])
async def any_stage(request: pytest.FixtureRequest, world: Stage) -> Stage:
    """The bot, drawing with one service or the other."""
    await world.start(generator=request.param)
    return world


async def test_the_page_has_a_heading_variations_shapes_styles_and_a_way_back(
    any_stage: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place
) -> None:
    alice.writes("/draw a cat --ar 3:2", in_=painters)
    picture = await painters.picture()
    first = labels(picture)
    await opened(alice, picture)
    assert labels(picture) == [
        [HEADING],
        ["Variation", "2 more", "4 more"],
        ["1:1", "✓ 3:2", "2:3", "16:9", "9:16"],
        list(STYLES[:3]),
        list(STYLES[3:6]),
        [STYLES[6]],
        [BACK],
    ]
    assert "each press draws a new picture" in await alice.presses(picture, HEADING)
    await alice.presses(picture, BACK)
    await any_stage.until(lambda: labels(picture) == first, "the first buttons")
    boris.writes("/draw кот", in_=cats)
    picture = await cats.picture()
    await opened(boris, picture, "🎲 Варианты")
    assert labels(picture)[1:3] == [["Вариация", "ещё 2", "ещё 4"], ["✓ 1:1", "3:2", "2:3", "16:9", "9:16"]]
    assert [label for row in labels(picture)[3:-1] for label in row] == list(RUSSIAN_STYLES)
    assert len(any_stage.submitted) == 2


async def test_a_variation_is_the_same_prompt_with_a_new_seed(stage: Stage, alice: Actor, cats: Place) -> None:
    alice.writes("/draw a cat --no hat --ar 2:1 --seed 5", in_=cats)
    picture = await cats.picture()
    await opened(alice, picture)
    assert "✓ 2:1" in picture.buttons
    await alice.presses(picture, "Variation")
    second = await cats.picture(2)
    assert words(second) == "a cat --no hat --ar 2:1"
    assert second.code != picture.code


@pytest.mark.parametrize(("label", "count"), [("2 more", 2), ("4 more", 4)])
async def test_more_are_as_many_as_the_words_say(any_stage: Stage, alice: Actor, label: str, count: int) -> None:
    alice.writes("/draw a cat")
    picture = await alice.chat.picture()
    await opened(alice, picture)
    await alice.presses(picture, label)
    await alice.chat.picture(1 + count)
    await any_stage.everything_is_told()
    assert len(any_stage.submitted) == 1 + count


@pytest.mark.parametrize(
    ("prompt", "present"), [("a cat", "1:1"), ("a cat --ar wide", "16:9"), ("a cat --ar 7:3", "7:3")]
)
async def test_the_present_shape_is_marked_and_not_bought_again(
    any_stage: Stage, alice: Actor, prompt: str, present: str
) -> None:
    alice.writes(f"/draw {prompt}")
    picture = await alice.chat.picture()
    await opened(alice, picture)
    assert "has this shape already" in await alice.presses(picture, f"✓ {present}")
    await alice.presses(picture, "9:16")
    assert words(await alice.chat.picture(2)) == "a cat --ar 9:16"
    await any_stage.everything_is_told()
    assert len(any_stage.submitted) == 2


async def test_a_style_is_added_in_the_language_of_the_prompt_and_the_seed_stays(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/draw рыжий кот --no hat --seed 5", in_=painters)
    picture = await painters.picture()
    await opened(alice, picture)
    await stage.restart()
    await alice.presses(picture, "акварель")
    second = await painters.picture(2)
    assert second.code == "рыжий кот, акварель --no hat --seed 5"
    boris.writes("/draw a cat::2 mat --seed 6", in_=painters)
    third = await painters.picture(3)
    await opened(boris, third, "🎲 Варианты")
    await boris.presses(third, "oil painting")
    assert (await painters.picture(4)).code == "a cat::2 mat:: oil painting --seed 6"


@pytest.mark.parametrize(
    "prompt",
    [
        "a cat, watercolour",
        "a cat in Watercolour",
        "a cat, watercolour, at night",
        "watercolour. a cat",
        "cat:: watercolour",
    ],
)
async def test_a_style_that_is_there_is_marked_and_not_bought_again(stage: Stage, alice: Actor, prompt: str) -> None:
    alice.writes(f"/draw {prompt}")
    picture = await alice.chat.picture()
    await opened(alice, picture)
    assert "in the prompt already" in await alice.presses(picture, "✓ watercolour")
    assert "✓ photo" not in picture.buttons
    await stage.everything_is_told()
    assert len(stage.submitted) == 1


async def test_a_style_that_a_tap_has_added_is_marked_in_what_it_drew(any_stage: Stage, boris: Actor) -> None:
    boris.writes("/draw кот --no hat")
    picture = await boris.chat.picture()
    for number, name in enumerate(RUSSIAN_STYLES, 2):
        await opened(boris, picture, "🎲 Варианты")
        await boris.presses(picture, name)
        drawn = await boris.chat.picture(number)
        await opened(boris, drawn, "🎲 Варианты")
        assert f"✓ {name}" in drawn.buttons
        await any_stage.until(lambda: "🎲 Варианты" in picture.buttons, "the first buttons")


async def test_the_owners_own_styles_stand_there_instead(world: Stage, alice: Actor) -> None:
    await world.start(vary_styles="Watercolour; linocut; film noir = black and white, film grain --no colour --ar 16:9")
    alice.writes("/draw a cat --seed 5 --no hat")
    picture = await alice.chat.picture()
    await opened(alice, picture)
    assert labels(picture)[3:-1] == [["watercolour", "linocut", "film noir"]]
    await alice.presses(picture, "film noir")
    second = await alice.chat.picture(2)
    assert second.code == "a cat, black and white, film grain --no hat, colour --ar 16:9 --seed 5"
    await opened(alice, second)
    assert labels(second)[3:-1] == [["watercolour", "linocut", "✓ film noir"]]
    alice.writes("/draw рыжий кот --seed 6")
    third = await alice.chat.picture(3)
    await opened(alice, third)
    assert labels(third)[3:-1] == [["акварель", "linocut", "film noir"]]
    await opened(alice, await alice.chat.picture(1))
    await world.restart(vary_styles="linocut")
    assert "no longer works" in await alice.presses(picture, "film noir")
    assert len(world.submitted) == 3


async def test_a_style_that_does_not_fit_is_told_and_not_drawn(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw " + "x" * 495)
    picture = await alice.chat.picture()
    await opened(alice, picture)
    answer = await alice.presses(picture, "oil painting")
    assert "This is too long" in answer
    assert "--new" not in answer
    assert len(stage.submitted) == 1


@pytest.mark.parametrize(
    ("change", "caption", "count"),
    [
        ("--ar 16:9", "a cat --ar 16:9 --seed 5", 2),
        ("--seed random --repeat 2", "a cat", 3),
        ("--seed random --repeat 4", "a cat", 5),
    ],
)
async def test_buttons_that_stand_in_chats_since_a_former_version_work(
    stage: Stage, alice: Actor, change: str, caption: str, count: int
) -> None:
    alice.writes("/draw a cat --seed 5")
    picture = await alice.chat.picture()
    await opened(alice, picture)
    drawing = picture.buttons[BACK].split(":")[1]
    picture.message.keyboard = [[{"text": "old", "callback_data": f"vary|{drawing}|{change}"}]]
    await alice.presses(picture, "old")
    await alice.chat.picture(count)
    assert (await alice.chat.picture(2)).code.startswith(caption)


async def test_nothing_else_than_what_the_page_offers_is_drawn(stage: Stage, alice: Actor, boris: Actor) -> None:
    alice.writes("/draw a cat", in_=stage.painters)
    picture = await stage.painters.picture()
    await opened(alice, picture)
    assert "чуж" in await boris.presses(picture, "watercolour")
    drawing = picture.buttons[BACK].split(":")[1]
    for data in (f"vary|{drawing}|a dog", f"vary|{drawing}|--ar 4:1", f"tap|{drawing}|nothing", f"tap|{drawing}|"):
        picture.message.keyboard = [[{"text": data, "callback_data": data}]]
        assert "no longer works" in await alice.presses(picture, data)
    await stage.everything_is_told()
    assert len(stage.submitted) == 1
