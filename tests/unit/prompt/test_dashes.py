"""Options as keyboards spell them: dashes of every kind, spaces after them, marks before them; and what stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.prompt import Code, PromptError, format_prompt, parse_prompt

LONG = "\u2012\u2013\u2014\u2015\u2e3a\u2e3b\ufe58"
SHORT = "-\u2010\u2011\u2212\ufe63\uff0d"
some_dashes = st.text(st.sampled_from(LONG + SHORT), min_size=1, max_size=4)


def texts(typed: str) -> list[str]:
    return [message.text for message in parse_prompt(typed).messages]


def refused(typed: str) -> tuple[Code, str, str | None]:
    with pytest.raises(PromptError) as caught:
        parse_prompt(typed)
    error = caught.value
    return error.code, typed[slice(*error.span)], error.hint


@given(some_dashes, st.sampled_from(["no", "БЕЗ"]))
def test_two_or_three_dashes_of_any_kind_or_one_long_make_an_option_of_a_name(dashes: str, name: str) -> None:
    is_option = len(dashes) in {2, 3} or (len(dashes) == 1 and dashes in LONG)
    assert texts(f"cat {dashes}{name} hat") == (["cat", "hat"] if is_option else [f"cat {dashes}{name} hat"])


@given(some_dashes)
def test_two_dashes_with_a_short_one_refuse_a_word_that_is_no_name(dashes: str) -> None:
    if len(dashes) == 2 and set(dashes) & set(SHORT):
        assert refused(f"cat {dashes}nope hat") == (Code.UNKNOWN_OPTION, f"{dashes}nope", "--no")
    else:
        assert texts(f"cat {dashes}nope hat") == [f"cat {dashes}nope hat"]


@pytest.mark.parametrize(
    ("typed", "place", "hint"),
    [
        ("cat —без: шляпы", "—без:", "--без"),
        ("cat ---no; hat", "---no;", "--no"),
        ("cat ——сид, 5", "——сид,", "--сид"),
        ("cat —ar:16:9", "—ar:16:9", "--ar"),
        ("cat —raw!", "—raw!", "--raw"),
        ("cat —r. 2", "—r.", "--r"),
        ("cat —no:=hat", "—no:", "--no"),
        ("cat –-no: hat", "–-no:", "--no"),
    ],
)
def test_a_name_with_a_mark_behind_it_is_refused(typed: str, place: str, hint: str) -> None:
    assert refused(typed) == (Code.UNKNOWN_OPTION, place, hint)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "a cat — no hats",
            "salmon - raw",
            "he said —nothing— and left",
            "a cat -no hat -file",
            "rock-n-roll -- live",
        ),
        *("cat ----no hat", "cat —no-one", "cat —no—", "cat —no_", "cat —no2", "cat ——你好", "cat -v 6", "cat — v 6"),
        *(
            "phone -r 3",
            "R - r 2",
            "cat — r 2",
            "cat -- r 2",
            "cat - seed 3",
            "cat - ar 16:9",
            "cat -ar 16",
            "cat -seed",
        ),
        *("cat -seed x", "cat -repeat two", "cat -ar=big", "cat --- -ar", "cat — raw", "cat,— raw", "cat,—no hat"),
        *("cat,--nope", "cat:--ar 1:1", "cat,- seed 5", "cat.-r 2", "cat,—v 6", "cat,----ar 1:1", "10,-5", "a,-b"),
    ],
)
def test_a_sentence_with_dashes_stays_a_sentence(typed: str) -> None:
    assert texts(typed) == [typed]


@pytest.mark.parametrize(
    "option",
    [
        *("-ar 16:9", "−ar=16х9", "‐формат 16/9", "-aspect широкий", "-AR Wide", "-ar= 16:9", "-ar 16:9;"),
        *("-- ar 16:9", "— ar 16:9", "- -ar 16:9", "-- -ar=16:9", "— -ar 16:9", "——- ar 16:9", "–– aspect wide."),
    ],
)
@pytest.mark.parametrize("before", ["cat ", "cat,", "cat --no hat.", "cat --no hat "])
def test_a_strict_value_proves_that_an_option_was_meant(before: str, option: str) -> None:
    prompt = parse_prompt(f"{before}{option} on a mat")
    assert prompt.aspect_ratio == (16, 9)
    assert prompt.positive[0].text == ("cat" if before.startswith("cat ") else "cat,") + " on a mat"


@pytest.mark.parametrize(
    ("typed", "code", "place"),
    [
        ("cat -ar 5:1", Code.BAD_ASPECT_RATIO, "5:1"),
        ("cat — seed 0", Code.BAD_SEED, "0"),
        ("cat -repeat=9.", Code.BAD_REPEAT, "9"),
        ("cat -seed 5 -- seed 6", Code.DUPLICATE_OPTION, "-- seed"),
        ("cat --ar -seed 5", Code.MISSING_VALUE, "--ar"),
        ("cat --ar — seed 5", Code.MISSING_VALUE, "--ar"),
        ("cat --no,—ar 1:1", Code.UNKNOWN_OPTION, "--no,"),
    ],
)
def test_it_is_an_option_like_any_other_then(typed: str, code: Code, place: str) -> None:
    assert refused(typed)[:2] == (code, place)


@pytest.mark.parametrize("mark", [",", ";", ".", "!", "?", ")"])
def test_a_word_ends_with_a_mark_that_an_option_follows(mark: str) -> None:
    assert texts(f"cat{mark}--ar 16:9 on a mat") == [f"cat{mark} on a mat"]
    assert refused(f"cat{mark}--raw on a mat") == (Code.UNKNOWN_OPTION, f"{mark}--raw", "--raw")
    assert refused(f"cat{mark}---без=a") == (Code.UNKNOWN_OPTION, f"{mark}---без", "--без")
    assert refused(f"cat{mark}--v 6 on a mat") == (Code.FOREIGN_OPTION, "--v 6", f"cat{mark} on a mat")


def test_several_options_may_hang_on_one_word() -> None:
    prompt = parse_prompt("cat,-ar=2:3,--seed=5,--r 2. on a mat")
    assert (prompt.aspect_ratio, prompt.seed, prompt.repeat) == ((2, 3), 5, 2)
    assert prompt.positive[0].text == "cat, on a mat"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "-ar 16:9",
            "—no: hat",
            "––no: hat",
            "-–x",
            "— ar 16:9",
            "- -ar 16:9",
            "---no hat",
            "--v 6",
            "——seed=5",
            "﹘raw",
        ),
    ],
)
def test_a_backslash_before_the_first_dash_makes_text_of_it_and_goes(typed: str) -> None:
    assert texts(f"cat \\{typed} mat") == [f"cat {typed} mat"]
    assert texts(f"cat \\\\{typed} mat") == [f"cat \\{typed} mat"]


@pytest.mark.parametrize("typed", ["--no hat", "--ar 16:9", "-seed=5", "— ar 1:1", "--v 6", "--style x"])
def test_a_backslash_behind_a_mark_makes_text_of_an_option_and_goes(typed: str) -> None:
    assert texts(f"cat,\\{typed} mat") == [f"cat,{typed} mat"]
    assert format_prompt(parse_prompt(f"cat,\\{typed} mat")) == f"cat,\\{typed} mat"


@pytest.mark.parametrize("typed", ["\\-no hat", "\\—sitting", "\\- seed 3", "cat,\\--nope", "cat,\\—no hat", "\\-ar"])
def test_a_backslash_stays_where_there_is_neither_option_nor_refusal(typed: str) -> None:
    assert texts(typed) == [typed]


@pytest.mark.parametrize("mark", [",", ";", "."])
def test_one_mark_is_dropped_at_the_end_of_a_value_but_not_of_a_term(mark: str) -> None:
    prompt = parse_prompt(f"cat --ar 1:1{mark} --seed=5{mark} --r 2{mark} --no hat.")
    assert (prompt.aspect_ratio, prompt.seed, prompt.repeat) == ((1, 1), 5, 2)
    assert prompt.negative[0].text == "hat."
    assert refused(f"cat --ar 1:1{mark}{mark}")[:2] == (Code.BAD_ASPECT_RATIO, f"1:1{mark}")
