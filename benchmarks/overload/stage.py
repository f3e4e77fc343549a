"""The whole bot in virtual time, with the sandbox over loopback: settings, a world, and what passed between them."""

import asyncio
import gc
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.ledger import Ledger
from benchmarks.overload.virtual_time import VirtualClock, VirtualTimeLoop
from bot.app import App, create_app
from bot.config import Settings
from sandbox.composition import Sandbox
from sandbox.faults import Faults
from sandbox.telegram.exchanges import Exchange
from sandbox.telegram.flood import FloodControl
from sandbox.telegram.world import World
from sandbox.yandex.app import create_app as create_yandex_app
from sandbox.yandex.gallery import Paint
from sandbox.yandex.settings import Settings as ServiceSettings
from tests.flows.service import swatch


class Stage:
    """A world with Telegram's flood limits in force, in the time of a loop."""

    def __init__(
        self, loop: VirtualTimeLoop, world: World, duration: tuple[float, float], seed: int, paint: Paint = swatch
    ) -> None:
        """`duration` bounds the seconds that a drawing takes."""
        self.loop = loop
        self.clock = VirtualClock(loop)
        self.world = world
        self.ledger = Ledger()
        self.refused = 0  # calls that Telegram answered with 429
        self._spoken: defaultdict[int, list[float]] = defaultdict(list)  # when a message was sent or edited, by chat
        world.clock = self.clock.now
        self.service: web.Application = create_yandex_app(
            ServiceSettings(duration=duration), Faults(), clock=self.clock.monotonic, paint=paint, seed=seed
        )

    @asynccontextmanager
    async def sandbox(self, names: Collection[str] = ()) -> AsyncIterator[Sandbox]:
        async with Sandbox.start(world=self.world, yandex=self.service, names=names) as sandbox:
            sandbox.telegram.api.flood = FloodControl(self.clock.monotonic)
            sandbox.telegram.api.flood.enabled = True
            sandbox.telegram.observers = [self._note]
            sandbox.yandex.journal = self.ledger
            yield sandbox

    @asynccontextmanager
    async def bot(self, sandbox: Sandbox, database: Path, **settings: Any) -> AsyncIterator[App]:
        """The bot, running until the context is left."""
        values = {
            "_env_file": None,
            "bot_token": sandbox.telegram.token,
            "telegram_api_url": f"{sandbox.address}/telegram",
            "generator": "yandexart",
            "yc_folder_id": "b1goverload",
            "yc_api_key": "AQVN-overload",
            "yandex_api_url": f"{sandbox.address}/yandex",
            "database_url": f"sqlite:///{database}",
        }
        async with create_app(Settings(**(values | settings)), self.clock) as app, asyncio.TaskGroup() as group:
            self.loop.threads.append(lambda: app.database.is_busy)
            gc.collect()
            gc.freeze()  # as `python -m bot run` does at its start
            self.loop.meter.reset()
            group.create_task(app.run())
            yield app
            app.stop()
        gc.unfreeze()

    async def sleep_until(self, moment: float) -> None:
        """`moment` in seconds of virtual time."""
        await self.clock.wait(asyncio.Event(), moment - self.loop.time())

    @property
    def spoken(self) -> int:
        """How many messages Telegram has sent, edited and deleted for the bot."""
        return sum(map(len, self._spoken.values()))

    def fullest(self) -> dict[str, int]:
        """The most calls in any window of time, by the window's name."""
        everywhere = sorted(moment for moments in self._spoken.values() for moment in moments)
        groups = [moments for chat_id, moments in self._spoken.items() if chat_id < 0]
        return {
            "messages in a second": fullest_window(everywhere, 1.0),
            "messages to a chat in a second": max(fullest_window(one, 1.0) for one in self._spoken.values()),
            "messages to a group in a minute": max((fullest_window(one, 60.0) for one in groups), default=0),
            "submissions in a minute": fullest_window(self.ledger.arrivals["yandex.submit"], 60.0),
            "result requests in a second": fullest_window(self.ledger.arrivals["yandex.get"], 1.0),
        }

    def _note(self, exchange: Exchange) -> None:
        # What the bot is seen to be doing is no message, and has no part in the limits of messages.
        is_message = exchange.method.startswith(("send", "edit", "delete")) and exchange.method != "sendChatAction"
        if not is_message or "chat_id" not in exchange.parameters:
            return
        self.refused += exchange.status == 429
        if exchange.status == 200:
            self._spoken[int(exchange.parameters["chat_id"])].append(self.loop.time())


def fullest_window(moments: Sequence[float], seconds: float) -> int:
    """The most of these moments, which are sorted, that lie within so many seconds, the end not included."""
    most = first = 0
    for at, moment in enumerate(moments):
        while moment - moments[first] >= seconds - 1e-6:
            first += 1
        most = max(most, at - first + 1)
    return most
