"""The tables of docs/reliability.md, from the faults, the tests that prove them, and the results of these tests.

`python tests/reliability/table.py build/test.xml build/slow.xml` reads JUnit files of pytest (`--junit-xml`), keeps in
`results.json` in how many cases each test named has passed, and writes the tables anew. With `--check` before them
nothing is written. The exit status is 1 where a test named did not pass in all its cases, or did not run.
"""

import ast
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

ROOT: Final = Path(__file__).parents[2]
ROWS: Final = Path(__file__).parent / "rows.toml"
RESULTS: Final = Path(__file__).parent / "results.json"
MUTATIONS: Final = ROOT / "tests" / "mutations" / "mutations.toml"
DOCUMENT: Final = ROOT / "docs" / "reliability.md"


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, what must come of it, the tests that prove it, and what they do not prove."""

    number: str
    fault: str
    expected: str
    tests: tuple[str, ...]
    open: str = ""


def rows() -> list[Row]:
    """All faults, in order."""
    listed = tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"]
    return [Row(**{**one, "tests": tuple(one["tests"])}) for one in listed]


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the test functions in a file; none if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in nodes if isinstance(node, kinds) and node.name.startswith("test_"))


def exists(test: str) -> bool:
    """Whether there is a test of this name, `path::function`."""
    path, _, name = test.partition("::")
    return name in tests_in(path)


def passed_cases(results: Iterable[Path]) -> dict[str, int]:
    """In how many cases each of the tests named that ran has passed; 0 where one case did not."""
    passed: Counter[str] = Counter()
    broken: set[str] = set()
    for file in results:
        for case in ET.parse(file).iter("testcase"):
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
            passed[name] += 1
            if any(case.find(kind) is not None for kind in ("failure", "error", "skipped")):
                broken.add(name)
    named = sorted({test for row in rows() for test in row.tests})
    return {test: 0 if test in broken else passed[test] for test in named if test in passed}


def kept_results() -> dict[str, int]:
    """What the latest run has shown."""
    kept: dict[str, int] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return kept


def fault_table(results: Mapping[str, int]) -> str:
    """The faults as Markdown."""
    lines = [_line(row, results) for row in rows()]
    return "\n".join(["| # | Fault | What comes of it | Proven by (cases passed) |", "|---|---|---|---|", *lines])


def mutation_table() -> str:
    """The deliberate breakings as Markdown."""
    listed = tomllib.loads(MUTATIONS.read_text(encoding="utf-8"))["mutation"]
    lines = [f"| {one['name']} | {', '.join(_linked(test) for test in one['tests'])} |" for one in listed]
    return "\n".join(["| What is broken | Noticed by |", "|---|---|", *lines])


def rewritten(document: str, results: Mapping[str, int]) -> str:
    """The document with its tables as they have to be now."""
    for name, table in (("faults", fault_table(results)), ("mutations", mutation_table())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
        document, found = pattern.subn(lambda marks, table=table: f"{marks[1]}{table}{marks[2]}", document)  # type: ignore[misc]
        if found != 1:
            raise ValueError(f"{DOCUMENT.name} has no single place for the {name}")
    return document


def _line(row: Row, results: Mapping[str, int]) -> str:
    proofs = [*_proofs(row.tests, results), *([f"*Open: {row.open}.*"] if row.open else [])]
    return f"| {row.number} | {row.fault} | {row.expected} | {'<br>'.join(proofs)} |"


def _proofs(tests: Sequence[str], results: Mapping[str, int]) -> Iterator[str]:
    for test in tests:
        path, _, name = test.partition("::")
        words = name.removeprefix("test_").replace("_", " ")
        verdict = {None: "", 0: " (**failed**)"}.get(results.get(test), f" ({results.get(test)})")
        yield f"[{words}](../{path}){verdict}"


def _linked(path: str) -> str:
    return f"[{path.removeprefix('tests/')}](../{path})"


def main(arguments: Sequence[str]) -> int:
    """Write the tables; returns the exit status."""
    is_check = list(arguments[:1]) == ["--check"]
    files = [Path(argument) for argument in arguments[is_check:]]
    results = passed_cases(files) if files else kept_results()
    if not is_check:
        RESULTS.write_text(json.dumps(results, indent=0) + "\n", encoding="utf-8")
        DOCUMENT.write_text(rewritten(DOCUMENT.read_text(encoding="utf-8"), results), encoding="utf-8")
    missing = sorted({test for row in rows() for test in row.tests if not results.get(test)})
    for test in missing:
        print(f"did not pass: {test}")  # noqa: T201 - what it is asked for
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
