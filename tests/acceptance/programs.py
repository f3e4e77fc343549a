"""`python -m bot` as its owner runs it: a process with settings in its environment and nothing else."""

import asyncio
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final, Self

from tests.acceptance.forkserver import Forked
from tests.flows.stage import Stage

ROOT: Final = Path(__file__).parents[2]
TIMEOUT: Final = 120.0  # seconds; imports take long on a busy machine
KEY: Final = "AQVN-acceptance-key"
RUNNING: Final = "the bot is running"
_KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")


class Program:
    """A command of the bot, running."""

    def __init__(self, process: Process | Forked) -> None:
        self._process = process
        self._said = bytearray()
        self._news = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def start(
        cls, *arguments: str, settings: dict[str, str], folder: Path, afresh: bool = True
    ) -> AsyncIterator[Self]:
        """Start `python -m bot` with these arguments in `folder`, where no `.env` lies. Killed on leaving.

        Where it need not be `afresh`, its imports are done already.
        """
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment = kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | settings
        process: Process | Forked
        if afresh:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *arguments), env=environment, cwd=folder, stdout=PIPE, stderr=STDOUT
            )
        else:
            process = await Forked.start("bot", *arguments, env=environment, cwd=folder)
        program = cls(process)
        reading = asyncio.get_running_loop().create_task(program._read())
        try:
            yield program
        finally:
            if process.returncode is None:
                process.kill()
            await reading

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def said(self) -> bytes:
        """Everything it has said, on both streams, byte by byte."""
        return bytes(self._said)

    @property
    def output(self) -> str:
        """Everything it has said, on both streams."""
        return self._said.decode("utf-8", "replace")

    async def says(self, text: str) -> None:
        """Wait until it has said this."""
        try:
            async with asyncio.timeout(TIMEOUT):
                while text not in self.output:
                    assert self._process.returncode is None, f"it ended without saying {text!r}:\n{self.output}"
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"it never said {text!r}:\n{self.output}") from None

    async def status(self) -> int:
        """Wait for its end; the exit status, negative for a signal."""
        async with asyncio.timeout(TIMEOUT):
            return await self._process.wait()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def kill(self) -> None:
        """As the kernel kills: no word of farewell."""
        self._process.kill()
        await self._process.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while chunk := await self._process.stdout.read(65_536):
            self._said += chunk
            self._news.set()
        await self._process.wait()
        self._news.set()


def settings_for(stage: Stage, folder: Path, **more: str) -> dict[str, str]:
    """What an owner has to set, and a free address to listen on."""
    base = stage.sandbox.address
    return {
        "BOT_TOKEN": stage.sandbox.telegram.token,
        "TELEGRAM_API_URL": f"{base}/telegram",
        "YC_FOLDER_ID": "b1gacceptance",
        "YC_API_KEY": KEY,
        "GENERATOR": "yandexart",  # which has all that the prompt language speaks of
        "YANDEX_API_URL": f"{base}/yandex",
        "YANDEX_IMAGES_URL": f"{base}/yandex",
        "DATABASE_URL": f"sqlite:///{folder / 'artbot.db'}",
        "LISTEN": f"127.0.0.1:{free_port()}",
        "NOTIFY_AFTER": "86400",  # no machine is so slow that an outcome comes in a message of its own
    } | more


def free_port() -> int:
    """A port to listen on, below those that the kernel gives to whoever connects.

    A bot that is killed and started again still finds it free.
    """
    for port in random.sample(range(10_000, 30_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
