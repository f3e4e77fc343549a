"""Break what is promised, one thing after the other, and see that a test notices: `make mutations`.

Each breaking of `mutations.toml` is applied to a copy of the tree. With words as arguments, `make mutations ARGS=slot`,
only the mutations whose name has one of them are tried. The exit status is 0 if every one was noticed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
LIST: Final = Path(__file__).parent / "mutations.toml"
_NOT_COPIED: Final = (".git", ".venv", "build", "data", ".hypothesis", ".coverage*", ".*_cache", "__pycache__")
_TIMEOUT: Final = 900.0  # seconds; a breaking that hangs a test has been noticed too


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that stands once in a file, and what stands there instead when it is broken."""

    path: str
    old: str
    new: str

    def occurrences(self, tree: Path) -> int:
        return (tree / self.path).read_text(encoding="utf-8").count(self.old)

    def apply(self, tree: Path) -> None:
        """Raises ValueError if the text is not there exactly once."""
        file = tree / self.path
        if self.occurrences(tree) != 1:
            raise ValueError(f"{self.path} does not hold this exactly once:\n{self.old}")
        file.write_text(file.read_text(encoding="utf-8").replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A breaking, and the tests that have to notice it."""

    name: str
    tests: tuple[str, ...]
    edits: tuple[Edit, ...]


def mutations() -> list[Mutation]:
    """All of the list."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(one["name"], tuple(one["tests"]), tuple(Edit(**edit) for edit in one["edits"])) for one in listed]


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """The project, to be broken."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        yield tree


def first_failure(tree: Path, tests: Sequence[str]) -> str | None:
    """The first test that fails in a tree, of the quick ones if one of them does; None if all pass."""
    return _first_failure(tree, "not slow", tests) or _first_failure(tree, "slow and not browser", tests)


def _first_failure(tree: Path, marked: str, tests: Sequence[str]) -> str | None:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", marked, "-p", "no:cacheprovider", *tests]
    try:
        ran = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return "a test that never ended"
    if ran.returncode in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", ran.stdout, re.MULTILINE)
    if failed is None:
        raise RuntimeError(f"the tests could not be run:\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}")
    return failed[1]


def noticed_by(mutation: Mutation) -> str | None:
    """The test that fails when this is broken; None if the mutation survives."""
    with copy_of_the_tree() as tree:
        for edit in mutation.edits:
            edit.apply(tree)
        return first_failure(tree, mutation.tests)


def main(words: Sequence[str]) -> int:
    """Try them, and print a table."""
    survivors = 0
    for mutation in mutations():
        if words and not any(word in mutation.name for word in words):
            continue
        began = time.monotonic()
        test = noticed_by(mutation)
        survivors += test is None
        print(f"{mutation.name:<70} {test or 'SURVIVES':<90} {time.monotonic() - began:5.0f} s", flush=True)  # noqa: T201 - the table is what it is run for
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
