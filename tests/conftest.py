"""What holds for all tests: how far a run has gone is part of what it proves, so it is told at the end."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

# No test may depend on the speed of the machine, and the suites of several may run on one.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Sum up what tests have counted with `record_property`, by its name."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call":
            counted.update({name: number for name, number in report.user_properties if isinstance(number, int)})
    for name, number in sorted(counted.items()):
        terminalreporter.write_line(f"{number:>9,} {name}")
