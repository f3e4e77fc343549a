"""Rules for all tests: their order, the garbage of the run, and how far it has gone, which is told at the end."""

import gc
import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

# No test may depend on the speed of the machine, and the suites of several may run on one.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# The libraries and some thousand tests are objects that stay to the end: to look through them again and again for
# garbage was a quarter of the whole run.
gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Shuffle the tests where the environment names an `ORDER_SEED`: none may depend on what ran before it.

    The modules, and the tests in each: what a module sets up for all of its tests is to be set up once.
    """
    if seed := os.environ.get("ORDER_SEED"):
        source = random.Random(seed)
        places = {path: source.random() for path in dict.fromkeys(item.path for item in items)}
        items.sort(key=lambda item: (places[item.path], source.random()))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Sum up what tests have counted with `record_property`, by its name."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call":
            counted.update({name: number for name, number in report.user_properties if isinstance(number, int)})
    for name, number in sorted(counted.items()):
        terminalreporter.write_line(f"{number:>9,} {name}")
