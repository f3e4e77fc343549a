"""The guarantees, checked over every plan of faults.

Every durable write and every remote call is a step at which the process may crash before or after it, the call may be
lost, executed with its answer lost, or refused with a wait. After everything has healed: each accepted request has
exactly one picture or exactly one explanation, and no drawing was submitted more often than its limit allows.
"""

from pathlib import Path

import pytest

from tests.unit.drawing.model.run import SCENARIOS, Scenario, double_plans, open_store, run, single_plans, violations

BY_NAME = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)


@BY_NAME
async def test_no_single_fault_loses_or_doubles_anything(scenario: Scenario, tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        undisturbed = await run(store, scenario, {})
        assert violations(undisturbed) == []
        plans = list(single_plans(undisturbed.steps.kinds))
        broken = {str(plan): found for plan in plans if (found := violations(await run(store, scenario, plan)))}

    print(f"{len(plans)} plans with one fault over {len(undisturbed.steps.kinds)} steps")  # noqa: T201 - the number of plans is part of the proof
    assert broken == {}


_STRIDE = 11  # of the plans with two faults; every one of them takes most of an hour


@pytest.mark.slow
@BY_NAME
async def test_no_two_faults_lose_or_double_anything(scenario: Scenario, tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        undisturbed = await run(store, scenario, {})
        plans = list(double_plans(undisturbed.steps.kinds))[::_STRIDE]
        broken = {str(plan): found for plan in plans if (found := violations(await run(store, scenario, plan)))}

    print(f"{len(plans)} plans with two faults over {len(undisturbed.steps.kinds)} steps")  # noqa: T201
    assert broken == {}
