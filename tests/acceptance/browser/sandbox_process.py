"""The whole offline world with the bot in it, as `python -m sandbox` starts it; or without, for a bot to be killed."""

import json
import os
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.browser.program import ROOT, TIMEOUT, Program

_FLAGS = ("--port", "0", "--grpc-port", "0", "--duration", "0:0")
_ADDRESS = "The chat page: "
_TOKEN = "the bot's token: "
_RUNNING = "the bot is running"
_GENERATOR = {"GENERATOR": "yandexart"}  # which has all that the prompt language speaks of
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")


def visitor(address: str) -> urllib.request.OpenerDirector:
    """What opens addresses of the page's API, as a browser may that has opened the page."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.open(f"{address}/", timeout=TIMEOUT).close()
    return opener


@contextmanager
def running_sandbox(settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a chat page whose drawings are done at once; without a slash at the end."""
    named = [word for name, value in {**_GENERATOR, **settings}.items() for word in ("--set", f"{name}={value}")]
    with Program.start("sandbox", *_FLAGS, *named) as sandbox:
        address = sandbox.says(_ADDRESS).rstrip("/")
        _wait_for_bot(address)
        yield address


def _wait_for_bot(address: str) -> None:
    """The bot is there once it has told its commands, and the page of it."""
    with visitor(address).open(f"{address}/api/events?after=0", timeout=TIMEOUT) as events:
        for line in events:
            event = json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else {}
            if event.get("type") == "chat" and event["chat"]["commands"]:
                return
    raise AssertionError("the bot never told its commands")


@dataclass(frozen=True, slots=True)
class World:
    """An offline world without a bot, and the folder in which its bots keep their database."""

    address: str
    token: str
    folder: Path

    @contextmanager
    def bot(self, **settings: str) -> Iterator[Program]:
        """A bot of this world, running. Those of one world come one after the other: they share what they know."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment = {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "BOT_TOKEN": self.token,
            "TELEGRAM_API_URL": f"{self.address}/telegram",
            "YC_FOLDER_ID": "b1gwalks",
            "YC_API_KEY": "walks",
            **{f"YANDEX_{name}_URL": f"{self.address}/yandex" for name in ("API", "IMAGES", "IAM")},
            "DATABASE_URL": f"sqlite:///{self.folder / 'artbot.db'}",
            "LISTEN": "127.0.0.1:0",
            "ADMIN_IDS": "101",
            **_GENERATOR,
        }
        # In a folder where no .env lies.
        with Program.start("bot", "run", folder=self.folder, environment=kept | environment | settings) as bot:
            bot.says(_RUNNING)
            yield bot


@contextmanager
def running_world(folder: Path) -> Iterator[World]:
    """A chat page as above, without a bot."""
    with Program.start("sandbox", *_FLAGS, "--no-bot") as sandbox:
        token = sandbox.says(_TOKEN).rstrip(")")
        yield World(sandbox.says(_ADDRESS).rstrip("/"), token, folder)
