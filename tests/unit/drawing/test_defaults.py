"""A person's settings, and how a prompt overrides them."""

import pytest

from drawing.defaults import Defaults, SeedMode, SeedSetting, with_defaults
from drawing.prompt import AspectRatio, Code, PromptError, format_prompt, parse_prompt

ANN = Defaults(
    aspect_ratio=AspectRatio(16, 9),
    enhance=True,
    as_file=True,
    suffix="in watercolour",
    negatives="text, hat::0.5",
)


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("cat", "cat, in watercolour --no text, hat::0.5 --ar 16:9 --enhance --file"),
        ("cat --ar 1:1", "cat, in watercolour --no text, hat::0.5 --ar 1:1 --enhance --file"),
        ("cat --raw", "cat --ar 16:9 --raw --file"),
        ("cat --raw=no", "cat, in watercolour --no text, hat::0.5 --ar 16:9 --enhance --file --raw=no"),
        ("cat --enhance=no", "cat, in watercolour --no text, hat::0.5 --ar 16:9 --file --enhance=no"),
        ("cat --file=no", "cat, in watercolour --no text, hat::0.5 --ar 16:9 --enhance --file=no"),
        ("cat!", "cat! in watercolour --no text, hat::0.5 --ar 16:9 --enhance --file"),
        ("xin watercolour", "xin watercolour, in watercolour --no text, hat::0.5 --ar 16:9 --enhance --file"),
        ("cat --no dog", "cat, in watercolour --no dog --ar 16:9 --enhance --file"),
        ("cat::2 mat", "cat::2 mat, in watercolour --no text, hat::0.5 --ar 16:9 --enhance --file"),
        ("cat, in Watercolour", "cat, in Watercolour --no text, hat::0.5 --ar 16:9 --enhance --file"),
    ],
)
def test_the_prompt_goes_before_the_settings(typed: str, used: str) -> None:
    assert format_prompt(with_defaults(parse_prompt(typed), ANN, 500)) == used


def test_negatives_that_were_set_under_other_rules_are_left_out_all_the_same() -> None:
    old = Defaults(negatives="{a, b}, --v 6")

    assert format_prompt(with_defaults(parse_prompt("cat"), old, 500)) == "cat --no \\{a, b\\}, \\--v 6"


def test_without_settings_nothing_changes() -> None:
    request = parse_prompt("cat --no hat --seed 5 --repeat 2 --spoiler")

    assert with_defaults(request, Defaults(), 500) == request


def test_settings_that_make_a_prompt_too_long_are_refused_and_not_cut() -> None:
    with pytest.raises(PromptError) as caught:
        with_defaults(parse_prompt("x" * 490), ANN, 500)

    assert caught.value.code is Code.TOO_LONG


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("cat", "cat --raw --spoiler"),
        ("cat --raw=no", "cat, in oil --spoiler --raw=no"),
        ("cat --enhance", "cat, in oil --enhance --spoiler"),
        ("cat --enhance=no --spoiler=no", "cat --raw --enhance=no --spoiler=no"),
    ],
)
def test_as_written_and_hidden_are_settings_that_a_prompt_switches_off(typed: str, used: str) -> None:
    settings = Defaults(raw=True, enhance=False, spoiler=True, suffix="in oil")

    assert format_prompt(with_defaults(parse_prompt(typed), settings, 500)) == used
    assert settings.of_words == Defaults()


def test_what_a_person_has_set_goes_before_what_the_group_has_set() -> None:
    person = Defaults(aspect_ratio=AspectRatio(1, 1), enhance=False)
    group = Defaults(aspect_ratio=AspectRatio(16, 9), enhance=True, as_file=True, seed=SeedSetting(SeedMode.LAST))

    assert person.over(group) == Defaults(
        aspect_ratio=AspectRatio(1, 1), enhance=False, as_file=True, seed=SeedSetting(SeedMode.LAST)
    )
