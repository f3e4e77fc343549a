"""Every example of the language, with its exact result."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drawing.prompt import (
    AspectRatio,
    Option,
    Prompt,
    PromptError,
    Style,
    Styles,
    WeightedMessage,
    format_prompt,
    parse_prompt,
    parse_style,
    read_prompts,
)

CASES: list[dict[str, Any]] = [
    case
    for name in ("prompt-cases.json", "prompt-cases-2.json")
    for case in json.loads(Path(__file__).with_name(name).read_text("utf-8"))["cases"]
]
DRAWN = [case for case in CASES if "error" not in case and case.get("as") != "style"]
SAVED = [case for case in CASES if "error" not in case and case.get("as") == "style"]
REFUSED = [case for case in CASES if "error" in case]


def _name(case: dict[str, Any]) -> str:
    return ascii(case["input"][:50])


def _messages(expected: dict[str, Any]) -> tuple[WeightedMessage, ...]:
    return tuple(
        WeightedMessage(message["text"], Decimal(str(message["weight"]))) for message in expected.get("messages", ())
    )


def _prompt(expected: dict[str, Any]) -> Prompt:
    said = {name: expected[name] for name in ("seed", "repeat", "enhance", "file", "spoiler") if name in expected}
    if "aspect_ratio" in expected:
        said["aspect_ratio"] = AspectRatio(*expected["aspect_ratio"])
    return Prompt(_messages(expected), **said)


def _without_switches(prompt: Prompt, expected: dict[str, Any]) -> Prompt:
    """The prompt as far as an example tells; `--file=no` it tells by a `false`."""
    switched = {option for option in (Option.FILE, Option.SPOILER) if expected.get(option.strip("-")) is False}
    assert prompt.off & {Option.FILE, Option.SPOILER} == switched
    assert prompt.new is expected.get("new", False)
    return Prompt(
        prompt.messages,
        prompt.aspect_ratio,
        prompt.seed,
        prompt.repeat,
        prompt.enhance,
        prompt.file,
        prompt.spoiler,
    )


def _read(case: dict[str, Any]) -> tuple[Prompt, ...]:
    return read_prompts(case["input"], styles=Styles(case.get("styles", {}))).prompts


@pytest.mark.parametrize("case", DRAWN, ids=_name)
def test_an_example_is_read_as_written_down(case: dict[str, Any]) -> None:
    expected = case.get("prompts", [case])
    read = _read(case)
    assert [_without_switches(*pair) for pair in zip(read, expected, strict=True)] == [*map(_prompt, expected)]


@pytest.mark.parametrize("case", DRAWN, ids=_name)
def test_the_canonical_text_of_an_example_is_read_as_the_same_request(case: dict[str, Any]) -> None:
    for prompt in _read(case):
        assert parse_prompt(format_prompt(prompt)) == prompt


@pytest.mark.parametrize("case", SAVED, ids=_name)
def test_an_example_of_a_style_is_read_as_written_down(case: dict[str, Any]) -> None:
    style, expected = parse_style(case["input"], styles=Styles(case.get("styles", {}))), _prompt(case)
    options = Style((), (), expected.aspect_ratio, expected.enhance)
    assert style.messages == expected.messages
    assert (style.aspect_ratio, style.enhance) == (options.aspect_ratio, options.enhance)


@pytest.mark.parametrize("case", REFUSED, ids=_name)
def test_an_example_is_refused_as_written_down(case: dict[str, Any]) -> None:
    styles = Styles(case.get("styles", {}))
    read: Callable[..., object] = parse_style if case.get("as") == "style" else read_prompts
    with pytest.raises(PromptError) as refused:
        read(case["input"], styles=styles)
    error = refused.value
    start, end = error.span
    assert error.code == case["error"]
    assert case.get("span", list(error.span)) == [start, end]
    assert case.get("at", case["input"][start:end]) == case["input"][start:end]
    assert case.get("hint", error.hint) == error.hint
    assert case.get("length", error.length) == error.length
    assert case.get("limit", error.limit) == error.limit
