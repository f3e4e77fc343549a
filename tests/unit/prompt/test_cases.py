"""Every example of the language, with its exact result."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drawing.prompt import AspectRatio, Prompt, PromptError, WeightedMessage, format_prompt, parse_prompt

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("prompt-cases.json").read_text("utf-8"))["cases"]
DRAWN = [case for case in CASES if "error" not in case]
REFUSED = [case for case in CASES if "error" in case]


def _name(case: dict[str, Any]) -> str:
    return ascii(case["input"][:50])


def _request(case: dict[str, Any]) -> Prompt:
    options: dict[str, Any] = {
        name: case[name] for name in ("seed", "repeat", "enhance", "file", "spoiler") if name in case
    }
    if "aspect_ratio" in case:
        options["aspect_ratio"] = AspectRatio(*case["aspect_ratio"])
    messages = (WeightedMessage(message["text"], Decimal(str(message["weight"]))) for message in case["messages"])
    return Prompt(tuple(messages), **options)


@pytest.mark.parametrize("case", DRAWN, ids=_name)
def test_an_example_is_read_as_written_down(case: dict[str, Any]) -> None:
    assert parse_prompt(case["input"]) == _request(case)


@pytest.mark.parametrize("case", DRAWN, ids=_name)
def test_the_canonical_text_of_an_example_is_read_as_the_same_request(case: dict[str, Any]) -> None:
    prompt = _request(case)
    assert parse_prompt(format_prompt(prompt)) == prompt


@pytest.mark.parametrize("case", REFUSED, ids=_name)
def test_an_example_is_refused_as_written_down(case: dict[str, Any]) -> None:
    with pytest.raises(PromptError) as refused:
        parse_prompt(case["input"])
    error = refused.value
    start, end = error.span
    assert error.code == case["error"]
    assert case.get("span", list(error.span)) == [start, end]
    assert case.get("at", case["input"][start:end]) == case["input"][start:end]
    assert case.get("hint", error.hint) == error.hint
