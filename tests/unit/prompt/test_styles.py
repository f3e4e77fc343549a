"""Styles: their names, what may be saved, and how they are merged into a prompt."""

import pytest
from hypothesis import given

from drawing.prompt import (
    Code,
    PromptError,
    Styles,
    format_prompt,
    is_style_name,
    parse_style,
    read_prompts,
    style_key,
)
from tests.unit.prompt.strategies import hostile_texts

STYLES = Styles(
    {
        "noir": "black and white, film grain --no colour --ar 16:9",
        "film": "film grain --raw",
        "oil": "oil painting::2 canvas:: frame::-0.5 --no photo --enhance",
        "Ёлки": "зелёный лес",
        "shape": "--ar 1:1",
        "no-hats": "--no hat, cap::0.5",
        "fog": "fog::-0.5",
        "old": "glow --seed 5",
        "two words": "never found",
    }
)


def drawn(typed: str, styles: Styles = STYLES) -> str:
    return format_prompt(read_prompts(typed, styles=styles).prompts[0])


def refused(typed: str, styles: Styles = STYLES) -> tuple[Code, str, str | None]:
    with pytest.raises(PromptError) as caught:
        read_prompts(typed, styles=styles)
    error = caught.value
    return error.code, typed[slice(*error.span)], error.hint


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cat --style film", "cat, film grain --raw"),
        ("cat! --style film", "cat! film grain --raw"),
        ("cat… --style film", "cat… film grain --raw"),
        ("cat) --style film", "cat), film grain --raw"),
        ("cat, Film Grain --style film", "cat, Film Grain --raw"),
        ("film grain --style film", "film grain --raw"),
        ("_film grain --style film", "_film grain, film grain --raw"),
        ("cat::2 --style film", "cat::2 film grain --raw"),
        ("cat:: mat --style film", "cat:: mat:: film grain --raw"),
        ("cat:: CAT --style film", "cat, film grain --raw"),
        ("cat:: fog::-0.5 --style film", "cat, film grain --no fog::0.5 --raw"),
        ("fog::-0.5 cat --style film --raw=no", "fog::-0.5 cat, film grain --raw=no"),
        ("cat --style oil", "cat:: oil painting::2 canvas --no frame::0.5, photo --enhance"),
        (
            "cat --no Photo::2, frame --style oil",
            "cat:: oil painting::2 canvas --no frame::0.5, Photo::2, frame --enhance",
        ),
        ("cat --style oil --enhance=no", "cat:: oil painting::2 canvas --no frame::0.5, photo --enhance=no"),
        ("cat --style oil --raw", "cat:: oil painting::2 canvas --no frame::0.5, photo --raw"),
        ("cat --style oil,film", "cat:: oil painting::2 canvas:: frame::-0.5 film grain --no photo --raw"),
        ("cat --style film,oil", "cat, film grain:: oil painting::2 canvas --no frame::0.5, photo --enhance"),
        ("cat --style shape", "cat --ar 1:1"),
        ("cat --style shape,noir", "cat, black and white, film grain --no colour --ar 16:9"),
        ("cat --style noir,shape", "cat, black and white, film grain --no colour --ar 1:1"),
        ("cat --style noir,shape --ar 2:3", "cat, black and white, film grain --no colour --ar 2:3"),
        ("cat --no CAP --style no-hats", "cat --no CAP, hat"),
        ("cat:: hat::-0.5 mat --style no-hats", "cat:: hat::-0.5 mat --no cap::0.5"),
        ("cat --style film --style FILM,film", "cat, film grain --raw"),
        ("cat --style noir --стиль=елки", "cat, black and white, film grain, зелёный лес --no colour --ar 16:9"),
        ("cat --style ,noir,,film.", "cat, black and white, film grain --no colour --ar 16:9 --raw"),
        ("cat --style film, ёлки, no-hats. On", "cat On, film grain, зелёный лес --no hat, cap::0.5 --raw"),
        ("cat --style film, ёлки,noir", "cat ёлки,noir, film grain --raw"),
        ("cat --style film; noir", "cat noir, film grain --raw"),
        ("cat --style , film", "cat, film grain --raw"),
    ],
)
def test_styles_are_merged_one_after_the_other(typed: str, expected: str) -> None:
    assert drawn(typed) == expected


@given(hostile_texts)
def test_expanding_a_style_twice_is_expanding_it_once(typed: str) -> None:
    for name in ("noir", "oil", "fog", "no-hats"):
        try:
            once = drawn(f"{typed} --style {name}")
        except PromptError:
            continue
        assert drawn(f"{once} --style {name}") == once


