"""Prompts as people type them: mistakes are shown with the place, and whatever is no mistake is drawn as meant."""

from dataclasses import replace

import pytest

from sandbox.telegram.population import ALICE
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

_LONGEST_SEED = 9223372036854775807


@pytest.mark.parametrize(
    ("prompt", "sentence", "carets"),
    [
        ("a cat --sed 42", "I do not know the option --sed. Did you mean --seed?", "      ^^^^^"),
        ("a cat --qqqqq", "I do not know the option --qqqqq. For plain text", "      ^^^^^^^"),
        ("a cat --file=1", "--file takes no value", "      ^^^^^^"),
        ("a cat --ar 1:1 --ar 2:1", "--ar appears more than once", "               ^^^^"),
        ("a cat --seed", "--seed needs something after it", "      ^^^^^^"),
        ("a cat::0", "This weight is not valid", "       ^"),
        ("a cat --ar 9:1", "This shape is not valid", "           ^^^"),
        ("a cat --seed 0", "This seed is not valid", "             ^"),
        ("a cat --repeat 5", "--repeat takes a number from 1 to 4", "               ^"),
        ("a cat --enhance --raw", "cannot be combined", "                ^^^^^"),
    ],
)
async def test_a_mistake_is_shown_with_its_place(
    stage: Stage, alice: Actor, prompt: str, sentence: str, carets: str
) -> None:
    alice.writes(f"/draw {prompt}")
    answer = await alice.chat.said(sentence)
    assert answer.text.splitlines()[-2:] == [prompt, carets]
    assert any(entity.type == "pre" for entity in answer.message.content.entities)
    assert stage.submitted == []


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("--seed 42", "There is nothing to draw yet"),
        ("--no hat", "Say what to draw, not only what to leave out"),
        ("forest fog::-0.5", "Did you mean forest:: fog::-0.5?"),
        ("x" * 501, "This is too long: 501 characters (the limit is 500)"),
        (" ".join(f"{number}::2" for number in range(51)), "Too many parts: 51 (the limit is 50)"),
    ],
)
async def test_a_mistake_of_the_whole_is_told_in_a_sentence(
    stage: Stage, alice: Actor, prompt: str, sentence: str
) -> None:
    alice.writes(f"/draw {prompt}")
    await alice.chat.said(sentence)
    assert stage.submitted == []


async def test_a_mistake_in_a_group_is_told_in_reply_to_who_made_it(
    stage: Stage, boris: Actor, painters: Place
) -> None:
    request = boris.writes("/draw кот --сит 42", in_=painters)
    answer = await painters.said("Может быть, --сид?")
    assert answer.replies_to == request.id


