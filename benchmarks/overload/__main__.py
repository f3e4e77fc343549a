"""`python -m benchmarks.overload`: a start with ten thousand pending, and ten thousand requests within a minute."""

import argparse
import sys

from benchmarks.overload import backlog, overload
from benchmarks.overload.runs import ask_too_much, start_with_backlog


def main() -> int:
    """Returns 1 where a request was not answered exactly once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overload", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--flooders", type=int, default=20)
    parser.add_argument("--flood", type=int, default=200, help="requests of each flooder")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pending", type=int, default=10_000, help="at the start")
    options = vars(parser.parse_args())
    started = start_with_backlog(backlog.Plan(pending=options.pop("pending"), people=options["people"]))
    _print("A start with much pending, a minute of it", _of_backlog(started))
    asked = ask_too_much(overload.Plan(**options))
    _print("Very many requests within a minute", _of_overload(asked))
    return 0 if asked.verdict.is_clean else 1


def _of_backlog(report: backlog.Report) -> dict[str, object]:
    return {
        "pending at the start": report.pending,
        "messages sent": report.messages,
        "submissions": report.submissions,
        "result requests": report.polls,
        "calls refused with 429": report.refused,
        **{f"most {name}": count for name, count in report.fullest.items()},
        "longest turn of the loop": f"{report.longest_turn * 1000:.0f} ms",
        "memory, sandbox included": f"+{report.memory / 2**20:.0f} MB",
    }


def _of_overload(report: overload.Report) -> dict[str, object]:
    verdict, times = report.verdict, report.times
    slots = max(times.slot[number] - asked for number, asked in times.asked.items())
    return {
        "requests": verdict.asked,
        "one picture each": verdict.pictures,
        "lost, doubled, submitted too often": f"{len(verdict.lost)}, {len(verdict.doubled)}, {len(verdict.over_limit)}",
        "chats acknowledged out of order": report.out_of_order,
        "longest wait for a slot": f"{slots:.0f} s",
        "wait of those who ask for little": f"median {report.median_wait:.0f} s, longest {report.longest_wait:.0f} s",
        "wait of those who ask for very much": f"longest {report.flooders_wait:.0f} s",
        "pictures of one of them when the others are done": report.flooders_share,
        "the last picture": f"{max(times.outcome.values()):.0f} s",
        "calls refused with 429": report.refused,
        **{f"most {name}": count for name, count in report.fullest.items()},
        "processor time, sandbox included": f"{report.processor_seconds:.0f} s",
        "longest turn of the loop": f"{report.longest_turn * 1000:.0f} ms",
        "memory, sandbox included": f"+{report.memory / 2**20:.0f} MB",
    }


def _print(title: str, figures: dict[str, object]) -> None:
    print(title)
    for name, value in figures.items():
        print(f"  {name:<52}{value}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
