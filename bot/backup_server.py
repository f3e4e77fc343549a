"""Backups of a database in use: this process is asked for one over a local socket, since nobody else can read it.

The socket lies beside the database, and is for the same user alone. Who connects is told in lines how far the copy is
(`copied DONE TOTAL`), and then gets the descriptor of a file without a name with the line `done`, or `failed WORDS`.
"""

import asyncio
import logging
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from drawing.clock import Clock
from drawing.workers.loop import Wakeup
from storage.backup import BackupFailed, remove_leftovers
from storage.database import Database

logger = logging.getLogger(__name__)

_LONGEST_ADDRESS: Final = 100  # bytes of a path that every system takes as the address of a socket
_TIMEOUT: Final = 10.0  # seconds for who asked to take what is sent
_INTERVAL: Final = 60.0  # seconds between two looks whether it is to end, which it is told


def socket_of(database: Path) -> Path:
    """Where the socket of the process lies that has this database open."""
    return database.with_name(f"{database.name}-socket")


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """A path as the address of a socket, however long it is."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def is_served(database: Path) -> bool:
    """Whether a process has this database open, and says so at its socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection, suppress(OSError):
        with address_of(socket_of(Path(os.path.realpath(database)))) as address:
            connection.connect(address)
        return True
    return False


class BackupServer:
    """A worker that answers whoever asks for a backup, one after the other."""

    name = "backups"

    def __init__(self, database: Database, file: Path, clock: Clock) -> None:
        self.wakeup = Wakeup(clock)
        self._database = database
        self._file = Path(os.path.realpath(file))

    async def run(self, stop: asyncio.Event) -> None:
        try:
            listening = self._listen()
        except OSError as error:
            logger.warning("no backup can be made while the bot runs: there is no socket here (%s)", error.strerror)
            await self._wait(stop)
            return
        answering = asyncio.get_running_loop().create_task(self._answer_all(listening))
        try:
            await self._wait(stop)
        finally:
            answering.cancel()
            await asyncio.wait([answering])
            listening.close()
            socket_of(self._file).unlink(missing_ok=True)
        if not answering.cancelled():
            answering.result()

    async def _wait(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.wakeup.wait(_INTERVAL)

    def _listen(self) -> socket.socket:
        """Raises OSError. What an earlier process has left there is removed: it has the database open no more."""
        path = socket_of(self._file)
        remove_leftovers(path.parent)
        if path.exists() and stat.S_ISSOCK(path.lstat().st_mode):
            path.unlink()
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # Nobody connects before `listen`, and from then on nobody else may.
            with address_of(path) as address:
                listening.bind(address)
            path.chmod(0o600)
            listening.listen(1)
            listening.setblocking(False)
        except OSError:
            listening.close()
            raise
        return listening

    async def _answer_all(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listening)
            with closing(connection):
                try:
                    await self._answer(connection)
                except OSError as error:
                    logger.warning("who asked for a backup is gone: %s", error.strerror or "no answer in time")

    async def _answer(self, connection: socket.socket) -> None:
        def note(done: int, total: int) -> None:  # called by the thread that copies
            with suppress(OSError):  # what is not taken is told by the next
                connection.send(f"copied {done} {total}\n".encode())

        connection.setblocking(False)
        try:
            file = await self._database.copy(note)
        except BackupFailed as error:
            logger.error("a backup was asked for and could not be made: %s", error)  # noqa: TRY400 - it says why
            await asyncio.to_thread(_send, connection, f"failed {error}\n")
            return
        try:
            await asyncio.to_thread(_send, connection, "done\n", file)
        finally:
            os.close(file)
        logger.info("a backup was made")


def _send(connection: socket.socket, line: str, *files: int) -> None:
    connection.settimeout(_TIMEOUT)
    connection.sendall(b"\n")  # what was cut off of an earlier line ends here
    socket.send_fds(connection, [line.encode()], files)