@pytest.mark.parametrize(
    ("typed", "code", "place", "hint"),
    [
        ("cat --style nior,flim", Code.UNKNOWN_STYLE, "nior", "noir"),
        ("cat --style noir,елка", Code.UNKNOWN_STYLE, "елка", "Ёлки"),
        ("cat --style -x", Code.UNKNOWN_STYLE, "-x", None),
        ("cat --style " + "x" * 5000, Code.UNKNOWN_STYLE, "x" * 5000, None),
        ("cat --style", Code.MISSING_VALUE, "--style", None),
        ("cat --style , mat", Code.MISSING_VALUE, "--style", None),
        ("cat --style --ar 1:1", Code.MISSING_VALUE, "--style", None),
        ("cat --style= -ar 1:1", Code.MISSING_VALUE, "--style", None),
        ("--style noir", Code.EMPTY, "--style noir", None),
        ("--no hat --style noir", Code.ONLY_NEGATIVE, "--no hat --style noir", None),
        ("cat::0.5 --style fog", Code.BAD_WEIGHT, "cat::0.5 --style fog", None),
        ("cat --style old", Code.BAD_STYLE, "old", None),
        ("--style noir,old", Code.BAD_STYLE, "old", None),
        ("cat --style old --sed 4", Code.UNKNOWN_OPTION, "--sed", "--seed"),
        ("x" * 490 + " --style noir", Code.TOO_LONG, "x" * 490 + " --style noir", None),
    ],
)
def test_what_is_wrong_with_a_style_is_shown_at_its_name(typed: str, code: Code, place: str, hint: str | None) -> None:
    assert refused(typed) == (code, place, hint)


def test_ones_own_style_goes_before_others_of_the_name() -> None:
    styles = Styles({"Noir": "mine"}, {"noir": "the group's", "film": "grain"})
    assert drawn("cat --style NOIR,film", styles) == "cat, mine, grain"
    assert styles.text("nOIR") == "mine"
    assert styles.nearest("noi") == "Noir"


@pytest.mark.parametrize("name", ["a", "1", "ночь-2", "x_y", "नी", "é", "x" * 32, "猫"])
def test_a_name_of_letters_and_digits_may_be_saved(name: str) -> None:
    assert is_style_name(name)
    assert drawn(f"cat --style {name}", Styles({name: "glow"})) == "cat, glow"


@pytest.mark.parametrize("name", ["", "-a", "_a", "a b", "a,b", "a.", "x" * 33, "🎨", "a{b", "\u0301a", "a:b"])
def test_another_name_may_not(name: str) -> None:
    assert not is_style_name(name)


def test_names_are_the_same_whatever_their_case_their_composition_or_their_yo() -> None:
    assert style_key("Ёж") == style_key("Е\u0308ж") == style_key("еж")
    assert style_key("Straße") == style_key("STRASSE")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *(("glow --seed 5", "--seed"), ("glow --repeat 2", "--repeat"), ("glow --file", "--file")),
        *(("glow --spoiler=no", "--spoiler"), ("glow --new", "--new"), ("glow --style noir", "--style")),
        *(("glow --enhance=no", "--enhance"), ("glow --raw=нет", "--raw"), ("glow -seed 5 --ar 9:1", "-seed")),
    ],
)
def test_what_costs_or_delivers_is_no_part_of_a_style(typed: str, place: str) -> None:
    with pytest.raises(PromptError) as caught:
        parse_style(typed, styles=STYLES)
    assert (caught.value.code, typed[slice(*caught.value.span)]) == (Code.BAD_STYLE, place)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Code.EMPTY),
        (":: ,", None),
        ("glow --ar 1:1 --ar 2:3", Code.DUPLICATE_OPTION),
        ("glow --raw --enhance", Code.CONFLICT),
        ("glow::0", Code.BAD_WEIGHT),
        ("x" * 501, Code.TOO_LONG),
        ("glow --v 6", Code.FOREIGN_OPTION),
        ("glow::-1", None),
        ("--no hat", None),
        ("--enhance", None),
        ("glow:: fog::-2", None),
    ],
)
def test_a_style_has_the_limits_of_a_prompt_but_need_not_be_positive(typed: str, code: Code | None) -> None:
    if code is None:
        assert parse_style(typed)
    else:
        with pytest.raises(PromptError) as caught:
            parse_style(typed)
        assert caught.value.code is code
