"""`/settings` of a person by words: what they may be, and what is said of others. Its pages: `test_settings_panel`."""

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage


async def test_settings_apply_to_every_prompt_and_are_shown_in_the_caption(stage: Stage, alice: Actor) -> None:
    alice.writes("/settings suffix in watercolour")
    await alice.chat.said("Added to every prompt: in watercolour")
    alice.writes("/settings no text, frame")
    page = await alice.chat.said("Always left out: text, frame")
    await alice.presses(page, "Wide 16:9")

    alice.writes("/draw a red cat --seed 5")

    assert (await alice.chat.picture()).code == "a red cat, in watercolour --no text, frame --ar 16:9 --seed 5"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nonsense", "Write it like one of these"),
        (f"suffix {'x' * 201}", "This is too long: 201 characters (the limit is 200)."),
        (f"no {'x' * 201}", "This is too long: 201 characters (the limit is 200)."),
        (f"no {','.join(map(str, range(60)))}", "Too many parts: 60 (the limit is 49)."),
        ("suffix in oil --ar 16:9", "Only plain words can be added here, no options and no weights."),
        ("suffix in oil --new", "Only plain words can be added here, no options and no weights."),
        ("suffix in {oil, ink}", "Only plain words can be added here, no options and no weights."),
        ("suffix in oil --nope", "Only plain words can be added here, no options and no weights."),
        ("suffix fog::2", "Only plain words can be added here, no options and no weights."),
        ("no text --ar 16:9", "Only what to leave out belongs here, no other options."),
        ("no text --repeat 4", "Only what to leave out belongs here, no other options."),
        ("no text::0", "This weight is not valid."),
        ("no", "Write what to leave out"),
        ("no ,", "Write what to leave out"),
        ("suffix", "Write what to add"),
        ("seed 0", "A seed is a whole number from 1 to"),
        ("seed", "A seed is a whole number from 1 to"),
        ("suffix fog::2 rain", "Only plain words can be added here, no options and no weights."),
        ("no text::2 --nope", "Only what to leave out belongs here, no other options."),
        ("no text --seed", "Only what to leave out belongs here, no other options."),
        ("ratio 9:1", "This shape is not valid."),
        ("ratio", "This shape is not valid."),
        ("ratio 1:1 --seed 5", "This shape is not valid."),
    ],
)
async def test_what_is_wrong_with_a_setting_is_said(stage: Stage, alice: Actor, words: str, answer: str) -> None:
    alice.writes(f"/settings {words}")
    await alice.chat.said(answer)
    assert await stage.count("people WHERE suffix IS NOT NULL OR negatives IS NOT NULL") == 0


async def test_the_longest_words_that_a_setting_takes_are_taken(stage: Stage, alice: Actor) -> None:
    for setting in ("suffix", "no"):
        alice.writes(f"/settings {setting} {'x' * 200}")
    await alice.chat.said("Always left out: x")
    assert await stage.count("people WHERE length(suffix) = 200 AND length(negatives) = 200") == 1


async def test_words_typed_in_two_lines_or_in_parts_of_letters_are_plain_words(stage: Stage, boris: Actor) -> None:
    boris.writes("/settings suffix и\u0306од\nи  дым")
    await boris.chat.said("Добавлять к описанию: йод и дым")


async def test_a_shape_can_be_set_by_words_in_both_languages(stage: Stage, alice: Actor, boris: Actor) -> None:
    alice.writes("/settings ratio 1:1")
    assert "✓ Square 1:1" in (await alice.chat.said("Shape: 1:1")).buttons
    boris.writes("/settings формат 4x3")
    assert "Любое соотношение" in (await boris.chat.said("Соотношение сторон: 4:3")).buttons
    boris.writes("/settings сид 5")
    await boris.chat.said("Сид: 5")
    alice.writes("/settings ratio any")
    assert "✓ Any shape" in (await alice.chat.said("Shape: any")).buttons


async def test_words_are_set_in_russian_words_too(stage: Stage, boris: Actor) -> None:
    boris.writes("/settings добавка акварель")
    boris.writes("/settings без рамки, текста")
    await boris.chat.said("Всегда исключать: рамки, текста")
    boris.writes("/draw кит --seed 1")
    assert (await boris.chat.picture()).text == "кит, акварель --no рамки, текста --seed 1"
