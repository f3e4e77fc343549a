"""Limits of a prompt: how much is allowed, what is said of more, and how the work grows with the text."""

import sys
import time
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import prompt as parser
from drawing.prompt import Code, Counted, PromptError, Styles, WeightedMessage, parse_prompt, point_at, read_prompts
from drawing.prompt.clean import clean
from drawing.prompt.format import format_parts
from drawing.prompt.groups import find_groups
from drawing.prompt.scan import scan
from tests.unit.prompt.strategies import message_texts


def refused(text: str, limit: int = 500) -> PromptError:
    with pytest.raises(PromptError) as error:
        parse_prompt(text, limit=limit)
    return error.value


def test_separators_options_and_doubles_do_not_count_towards_the_length() -> None:
    text = "x" * 499 + "::2, y::   Y --ar 1:1 --seed 5 --no \u200b,z,,Z --file Y"
    assert len(parse_prompt(text.removesuffix("Y"), limit=501).messages) == 3
    assert refused(text).length == len("x" * 499 + "y" + "Y Y" + "z")


def test_the_length_is_counted_after_cleaning() -> None:
    assert len(parse_prompt("е\u0308\u200b" * 500).messages[0].text) == 500


def test_too_long_a_text_says_how_long_it_is_and_how_long_it_may_be() -> None:
    error = refused("cat " * 3, limit=10)
    assert (error.code, error.span) == (Code.TOO_LONG, (0, 12))
    assert (error.length, error.limit, error.counted) == (11, 10, Counted.CHARACTERS)
    assert parse_prompt("cat " * 3, limit=11).messages


def test_more_than_fifty_messages_are_too_many() -> None:
    fifty = ":: ".join(str(number) + "x" for number in range(30)) + " --no " + ",".join(map(str, range(20)))
    assert len(parse_prompt(fifty).messages) == 50
    error = refused(fifty + ",y")
    assert (error.code, error.length, error.limit, error.counted) == (Code.TOO_LONG, 51, 50, Counted.MESSAGES)


def test_far_too_long_an_input_is_refused_before_it_is_read() -> None:
    error = refused("--nope" + " " * 19_995)
    assert (error.code, error.span, error.length, error.limit) == (Code.TOO_LONG, (0, 20_001), 20_001, 20_000)
    assert refused("--nope" + " " * 19_994).code is Code.UNKNOWN_OPTION


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" \u200b", Code.EMPTY),
        (":: ::2 --ar 1:1", Code.EMPTY),
        ("--no " + "x" * 600, Code.ONLY_NEGATIVE),
        ("fog::-2 --no hat", Code.ONLY_NEGATIVE),
        ("x" * 600 + ":: y::-1", Code.BAD_WEIGHT),
    ],
)
def test_the_whole_prompt_is_checked_in_a_fixed_order(typed: str, code: Code) -> None:
    error = refused(typed)
    assert (error.code, error.span) == (code, (0, len(typed)))


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("forest fog::-0.5", "forest:: fog::-0.5"),
        ("dark forest thick fog::-0.25 --raw", "dark forest thick:: fog::-0.25"),
        ("forest fog::-2", "forest --no fog::2"),
        ("forest fog::-1", "forest --no fog"),
        ("a \\--no::-0.5", "a:: \\--no::-0.5"),
        ("fog::-1", None),
        ("--no forest fog", None),
        ("x" * 497 + " fog::-0.5", "x" * 497 + ":: fog::-0.5"),
        ("x" * 498 + " fog::-0.5", None),
    ],
)
def test_a_text_that_is_only_negative_hints_at_a_prompt_that_can_be_drawn(typed: str, hint: str | None) -> None:
    error = refused(typed)
    assert (error.code, error.hint) == (Code.ONLY_NEGATIVE, hint)
    if hint is not None:
        assert parse_prompt(hint).positive


@given(message_texts, message_texts, st.sampled_from(["-0.5", "-0.999", "-1", "-100"]))
def test_the_hint_can_be_drawn_whatever_the_words(some: str, other: str, weight: str) -> None:
    error = refused(format_parts([WeightedMessage(f"{some} {other}", Decimal(weight))]))
    assert error.code is Code.ONLY_NEGATIVE
    assert error.hint is not None
    hinted = parse_prompt(error.hint)
    assert [message.weight for message in hinted.messages] == [1, Decimal(weight)]
    assert " ".join(message.text for message in hinted.messages) == f"{some} {other}"


def test_an_error_says_nothing_of_the_prompt_where_it_could_be_logged() -> None:
    error = refused("secret fog::-0.5")
    assert "secret" not in f"{error!s} {error!r}"


REPEATED = [
    *("--ar=", "--x ", "--no a,", "—no ", "a::1 ", "::", "::1", ":", "\\", "\\::", "\\ --no a ", "a,", "1", " ", "="),
    *(
        ",-",
        ",--no",
        ",\\--no",
        ",--ar=1:1",
        ",-ar=1",
        ",--x",
        "-ar ",
        "- ",
        "-- ar ",
        "— ar 1:1 ",
        "—no: ",
        "--v 6 ",
        "--v=6,",
    ),
    *("--sref 1 ", "--p abc12 ", "--style noir ", "--style noir, ", "noir, ", "noir,", "--style x ", "--file=no "),
    *("{", "}", "{}", "{a, b} ", "{a,", "\\{", "\\,", "{\\,", "|", "{a|b}", "{,"),
    *("e\u0301\u0316", "\u0316\u0301", "\u1100\u1161\u11a8", "\u200b", "\ud800", "漢", "👍🏽", "\u200d"),
]

STYLES: Final = Styles({"noir": "black and white --no colour", "old": "glow --seed 5"})

_OURS: Final = str(Path(parser.__file__).parent)
MARKS_IN_DISORDER = "a" + "\u0301" * 50_000 + "\u0316" * 50_000


def _read(text: str) -> None:
    """Read a text that may be longer than a prompt."""
    try:
        source = clean(text)
        for result in find_groups(source).results:
            fault = scan(result.text, STYLES).fault
            if fault is not None:
                point_at(text, result.typed(fault.start, fault.end))
    except PromptError as error:
        point_at(text, error.span)


def _read_whole(text: str) -> None:
    try:
        read_prompts(text, styles=STYLES, limit=20_000)
    except PromptError as error:
        point_at(text, error.span)


def _steps(text: str) -> int:
    """How many lines of the prompt language's own run while the text is read.

    Others run as well: whatever the garbage collector calls when its time has come, which depends on what ran before.
    """
    lines = 0

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.startswith(_OURS):
            return None
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        _read_whole(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", ["", "a::", "--no ", "{a, b} --style noir, "])
@pytest.mark.parametrize("repeated", REPEATED, ids=ascii)
def test_twice_the_text_takes_no_more_than_twice_the_steps(before: str, repeated: str) -> None:
    assert _steps(before + repeated * 200) <= 2 * _steps(before + repeated * 100) + 50


@pytest.mark.fault("41")
@pytest.mark.sampled(5)
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "text",
    [*((repeated * 100_000)[:100_000] for repeated in REPEATED), MARKS_IN_DISORDER],
    ids=lambda text: ascii(text[-12:]),
)
def test_a_hundred_thousand_characters_need_no_more_than_seconds_of_work(text: str) -> None:
    """Steps in C are not counted above. A linear pass takes a fraction of a second, a quadratic sort of marks 15 s."""
    start = time.process_time()
    _read(text)
    assert time.process_time() - start < 10
