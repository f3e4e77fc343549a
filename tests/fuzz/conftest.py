"""Whatever comes in, the memory it takes is bounded."""

import resource
from collections.abc import Iterator
from typing import Final

import pytest

_MAX_BYTES: Final = 200 * 2**20  # bytes; the longest single text of the cases has 100,000 characters


@pytest.fixture(autouse=True)
def _memory_is_bounded() -> Iterator[None]:
    before = _peak()
    yield
    assert _peak() - before < _MAX_BYTES


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
