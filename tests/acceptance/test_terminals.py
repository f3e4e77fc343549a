"""Terminals and systems that are not those of the authors: what can be printed is, and else a sentence says why not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.documents import ROOT, clean_environment, run
from tests.acceptance.programs import Program

# Runs a module as `python -m` does, on a Windows as far as a program can see before it does anything.
ON_WINDOWS = """
import runpy, sys

sys.platform = "win32"
for name in ("resource", "uvloop", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None  # importing it fails
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    ("encoding", "prompt", "file"),
    [
        ("ascii", "рыжий кот", "picture.jpg"),
        ("ascii", "a cat", "кот.jpg"),
        ("latin-1", "“a cat” — été", "кот.jpg"),
        ("cp866", "кот 😀", "cat-😀.jpg"),
        ("koi8-r", "猫", "猫.jpg"),
        ("utf-8", "a cat", "cat-\udcff.jpg"),  # as Python reads the byte 255 in a name
    ],
)
async def test_a_picture_is_told_on_a_terminal_that_cannot_show_its_prompt_or_its_name(
    settings: dict[str, str], tmp_path: Path, encoding: str, prompt: str, file: str
) -> None:
    at_a_terminal = settings | {"PYTHONIOENCODING": f"{encoding}:strict"}
    async with Program.start("draw", prompt, "-o", file, settings=at_a_terminal, folder=tmp_path) as program:
        assert await program.status() == 0, program.output
    assert "8x8" in program.output
    assert "Traceback" not in program.output
    assert (tmp_path / file).read_bytes().startswith(b"\xff\xd8")


@pytest.mark.slow
async def test_a_script_reads_the_name_of_the_file_as_it_is_also_where_that_is_no_text(
    settings: dict[str, str], tmp_path: Path
) -> None:
    named = settings | {"PYTHONIOENCODING": "utf-8:strict"}
    async with Program.start("draw", "a cat", "-o", "cat-\udcff.jpg", settings=named, folder=tmp_path) as program:
        await program.status()
    assert b"\ncat-\xff.jpg  8x8" in program.said


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "koi8-r", "cp866"])
def test_the_sandbox_starts_on_a_terminal_that_cannot_show_all_it_says(tmp_path: Path, encoding: str) -> None:
    environment = clean_environment(PYTHONIOENCODING=encoding, PYTHONPATH=str(ROOT))
    ran = run(f"exec {sys.executable} -m sandbox --port 0 --grpc-port 0", tmp_path, environment, "The chat page: http")
    assert ran.status is None, ran.output


@pytest.mark.parametrize("command", ["bot run", "bot check", "bot draw cat", "sandbox"])
def test_on_windows_a_sentence_says_what_is_needed(command: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        (sys.executable, "-c", ON_WINDOWS, *command.split()),
        cwd=tmp_path,
        env=clean_environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert "needs Linux; on Windows, run it in WSL" in ended.stderr
