"""Obstacles to opening the file of a database: what is in the way, whose it is, who we are, and what to type."""

import os
import pwd
import shlex
from pathlib import Path
from typing import Final

from storage.private_files import database_files

_SAID: Final = {
    "file is not a database": "This is no database of SQLite. Move it away, or set DATABASE_URL to another file",
    "database disk image is malformed": "The file is damaged. Keep it, and restore a backup (docs/backup.md)",
    "database or disk is full": "The disk is full. Make room on it",
}
"""What follows from the words of SQLite."""


def explained(file: Path, cause: str) -> str:
    """What is wrong with a file that cannot be used, and what to do where that is known; `cause` is SQLite's words."""
    told = next((f". {words}" for said, words in _SAID.items() if said in cause), "")
    return f"the database {os.path.realpath(file)} cannot be opened: {cause}{told}"


def obstacle(file: Path) -> str | None:
    """What of the file system is in the way of a database, and what to do; None where nothing is."""
    file = Path(os.path.realpath(file))
    told = _obstacle(file)
    return None if told is None else f"the database {file} cannot be opened: {told}"


def _obstacle(file: Path) -> str | None:
    if file.is_dir():
        return f"it is a folder. Set DATABASE_URL to a file in it, such as sqlite:///{file / 'artbot.db'}"
    folder = next(one for one in file.parents if os.path.lexists(one))
    if not folder.is_dir():
        return f"{folder} is not a folder. Move it away, or set DATABASE_URL to another place"
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return (
            f"{folder} is on a file system that is mounted read-only. Mount it writable, or set DATABASE_URL elsewhere"
        )
    for path, rights in [(folder, os.W_OK | os.X_OK), *((one, os.R_OK | os.W_OK) for one in database_files(file))]:
        if os.path.lexists(path) and not os.access(path, rights, effective_ids=True):
            return _not_ours(path)
    return None


def _not_ours(path: Path) -> str:
    about, me = _state_of(path), os.geteuid()
    command = shlex.join(["chown", *(["-R"] if path.is_dir() else []), str(me), str(path)])
    return (
        f"{path} {about}, and this program runs as the user {_named(me)}. Give it to that user, as root: {command} "
        "(for a container, the folder on the host that is mounted there)"
    )


def _state_of(path: Path) -> str:
    try:
        found = path.lstat()
    except OSError:  # of a folder that may not be looked into
        return "cannot be looked at"
    return f"belongs to the user {_named(found.st_uid)}, mode {found.st_mode & 0o7777:04o}"


def _named(uid: int) -> str:
    try:
        return f"{pwd.getpwuid(uid).pw_name} ({uid})"
    except KeyError:
        return str(uid)
