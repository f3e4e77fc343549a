"""Reading the documents, and running what they say in a copy of the tree."""

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))

_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!-- (.*?) -->\n\Z")
_MADE_HERE: Final = (".git", ".venv", ".env", "data", "build", ".hypothesis", ".coverage*", ".*_cache", "__pycache__")

_INSTALLED: Final = (".run", ".sandbox", ".dev")  # as the Makefile has it


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a document."""

    where: str  # file and line, to be found again
    language: str
    text: str
    remark: str  # the HTML comment directly before it, which readers do not see
    before: str  # what stands before it, up to the block before


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of commands. A status of None: they ran on, and were ended."""

    status: int | None
    output: str


def blocks(document: Path) -> list[Block]:
    """All fenced blocks of a document, in order."""
    text = document.read_text(encoding="utf-8")
    found, end = [], 0
    for fence in _FENCE.finditer(text):
        before = text[end : fence.start()]
        comment = _COMMENT.search(before)
        line = text.count("\n", 0, fence.start()) + 1
        where = f"{document.relative_to(ROOT)}:{line}"
        found.append(Block(where, fence[1], fence[2], comment[1] if comment else "", before))
        end = fence.end()
    return found


def typed(document: Path) -> list[str]:
    """What a reader may type: the shell blocks of a document, and what stands as code in its sentences and tables."""
    prose = re.sub(_FENCE, "", document.read_text(encoding="utf-8"))
    return [block.text for block in blocks(document) if block.language == "sh"] + code(prose)


def table(document: Path, heading: str) -> list[list[str]]:
    """The cells of the table whose head begins so, without the head."""
    _, head, rest = document.read_text(encoding="utf-8").partition(f"\n| {heading} ")
    assert head, f"{document.name} has no table headed {heading}"
    _, _, *rows = itertools.takewhile(lambda line: "|" in line, rest.splitlines())
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows]


def code(cell: str) -> list[str]:
    """What stands in a cell as code."""
    return re.findall(r"`([^`]+)`", cell)


def copy_of_the_tree(folder: Path) -> Path:
    """The project as a newcomer has it after `make dev`, with the libraries of the Python that runs the tests."""
    tree = folder / "artbot"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*_MADE_HERE))
    environment = tree / ".venv"
    environment.mkdir()
    for entry in Path(sys.prefix).iterdir():
        if entry.name not in _INSTALLED:
            (environment / entry.name).symlink_to(entry)
    for name in _INSTALLED:
        (environment / name).touch()  # newer than the requirements: nothing is to be installed
    return tree


def clean_environment(**settings: str) -> dict[str, str]:
    """No setting of the surroundings, and no proxy, leaks into what is run."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONUNBUFFERED": "1"} | settings


def run(
    commands: str, tree: Path, environment: dict[str, str], until: str | None = None, patience: float = 300.0
) -> Ran:
    """Run shell commands as they stand, to their end; or until they have said something, and then end them.

    After `patience` seconds they are killed; no good run comes near it.
    """
    with subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=tree,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        guard = threading.Timer(patience, os.killpg, (process.pid, signal.SIGKILL))
        guard.start()
        try:
            assert process.stdout is not None
            lines, has_said_it = [], False
            for line in process.stdout:
                lines.append(line)
                if until is not None and until in line and not has_said_it:
                    has_said_it = True
                    os.killpg(process.pid, signal.SIGINT)
            status = process.wait()
        finally:
            guard.cancel()
    return Ran(None if has_said_it else status, "".join(lines))
