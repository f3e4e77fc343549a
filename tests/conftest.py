"""What holds for all tests: how far a run has gone is part of what it proves, so it is told at the end."""

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Sum up what tests have counted with `record_property`, by its name."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call":
            counted.update({name: number for name, number in report.user_properties if isinstance(number, int)})
    for name, number in sorted(counted.items()):
        terminalreporter.write_line(f"{number:>9,} {name}")
