"""Groups: every combination, by the text, in order; and braces that are none."""

from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drawing.prompt import Code, Prompt, PromptError, format_prompt, parse_prompt, parse_style, read_prompts
from tests.unit.prompt.strategies import hostile_texts


def drawn(typed: str) -> list[str]:
    return [format_prompt(prompt) for prompt in read_prompts(typed).prompts]


def texts(prompt: Prompt) -> list[str]:
    return [message.text for message in prompt.messages]


def refused(typed: str) -> tuple[Code, str, str | None]:
    with pytest.raises(PromptError) as caught:
        read_prompts(typed)
    error = caught.value
    return error.code, typed[slice(*error.span)], error.hint


WORDS = st.lists(
    st.sampled_from(["red", "big cat", "кот", "x-y", "", "a::2 b", "--raw", "--no hat"]), min_size=2, max_size=4
)


@given(st.lists(WORDS.filter(any), min_size=1, max_size=3), st.sampled_from(["", " on a mat", "\\{x, y\\}"]))
def test_the_results_are_all_combinations_the_leftmost_changing_slowest(groups: list[list[str]], end: str) -> None:
    typed = "".join(f"w{at} {{{', '.join(group)}}} " for at, group in enumerate(groups)) + end
    count = prod(map(len, groups))
    if count > 12:
        with pytest.raises(PromptError) as caught:
            read_prompts(typed)
        assert (caught.value.code, caught.value.length, caught.value.limit) == (Code.TOO_MANY, count, 12)
        return
    try:
        reading = read_prompts(typed)
    except PromptError as error:
        assume(error.code is Code.DUPLICATE_OPTION)
        return
    assert len(reading.prompts) == count == reading.pictures
    for at, prompt in enumerate(reading.prompts):
        chosen = []
        for group in reversed(groups):
            at, place = divmod(at, len(group))  # noqa: PLW2901
            chosen.append(group[place])
        alone = "".join(f"w{at} {word} " for at, word in enumerate(reversed(chosen))) + end
        assert read_prompts(alone).prompts == (prompt,)


@given(hostile_texts)
def test_every_result_is_its_own_canonical_text(typed: str) -> None:
    try:
        reading = read_prompts(typed)
    except PromptError:
        return
    assert 1 <= reading.pictures <= 12
    assert (reading.groups is None) == (len(reading.prompts) == 1)
    for prompt in reading.prompts:
        assert parse_prompt(format_prompt(prompt)) == prompt


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("{red,blue}bird", ["redbird", "bluebird"]),
        ("cat::{1, 2} mat", ["cat:: mat", "cat::2 mat"]),
        ("cat --{raw, enhance}", ["cat --raw", "cat --enhance"]),
        ("cat --ar 1{:, /}2", ["cat --ar 1:2", "cat --ar 1:2"]),
        ("cat {--ar 1:1 --seed 5, --raw} mat", ["cat mat --ar 1:1 --seed 5", "cat mat --raw"]),
        ("cat --no {hat, }", None),
        ("cat {fog::-0.5 x, --no fog}", ["cat fog::-0.5 x", "cat --no fog"]),
        ("cat --no {salt\\, pepper, cap}", ["cat --no salt, pepper", "cat --no cap"]),
        ("cat --no {salt\\\\, pepper, cap}", ["cat --no salt\\, pepper", "cat --no cap"]),
        ("{a\\, b, c}", ["a, b", "c"]),
        ("{a\\{1\\}, c}", ["a\\{1\\}", "c"]),
        ("{a,,b}", None),
        ("x{a, ,b}", ["xa", "x", "xb"]),
        ("e{\u0301, x}", ["é", "ex"]),
        ("a{\\--no, , -}b", ["a\\--nob", "ab", "a-b"]),
        ("cat -{ar 1:1, -raw}", ["cat --ar 1:1", "cat --raw"]),
        (
            "cat {a, b} {, c} --r 3",
            ["cat a --repeat 3", "cat a c --repeat 3", "cat b --repeat 3", "cat b c --repeat 3"],
        ),
    ],
)
def test_an_alternative_stands_in_its_place_as_text(typed: str, expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(PromptError):
            read_prompts(typed)
    else:
        assert drawn(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "{cat}",
            "{{masterpiece}}",
            "{{a|b}}",
            "{}",
            "}",
            "a } b, c",
            "{a {b} c",
            "x {",
            "{{}}",
            "{a\\|b}",
            "} a, b {",
        ),
        *("{cat} and {{dog}}, ok", "{a\\,b}", "{ }"),
    ],
)
def test_braces_that_are_no_group_are_text(typed: str) -> None:
    if "|" in typed and "{{" not in typed:
        assert refused(typed)[0] is Code.BAD_BRACES
    else:
        assert texts(parse_prompt(typed)) == [typed]


