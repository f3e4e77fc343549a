"""Fork server: programs without the seconds that their imports take, forked from a process that has them behind it.

Such a program is `python -m bot` in all but its imports: a process with its own environment, folder and output, which
ends as Python ends. That the imports work is shown by those that are started afresh: all of the slow tests, and a few
of the others. `python -m tests.acceptance.forkserver SOCKET` is the process that forks, until its standard input ends.
"""

import asyncio
import gc
import json
import os
import random
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, Self

ROOT: Final = Path(__file__).parents[2]
_READY: Final = "ready"
_MAX_ORDER: Final = 1 << 20  # bytes of arguments and environment


class Forked:
    """A program that runs; the part of `asyncio.subprocess.Process` that is asked for here."""

    def __init__(
        self, pid: int, stdout: asyncio.StreamReader, watcher: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._watcher = watcher
        self._writer = writer
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, *arguments: str, env: dict[str, str], cwd: Path) -> Self:
        """Start `python -m` with these arguments."""
        address = await asyncio.to_thread(_server)
        output, its_output = os.pipe()
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address)
        order = json.dumps({"arguments": arguments, "environment": env, "folder": str(cwd)})
        socket.send_fds(connection, [order.encode() + b"\n"], [its_output])
        os.close(its_output)
        watcher, writer = await asyncio.open_unix_connection(sock=connection)
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(output, "rb")
        )
        return cls(int(await watcher.readline()), reader, watcher, writer)

    async def wait(self) -> int:
        """Its exit status, negative for a signal."""
        if self.returncode is None:
            self._ending = self._ending or asyncio.get_running_loop().create_task(self._end())
            await asyncio.shield(self._ending)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def _end(self) -> None:
        self.returncode = int(await self._watcher.readline())
        self._writer.close()


@cache
def _server() -> str:
    """The address of this process's own, which ends with it."""
    address = str(Path(tempfile.mkdtemp()) / "forkserver")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.acceptance.forkserver", address],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is meant for the tests
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == _READY
    _servers.append(process)
    return address


_servers: list[subprocess.Popen[str]] = []  # kept: their standard input ends with this process


def _serve(address: str) -> None:
    """Fork for each connection one that watches a program."""
    import bot.app
    import bot.commands.check
    import bot.commands.run  # noqa: F401

    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        sys.stdout.write(f"{_READY}\n")
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _watch(connection)
                return
            connection.close()
    shutil.rmtree(Path(address).parent)


def _watch(connection: socket.socket) -> None:
    """Have the program run as a child, and tell its id and its status. In the child this returns when it has ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    order, (output, *_), _, _ = socket.recv_fds(connection, _MAX_ORDER, 1)
    while not order.endswith(b"\n"):
        order += connection.recv(_MAX_ORDER)
    if (pid := os.fork()) == 0:
        connection.close()
        _become(output, **json.loads(order))
        return
    os.close(output)
    connection.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(output: int, arguments: Sequence[str], environment: dict[str, str], folder: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    random.seed()
    module, *sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
