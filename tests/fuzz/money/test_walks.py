"""Whatever people, services and crashes do, in whatever order: the owner pays for no more than they have allowed.

The steps of a walk follow from its seed alone. One that fails says how to walk it again.
"""

import logging
import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.cases import SEED, case, numbered, to_run
from tests.fuzz.money.walk import Walker
from tests.fuzz.walk.verdict import unexpected
from tests.unit.drawing.model.run import open_store

STEPS = 125
WALKS = 80 if os.environ.get("ALL_PLANS") else 20


@numbered(WALKS, few=1)
async def test_no_walk_costs_more_than_is_allowed_and_each_ends_with_one_outcome_for_each_request(
    numbers: range, tmp_path: Path, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, int], None]
) -> None:
    caplog.set_level(logging.ERROR)
    steps = orders = 0
    async with open_store(tmp_path) as store:
        for number in to_run(numbers):
            with case(number, math.inf):
                walker = Walker(f"{SEED}:{number}", store)
                await walker.walk(STEPS)
                assert [error for error in unexpected(caplog.records) if "nobody can read" not in error] == []
                steps += walker.steps
                orders += len(walker.world.service.orders)
            caplog.clear()
    record_property("steps of walks about money", steps)
    record_property("orders in them", orders)


@pytest.mark.slow
async def test_the_same_seed_takes_the_same_steps(tmp_path: Path) -> None:
    walks = []
    async with open_store(tmp_path) as store:
        for _ in range(2):
            walker = Walker("7", store)
            await walker.walk(40)
            walks.append((walker.world.log, walker.world.service.orders, walker.world.telegram.said))
    assert walks[0] == walks[1]
    assert walks[0][1]
