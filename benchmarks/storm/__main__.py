"""`python -m benchmarks.storm`: how many requests does a bot lose that is killed all the time? None."""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.storm.storm import Plan, Report, Storm


def main() -> int:
    """Returns 1 where anything was lost, doubled, misplaced or submitted too often."""
    options = _parse()
    plan = Plan(drawings=options.drawings, kills=options.kills, seed=options.seed, faults=options.faults)
    print(f"seed {plan.seed}: {plan.drawings} drawings, {plan.kills} kills, 4 x {plan.faults:.0%} faults", flush=True)
    with tempfile.TemporaryDirectory(prefix="artbot-storm-") as folder:
        directory = options.keep or Path(folder)
        directory.mkdir(parents=True, exist_ok=True)
        report = asyncio.run(Storm(plan, directory, _tell).run())
    print(table(report))
    return 0 if report.is_clean else 1


def table(report: Report) -> str:
    """The figures, a line each; of what went wrong, the numbers of the requests."""
    verdict = asdict(report.verdict)
    figures: dict[str, object] = {
        "requests": verdict["asked"],
        "one picture each": verdict["pictures"],
        "one explanation each": verdict["explanations"],
        "lost": verdict["lost"],
        "doubled": verdict["doubled"],
        "in the wrong place": verdict["misplaced"],
        "submitted too often": verdict["over_limit"],
        "submissions carried out": verdict["submissions"],
        "stray texts": f"{verdict['strays']} of {verdict['strays_allowed']} allowed",
        "kills": report.kills,
        "faults": report.faults,
        "slots sent, the answer cut off": report.dropped_slots,
        "slots sent, not stored at a kill": report.forgotten_slots,
        "not told, says the database": report.unfinished,
        "tracebacks in the log": report.tracebacks,
        "seconds": f"{report.seconds:.0f}",
    }
    lines = [f"{name:<36}{_shown(value)}" for name, value in figures.items()]
    return "\n".join([*lines, "clean" if report.is_clean else "NOT CLEAN"])


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)} {value[:20]}" if value else "0"
    return str(value)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storm", description=__doc__)
    parser.add_argument("--drawings", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7, help="brings the same requests, faults and kills again")
    parser.add_argument("--faults", type=float, default=0.03, help="share of calls for each of four kinds of fault")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the database and the log are to stay")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
