"""Words in reply to a picture: they are added to what it was made from."""

import pytest

from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

CAT = "рыжий кот у синего домика, осень"
HINT = "To change the picture, reply to it with /draw"


def words(said: Said) -> str:
    """The caption without its seed."""
    return said.code.partition(" --seed ")[0]


@pytest.fixture(params=["yandexart", "alice"])
async def any_stage(request: pytest.FixtureRequest, world: Stage) -> Stage:
    """The bot, drawing with one service or the other."""
    await world.start(generator=request.param)
    return world


async def test_words_in_a_reply_are_added_in_private_groups_and_topics(
    any_stage: Stage, boris: Actor, painters: Place, cats: Place
) -> None:
    for place in (boris.chat, painters, cats):
        boris.writes(f"/draw {CAT}", in_=place)
        first = await place.picture()
        boris.writes("зимой" if place is boris.chat else "/draw зимой", in_=place, reply_to=first)
        second = await place.picture(2)
        boris.writes("/draw --без снега --ar 16:9 в очках", in_=place, reply_to=second)
        assert words(second) == f"{CAT}, зимой"
        assert words(await place.picture(3)) == f"{CAT}, зимой, в очках --no снега --ar 16:9"
    assert any_stage.submitted


async def test_a_reply_after_a_restart_and_by_somebody_else_adds_to_the_same_picture(
    any_stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/draw a lighthouse --no boat --ar 3:2", in_=painters)
    picture = await painters.picture()
    await any_stage.restart()
    boris.writes("/draw at night --no moon", in_=painters, reply_to=picture)
    assert words(await painters.picture(2)) == "a lighthouse, at night --no boat, moon --ar 3:2"


@pytest.mark.parametrize(
    ("setting", "reply", "seed"),
    [
        (None, "at night", None),
        ("/seed 77", "at night", 77),
        ("/seed last", "at night", 5),
        ("/seed 77", "at night --seed 6", 6),
        ("/seed 77", "at night --seed random", None),
        ("/seed random", "--ar 1:1", None),
    ],
)
async def test_the_seed_is_new_unless_it_is_fixed(
    stage: Stage, alice: Actor, setting: str | None, reply: str, seed: int | None
) -> None:
    alice.writes("/draw a lighthouse --seed 5")
    picture = await alice.chat.picture()
    if setting is not None:
        alice.writes(setting)
        await alice.chat.said("Your pictures get" if "random" not in setting else "a new random seed")
    alice.writes(reply, reply_to=picture)
    drawn = int((await alice.chat.picture(2)).code.rpartition("--seed ")[2])
    assert drawn == seed if seed is not None else drawn not in {5, 77}


@pytest.mark.parametrize("new", ["--new", "--заново", "—new"])
async def test_starting_over_draws_the_reply_alone_with_all_that_is_set(stage: Stage, alice: Actor, new: str) -> None:
    alice.writes("/draw a lighthouse --no boat --ar 3:2 --spoiler")
    picture = await alice.chat.picture()
    alice.writes("/settings suffix in oil")
    alice.writes("/settings ratio 16:9")
    await alice.chat.said("Shape: 16:9")
    alice.writes(f"a dog {new}", reply_to=picture)
    assert words(await alice.chat.picture(2)) == "a dog, in oil --ar 16:9"


async def test_starting_over_with_nothing_is_told(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a lighthouse")
    picture = await alice.chat.picture()
    alice.writes("--new", reply_to=picture)
    await alice.chat.said("There is nothing to draw yet")
    assert len(stage.submitted) == 1


async def test_what_is_added_to_all_words_stands_there_once_however_often_they_are_changed(
    stage: Stage, alice: Actor
) -> None:
    alice.writes("/settings suffix in oil")
    await alice.chat.said("Settings")
    alice.writes("/draw a lighthouse")
    alice.writes("at night", reply_to=await alice.chat.picture())
    alice.writes("in fog", reply_to=await alice.chat.picture(2))
    third = await alice.chat.picture(3)
    assert words(third) == "a lighthouse, in oil, at night, in fog"
    alice.writes(f"/draw {third.code}")
    assert (await alice.chat.picture(4)).code == third.code


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
@pytest.mark.parametrize("prompt", ["x" * 450, "x" * 200 + ":: " + "y" * 200 + " --no hat", "ж" * 450 + " --без шляп"])
async def test_too_long_a_reply_is_told_the_room_for_it_and_what_fills_it_is_drawn(
    world: Stage, alice: Actor, prompt: str, generator: str
) -> None:
    await world.start(generator=generator)
    alice.writes(f"/draw {prompt}")
    picture = await alice.chat.picture()
    alice.writes("z" * 300, reply_to=picture)
    told = await alice.chat.said("The earlier prompt leaves")
    room = int(told.text.partition("leaves ")[2].split()[0])
    alice.writes("z" * (room + 1), reply_to=picture)
    await alice.chat.said(f"leaves {room} ", 2)
    alice.writes("z" * room, reply_to=picture)
    await alice.chat.picture(2)
    alice.writes("z" * 300 + " --new", reply_to=picture)
    await alice.chat.picture(3)
    assert len(world.submitted) == 3


async def test_where_there_is_no_room_that_is_told(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw " + "x" * 499)
    alice.writes("at night", reply_to=await alice.chat.picture())
    await alice.chat.said("leaves no room")


async def test_the_slot_of_a_change_shows_the_whole_prompt_at_once(
    any_stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/draw a lighthouse --no boat", in_=painters)
    picture = await painters.picture()
    any_stage.fault("yandex.submit", "status", status=503)
    any_stage.fault("yandex.images", "status", status=503)
    boris.writes("/draw ночью --ar 16:9 --r 2", in_=painters, reply_to=picture)
    whole = "a lighthouse, ночью --no boat --ar 16:9"
    slot = await painters.said(whole)
    assert slot.code == whole
    await any_stage.until(lambda: len(painters.texts) == 2, "both slots")
    assert sum(whole in text for text in painters.texts) == 1


async def test_the_slot_shows_the_prompt_after_a_restart_and_in_an_outage(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/draw a lighthouse", in_=painters)
    picture = await painters.picture()
    stage.fault("telegram.sendMessage", "status", status=502)
    alice.writes("/draw at night", in_=painters, reply_to=picture)
    await stage.state("queued")
    await stage.stop()
    stage.heal()
    stage.fault("yandex.submit", "status", status=429, retry_after="1800")
    await stage.start()
    slot = await painters.said("takes requests again in about 30 min")
    assert slot.code == "a lighthouse, at night"
    stage.heal()
    await stage.restart()
    assert words(await painters.picture(2)) == "a lighthouse, at night"


@pytest.mark.parametrize("text", ["/draw a lighthouse", "/draw", "/draw a dog --new"])
async def test_the_slot_of_what_somebody_has_typed_in_full_does_not(
    stage: Stage, alice: Actor, painters: Place, text: str
) -> None:
    alice.writes("/draw a cat", in_=painters)
    picture = await painters.picture()
    stage.hold_drawings()
    alice.writes(text, in_=painters, reply_to=None if text == "/draw a lighthouse" else picture)
    slot = await painters.said("Working on it")
    assert slot.code == ""


async def test_a_long_prompt_is_cut_in_the_slot_as_in_a_caption(world: Stage, alice: Actor) -> None:
    await world.start(prompt_limit=5000)
    alice.writes("/draw " + "🐈" * 400 + ":: " + "ы" * 90)
    picture = await alice.chat.picture()
    world.hold_drawings()
    alice.writes("z" * 400, reply_to=picture)
    slot = await alice.chat.said("zzz")
    assert len(slot.code.encode("utf-16-le")) // 2 <= 1024


@pytest.mark.parametrize(
    ("reply", "caption"),
    [("/draw", "a tall ship"), ("/draw --ar 16:9", "a tall ship --ar 16:9"), ("/draw a dog", "a dog")],
)
async def test_a_reply_to_a_text_draws_as_before(
    stage: Stage, alice: Actor, painters: Place, reply: str, caption: str
) -> None:
    text = stage.boris.writes("a tall ship --seed 3", in_=painters)
    alice.writes(reply, in_=painters, reply_to=text)
    picture = await painters.picture()
    assert words(picture) == caption
    assert picture.code.endswith("--seed 3") == ("dog" not in reply)


async def test_a_plain_reply_to_a_picture_in_a_group_is_told_how_to_change_it_once_a_day(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place
) -> None:
    for place in (painters, cats):
        alice.writes("/draw a cat --seed 1", in_=place)
        picture = await place.picture()
        reply = alice.writes("at night", in_=place, reply_to=picture)
        assert (await place.said(HINT)).replies_to == reply.id
        alice.writes("no, in the morning", in_=place, reply_to=picture)
        boris.writes("красиво", in_=place, reply_to=picture)
        await place.said("Чтобы изменить картинку, ответьте на неё командой /draw")
        await stage.everything_is_told()
        assert sum(HINT in text for text in place.texts) == 1
    stage.clock.move(86_401)
    alice.writes("at night", in_=painters, reply_to=painters.pictures[0])
    await painters.said(HINT, 2)
    assert len(stage.submitted) == 2


async def test_other_talk_in_a_group_is_not_answered(stage: Stage, alice: Actor, boris: Actor, painters: Place) -> None:
    alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    alice.writes("/help", in_=painters)
    said = await painters.said("Draw")
    before = len(painters.texts)
    text = boris.writes("смотрите", in_=painters)
    alice.writes("nice", in_=painters, reply_to=text)
    alice.writes("nice", in_=painters, reply_to=said)
    alice.writes("nice", in_=painters)
    reply = boris.writes("/unknown", in_=painters, reply_to=picture)
    boris.edits(reply, "красиво")
    await stage.everything_is_told()
    alice.writes("/id", in_=painters)
    await painters.said("Your id")
    assert len(painters.texts) == before + 1


async def test_who_may_not_draw_there_is_not_answered(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(allowed_ids={alice.user.id})
    alice.writes("/draw a cat --seed 1", in_=painters)
    picture = await painters.picture()
    boris.writes("красиво", in_=painters, reply_to=picture)
    alice.writes("nice", in_=painters, reply_to=picture)
    await painters.said(HINT)
    assert len(painters.texts) == 1
