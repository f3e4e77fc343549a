"""Prompts that the language read before dashes, groups and styles were added to it still mean what they meant."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drawing.prompt import AspectRatio, Prompt, WeightedMessage, parse_prompt

# Written down by the first version of the parser, from words, marks and options put together by chance. Left out is
# what the second version reads otherwise on purpose: options behind a mark, several dashes, a name with a mark behind.
ACCEPTED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("accepted-before.json").read_text("utf-8"))


def _prompt(kept: dict[str, Any]) -> Prompt:
    said = {name: kept[name] for name in ("seed", "repeat", "enhance", "file", "spoiler") if name in kept}
    if "aspect_ratio" in kept:
        said["aspect_ratio"] = AspectRatio(*kept["aspect_ratio"])
    return Prompt(tuple(WeightedMessage(text, Decimal(weight)) for text, weight in kept["messages"]), **said)


@pytest.mark.parametrize("part", range(5))
def test_a_prompt_that_was_accepted_before_means_the_same(part: int) -> None:
    for kept in ACCEPTED[part::5]:
        assert parse_prompt(kept["input"]) == _prompt(kept), kept["input"]
