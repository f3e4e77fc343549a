"""Options of other tools: told apart from mistakes, cut out with their values, and never drawn as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.prompt import Code, PromptError, Styles, parse_prompt, read_prompts
from drawing.prompt.options import FOREIGN, OPTIONS_BY_NAME

STYLES = Styles({"noir": "black and white", "Cute": "big eyes"})


def refused(typed: str) -> tuple[Code, str, str | None]:
    with pytest.raises(PromptError) as caught:
        read_prompts(typed, styles=STYLES)
    error = caught.value
    return error.code, typed[slice(*error.span)], error.hint


def test_no_name_is_both_ours_and_foreign() -> None:
    assert not FOREIGN.keys() & OPTIONS_BY_NAME.keys()


@given(st.sampled_from(sorted(FOREIGN)), st.sampled_from(["--", "—", "–-", "---"]))
def test_every_foreign_name_is_told_as_such_however_it_is_spelled(name: str, dashes: str) -> None:
    assert refused(f"a cat {dashes}{name.upper()}")[0] is Code.FOREIGN_OPTION
    assert parse_prompt(f"a cat \\{dashes}{name}").positive[0].text == f"a cat {dashes}{name}"


@pytest.mark.parametrize(
    ("typed", "place", "hint"),
    [
        ("a cat --v 6.1, on a mat", "--v 6.1", "a cat on a mat"),
        ("a cat --v six", "--v", "a cat six"),
        ("a cat --s .5 7", "--s .5", "a cat 7"),
        ("a cat --chaos=lots, --ar 1:1", "--chaos=lots", "a cat --ar 1:1"),
        ("a cat --tile 5", "--tile", "a cat 5"),
        ("a cat --tile=5 x", "--tile=5", "a cat x"),
        (
            "a cat --sref https://a.b/c.png?d=1::2 random, 77::.5 x",
            "--sref https://a.b/c.png?d=1::2 random, 77::.5",
            "a cat x",
        ),
        ("a cat --cref red cat", "--cref", "a cat red cat"),
        ("a cat --p abc12 m7e8n::2, four x1y2z3", "--p abc12 m7e8n::2", "a cat four x1y2z3"),
        ("a cat --p abcde", "--p", "a cat abcde"),
        ("a cat --no hat --v 6 cap --hd", "--v 6", "a cat --no hat cap"),
        ("a\u200b cat\n--v 6", "--v 6", "a cat"),
        ("cat,--niji 5,--ar 1:1", "--niji 5", "cat, --ar 1:1"),
        ("a cat --style raw, --v 6", "--style raw", "a cat"),
        ("a cat --style=4a mat", "--style=4a", "a cat mat"),
        ("a {red, blue} cat --v 6 --tile", "--v 6", "a {red, blue} cat"),
        ("a {b} cat --v 6", "--v 6", "a {b} cat"),
        ("a cat --style {raw, noir}", "--style {raw", None),
        ("a cat --ar 1:1 --v 6 --ar 2:3", "--v 6", None),
        ("--no hat --v 6", "--v 6", None),
    ],
)
def test_the_hint_is_the_prompt_without_them_if_that_can_be_drawn(typed: str, place: str, hint: str | None) -> None:
    assert refused(typed) == (Code.FOREIGN_OPTION, place, hint)
    if hint is not None:
        assert read_prompts(hint, styles=STYLES).pictures


def test_a_style_of_ours_goes_before_a_foreign_one_of_the_same_name() -> None:
    assert read_prompts("a cat --style cute", styles=STYLES).prompts[0].messages[0].text == "a cat, big eyes"
    assert refused("a cat --style scenic,noir")[:2] == (Code.UNKNOWN_STYLE, "scenic")


def test_the_leftmost_mistake_is_told_also_where_another_is_foreign() -> None:
    assert refused("a cat --sed 4 --v 6") == (Code.UNKNOWN_OPTION, "--sed", "--seed")
    assert refused("a cat::0 --v 6")[0] is Code.BAD_WEIGHT


def test_terms_go_on_over_a_foreign_option() -> None:
    with pytest.raises(PromptError) as caught:
        read_prompts("a cat --no --v 6 hat")
    assert caught.value.hint == "a cat --no hat"
