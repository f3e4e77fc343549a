"""`python -m bot run`."""

import sys

import uvloop

from bot import app
from bot.config import Settings
from bot.health import ListenError
from storage.database import DatabaseUnavailable


def run(settings: Settings) -> int:
    """Run the bot until it is told to end. Returns the exit status."""
    try:
        uvloop.run(app.run(settings))
    except (DatabaseUnavailable, ListenError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
