"""`python -m bot run`."""

import sys

import uvloop

from bot import app, config
from bot.config import CrashSettings, Settings
from bot.health import ListenError
from bot.redaction import redacted_output
from storage.database import DatabaseUnavailable


def run(settings: Settings) -> int:
    """Run the bot until it is told to end. Returns the exit status."""
    failpoint = config.load(CrashSettings).artbot_failpoint
    with redacted_output(settings):
        try:
            uvloop.run(app.run(settings, failpoint))
        except (DatabaseUnavailable, ListenError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0
