"""Replies to a picture, switching off, and notes."""

import pytest
from hypothesis import given

from drawing.prompt import (
    Code,
    Note,
    Option,
    PromptError,
    Styles,
    format_prompt,
    notes_on,
    parse_prompt,
    read_prompts,
    room_beside,
)
from tests.unit.prompt.strategies import hostile_texts, requests

BASE = parse_prompt("рыжий кот у синего домика, осень --no hat --ar 16:9 --seed 42 --enhance --file")
STYLES = Styles({"noir": "black and white --no colour --ar 1:1", "film": "film grain --raw"})


def drawn(typed: str) -> list[str]:
    return [format_prompt(prompt) for prompt in read_prompts(typed, base=BASE, styles=STYLES).prompts]


CAT = "рыжий кот у синего домика, осень"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("зимой", f"{CAT}, зимой --no hat --ar 16:9 --enhance --file"),
        ("", f"{CAT} --no hat --ar 16:9 --enhance --file"),
        ("--no HAT::0.5, cap", f"{CAT} --no hat, cap --ar 16:9 --enhance --file"),
        ("--ar 1:1 --seed 7", f"{CAT} --no hat --ar 1:1 --seed 7 --enhance --file"),
        ("снег::2 ветер", f"{CAT}:: снег::2 ветер --no hat --ar 16:9 --enhance --file"),
        ("fog::-0.5", f"{CAT} --no fog::0.5, hat --ar 16:9 --enhance --file"),
        ("осень", f"{CAT} --no hat --ar 16:9 --enhance --file"),
        ("--raw --file=no --r 2", f"{CAT} --no hat --ar 16:9 --repeat 2 --raw --file=no"),
        ("--enhance=no", f"{CAT} --no hat --ar 16:9 --file --enhance=no"),
        ("--style film", f"{CAT}, film grain --no hat --ar 16:9 --enhance --file"),
        ("зимой --style noir", f"{CAT}, зимой, black and white --no hat, colour --ar 16:9 --enhance --file"),
        ("собака --new", "собака"),
        ("собака --заново --style noir", "собака, black and white --no colour --ar 1:1"),
    ],
)
def test_words_are_joined_to_the_prompt_and_options_replace_its_own(typed: str, expected: str) -> None:
    assert drawn(typed) == [expected]


def test_a_reply_may_have_groups() -> None:
    assert drawn("{зимой, летом --new} --ar 1:1") == [
        f"{CAT}, зимой --no hat --ar 1:1 --enhance --file",
        "летом --ar 1:1",
    ]


def test_what_was_switched_off_in_the_prompt_is_switched_on_by_a_reply() -> None:
    base = parse_prompt("cat --file=no --raw=no")
    (prompt,) = read_prompts("--file", base=base).prompts
    assert format_prompt(prompt) == "cat --file --raw=no"
    (prompt,) = read_prompts("--raw", base=base).prompts
    assert format_prompt(prompt) == "cat --raw --file=no"


@given(requests, hostile_texts)
def test_saying_it_again_changes_no_words(base, typed) -> None:
    try:
        (once, *_) = read_prompts(typed, base=base, limit=10_000).prompts
        (twice, *_) = read_prompts(typed, base=once, limit=10_000).prompts
    except PromptError:
        return
    assert parse_prompt(format_prompt(once), limit=10_000) == once
    assert len(twice.messages) >= len(once.messages)


def test_too_long_a_reply_is_told_how_much_room_the_prompt_leaves() -> None:
    base = parse_prompt("x" * 480)
    with pytest.raises(PromptError) as caught:
        read_prompts("y" * 30, base=base)
    assert (caught.value.code, caught.value.length, caught.value.room) == (Code.TOO_LONG, 512, 18)
    assert read_prompts("y" * 18, base=base).pictures == 1
    assert room_beside(parse_prompt("x" * 400 + ":: y"), 500) == 99
    with pytest.raises(PromptError) as caught:
        read_prompts("y" * 501 + " --new", base=base)
    assert caught.value.room is None


@pytest.mark.parametrize(
    ("typed", "enhance", "file", "off"),
    [
        ("--file=no", None, False, {Option.FILE}),
        ("--file=no --file", None, True, set()),
        ("--file --file=off,", None, False, {Option.FILE}),
        ("--enhance=НЕТ", None, False, {Option.ENHANCE}),
        ("--raw --raw=no --enhance", True, False, {Option.RAW}),
        ("--raw --enhance --raw=no", True, False, {Option.RAW}),
        ("--raw --enhance=no", False, False, {Option.ENHANCE}),
    ],
)
def test_of_two_switches_the_last_counts(typed: str, enhance: bool | None, file: bool, off: set[Option]) -> None:
    prompt = parse_prompt(f"cat {typed}")
    assert (prompt.enhance, prompt.file, prompt.off) == (enhance, file, off)
    assert parse_prompt(format_prompt(prompt)) == prompt


def test_what_was_switched_off_and_is_on_now_is_written_as_on() -> None:
    prompt = parse_prompt("cat --enhance --raw=no").reworded("a cat in detail")
    assert format_prompt(prompt) == "a cat in detail --raw"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("--file=yes", Code.UNKNOWN_OPTION),
        ("--file=", Code.UNKNOWN_OPTION),
        ("--new=no", Code.UNKNOWN_OPTION),
        ("--file=no --file=no", Code.DUPLICATE_OPTION),
        ("--file=no --file --file", Code.DUPLICATE_OPTION),
        ("--raw --enhance", Code.CONFLICT),
        ("--new --new", Code.DUPLICATE_OPTION),
    ],
)
def test_a_switch_has_no_other_value_and_stands_once(typed: str, code: Code) -> None:
    with pytest.raises(PromptError) as caught:
        parse_prompt(f"cat {typed}")
    assert caught.value.code is code


@pytest.mark.parametrize(
    "text", ["(cat:1.2)", "a (big cat:0,8) mat", "[hat]", "a [old hat] b", "((cat:2))", "--no [x]  y"]
)
def test_weights_of_other_tools_are_drawn_with_a_note(text: str) -> None:
    assert notes_on(parse_prompt(f"z {text}"), is_reply=False) == {Note.FOREIGN_WEIGHTS}


@pytest.mark.parametrize(
    "text", ["(cat)", "a (at 12:30)", "cat (see: dog)", "[]", "a:1.2", "(cat:: 2)", "(ratio 16:9)"]
)
def test_other_brackets_need_none(text: str) -> None:
    assert notes_on(parse_prompt(f"z {text}"), is_reply=False) == set()


def test_to_start_over_outside_of_a_reply_is_noted_and_not_kept() -> None:
    prompt = parse_prompt("cat --new")
    assert notes_on(prompt, is_reply=False) == {Note.NOTHING_TO_START_OVER}
    assert notes_on(prompt, is_reply=True) == set()
    assert format_prompt(prompt) == "cat"
