"""Cases by number: each is made of a seed and its number alone, so that the one that fails can be made again."""

import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

import pytest

SEED: Final = int(os.environ.get("FUZZ_SEED", "20261121"))
CASES: Final = "cases of hostile input"
Count = Callable[[str, int], None]  # pytest's `record_property`: what was counted is told at the end of the run
_ONLY: Final = os.environ.get("FUZZ_CASE")
_PARTS: Final = 4  # of the many cases, so that they can run side by side
_LONGEST: Final = 30.0  # seconds of processor time for one case, on the slowest machine there is


def numbered(count: int, few: int = 150) -> pytest.MarkDecorator:
    """Run a test over the first `few` cases always, and over all `count` of them where there is time."""
    ends = [count * part // _PARTS for part in range(_PARTS + 1)]
    slow = [
        pytest.param(range(begin, end), id=f"{begin}-{end - 1}", marks=pytest.mark.slow)
        for begin, end in pairwise(ends)
    ]
    return pytest.mark.parametrize("numbers", [pytest.param(range(few), id=f"first {few}"), *slow])


def to_run(numbers: Iterable[int]) -> list[int]:
    """The numbers, or the single one of them that is to be made again (`FUZZ_CASE`)."""
    return [number for number in numbers if _ONLY is None or number == int(_ONLY)]


def chance(number: int) -> random.Random:
    """The chance of a case."""
    return random.Random(f"{SEED}:{number}")


@contextmanager
def case(number: int, longest: float = _LONGEST) -> Iterator[random.Random]:
    """The chance of a case; whatever is raised inside, or takes for ever, says how to make the case again.

    `longest` is in seconds of processor time.
    """
    began = time.thread_time()
    try:
        yield chance(number)
        assert time.thread_time() - began < longest
    except BaseException as error:
        error.add_note(f"made again by FUZZ_SEED={SEED} FUZZ_CASE={number}")
        raise
