"""The bot as a child process of the sandbox, with an environment of its own."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from sandbox.composition import Sandbox

BOT: Final = (sys.executable, "-m", "bot", "run")
NO_SETTINGS: Final[Mapping[str, str]] = MappingProxyType({})
OWNER: Final = 101  # Alice

_ROOT = Path(__file__).resolve().parent.parent
_STOP_TIMEOUT = 15.0  # seconds between SIGTERM and SIGKILL
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TMPDIR", "TERM")


class BotProcess:
    """The running bot. When the context is left it is ended with SIGTERM, and killed if that takes too long."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        sandbox: Sandbox,
        folder: Path,
        command: Sequence[str] = BOT,
        *,
        settings: Mapping[str, str] = NO_SETTINGS,
    ) -> AsyncIterator[Self]:
        """Starts the bot against the sandbox, with its database in `folder`; `settings` go before the sandbox's own."""
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environment(sandbox, folder, settings),
            cwd=folder,  # where no .env lies
            start_new_session=True,  # Ctrl-C is the sandbox's to handle
        )
        try:
            yield cls(process)
        finally:
            await _end(process)

    @property
    def status(self) -> int | None:
        """The exit status; negative: the number of the signal that ended it; None while it runs."""
        return self._process.returncode

    async def wait(self) -> int:
        """Waits for the end; returns the exit status."""
        return await self._process.wait()


def environment(sandbox: Sandbox, folder: Path, settings: Mapping[str, str] = NO_SETTINGS) -> dict[str, str]:
    """The whole environment of the bot: no other setting of the surroundings leaks into the sandbox."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # A wildcard address is one to listen on, not one to connect to.
    base = f"http://127.0.0.1:{sandbox.port}" if "0.0.0.0" in sandbox.address else sandbox.address  # noqa: S104
    return kept | {
        "PYTHONPATH": str(_ROOT),
        "PYTHONUNBUFFERED": "1",
        "BOT_TOKEN": sandbox.telegram.token,
        "TELEGRAM_API_URL": f"{base}/telegram",
        "YC_FOLDER_ID": "b1gsandboxfolder0000",
        "YC_API_KEY": "sandbox",
        "YANDEX_API_URL": f"{base}/yandex",
        "YANDEX_IMAGES_URL": f"{base}/yandex",
        "YANDEX_IAM_URL": f"{base}/yandex",
        "DATABASE_URL": f"sqlite:///{folder / 'artbot.db'}",
        "LISTEN": f"127.0.0.1:{_free_port()}",
        "ADMIN_IDS": str(OWNER),
        **settings,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_TIMEOUT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
