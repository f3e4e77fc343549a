"""Whether the tests walk enough branches: `python tests/branches/floor.py build/coverage.json PERCENT`.

coverage.py's own `fail_under` counts statements and branches together, and there are several times as many statements.
The exit status is 1 where fewer branches were walked.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    report, floor = arguments
    totals = json.loads(Path(report).read_text(encoding="utf-8"))["totals"]
    walked, there = totals.get("covered_branches", 0), totals.get("num_branches", 0)
    share = 100 * walked / there if there else 0.0
    is_enough = share >= float(floor)
    verdict = "the floor is" if is_enough else "FAIL: the floor is"
    print(f"{walked} of {there} branches ({share:.1f}%); {verdict} {floor}%")  # noqa: T201 - a program
    return 0 if is_enough else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
