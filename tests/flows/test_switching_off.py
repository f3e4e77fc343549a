"""Switching off, in a prompt, of what `/settings` switched on; and `--raw`, which keeps the words of settings out."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

FILE = ("Delivery", "Send as a file")
ENHANCE = ("Prompt", "Enhance prompts")


async def _switch_on(actor: Actor, place: Place, *switches: tuple[str, str]) -> None:
    for subject, label in switches:
        await actor.presses(await actor.opens_settings(subject, place), f"{label}: off")


def _words(caption: str) -> str:
    return caption.partition(" --seed ")[0]


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
@pytest.mark.parametrize("off", ["no", "off", "нет"])
async def test_a_file_by_setting_is_a_photo_where_the_prompt_says_so(
    world: Stage, alice: Actor, off: str, generator: str
) -> None:
    await world.start(generator=generator)
    await _switch_on(alice, alice.chat, FILE)
    alice.writes("/draw a cat")
    assert (await alice.chat.picture()).message.document is not None
    alice.writes(f"/draw a cat --file={off}")
    photo = await alice.chat.picture(2)
    assert (photo.message.document, photo.message.photo is not None) == (None, True)
    assert photo.code.endswith("--file=no")
    alice.writes(f"/draw {photo.code}")
    assert (await alice.chat.picture(3)).message.photo is not None


async def test_what_is_off_stays_off_in_what_is_made_of_the_picture(stage: Stage, alice: Actor) -> None:
    await _switch_on(alice, alice.chat, FILE, ENHANCE)
    alice.writes("/draw a cat --file=no --enhance=no")
    picture = await alice.chat.picture()
    assert picture.message.photo is not None
    await alice.presses(picture, "🔁 Again")
    await alice.chat.picture(2)
    alice.writes("at night", reply_to=picture)
    third = await alice.chat.picture(3)
    assert all(said.message.photo is not None for said in alice.chat.pictures)
    assert stage.enhancements == 0
    alice.writes("in fog --enhance --file", reply_to=third)
    fourth = await alice.chat.picture(4)
    assert fourth.message.document is not None
    assert (stage.enhancements, fourth.code.endswith("--enhance --file")) == (1, True)


async def test_a_reply_switches_off_what_was_on_in_the_picture(stage: Stage, alice: Actor) -> None:
    await _switch_on(alice, alice.chat, FILE, ENHANCE)
    alice.writes("/draw a cat --spoiler")
    picture = await alice.chat.picture()
    assert picture.message.document is not None
    alice.writes("at night --file=no --enhance=no --spoiler=no", reply_to=picture)
    second = await alice.chat.picture(2)
    assert second.message.photo is not None
    assert stage.enhancements == 1
    assert stage.submitted[-1]["messages"][0]["text"] == "a cat, at night"
    assert second.code.endswith("--enhance=no --file=no --spoiler=no")


async def test_what_the_group_set_is_switched_off_too_in_a_topic_and_after_a_restart(
    stage: Stage, alice: Actor, boris: Actor, cats: Place
) -> None:
    await _switch_on(alice, cats, FILE, ENHANCE)
    await stage.restart()
    boris.writes("/draw пёс --файл=нет --улучшить=нет", in_=cats)
    picture = await cats.picture()
    assert (picture.message.photo is not None, stage.enhancements) == (True, 0)
    boris.writes("/draw кот", in_=cats)
    assert (await cats.picture(2)).message.document is not None
    assert stage.enhancements == 1


@pytest.mark.parametrize("generator", ["yandexart", "alice"])
@pytest.mark.parametrize("raw", ["--raw", "--дословно"])
async def test_raw_keeps_out_the_words_of_settings(world: Stage, alice: Actor, raw: str, generator: str) -> None:
    await world.start(generator=generator)
    for words in ("suffix in oil", "no text", "ratio 3:2"):
        alice.writes(f"/settings {words}")
    await alice.chat.said("Shape: 3:2")
    alice.writes(f"/draw a cat {raw}")
    assert _words((await alice.chat.picture()).code.replace(" --raw", "")) == "a cat --ar 3:2"
    body = world.submitted[-1]
    assert (body.get("prompt") or body["messages"][0]["text"]) == "a cat"
    alice.writes("/draw a cat --raw --raw=no")
    assert _words((await alice.chat.picture(2)).code.replace(" --raw=no", "")) == "a cat, in oil --no text --ar 3:2"


async def test_raw_in_a_reply_keeps_them_out_of_it(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat")
    picture = await alice.chat.picture()
    alice.writes("/settings suffix in oil")
    await alice.chat.said("Settings")
    alice.writes("at night --raw", reply_to=picture)
    second = await alice.chat.picture(2)
    assert _words(second.code) == "a cat, at night"
    alice.writes("in fog", reply_to=second)
    assert _words((await alice.chat.picture(3)).code) == "a cat, at night, in fog"
    alice.writes("in fog --raw=no", reply_to=second)
    assert _words((await alice.chat.picture(4)).code) == "a cat, at night, in fog, in oil"


async def test_in_reply_to_a_text_they_are_switched_off_as_well(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await _switch_on(alice, alice.chat, FILE)
    text = boris.writes("пёс", in_=painters)
    alice.writes("/draw --file=no", in_=painters, reply_to=text)
    assert (await painters.picture()).message.photo is not None
