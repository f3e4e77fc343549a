"""The line and the carets under it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.prompt import point_at
from tests.unit.prompt.strategies import hostile_texts


def test_carets_stand_under_the_span() -> None:
    assert point_at("cat --nope x", (4, 10)) == ("cat --nope x", "    ^^^^^^")


def test_white_space_and_control_characters_become_single_spaces() -> None:
    assert point_at("\n a \t\x00\x1b\r\n--x\u00a0\u00a0b \n", (9, 12)) == ("a --x b", "  ^^^")


def test_invisible_characters_go_and_do_not_move_the_carets() -> None:
    text = "\ufeffa\u200b \u202e--n\u200bo\u200b b\ud800"
    assert point_at(text, (5, 10)) == ("a --no b", "  ^^^^")
    assert point_at(text, (5, 11)) == ("a --no b", "  ^^^^")


def test_ellipses_stand_where_the_line_is_cut() -> None:
    text = "a" * 50 + " --x " + "b" * 50
    line, carets = point_at(text, (51, 54), 20)
    assert line == "…aaaaaaa --x bbbbbb…"
    assert carets == " " * 9 + "^^^"
    assert point_at(text, (51, 54), 200) == (text, " " * 51 + "^^^")


def test_near_an_end_only_the_other_side_is_cut() -> None:
    assert point_at("--x " + "b" * 50, (0, 3), 10) == ("--x bbbb…", "^^^")
    assert point_at("b" * 50 + " --x", (51, 54), 10) == ("…bbbb --x", "      ^^^")


def test_a_span_wider_than_the_line_is_shown_from_its_start() -> None:
    assert point_at("a " + "x" * 50 + " b", (2, 52), 10) == ("…xxxxxxxx…", " ^^^^^^^^")


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("漢字", 4),
        ("ｆ", 2),
        ("e\u0301\u0316", 1),
        ("й", 1),
        ("👍🏽", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("❤\ufe0f", 2),
        ("🤷\u200d♂\ufe0f", 2),
        ("🇫🇷", 2),
        ("\u1112\u1161\u11ab", 2),
        ("می\u200cخ", 3),
    ],
)
def test_characters_are_counted_by_the_columns_that_they_take_up(before: str, columns: int) -> None:
    line, carets = point_at(f"{before}--x", (len(before), len(before) + 3))
    assert line == f"{before}--x"
    assert carets == " " * columns + "^^^"
    assert point_at(f"{before}--x", (0, len(before)))[1] == "^" * columns


def test_emoji_are_never_cut_apart() -> None:
    family = "👨\u200d👩\u200d👧"
    line, carets = point_at(family * 20 + "--x", (100, 103), 12)
    assert line == "…" + family * 3 + "--x"
    assert carets == " " * 7 + "^^^"


def test_a_pile_of_marks_is_shown_in_part() -> None:
    line, carets = point_at("a" + "\u0301" * 5000 + " --x", (5002, 5005))
    assert len(line) < 30
    assert carets == "  ^^^"


@pytest.mark.parametrize("text", ["", " ", "\x00\u200b"])
def test_there_is_always_a_caret(text: str) -> None:
    assert point_at(text, (0, len(text))) == ("", "^")


def _columns(line: str) -> int:
    """An upper bound, counted another way: nothing is narrower than it would be alone."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


@given(hostile_texts.filter(bool), st.data())
def test_any_span_of_any_text_can_be_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    width = data.draw(st.integers(8, 40))
    line, carets = point_at(text, (start, end), width)
    line.encode()
    assert "  " not in line
    assert all(character.isprintable() or unicodedata.category(character) not in {"Cc", "Cs"} for character in line)
    assert set(carets) <= {" ", "^"}
    assert carets.endswith("^")
    assert " " not in carets.lstrip(" ")
    assert len(carets) <= max(_columns(line) + line.count("\ufe0f"), 0) + 1
    assert len(carets) <= width + 1
