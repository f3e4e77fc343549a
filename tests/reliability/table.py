"""The tables of docs/reliability.md, from the faults, the tests that prove them, and the results of these tests.

The faults are in `rows.toml`; a test says itself which of them it proves: `@pytest.mark.fault("7", "31a")`.
`python tests/reliability/table.py build/test.xml build/slow.xml` reads JUnit files of pytest (`--junit-xml`), keeps in
`results.json` in how many cases each test so marked has passed, and writes the tables anew. With `--check` before them
nothing is written. The exit status is 1 where a test so marked did not pass in all its cases, or did not run.
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
TESTS: Final = ROOT / "tests"
ROWS: Final = Path(__file__).parent / "rows.toml"
RESULTS: Final = Path(__file__).parent / "results.json"
MUTATIONS: Final = ROOT / "tests" / "mutations" / "mutations.toml"
DOCUMENT: Final = ROOT / "docs" / "reliability.md"


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, what must come of it, and what the tests do not prove."""

    number: str
    fault: str
    expected: str
    open: str = ""


def rows() -> list[Row]:
    """All faults, in order."""
    return [Row(**one) for one in tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"]]


def marks(source: str) -> dict[str, tuple[str, ...]]:
    """The test functions of a file that are marked, each with the faults that it proves: `@pytest.mark.fault("7")`."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    found = {node.name: tuple(_numbers(node.decorator_list)) for node in sorted(functions, key=lambda one: one.lineno)}
    return {name: numbers for name, numbers in found.items() if numbers}


def _numbers(decorators: Iterable[ast.expr]) -> Iterator[str]:
    for decorator in decorators:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


@cache
def proofs() -> Mapping[str, tuple[str, ...]]:
    """Of each fault's number the tests that are marked with it, `path::function`."""
    found: dict[str, list[str]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        source = file.read_text(encoding="utf-8")
        if "mark.fault(" in source:  # there is no need to parse the others
            for name, numbers in marks(source).items():
                for number in numbers:
                    found.setdefault(number, []).append(f"{file.relative_to(ROOT).as_posix()}::{name}")
    return {number: tuple(tests) for number, tests in found.items()}


def marked() -> set[str]:
    """All tests that prove a fault."""
    return {test for tests in proofs().values() for test in tests}


def passed_cases(results: Iterable[Path]) -> dict[str, int]:
    """In how many cases each of the marked tests that ran has passed; 0 where one case did not."""
    passed: Counter[str] = Counter()
    broken: set[str] = set()
    for file in results:
        for case in ET.parse(file).iter("testcase"):
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
            passed[name] += 1
            if any(case.find(kind) is not None for kind in ("failure", "error", "skipped")):
                broken.add(name)
    return {test: 0 if test in broken else passed[test] for test in sorted(marked()) if test in passed}


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
    proven = [*_proofs(proofs().get(row.number, ()), results), *([f"*Open: {row.open}.*"] if row.open else [])]
    return f"| {row.number} | {row.fault} | {row.expected} | {'<br>'.join(proven)} |"


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
    missing = sorted(test for test in marked() if not results.get(test))
    for test in missing:
        print(f"did not pass: {test}")  # noqa: T201 - what it is asked for
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
