"""`python -m bot backup FILE`: a copy of the database, while the bot runs and while it does not."""

import os
import re
import secrets
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.backup_server import address_of, socket_of
from bot.config import Settings
from storage.backup import BackupFailed, Contents, complete, copy_closed
from storage.database import file_of
from storage.private_files import flush_folder

_TIMEOUT: Final = 60.0  # seconds without a word of the bot's
_STANDARD_OUTPUT: Final = Path("-")
_DATED: Final = re.compile(r"artbot-\d{8}T\d{6}Z\.db")
_READ: Final = 65536  # bytes


def backup(settings: Settings, output: Path, *, force: bool = False, keep: int | None = None) -> int:
    """Write a backup to a file, into a folder of dated ones, or (`-`) to standard output. Returns the exit status.

    Of a folder, the latest `keep` stay. Nothing is there before all of it is, and was read through.
    """
    database = file_of(settings.database_url)
    if database is None:
        return _fail("DATABASE_URL names no file; only SQLite's databases are backed up so")
    target = output / f"artbot-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db" if _is_folder(output, keep) else output
    try:
        if keep is not None and target == output:
            return _fail(f"--keep is for a folder of backups, and {output} is none")
        if output == _STANDARD_OUTPUT:
            found = _to_standard_output(database)
        else:
            if not force and os.path.lexists(target):
                return _fail(f"{target} is there already; --force replaces it")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = _to_file(database, target, force=force)
    except BackupFailed as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{output} cannot be written: {error.strerror}")
    for old in _dated(output)[:-keep] if keep is not None else []:
        old.unlink(missing_ok=True)
    print(f"{'standard output' if output == _STANDARD_OUTPUT else target}: {describe(found)}", file=sys.stderr)
    return 0


def describe(found: Contents) -> str:
    """What is in a backup, in words."""
    latest = "nothing yet" if found.latest is None else f"up to {datetime.fromtimestamp(found.latest, UTC):%F %T} UTC"
    return f"{found.drawings} drawings, {found.open_drawings} of them open, {latest}"


def _is_folder(output: Path, keep: int | None) -> bool:
    return output != _STANDARD_OUTPUT and (output.is_dir() or (keep is not None and not os.path.lexists(output)))


def _dated(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name))


def _to_standard_output(database: Path) -> Contents:
    if sys.stdout.isatty():
        raise BackupFailed("a backup is no text; send it somewhere: backup - > FILE")
    # Beside the database there is room, and nobody else may read: it is read through before a byte is sent.
    with _partial(database.with_name(f".backup-{secrets.token_hex(8)}")) as part:
        found = _write(database, part)
        with part.open("rb") as copied:
            shutil.copyfileobj(copied, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    return found


def _to_file(database: Path, target: Path, *, force: bool) -> Contents:
    with _partial(target.with_name(f".{target.name}.{secrets.token_hex(8)}")) as part:
        found = _write(database, part)
        if force:
            part.replace(target)
        else:
            try:
                target.hardlink_to(part)
            except FileExistsError:
                raise BackupFailed(f"{target} is there already; --force replaces it") from None
            except OSError:  # a file system without links
                part.replace(target)
        flush_folder(target.parent)
    return found


@contextmanager
def _partial(path: Path) -> Iterator[Path]:
    """A path for what is not a backup yet; nothing is left there."""
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _write(database: Path, part: Path) -> Contents:
    """Write a copy, for its owner alone, and read it through."""
    with _progress() as note:
        copied = _ask(database, note)
        if copied is None:
            copied = copy_closed(database, database.absolute().parent, note)
    with open(copied, "rb") as source, open(part, "xb", opener=_private) as target:  # noqa: PTH123 - of a descriptor
        source.seek(0)
        shutil.copyfileobj(source, target)
    return complete(part)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def _ask(database: Path, note: Callable[[int, int], None]) -> int | None:
    """A copy made by the bot that has the database open; None where there is none. Raises `BackupFailed`."""
    path = socket_of(Path(os.path.realpath(database)))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_TIMEOUT)
        try:
            with address_of(path) as address:
                connection.connect(address)
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            return None
        except OSError as error:
            raise BackupFailed(f"the bot that runs cannot be asked at {path}: {error.strerror}") from None
        try:
            return _hear(connection, note)
        except OSError:
            raise BackupFailed("the bot that runs has given no answer; its log may say why") from None


def _hear(connection: socket.socket, note: Callable[[int, int], None]) -> int:
    heard, files = b"", []
    while True:
        news, received, _, _ = socket.recv_fds(connection, _READ, 1)
        files += received
        if not news:
            raise BackupFailed("the bot has ended while it made the backup; try again")
        *lines, heard = (heard + news).split(b"\n")
        for line in lines:
            match line.decode(errors="replace").split(" ", 1):
                case ["copied", numbers] if re.fullmatch(r"\d+ \d+", numbers):
                    done, total = map(int, numbers.split())
                    note(done, total)
                case ["failed", words]:
                    raise BackupFailed(words)
                case ["done"] if files:
                    return files[0]


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Tells a terminal how far it is, in a line that is gone in the end."""
    is_shown, last = sys.stderr.isatty(), -1

    def note(done: int, total: int) -> None:
        nonlocal last
        percent = 100 * done // max(total, 1)
        if is_shown and percent != last:
            last = percent
            print(f"\rcopied {percent} %", end="", file=sys.stderr, flush=True)

    try:
        yield note
    finally:
        if last >= 0:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _fail(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
