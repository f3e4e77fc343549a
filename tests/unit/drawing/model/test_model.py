"""The guarantees, checked over every plan of faults.

Every durable write and every remote call is a step at which the process may crash before or after it, or the call may
be lost, be executed with its answer lost, or be refused with a wait. After everything has healed: each accepted request
has exactly one picture or exactly one explanation, and no drawing was submitted more often than its limit allows.

A second fault is planned over the steps that a run takes after the first one, so none is run whose second fault would
never come. There are some thirty thousand such plans: `make slow` takes a share of them, `make storm` all.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.drawing.model.run import SCENARIOS, Scenario, open_store, run, violations, with_one_fault_more
from tests.world.faults import Plan

BY_NAME = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
SINGLES = 12  # parts of the plans with one fault: `make test` takes the first, `make slow` the others
PARTS = 4  # of the plans of one scenario, so that they can run side by side
SHARE = 1 if os.environ.get("ALL_PLANS") else 24
"""Of so many plans with two faults one is run, another one after each first fault; all of them by `make storm`."""

Count = Callable[[str, int], None]


@pytest.fixture(autouse=True)
def _unwritten_log(caplog: pytest.LogCaptureFixture) -> None:
    """Each plan is a fault that the log tells of with its traceback; writing them takes longer than the run."""
    caplog.set_level(logging.CRITICAL)


@pytest.mark.fault("1", "4", "32")
@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, SINGLES))])
@BY_NAME
async def test_no_single_fault_loses_or_doubles_anything(
    scenario: Scenario, part: int, tmp_path: Path, record_property: Count
) -> None:
    broken: dict[str, list[str]] = {}
    async with open_store(tmp_path) as store:
        undisturbed = await run(store, scenario, {})
        assert violations(undisturbed) == []
        plans = list(with_one_fault_more({}, undisturbed.steps.kinds))[part::SINGLES]
        for plan in plans:
            model = await run(store, scenario, plan)
            assert len(model.steps.kinds) > max(plan), "the planned fault never came"
            if found := violations(model):
                broken[_named(plan, model.steps.names)] = found

    record_property("plans with one fault", len(plans))
    assert broken == {}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@BY_NAME
async def test_no_two_faults_lose_or_double_anything(
    scenario: Scenario, part: int, tmp_path: Path, record_property: Count
) -> None:
    count, broken = 0, {}
    async with open_store(tmp_path) as store:
        undisturbed = await run(store, scenario, {})
        singles = list(with_one_fault_more({}, undisturbed.steps.kinds))
        for number, single in enumerate(singles[part::PARTS]):
            plans = list(with_one_fault_more(single, (await run(store, scenario, single)).steps.kinds))
            for plan in plans[number % SHARE :: SHARE]:
                count += 1
                model = await run(store, scenario, plan)
                if found := violations(model):
                    broken[_named(plan, model.steps.names)] = found

    record_property("plans with two faults", count)
    assert broken == {}


def _named(plan: Plan, names: list[str]) -> str:
    return ", ".join(f"{fault} {names[at]} ({at})" for at, fault in plan.items())
