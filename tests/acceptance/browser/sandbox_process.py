"""The whole offline world with the bot in it, as `python -m sandbox` starts it."""

import json
import queue
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_ADDRESS = "The chat page: "
_PATIENCE = 60.0  # seconds for imports on a busy machine


@contextmanager
def running_sandbox(settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a chat page whose drawings are done at once; without a slash at the end."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--grpc-port", "0", "--duration", "0:0"]
    for name, value in settings.items():
        command += ["--set", f"{name}={value}"]
    with subprocess.Popen(
        command, cwd=_ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        lines: queue.Queue[str | None] = queue.Queue()
        said: list[str] = []
        reader = threading.Thread(target=_read, args=(process, lines, said), daemon=True)
        reader.start()
        try:
            address = _wait_for_address(lines, said)
            _wait_for_bot(address)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)
            reader.join(timeout=_PATIENCE)


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None], said: list[str]) -> None:
    """Empties the pipe for as long as there is something: a full one would halt the sandbox."""
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        lines.put(line)
    lines.put(None)


def _wait_for_address(lines: queue.Queue[str | None], said: list[str]) -> str:
    while (line := lines.get(timeout=_PATIENCE)) is not None:
        if line.startswith(_ADDRESS):
            return line.removeprefix(_ADDRESS).strip().rstrip("/")
    raise AssertionError("the sandbox ended before it served its page:\n" + "".join(said))


def _wait_for_bot(address: str) -> None:
    """The bot is there once it has told its commands, and the page of it."""
    with urllib.request.urlopen(f"{address}/api/events?after=0", timeout=_PATIENCE) as events:
        for line in events:
            event = json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else {}
            if event.get("type") == "chat" and event["chat"]["commands"]:
                return
    raise AssertionError("the bot never told its commands")
