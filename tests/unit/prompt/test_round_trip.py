"""Parsing the canonical text of a prompt gives the prompt again."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from drawing.prompt import AspectRatio, Prompt, PromptError, WeightedMessage, format_prompt, parse_prompt
from tests.unit.prompt.strategies import hostile_texts, requests


def _request(*messages: tuple[str, str]) -> Prompt:
    return Prompt(tuple(WeightedMessage(text, Decimal(weight)) for text, weight in messages))


@given(requests)
def test_every_request_survives_being_written_and_read(request_made: Prompt) -> None:
    assert parse_prompt(format_prompt(request_made)) == request_made


@given(hostile_texts)
def test_whatever_was_read_survives_being_written_and_read(text: str) -> None:
    try:
        request_read = parse_prompt(text)
    except PromptError:
        return
    canonical = format_prompt(request_read)
    assert parse_prompt(canonical) == request_read
    assert format_prompt(parse_prompt(canonical)) == canonical


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("forest::2.50 fog::-0.5", "forest::2.5 --no fog::0.5"),
        ("fog::-0.5 forest", "fog::-0.5 forest"),
        ("a::100 b:: c", "a::100 b:: c"),
        ("--no b --no c::.5 --file a", "a --no b, c::0.5 --file"),
        ("cat:: hat::-1 dog::3 --no HAT, hat::0.5", "cat:: hat::-1 dog::3 --no hat::0.5"),
        ("x \\--no::2 y \\—no ::3", "x \\--no::2 y \\—no::3"),
    ],
)
def test_negatives_after_the_last_positive_are_terms_and_the_others_stay_in_place(typed: str, canonical: str) -> None:
    assert format_prompt(parse_prompt(typed)) == canonical


def test_options_are_written_in_a_fixed_order_after_the_messages() -> None:
    typed = "--spoiler --file --raw --r 2 --seed 7 --ar wide cat --no hat"
    assert format_prompt(parse_prompt(typed)) == "cat --no hat --ar 16:9 --seed 7 --repeat 2 --raw --file --spoiler"


@pytest.mark.parametrize(
    "messages",
    [
        [("::", "2")],
        [("a:", "2"), (":b", "1")],
        [("a\\", "2"), ("b\\", "1"), ("c", "1")],
        [(":::", "1"), ("\\::", "0.5")],
        [("--no", "1"), ("\\--no", "2"), ("\\\\--no x", "3")],
        [("x —no", "2"), ("\\—no", "1"), ("—ar=a::b", "1"), ("—sitting", "1")],
        [("a", "2"), ("3 cats", "1"), (", b", "1"), ("; c", "3"), (". d", "1")],
        [("a", "1"), ("b, c", "-1"), ("\\,", "-2"), ("d\\", "-1"), (",", "-0.5"), ("2", "-1")],
        [("a", "1"), ("x —no", "-1"), ("—no", "-2"), ("--no", "-1"), ("\\—no", "-3"), ("z", "-1")],
        [("a", "1"), ("--a,b::c", "-1"), ("—ar=1,2", "-0.001")],
        [("a", "1"), ("\u0301b", "2"), ("=\u0301", "1")],
        [("a)- -seed 5 z", "2"), ("b)- seed 5 z", "1"), ("c)-- -seed=5 z", "1"), ("d)- - -seed 5 z", "1")],
    ],
)
def test_texts_that_look_like_marks_are_escaped(messages: list[tuple[str, str]]) -> None:
    request_made = _request(*messages)
    assert parse_prompt(format_prompt(request_made)) == request_made


def test_a_term_heavier_than_the_text_stays_a_term() -> None:
    assert format_prompt(parse_prompt("cat --no hat::100")) == "cat --no hat::100"


def test_a_pasted_caption_asks_for_the_same_picture_with_its_own_seed() -> None:
    asked = parse_prompt("a\\::b, c —no hat, dog\\, cat --ar 3:2 --repeat 3 --seed random")
    caption = format_prompt(replace(asked, seed=41, repeat=1))
    assert caption == "a\\::b, c --no hat, dog\\, cat --ar 3:2 --seed 41"
    assert parse_prompt(caption) == Prompt(
        (
            WeightedMessage("a::b, c", Decimal(1)),
            WeightedMessage("hat", Decimal(-1)),
            WeightedMessage("dog, cat", Decimal(-1)),
        ),
        aspect_ratio=AspectRatio(3, 2),
        seed=41,
    )
