"""Changing a request by what somebody says about its picture."""

import pytest
from hypothesis import given

from drawing.prompt import Code, PromptError, format_prompt, parse_prompt, refine_prompt
from tests.unit.prompt.strategies import hostile_texts, requests

BASE = parse_prompt("a red cat::2 mat --no hat --ar 16:9 --seed 42 --spoiler")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a red cat::2 mat --no hat --ar 16:9 --seed 42 --spoiler"),
        ("--ar 1:1", "a red cat::2 mat --no hat --ar 1:1 --seed 42 --spoiler"),
        ("--seed 7", "a red cat::2 mat --no hat --ar 16:9 --seed 7 --spoiler"),
        ("--seed random", "a red cat::2 mat --no hat --ar 16:9 --seed random --spoiler"),
        ("--no dog, HAT", "a red cat::2 mat --no hat, dog --ar 16:9 --seed 42 --spoiler"),
        ("a blue dog", "a blue dog --no hat --ar 16:9 --seed 42 --spoiler"),
        ("a blue dog --no fog", "a blue dog --no hat, fog --ar 16:9 --seed 42 --spoiler"),
        ("fog::-0.5", "a red cat::2 mat --no fog::0.5, hat --ar 16:9 --seed 42 --spoiler"),
        ("--repeat 3 --file", "a red cat::2 mat --no hat --ar 16:9 --seed 42 --repeat 3 --file --spoiler"),
    ],
)
def test_what_is_said_changes_and_the_rest_stays(text: str, expected: str) -> None:
    assert format_prompt(refine_prompt(BASE, text)) == expected


def test_raw_takes_enhance_back() -> None:
    assert refine_prompt(parse_prompt("cat --enhance"), "--raw").enhance is False


def test_a_mistake_is_shown_in_what_was_said() -> None:
    with pytest.raises(PromptError) as caught:
        refine_prompt(BASE, "--sed 4")

    assert (caught.value.code, caught.value.span) == (Code.UNKNOWN_OPTION, (0, 5))


def test_seeds_that_run_past_the_end_are_refused() -> None:
    with pytest.raises(PromptError) as caught:
        refine_prompt(parse_prompt("cat --seed 9223372036854775807"), "--repeat 2")

    assert caught.value.code is Code.BAD_SEED


def test_what_grows_too_long_is_refused() -> None:
    with pytest.raises(PromptError) as caught:
        refine_prompt(parse_prompt("x" * 499), "--no hat")

    assert caught.value.code is Code.TOO_LONG


@given(requests, hostile_texts)
def test_whatever_is_said_there_is_a_request_or_an_error_of_the_language(request, text) -> None:
    try:
        refined = refine_prompt(request, text)
    except PromptError:
        return
    assert parse_prompt(format_prompt(refined)) == refined


@given(requests)
def test_saying_nothing_changes_nothing_but_how_many(request) -> None:
    refined = refine_prompt(request, "")

    assert refined.messages == request.messages
    assert refined.repeat == 1
