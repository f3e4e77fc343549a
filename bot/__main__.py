"""`python -m bot`: run it, check it, draw with it."""

import sys

if sys.platform == "win32":  # before all that is not there
    sys.exit("artbot needs Linux; on Windows, run it in WSL, the Windows Subsystem for Linux")

import argparse
import asyncio
import logging
import os
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bot import config, logs
from bot.commands.attach import attach
from bot.commands.draw import draw
from bot.commands.migrate import migrate
from bot.config import CloudSettings, Settings, SettingsError
from bot.core_dumps import forbid_core_dumps
from bot.terminal import print_what_can_be_shown

logger = logging.getLogger("bot")

_FAILED = 1
_BAD_SETTINGS = 2
_INTERRUPTED = 130  # as shells have it: 128 and the signal's number
_S = TypeVar("_S", bound=CloudSettings)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    forbid_core_dumps()
    print_what_can_be_shown()
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except SettingsError as error:
        for line in error.lines:
            print(line, file=sys.stderr)
        return _BAD_SETTINGS
    except KeyboardInterrupt:  # a traceback would bury what was said last, such as how to take up a drawing again
        return _INTERRUPTED
    except Exception:
        # Python's own traceback would show the words of foreign exceptions, which quote what they were given.
        logger.critical("the program has failed and ends", exc_info=True)
        return _FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="A Telegram bot that draws.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot until SIGTERM or Ctrl-C")
    check = commands.add_parser("check", help="are Telegram, the image service and the database within reach?")
    check.add_argument("--draw", action="store_true", help="pay for one picture, to prove that drawing works")
    draw = commands.add_parser("draw", help="draw one picture into a file, without Telegram")
    what = draw.add_mutually_exclusive_group(required=True)
    what.add_argument("prompt", nargs="?", help='what to draw, for example "a red cat --no hat --ar 16:9"')
    what.add_argument("--attach", metavar="OPERATION_ID", help="take up again an order that was interrupted")
    draw.add_argument("-o", "--output", type=Path, default=Path("picture.jpg"), help="the file (default: %(default)s)")
    backup = commands.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument(
        "file", type=Path, metavar="FILE", help="where to; a folder for dated ones; - for standard output"
    )
    backup.add_argument("--force", action="store_true", help="replace FILE")
    backup.add_argument(
        "--keep", type=_count, metavar="N", help="of the dated ones in the folder FILE, keep the latest N"
    )
    restore = commands.add_parser("restore", help="put a backup in the place of the database, while the bot is stopped")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup; - for standard input")
    restore.add_argument(
        "--dry-run", action="store_true", help="say what is in it and what it would do, and replace nothing"
    )
    commands.add_parser("logout", help="leave the Bot API server at TELEGRAM_API_URL, to move to another one")
    commands.add_parser("migrate", help="bring the tables of the database up to date (`run` does so by itself)")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError("must be a number of 1 or more")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    # Who does not need aiogram is not to wait for it: importing it takes two seconds.
    if options.command == "draw" and options.attach is not None:
        return asyncio.run(attach(_settings(CloudSettings), options.attach, options.output))
    if options.command == "draw":
        return asyncio.run(draw(_settings(CloudSettings), options.prompt, options.output))
    settings = _settings(Settings)
    # The pictures of `draw` are for whom the user pleases. Whatever else is written holds what people wrote.
    os.umask(0o077)
    if options.command in {"check", "migrate", "logout"}:
        return asyncio.run(_asking(options, settings))
    if options.command in {"backup", "restore"}:
        return _with_files(options, settings)
    from bot.commands.run import run  # noqa: PLC0415

    return run(settings)


def _asking(options: argparse.Namespace, settings: Settings) -> Coroutine[Any, Any, int]:
    if options.command == "check":
        from bot.commands.check import check  # noqa: PLC0415

        return check(settings, with_drawing=options.draw)
    if options.command == "logout":
        from bot.commands.logout import logout  # noqa: PLC0415

        return logout(settings)
    return migrate(settings)


def _with_files(options: argparse.Namespace, settings: Settings) -> int:
    if options.command == "backup":
        from bot.commands.backup import backup  # noqa: PLC0415

        return backup(settings, options.file, force=options.force, keep=options.keep)
    from bot.commands.restore import restore  # noqa: PLC0415

    return restore(settings, options.file, dry_run=options.dry_run)


def _settings(kind: type[_S]) -> _S:
    settings = config.load(kind)
    logs.set_up(settings.log_level, settings.log_format, settings.secrets())
    for remark in config.remarks():
        logger.warning("%s", remark)
    return settings


if __name__ == "__main__":
    sys.exit(main())
