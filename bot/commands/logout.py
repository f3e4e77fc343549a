"""`python -m bot logout`: leave a Bot API server, before the bot is started at another one."""

import sys

from bot.app import create_bot
from bot.backup_server import is_served
from bot.commands.check import why_no_telegram
from bot.config import Settings
from bot.redaction import redacted
from drawing.clock import SystemClock
from drawing.ports.chat import ChatUnreachable
from handlers.telegram.calls import leave_server
from handlers.telegram.session import TelegramClock
from storage.database import file_of
from storage.restore import RUNNING

_TIMEOUT = 15.0


@redacted
async def logout(settings: Settings) -> int:
    """Log out of the server at TELEGRAM_API_URL. Returns the exit status."""
    database = file_of(settings.database_url)
    if database is not None and is_served(database):
        print(RUNNING, file=sys.stderr)
        return 1
    bot = create_bot(settings, TelegramClock(SystemClock()))
    try:
        await leave_server(_TIMEOUT, bot)
    except ChatUnreachable as error:
        print(why_no_telegram(error.__cause__), file=sys.stderr)
        return 1
    finally:
        await bot.session.close()
    print(
        f"logged out of {settings.telegram_api_url}. Set TELEGRAM_API_URL to the other server and start the bot; "
        "this one takes it back after ten minutes"
    )
    return 0