@pytest.mark.parametrize(
    ("typed", "place", "hint"),
    [
        ("a {b, {c} d", "{", None),
        ("a {b {c, d}", "{", None),
        ("a {b, {c}} d", "{", None),
        ("a {{b, c}} d", "{", None),
        ("a {,} d", "{,}", None),
        ("a { , ,} d", "{ , ,}", None),
        ("a {b|c|d}", "{b|c|d}", "{b, c, d}"),
        ("a {b||c}", "{b||c}", "{b, , c}"),
        ("a {|}", "{|}", None),
        ("a {x, y} {b|c}", "{b|c}", "{b, c}"),
        ("a {b|c\\}} {x, {y}}", "{b|c\\}}", "{b, c\\}}"),
    ],
)
def test_braces_that_are_nearly_a_group_are_refused(typed: str, place: str, hint: str | None) -> None:
    code, shown, hinted = refused(typed)
    assert (code, shown, hinted) == (Code.BAD_BRACES, place, hint)


def test_a_brace_without_its_other_one_is_refused_only_where_a_comma_follows() -> None:
    assert refused("a, b {c, d")[:2] == (Code.BAD_BRACES, "{")
    assert texts(parse_prompt("a, b {c d \\, e")) == ["a, b {c d \\, e"]
    assert texts(parse_prompt("a, b {c \\{d\\}")) == ["a, b {c {d}"]


def test_one_backslash_goes_before_each_brace_and_any_number_makes_it_plain() -> None:
    assert texts(parse_prompt("\\{a, b\\}")) == ["{a, b}"]
    assert texts(parse_prompt("\\\\{a, b\\\\\\}")) == ["\\{a, b\\\\}"]
    assert format_prompt(parse_prompt("{x} y\\{")) == "\\{x\\} y\\{"


@pytest.mark.parametrize(
    ("typed", "length"), [("{a,b,c,d}" * 2, 16), ("{a,b}" * 30, 1000), ("{a, b, c} --r 4 --seed 1 {d, e}", 24)]
)
def test_more_than_twelve_pictures_are_too_many(typed: str, length: int) -> None:
    with pytest.raises(PromptError) as caught:
        read_prompts(f"a {typed} z")
    error = caught.value
    assert (error.code, error.length, error.limit) == (Code.TOO_MANY, length, 12)
    assert error.span == (2, 2 + typed.rindex("}") + 1)


def test_the_first_result_that_fails_tells_its_mistake_where_it_was_typed() -> None:
    assert refused("cat {--ar 1:1, --ar 9{:, x}1}")[0] is Code.BAD_BRACES
    assert refused("cat --ar {1:1, 9:1} --sed 4") == (Code.UNKNOWN_OPTION, "--sed", "--seed")
    assert refused("cat --ar 9{:, x}1")[:2] == (Code.BAD_ASPECT_RATIO, "9{:, x}1")


def test_who_reads_one_prompt_is_told_how_many_there_are() -> None:
    with pytest.raises(PromptError) as caught:
        parse_prompt("a {red, blue} cat --r 2")
    assert (caught.value.code, caught.value.span, caught.value.length, caught.value.limit) == (
        Code.TOO_MANY,
        (2, 13),
        4,
        1,
    )


def test_a_style_has_no_groups_however_many() -> None:
    typed = "warm {a,b,c,d} {a,b,c,d} light"
    with pytest.raises(PromptError) as caught:
        parse_style(typed)
    assert (caught.value.code, caught.value.span) == (Code.BAD_STYLE, (5, 14))