async def test_a_dash_from_a_phone_is_read_as_an_option(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat —no hat –ar 16:9 ―seed 42 – and a dash")
    assert (await alice.chat.picture()).code == "a cat – and a dash --no hat --ar 16:9 --seed 42"


HOSTILE = {
    "markup": "<b>bold</b> & <i>, &amp; </code><a href='x'>",
    "broken markup": "</code></pre><blockquote expandable>",
    "right to left": "قطة حمراء تجلس שלום",
    "emoji": "👩‍👩‍👧‍👦 family and a 🏳️‍🌈 flag 👍🏽",
    "combining marks": "Z̷̢̛͎a̶l̵g̶o̸",
    "braces and dollars": "{ $name } %s {} {0} \\n",
    "sql": "'; DROP TABLE drawings; --",
    "format characters": "@alice #tag /help https://example.com a_b*c`d",
}


@pytest.mark.parametrize("prompt", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_prompt_is_drawn_and_shown_as_it_is(stage: Stage, alice: Actor, prompt: str) -> None:
    alice.writes(f"/draw {prompt} --seed 1")
    picture = await alice.chat.picture()
    assert picture.code == picture.text
    sent = " ".join(message["text"] for message in stage.submitted[0]["messages"])
    assert picture.text == f"{sent} --seed 1".replace("{", "\\{").replace("}", "\\}")  # they could mean a group
    # In a list of what waits, and where a drawing ended, the same text stands again.
    stage.hold_drawings()
    alice.writes(f"/draw {prompt} --seed 2")
    await stage.state("running")
    alice.writes("/queue")
    await alice.chat.said("drawing for")
    alice.writes("/cancel")
    await stage.everything_is_told()
    await alice.chat.said("Cancelled.")


async def test_a_hostile_name_is_shown_as_it_is(stage: Stage, alice: Actor, painters: Place) -> None:
    name = "</b><b>&amp; { $name } שלום"
    stage.world.users[ALICE.id] = replace(ALICE, first_name=name, last_name=None)
    # Gone before the bot could reply to it: only then is the name shown.
    alice.deletes(alice.writes("/draw a red cat --seed 1", in_=painters))
    picture = await painters.picture()
    assert picture.text == f"{name}: a red cat --seed 1"
    assert picture.code == "a red cat --seed 1"


async def test_a_text_of_four_thousand_characters_is_refused_in_a_sentence(stage: Stage, alice: Actor) -> None:
    alice.writes("ж" * 4096)
    await alice.chat.said("This is too long: 4,096 characters (the limit is 500)")


async def test_the_owner_may_allow_longer_prompts_of_texts_that_the_service_takes(world: Stage, alice: Actor) -> None:
    await world.start(prompt_limit=600)
    alice.writes("/draw " + "x" * 500 + ":: " + "y" * 100 + " --seed 1")
    await alice.chat.picture()
    alice.writes("/draw " + "x" * 500 + ":: " + "y" * 101)
    await alice.chat.said("601 characters (the limit is 600)")
    alice.writes("/draw " + "x" * 501)
    await alice.chat.said("501 characters (the limit is 500)")


async def test_a_reply_to_somebodys_request_draws_what_it_asked_for_with_the_options_given(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    request = alice.writes("/draw@artbot_sandbox_bot a blue whale --ar 3:2 --seed 1", in_=painters)
    await painters.picture()
    boris.writes("/draw --seed 5 --ar 1:1", in_=painters, reply_to=request)
    assert (await painters.picture(2)).text == "a blue whale --ar 1:1 --seed 5"
    assert [message["text"] for message in stage.submitted[1]["messages"]] == ["a blue whale"]


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("кот —без: шляпы", "Не знаю параметра —без:. Может быть, --без?"),
        ("кот --нет шляпы", "Не знаю параметра --нет. Может быть, --без?"),
        (
            "кот --v 6 --ar 1:1",
            "--v 6 — параметр из Midjourney, здесь он не действует. Без таких параметров: кот --ar 1:1",
        ),
        ("--v 6", "--v 6 — параметр из Midjourney, здесь он не действует. Уберите его."),
        ("кот {a|b}", "Варианты в фигурных скобках пишутся через запятую. Может быть, {a, b}?"),
        ("кот {a, b", "В этих фигурных скобках что-то не так"),
        ("кот --стиль нуар", "Не знаю стиля нуар."),
        ("{a, b, c, d} {a, b, c, d}", "Слишком много картинок сразу: 16, а можно 12."),
        ("кот --ar 9:1", "или квадрат, портрет, пейзаж, широкий, высокий"),
    ],
)
async def test_a_mistake_is_told_in_russian_with_russian_names(
    stage: Stage, boris: Actor, prompt: str, sentence: str
) -> None:
    boris.writes(f"/draw {prompt}")
    await boris.chat.said(sentence)
    assert stage.submitted == []


async def test_imagine_prompt_is_read_as_midjourney_shows_it(stage: Stage, alice: Actor) -> None:
    alice.writes("/imagine Prompt: a cat --ar 1:1")
    picture = await alice.chat.picture()
    assert picture.code.startswith("a cat --ar 1:1")


async def test_imagine_prompt_is_read_alike_in_what_is_replied_to(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    described = boris.writes("/imagine prompt: кот на крыше --sit 3", in_=painters)
    await painters.said("--sit")
    alice.writes("/draw prompt: a cat", in_=painters)
    assert (await painters.picture()).code.startswith("prompt: a cat")
    boris.edits(described, "/imagine prompt: кот на крыше")
    await painters.picture(2)
    alice.writes("/draw --ar 1:1", in_=painters, reply_to=described)
    assert (await painters.picture(3)).code.startswith("кот на крыше --ar 1:1")
