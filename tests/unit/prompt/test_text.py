"""Parts, weights, terms of `--no`, and what `\\` takes the meaning away from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.prompt import Code, PromptError, parse_prompt


def read(text: str) -> list[tuple[str, str]]:
    return [(message.text, str(message.weight)) for message in parse_prompt(text).messages]


def refused(text: str) -> tuple[Code, str]:
    with pytest.raises(PromptError) as error:
        parse_prompt(text)
    start, end = error.value.span
    return error.value.code, text[start:end]


@pytest.mark.parametrize(
    ("typed", "weight"),
    [
        ("2", "2"),
        ("2.500", "2.5"),
        ("0.001", "0.001"),
        (",5", "0.5"),
        ("100.000", "100"),
        ("0000100", "100"),
        ("+.5", "0.5"),
    ],
)
def test_a_number_is_a_weight_in_its_shortest_form(typed: str, weight: str) -> None:
    assert read(f"cat::{typed}") == [("cat", weight)]


@pytest.mark.parametrize("minus", ["-", "–", "−"])
def test_a_typographic_minus_is_a_minus(minus: str) -> None:
    assert read(f"cat fog::{minus}0,5 dog") == [("cat fog", "-0.5"), ("dog", "1")]


def test_a_weight_needs_a_gap_a_mark_or_the_end_after_it() -> None:
    assert read("a::2::b") == [("a", "2"), ("b", "1")]
    assert read("a::2\\::b") == [("a", "1"), ("2::b", "1")]
    assert read("a::2! b") == [("a", "1"), ("2! b", "1")]
    assert read("a::—1 b") == [("a", "1"), ("—1 b", "1")]


@pytest.mark.parametrize("mark", [",", ";", "."])
def test_one_mark_after_a_weight_goes(mark: str) -> None:
    assert read(f"a::2{mark}{mark} b::0.5{mark}c") == [("a", "2"), (f"{mark} b", "0.5"), ("c", "1")]


def test_a_number_is_never_cut_short_to_make_a_weight() -> None:
    assert read("robot::3.5d art") == [("robot", "1"), ("3.5d art", "1")]
    assert read("robot::35d art") == [("robot", "1"), ("35d art", "1")]


def test_digits_of_other_scripts_are_text() -> None:
    assert read("cat::٣ dog") == [("cat", "1"), ("٣ dog", "1")]


@pytest.mark.parametrize("weight", ["0", "-0", "0.000", "100.001", "-101", "1.0000", "9" * 5000])
def test_a_weight_out_of_range_is_refused(weight: str) -> None:
    assert refused(f"cat::{weight} dog") == (Code.BAD_WEIGHT, weight)


def test_a_part_without_text_vanishes_with_its_weight() -> None:
    assert read("::-5 cat :: ::0 ::2") == [("cat", "1")]
    assert read("cat --no ::2, , hat,") == [("cat", "1"), ("hat", "-1")]


def test_an_option_does_not_end_a_part() -> None:
    assert read("hot --ar 1:1 dog::2 --file bun") == [("hot dog", "2"), ("bun", "1")]


def test_a_weight_in_a_term_ends_it_without_a_comma() -> None:
    assert read("cat --no hat::0.5 dog") == [("cat", "1"), ("hat", "-0.5"), ("dog", "-1")]


@pytest.mark.parametrize("weight", ["0", "-0.5", "−1", "101"])
def test_a_term_takes_only_positive_weights(weight: str) -> None:
    assert refused(f"cat --no hat::{weight}, dog") == (Code.BAD_WEIGHT, weight)


def test_terms_of_several_lists_follow_the_parts_in_the_order_written() -> None:
    texts = [text for text, _ in read("--no c, b --raw cat:: fog::-0.5 --no a")]
    assert texts == ["cat", "fog", "c", "b", "a"]


def test_a_list_of_terms_ends_with_its_option() -> None:
    assert read("cat --no a b --file c --no d") == [("cat c", "1"), ("a b", "-1"), ("d", "-1")]


def test_equal_messages_become_the_first_whatever_their_case() -> None:
    assert read("Straße:: STRASSE:: straße::2") == [("Straße", "1"), ("straße", "2")]
    assert read("cat::2 hat::-1 --no Hat, HAT::1.0") == [("cat", "2"), ("hat", "-1")]


def test_terms_do_not_count_towards_the_sum_but_negative_parts_do() -> None:
    assert read("cat --no hat::100") == [("cat", "1"), ("hat", "-100")]
    assert refused("cat:: hat::-1") == (Code.BAD_WEIGHT, "cat:: hat::-1")
    assert read("cat:: hat::-0.999") == [("cat", "1"), ("hat", "-0.999")]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a\\\\::b", "a\\::b"),
        ("\\\\--no x", "\\--no x"),
        ("\\—no x", "—no x"),
        ("\\--nope=3", "--nope=3"),
        ("a\\\\b", "a\\\\b"),
        ("\\--", "\\--"),
        ("\\-->", "\\-->"),
        ("\\—sitting", "\\—sitting"),
        ("a\\,b", "a\\,b"),
        ("\\", "\\"),
        ("a:\\::b", "a:::b"),
    ],
)
def test_one_backslash_goes_where_a_meaning_follows_and_none_elsewhere(typed: str, text: str) -> None:
    assert read(typed) == [(text, "1")]


def test_within_terms_commas_marks_and_options_can_be_escaped() -> None:
    assert read("cat --no a\\,b, \\--no x\\::y, c\\\\,d") == [
        ("cat", "1"),
        ("a,b", "-1"),
        ("--no x::y", "-1"),
        ("c\\,d", "-1"),
    ]


def test_what_joins_a_part_in_the_middle_of_a_token_is_text() -> None:
    assert read("cat::--no,hat") == [("cat", "1"), ("--no,hat", "1")]
    assert read("cat --no hat,--nope") == [("cat", "1"), ("hat", "-1"), ("--nope", "-1")]


WORDS = st.lists(st.sampled_from(["cat", "red", "кот", "3d", "x-y", "a,b"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(WORDS, st.integers(1, 100_000)), min_size=1, max_size=6, unique_by=lambda part: part[0]))
def test_every_part_gets_the_weight_written_after_it(parts: list[tuple[str, int]]) -> None:
    weighted = [(text, Decimal(weight) / 1000) for text, weight in parts]
    messages = parse_prompt(" ".join(f"{text}::{weight:f}" for text, weight in weighted)).messages
    assert [(message.text, message.weight) for message in messages] == weighted


def test_the_views_divide_the_messages_by_sign() -> None:
    request_read = parse_prompt("fog::-0.5 cat --no hat")
    assert [message.text for message in request_read.positive] == ["cat"]
    assert [message.text for message in request_read.negative] == ["fog", "hat"]
