"""`python -m bot migrate`: bring the tables up to date, without running the bot."""

import sys

from bot.config import Settings
from bot.redaction import redacted
from storage.database import Database, DatabaseUnavailable


@redacted
async def migrate(settings: Settings) -> int:
    """Returns the exit status."""
    try:
        database = await Database.open(settings.database_url)
    except DatabaseUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    await database.close()
    print("the tables are up to date")
    return 0
