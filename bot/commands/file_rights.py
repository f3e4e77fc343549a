"""Rights to the files with keys and with what people wrote: who but their owner can read them, and what mends it."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from bot.config import ENV_FILE, Settings
from storage.database import file_of
from storage.private_files import read_by_others


def complaint(settings: Settings) -> str | None:
    """Which files others can read, and what to type; None where nobody can."""
    # A link has no rights of its own: what counts is what it leads to, and that is what chmod changes.
    loose = [path for path in _secret_files(settings) if read_by_others([Path(os.path.realpath(path))])]
    if not loose:
        return None
    names = [str(path) for path in loose]
    return f"others than their owner can read {', '.join(names)}; type: {shlex.join(['chmod', '600', *names])}"


def _secret_files(settings: Settings) -> Iterator[Path]:
    yield Path(ENV_FILE)
    if settings.yc_service_account_key_file:
        yield Path(settings.yc_service_account_key_file)
    if (database := file_of(settings.database_url)) is not None:
        yield database
