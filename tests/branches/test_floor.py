"""The floor of `make coverage` is one of branches: statements, which are many more, do not lift what is below it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.branches.floor import main


def report(folder: Path, **totals: Any) -> str:
    path = folder / "coverage.json"
    path.write_text(json.dumps({"totals": {"num_statements": 100, "covered_lines": 100} | totals}))
    return str(path)


@pytest.mark.parametrize(("covered", "status"), [(100, 0), (85, 0), (84, 1), (0, 1)])
def test_too_few_branches_are_not_made_up_for_by_statements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], covered: int, status: int
) -> None:
    assert main([report(tmp_path, num_branches=100, covered_branches=covered), "85"]) == status
    assert f"{covered} of 100 branches ({covered}.0%)" in capsys.readouterr().out


def test_a_share_just_below_the_floor_is_not_rounded_up(tmp_path: Path) -> None:
    assert main([report(tmp_path, num_branches=100_000, covered_branches=84_999), "85"]) == 1


def test_a_run_that_saw_no_branches_does_not_pass(tmp_path: Path) -> None:
    assert main([report(tmp_path, num_branches=0, covered_branches=0), "85"]) == 1
    assert main([report(tmp_path), "85"]) == 1
