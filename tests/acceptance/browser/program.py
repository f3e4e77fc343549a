"""A program of the project beside the browser, and all that it says.

`tests/acceptance/programs.py` is for asynchronous tests, which the synchronous Playwright leaves no loop for.
"""

import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[3]
TIMEOUT = 60.0  # seconds for imports on a busy machine
_SHOWN = 100  # lines around an error that nobody handled
_RAISED = re.compile(r'Traceback|^\s+File ".+", line \d+')  # the bot's log leaves the first line of a traceback out


class Program:
    """A running `python -m` of the project."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @classmethod
    @contextmanager
    def start(
        cls, *arguments: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None
    ) -> Iterator[Self]:
        """Start it in `folder`; it is ended on leaving. Whatever it met meanwhile: no error that nobody handled."""
        with subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as process:
            program = cls(process)
            try:
                yield program
            finally:
                process.terminate()
                program._end()
        program._is_sound()

    @property
    def output(self) -> str:
        return "".join(self._said)

    def says(self, words: str) -> str:
        """Wait for these words, of which it has not yet spoken to this caller; returns the rest of their line."""
        while (line := self._lines.get(timeout=TIMEOUT)) is not None:
            if words in line:
                return line.partition(words)[2].strip()
        raise AssertionError(f"it ended and never said {words!r}:\n{self.output}")

    def kill(self) -> None:
        """As the kernel kills: no word of farewell."""
        self._process.kill()
        self._end()

    def _end(self) -> None:
        self._process.wait(timeout=TIMEOUT)
        self._reader.join(timeout=TIMEOUT)

    def _read(self) -> None:
        """Empties the pipe for as long as there is something: a full one would halt the program."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def _is_sound(self) -> None:
        raised = next((number for number, line in enumerate(self._said) if _RAISED.search(line)), None)
        if raised is not None:
            shown = "".join(self._said[max(raised - 5, 0) : raised + _SHOWN])
            raise AssertionError(f"an error that nobody handled, after {raised} lines:\n{shown}")
