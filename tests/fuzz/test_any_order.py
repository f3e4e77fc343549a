"""People, workers, faults and restarts in any order that Hypothesis finds, over the real store, in simulated time.

Where `test_walk.py` goes far at random, this looks for the shortest way to break something: what it finds is shrunk.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from storage.store import SqlStore
from tests.fuzz.walk.verdict import unexpected, violations
from tests.fuzz.walk.walk import empty
from tests.fuzz.walk.world import World
from tests.unit.drawing.model.run import open_store
from tests.world.faults import Fault

MANY = 400 if os.environ.get("ALL_PLANS") else 75
DEEDS = ("ask", "ask", "cancel", "delete", "block", "migrate", "change_rights", "set_clock")


class AnyOrder(RuleBasedStateMachine):
    """Everything that can happen next. After the last of it, nothing fails any more, and all has to be well."""

    def __init__(self, runner: asyncio.Runner, store: SqlStore, records: list[logging.LogRecord]) -> None:
        super().__init__()
        self._runner = runner
        self._store = store
        self._records = records

    @initialize(seed=st.integers(0, 99))
    def begins(self, seed: int) -> None:
        async def begin() -> World:
            await empty(self._store)
            return World(Random(seed), self._store)

        self._records.clear()
        self._world = self._runner.run(begin())

    @rule(at=st.integers(0, 7), deed=st.sampled_from(DEEDS))
    def somebody_acts(self, at: int, deed: str) -> None:
        if rooms := self._world.rooms.open():
            self._runner.run(getattr(self._world, deed)(rooms[at % len(rooms)]))

    @rule()
    def somebody_lets_the_bot_back_in(self) -> None:
        self._runner.run(self._world.let_back_in())

    @rule(turns=st.lists(st.integers(0, 5), min_size=1, max_size=25))
    def the_bot_works(self, turns: list[int]) -> None:
        async def work() -> None:
            for whose in turns:
                await self._world.step(whose)

        self._runner.run(work())

    @rule(fault=st.sampled_from(Fault))
    def something_is_about_to_fail(self, fault: Fault) -> None:
        self._world.turns.bring_on(fault)

    @rule()
    def the_process_is_killed(self) -> None:
        self._runner.run(self._world.kill())

    def teardown(self) -> None:
        async def end() -> list[str]:
            await self._world.heal()
            return await violations(self._world)

        assert self._runner.run(end()) == [], "\n".join(self._world.turns.log)
        assert unexpected(self._records) == []


@pytest.mark.fault("1")
@pytest.mark.parametrize("examples", [6, pytest.param(MANY, marks=pytest.mark.slow)])
def test_in_any_order_each_request_has_one_outcome_in_the_end(
    examples: int, tmp_path: Path, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, int], None]
) -> None:
    caplog.set_level(logging.ERROR)
    database = open_store(tmp_path)
    with asyncio.Runner() as runner:
        store = runner.run(database.__aenter__())
        run_state_machine_as_test(
            lambda: AnyOrder(runner, store, caplog.records),  # type: ignore[arg-type]  # any factory of one serves
            settings=settings(
                max_examples=examples,
                stateful_step_count=40,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
        runner.run(database.__aexit__(None, None, None))
    record_property("courses of events found by Hypothesis", examples)
