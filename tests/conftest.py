"""Rules for all tests: which are slow, their order, the garbage of the run, and what they have counted."""

import gc
import os
import random
import signal
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from bot.config import Settings

# What the machine of the tests is set to, its proxies and certificates above all, is not what they are about.
for _name in Settings.model_fields:
    for _variable in (_name, _name.upper()):
        os.environ.pop(_variable, None)

# Of what a shell starts in the background Ctrl-C is ignored, and so it would be by the programs of the tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test may depend on the speed of the machine, and the suites of several may run on one.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

_TESTS: Final = Path(__file__).parent

# The libraries and some thousand tests are objects that stay to the end: to look through them again and again for
# garbage was a quarter of the whole run.
gc.set_threshold(50_000, 20, 50)


# Each case of these starts a bot, programs or a network. `make test` runs the first of a table of cases.
_WHOLE_WORLDS: Final = ("acceptance", "flows", "fuzz", "network")


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_leave_cases_to_slow(items: list[pytest.Item]) -> None:
    """Leave of cases that walk the same code the first to `make test`; of `sampled(n)`, each `n`-th."""
    cases: defaultdict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[str(item.path), getattr(item, "originalname", item.name)].append(item)
    for of_one_test in cases.values():
        first, last = of_one_test[0], len(of_one_test) - 1
        if sampled := first.get_closest_marker("sampled"):
            kept = set(range(0, last + 1, sampled.args[0]))
        elif first.path.relative_to(_TESTS).parts[0] in _WHOLE_WORLDS:
            kept = {0}
        else:
            continue
        for number, item in enumerate(of_one_test):
            if number not in kept:
                item.add_marker(pytest.mark.slow)


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_leave_flows_to_slow(items: list[pytest.Item]) -> None:
    """Leave of the flows to `make test` the first of each module: each starts a whole bot."""
    modules: set[Path] = set()
    for item in items:
        if item.path.relative_to(_TESTS).parts[0] != "flows":
            continue
        item.add_marker(pytest.mark.flow)
        if item.path in modules:
            item.add_marker(pytest.mark.slow)
        modules.add(item.path)


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
