"""Reader of the bot's database while no bot runs, from a copy: opening the file itself would change it."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


def untold(path: Path) -> int:
    """How many drawings are not done."""
    with _copy(path) as database:
        return int(database.execute("SELECT count(*) FROM drawings WHERE told_at IS NULL").fetchone()[0])


def slots(path: Path) -> set[tuple[int, int]]:
    """Chat and message id of every slot that is stored."""
    with _copy(path) as database:
        rows = database.execute(
            "SELECT chat_id, slot_id FROM drawings WHERE slot_id IS NOT NULL "
            "UNION SELECT chat_id, old_slot_id FROM drawings WHERE old_slot_id IS NOT NULL"
        )
        return set(rows)


@contextmanager
def _copy(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, or an empty one where a kill came before there was any."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for file in path.parent.glob(f"{path.name}*"):
            # What a killed bot leaves beside its database is not all files: the socket of backups is one of no bytes.
            if file.is_file():
                shutil.copy(file, folder)
        with closing(sqlite3.connect(Path(folder) / path.name)) as database:
            database.execute("CREATE TABLE IF NOT EXISTS drawings (chat_id, slot_id, old_slot_id, told_at)")
            yield database
