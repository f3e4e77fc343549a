"""Revisions of the tables: which one a database has, which one this version of the bot needs, and the way there."""

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

logger = logging.getLogger(__name__)

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What brings the tables up to date."""

    before: str | None  # None: there are no tables yet
    after: str


def head() -> str:
    """The newest revision."""
    newest = _scripts().get_current_head()
    assert newest is not None  # noqa: S101 - there are some
    return newest


def pending_upgrade(connection: Connection) -> Upgrade | None:
    """What the next start does to the tables; None: nothing. Raises CommandError for a revision that is not known."""
    before, after = MigrationContext.configure(connection).get_current_revision(), head()
    if before is not None:
        _scripts().get_revision(before)
    return Upgrade(before, after) if before != after else None


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date. Raises CommandError for a revision that is not known."""
    pending = pending_upgrade(connection)
    if pending is None:
        return
    if pending.before is not None:
        logger.info(
            "the tables of the database are brought up to date, from revision %s to %s; "
            "an older version of the bot refuses them then, and only a backup made before leads back to it",
            pending.before,
            pending.after,
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def _scripts() -> ScriptDirectory:
    """All revisions; to read them takes a while."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
