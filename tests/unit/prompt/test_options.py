"""Options: where they may stand, how they are spelled, what they take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.prompt import AspectRatio, Code, Prompt, PromptError, parse_prompt
from drawing.prompt.parse import scan_prompt


def refused(text: str) -> tuple[Code, str]:
    with pytest.raises(PromptError) as error:
        parse_prompt(text)
    start, end = error.value.span
    return error.value.code, text[start:end]


def texts(request_read: Prompt) -> list[str]:
    return [message.text for message in request_read.messages]


@given(st.permutations(["--ar 16:9", "--seed=7", "--R 3", "—enhance", "--FILE", "--spoiler", "a red", "cat"]))
def test_options_may_stand_anywhere(pieces: list[str]) -> None:
    request_read = parse_prompt(" ".join(pieces))
    assert sorted(texts(request_read)[0].split()) == ["a", "cat", "red"]
    assert (request_read.aspect_ratio, request_read.seed, request_read.repeat) == ((16, 9), 7, 3)
    assert (request_read.enhance, request_read.file, request_read.spoiler) == (True, True, True)


@pytest.mark.parametrize("dash", ["--", "‒", "–", "—", "―"])
@pytest.mark.parametrize("name", ["no", "без", "БЕЗ", "No"])
def test_a_dash_from_a_phone_is_read_as_an_option(dash: str, name: str) -> None:
    assert texts(parse_prompt(f"cat {dash}{name} hat")) == ["cat", "hat"]


@pytest.mark.parametrize("token", ["—nope", "-no", "−no", "—", "--", "---nope", "----no", "--!no", "a--no"])
def test_what_is_no_option_is_text(token: str) -> None:
    assert texts(parse_prompt(f"cat {token} hat")) == [f"cat {token} hat"]


@pytest.mark.parametrize(
    "token", ["--x", "--é", "--ж", "--5", "--_", "--no:hat", "--no::2", "--raw,", "—file=", "--raw="]
)
def test_two_hyphens_and_a_letter_digit_or_underscore_make_an_option_of_any_name(token: str) -> None:
    assert refused(f"cat {token} hat") == (Code.UNKNOWN_OPTION, token.partition("=")[0])


@pytest.mark.parametrize(
    ("token", "hint"),
    [
        ("--SEDE", "--seed"),
        ("--spoilers", "--spoiler"),
        ("--no:hat", "--no"),
        ("--RAW,", "--raw"),
        ("--бе", "--без"),
        ("—file=1", None),
        ("--zzzz", None),
        ("--" + "no" * 5000, None),
    ],
)
def test_an_unknown_option_hints_at_the_nearest_name(token: str, hint: str | None) -> None:
    with pytest.raises(PromptError) as error:
        parse_prompt(f"cat {token}")
    assert (error.value.code, error.value.hint) == (Code.UNKNOWN_OPTION, hint)


@pytest.mark.parametrize(
    ("typed", "ratio"),
    [
        ("16:9", (16, 9)),
        ("16X9", (16, 9)),
        ("16Х9", (16, 9)),
        ("16/9,", (16, 9)),
        ("100:25", (4, 1)),
        ("25:100", (1, 4)),
        ("016:09", (16, 9)),
        ("Square", (1, 1)),
        ("portrait", (2, 3)),
        ("landscape", (3, 2)),
        ("TALL", (9, 16)),
    ],
)
@pytest.mark.parametrize("option", ["--ar ", "--aspect=", "--формат= "])
def test_an_aspect_ratio_is_read_and_reduced(option: str, typed: str, ratio: tuple[int, int]) -> None:
    assert parse_prompt(f"{option}{typed} cat").aspect_ratio == AspectRatio(*ratio)


@pytest.mark.parametrize(
    "typed",
    [
        "16:",
        ":9",
        "1:1:1",
        "101:100",
        "100:24",
        "24:100",
        "-1:1",
        "+1:1",
        "1.5:1",
        "１:１",
        "1:0",
        "huge",
        "\\--no",
        "9" * 5000 + ":1",
    ],
)
def test_an_unusable_aspect_ratio_is_shown(typed: str) -> None:
    assert refused(f"cat --ar {typed} hat") == (Code.BAD_ASPECT_RATIO, typed)


@pytest.mark.parametrize("typed", ["1", "0042", "9223372036854775807", "0" * 5000 + "1"])
def test_a_seed_is_a_whole_number(typed: str) -> None:
    assert parse_prompt(f"cat --сид {typed}").seed == int(typed[-19:])


def test_random_is_a_seed() -> None:
    assert parse_prompt("cat --seed RANDOM,").seed == "random"


@pytest.mark.parametrize("typed", ["00", "+1", "1.0", "٣", "²", "1_0", "9" * 5000])
def test_an_unusable_seed_is_shown(typed: str) -> None:
    assert refused(f"cat --seed={typed}") == (Code.BAD_SEED, typed)


@pytest.mark.parametrize("typed", ["0", "5", "-1", "two"])
def test_an_unusable_repeat_is_shown(typed: str) -> None:
    assert refused(f"cat --r {typed}, hat") == (Code.BAD_REPEAT, typed)


def test_the_seeds_of_all_repeats_have_to_exist() -> None:
    last = 2**63 - 1
    assert refused(f"--repeat 3 cat --seed {last - 1},") == (Code.BAD_SEED, str(last - 1))
    assert parse_prompt(f"cat --repeat 3 --seed {last - 2}").seed == last - 2


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cat --ar=", "--ar"),
        ("cat --ar , hat", "--ar"),
        ("cat --ar=--no x", "--ar"),
        ("cat --seed —no x", "--seed"),
        ("cat --no --ar 1:1", "--no"),
        ("cat —no= ,", "—no"),
        ("cat --no=--file hat", "--no"),
        ("cat --no ::2 --no hat", "--no"),
    ],
)
def test_a_missing_value_points_at_the_name(typed: str, name: str) -> None:
    assert refused(typed) == (Code.MISSING_VALUE, name)


def test_a_value_after_an_equals_sign_may_have_one_itself() -> None:
    assert texts(parse_prompt("cat --no=a=b, c")) == ["cat", "a=b", "c"]
    assert refused("cat --ar=1=1") == (Code.BAD_ASPECT_RATIO, "1=1")


@pytest.mark.parametrize(
    "typed",
    [
        "--ar 1:1 --aspect 1:1",
        "--seed 1 --сид=1",
        "--repeat 2 --r 2",
        "--file --file",
        "--raw --raw",
        "--spoiler —spoiler",
    ],
)
def test_an_option_given_twice_is_refused_at_the_second(typed: str) -> None:
    with pytest.raises(PromptError) as error:
        parse_prompt(f"cat {typed}")
    assert error.value.code is Code.DUPLICATE_OPTION
    assert error.value.span[0] == 4 + max(typed.rfind("--"), typed.rfind("—"))


def test_flags_that_contradict_each_other_are_refused_at_the_second() -> None:
    assert refused("--raw cat --enhance --raw") == (Code.CONFLICT, "--enhance")


@pytest.mark.parametrize(
    ("typed", "code", "shown"),
    [
        ("cat::0 --nope --ar 0", Code.BAD_WEIGHT, "0"),
        ("cat --nope dog::0", Code.UNKNOWN_OPTION, "--nope"),
        ("cat --no , --nope", Code.MISSING_VALUE, "--no"),
        ("cat --no hat::0 --nope", Code.BAD_WEIGHT, "0"),
        ("--seed 9223372036854775807 --nope --repeat 2", Code.BAD_SEED, "9223372036854775807"),
        ("--no hat --ar 9", Code.BAD_ASPECT_RATIO, "9"),
        ("--ar 1:1 --ar", Code.DUPLICATE_OPTION, "--ar"),
    ],
)
def test_the_leftmost_error_is_told_before_those_of_the_whole(typed: str, code: Code, shown: str) -> None:
    assert refused(typed) == (code, shown)


def test_options_alone_can_be_scanned_though_they_are_no_prompt() -> None:
    found = scan_prompt("--ar 1:1 --no hat, hat --file")
    assert found.body.parts == ()
    assert [term.text for term in found.body.terms] == ["hat"]
    assert (found.options.aspect_ratio, found.options.repeat, found.options.file) == ((1, 1), None, True)
    assert refused("--ar 1:1 --file") == (Code.EMPTY, "--ar 1:1 --file")
