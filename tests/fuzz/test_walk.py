"""Whatever people do and whatever fails, in whatever order: each request has one picture or one explanation in the end.

The steps of a walk follow from its seed alone. One that fails says how to walk it again.
"""

import logging
import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.cases import SEED, case, numbered, to_run
from tests.fuzz.walk.verdict import unexpected, violations
from tests.fuzz.walk.walk import walk
from tests.unit.drawing.model.run import open_store

STEPS = 150
WALKS = 100 if os.environ.get("ALL_PLANS") else 16


@pytest.mark.fault("1", "27", "36")
@numbered(WALKS, few=1)
async def test_every_walk_ends_with_one_outcome_for_each_request(
    numbers: range, tmp_path: Path, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, int], None]
) -> None:
    caplog.set_level(logging.ERROR)
    steps = 0
    async with open_store(tmp_path) as store:
        for number in to_run(numbers):
            with case(number, math.inf):  # the steps of a walk are bounded instead
                world = await walk(f"{SEED}:{number}", store, STEPS)
                assert await violations(world) == [], "\n".join(world.turns.log)
                assert unexpected(caplog.records) == []
                steps += len(world.turns.log)
            caplog.clear()
    record_property("steps of walks at random", steps)


@pytest.mark.slow
async def test_the_same_seed_takes_the_same_steps(tmp_path: Path) -> None:
    logs = []
    for _ in range(2):
        async with open_store(tmp_path) as store:
            logs.append((await walk("5", store, 60)).turns.log)
    assert logs[0] == logs[1]
    assert len(logs[0]) > 60
