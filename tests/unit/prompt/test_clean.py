"""Cleaning, and the way back from cleaned text to what was typed."""

import sys
import unicodedata

import pytest
from hypothesis import example, given

from drawing.prompt import Code, PromptError, parse_prompt
from drawing.prompt.clean import clean, joins_before
from tests.unit.prompt.strategies import hostile_texts


def shown(text: str) -> str:
    with pytest.raises(PromptError) as error:
        parse_prompt(text)
    start, end = error.value.span
    return text[start:end]


@given(hostile_texts)
@example("\u0344\u0316\u0301")
@example("\u1112\u200b\u1161\u11ab")
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    cleaned = clean(text).text
    assert clean(cleaned).text == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(hostile_texts)
def test_every_cleaned_character_comes_from_where_it_was_typed(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    assert cleaned.starts == sorted(cleaned.starts)
    assert cleaned.ends == sorted(cleaned.ends)
    for character, start, end in zip(cleaned.text, cleaned.starts, cleaned.ends, strict=True):
        assert character in clean(f"1{text[start:end]}2").text


@given(hostile_texts)
def test_nothing_but_a_prompt_error_comes_of_any_text_and_its_span_lies_inside(text: str) -> None:
    try:
        parse_prompt(text)
    except PromptError as error:
        start, end = error.span
        assert 0 <= start <= end <= len(text)
        assert start < end or not text


@pytest.mark.parametrize(
    "space", ["\t", "\r\n", "\u00a0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000", "\x1c\x1f", "\x85"]
)
def test_every_run_of_white_space_is_one_space(space: str) -> None:
    assert clean(f"{space}a{space} {space}b{space}").text == "a b"


@pytest.mark.parametrize(
    "dropped",
    [
        "\x00",
        "\x1b",
        "\x7f",
        "\x9f",
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u061c",
        "\u200e",
        "\u200f",
        "\ud800",
        "\udfff",
    ]
    + [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))],
    ids=ascii,
)
def test_what_cannot_be_seen_is_dropped(dropped: str) -> None:
    assert clean(f"{dropped}a{dropped}b {dropped} c{dropped}").text == "ab c"


@pytest.mark.parametrize("kept", ["👩🏽\u200d❤\ufe0f\u200d👨", "می\u200cخواهم", "🏴\U000e0067\U000e007f"])
def test_the_joiners_inside_words_and_emoji_stay(kept: str) -> None:
    assert clean(kept).text == kept


def test_an_invisible_character_does_not_keep_a_letter_and_its_accent_apart() -> None:
    assert clean("e\u200b\u0301").text == "é"


def test_a_long_pile_of_marks_is_normalised_as_the_standard_says() -> None:
    pile = "a" + "\u0301\u0316\u0344" * 20
    assert clean(pile).text == unicodedata.normalize("NFC", pile)


def test_every_character_that_composes_with_the_one_before_is_known_to_do_so() -> None:
    decompositions = (unicodedata.decomposition(chr(code)).split() for code in range(sys.maxunicode + 1))
    seconds = {chr(int(parts[1], 16)) for parts in decompositions if len(parts) == 2 and not parts[0].startswith("<")}
    assert [second for second in seconds if not joins_before(second)] == []


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("\u200b  cat\n\t--no\u200bpe\u200b x", "--no\u200bpe"),
        ("и\u0306 cat --и\u0306од x", "--и\u0306од"),
        ("e\u0301e\u0301::\u200b0\ufeff x", "0"),
        ("e\u0301 cat --ar\u00a0\u20289\u00ad:0", "9\u00ad:0"),
        ("\ud83d cat --file\x00=yes", "--file"),
    ],
)
def test_a_span_is_counted_in_what_was_typed(typed: str, place: str) -> None:
    assert shown(typed) == place


def test_composition_can_make_a_mark_that_counts() -> None:
    assert [message.text for message in parse_prompt("a::2\u037e b").messages] == ["a", "b"]
    with pytest.raises(PromptError) as error:
        parse_prompt("cat --a\u030ar 1:1")
    assert error.value.code is Code.UNKNOWN_OPTION
