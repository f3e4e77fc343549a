"""Cases by number: each is made of a seed and its number alone, so that the one that fails can be made again."""

import os
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

import pytest

SEED: Final = int(os.environ.get("FUZZ_SEED", "20261121"))
_ONLY: Final = os.environ.get("FUZZ_CASE")
_PARTS: Final = 4  # of the many cases, so that they can run side by side


def numbered(count: int, few: int = 300) -> pytest.MarkDecorator:
    """Run a test over the first `few` cases always, and over all `count` of them where there is time."""
    ends = [few + (count - few) * part // _PARTS for part in range(_PARTS + 1)]
    slow = [
        pytest.param(range(begin, end), id=f"{begin}-{end - 1}", marks=pytest.mark.slow)
        for begin, end in pairwise(ends)
    ]
    return pytest.mark.parametrize("numbers", [pytest.param(range(few), id=f"0-{few - 1}"), *slow])


def to_run(numbers: Iterable[int]) -> list[int]:
    """The numbers, or the single one of them that is to be made again (`FUZZ_CASE`)."""
    return [number for number in numbers if _ONLY is None or number == int(_ONLY)]


def chance(number: int) -> random.Random:
    """The chance of a case."""
    return random.Random(f"{SEED}:{number}")


@contextmanager
def case(number: int) -> Iterator[random.Random]:
    """The chance of a case; whatever is raised inside says how to make the case again."""
    try:
        yield chance(number)
    except BaseException as error:
        error.add_note(f"made again by FUZZ_SEED={SEED} FUZZ_CASE={number}")
        raise
