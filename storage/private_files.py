"""Modes of files that hold what people wrote: nobody else reads them, whatever the umask."""

import logging
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

logger = logging.getLogger(__name__)

_OTHERS: Final = 0o077
_COMPANIONS: Final = ("-wal", "-shm", "-journal")  # as SQLite names them; each gets the mode of the database itself
_SOCKET: Final = "-socket"  # of the process that has it open: see `bot.backup_server`


def database_files(path: Path) -> tuple[Path, ...]:
    """Those that SQLite may have beside a database, and itself. SQLite follows a link at the database, at no other."""
    path = Path(os.path.realpath(path))
    return (path, *(path.with_name(path.name + end) for end in _COMPANIONS))


def read_by_others(paths: Iterable[Path]) -> list[Path]:
    """The regular files and folders among these to which anybody but their owner has a right."""
    return [path for path in paths if _mode(path) & _OTHERS]


def create_private_file(path: Path) -> None:
    """Make the file of a database, empty, and its folder, where they are missing. Raises OSError if the folder cannot.

    What SQLite makes beside the file gets its mode.
    """
    path = Path(os.path.realpath(path))
    _make_folder(path.parent)
    _make_file(path)


def set_right(path: Path) -> None:
    """Take from others what they may do with a database; what a file system or another owner refuses is logged.

    To be called when it is known to be one: an address may lead to anything.
    """
    files = database_files(path)
    loose = read_by_others((*files, files[0].parent) if _holds_only(files[0].parent, files) else files)
    for one in loose:
        _take_from_others(one)
    left = read_by_others(loose)
    mended = [one for one in loose if one not in left]
    if mended:
        logger.info("other users could read the bot's files; permissions corrected: %s", _named(mended))
    if left:
        logger.warning(
            "other users may read the bot's files, and the file system does not allow changing that: %s", _named(left)
        )


def flush_folder(folder: Path) -> None:
    """Have the names of its files be on the disk, where the file system knows that of a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)  # a umask may have taken rights from its owner


def _make_file(path: Path) -> None:
    """Before SQLite does, which would give it the rights that the umask leaves. To say what is amiss is SQLite's."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError:
        return
    try:
        os.fchmod(made, 0o600)
    except OSError:
        logger.debug("the mode of a new file cannot be set")
    finally:
        os.close(made)


def _holds_only(folder: Path, files: tuple[Path, ...]) -> bool:
    """Whether a folder is there for the database alone; another may be meant for others, too."""
    try:
        return {entry.name for entry in os.scandir(folder)} <= {
            *(file.name for file in files),
            f"{files[0].name}{_SOCKET}",
        }
    except OSError:
        return False


def _mode(path: Path) -> int:
    """Never of what a link leads to: that may be somebody else's. Nor of what is gone."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return 0
    return stat.S_IMODE(mode) if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else 0


def _take_from_others(path: Path) -> None:
    """Only from what is this user's own; root could change anybody's."""
    try:
        if path.lstat().st_uid == os.geteuid():
            path.chmod(_mode(path) & ~_OTHERS)
    except OSError as error:
        logger.debug("the mode of a file cannot be changed: %s", error.strerror)


def _named(paths: list[Path]) -> str:
    return ", ".join(map(str, paths))
