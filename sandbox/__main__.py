"""`python -m sandbox`: the offline world, the chat page, and the bot in it."""

import sys

if sys.platform == "win32":  # where the bot in it would not run
    sys.exit("the sandbox needs Linux; on Windows, run it in WSL, the Windows Subsystem for Linux")

import argparse
import asyncio
import io
import logging
import re
import signal
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from sandbox.bot_process import BOT, NO_SETTINGS, OWNER, BotProcess
from sandbox.composition import PortTakenError, Sandbox
from sandbox.telegram.exchanges import Exchange

_PORT, _GRPC_PORT = 8080, 8082
_LAST_WORDS = 0.5  # seconds in which the bot logs what it finds at its start


def main(arguments: list[str] | None = None) -> int:
    """Runs until Ctrl-C, SIGTERM, or the bot's end; returns the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # of any encoding: what it cannot show is escaped
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parse(arguments)
    logging.basicConfig(level=logging.WARNING, format="sandbox: %(message)s")
    try:
        return asyncio.run(_run(options))
    except PortTakenError as taken:
        print(taken, file=sys.stderr)
        return 2


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="An offline Telegram and Yandex Cloud with a chat page, and the bot in it.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=_PORT, help="port of the page; 0: a free one (default: %(default)s)"
    )
    parser.add_argument(
        "--grpc-port",
        type=_port,
        default=_GRPC_PORT,
        metavar="PORT",
        help="port of gRPC, where its packages are installed; if it is taken, a free one (default: %(default)s)",
    )
    parser.add_argument("--no-bot", action="store_true", help="only the world: start the bot yourself")
    parser.add_argument(
        "--duration",
        type=_duration,
        default=(3.0, 8.0),
        metavar="MIN:MAX",
        help="seconds that a drawing takes (default: 3:8)",
    )
    parser.add_argument(
        "--set",
        type=_setting,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="a setting of the bot, such as DRAWINGS_PER_USER_PER_DAY=3; may be given several times",
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _duration(text: str) -> tuple[float, float]:
    minimum, _, maximum = text.partition(":")
    try:
        bounds = float(minimum), float(maximum or minimum)
    except ValueError:
        raise argparse.ArgumentTypeError("expected MIN:MAX in seconds, such as 3:8") from None
    if not 0 <= bounds[0] <= bounds[1] <= 86_400:
        raise argparse.ArgumentTypeError("MIN and MAX are seconds, 0 to 86400, the smaller one first")
    return bounds


def _setting(text: str) -> tuple[str, str]:
    name, is_set, value = text.partition("=")
    if not is_set or not re.fullmatch(r"[A-Z][A-Z_]*", name):
        raise argparse.ArgumentTypeError("expected NAME=VALUE, such as DRAWINGS_PER_USER_PER_DAY=3")
    return name, value


async def _run(options: argparse.Namespace) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    settings = dict(options.settings)
    async with Sandbox.start(
        host=options.host,
        port=options.port,
        grpc_port=options.grpc_port,
        duration=options.duration,
        owner=None if options.no_bot or "ADMIN_IDS" in settings else OWNER,
    ) as sandbox:
        if sandbox.grpc.address is not None:
            print(sandbox.grpc.summary, flush=True)
        if options.no_bot:
            print(f"{_how_to_connect(sandbox)}\n{_page_of(sandbox)}", flush=True)
            await stop.wait()
            return 0
        print("The bot is starting…", flush=True)
        sandbox.telegram.observers.append(_Greeting(sandbox).hear)
        with tempfile.TemporaryDirectory(prefix="artbot-sandbox-") as folder:
            return await _run_bot(sandbox, Path(folder), stop, settings=settings)


async def _run_bot(
    sandbox: Sandbox,
    folder: Path,
    stop: asyncio.Event,
    command: Sequence[str] = BOT,
    *,
    settings: Mapping[str, str] = NO_SETTINGS,
) -> int:
    """Runs the bot until it ends or `stop` is set; returns the exit status of the whole."""
    async with BotProcess.start(sandbox, folder, command, settings=settings) as bot:
        async with asyncio.TaskGroup() as tasks:
            waits = {tasks.create_task(stop.wait()), tasks.create_task(bot.wait())}
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        if stop.is_set():
            return 0
        print(f"The bot ended by itself with exit status {bot.status}; what it said is above.", file=sys.stderr)
        return 1


class _Greeting:
    """The address of the page, told once the bot is there and has had its say: it stands last on the terminal."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._words = _page_of(sandbox)
        self._is_due = False

    def hear(self, _exchange: Exchange) -> None:
        """A call of the bot's; the first one shows that it runs."""
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(_LAST_WORDS, partial(print, self._words, flush=True))


def _page_of(sandbox: Sandbox) -> str:
    return f"Ctrl-C ends it. The chat page: {sandbox.address}/"


def _how_to_connect(sandbox: Sandbox) -> str:
    return (
        f"Telegram: {sandbox.address}/telegram (the bot's token: {sandbox.telegram.token})\n"
        f"Yandex Cloud: {sandbox.address}/yandex (any key, any folder)"
    )


if __name__ == "__main__":
    sys.exit(main())
