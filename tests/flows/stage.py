"""The whole bot on a stage: the offline world over real HTTP on loopback, and people who write to it.

Nothing here knows how the bot works inside. It is asked for what people see: messages, pictures, answers to buttons.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import App, create_app
from bot.config import Settings
from sandbox.composition import Sandbox
from sandbox.faults import Faults, Kind, Rule
from sandbox.journal import Journal
from sandbox.telegram.administration import Administration
from sandbox.telegram.exchanges import Exchange
from sandbox.telegram.population import ALICE, BORIS, PAINTERS, STUDIO, populated_world
from sandbox.telegram.world import Change
from sandbox.yandex.app import create_app as create_yandex_app
from sandbox.yandex.settings import Settings as ServiceSettings
from tests.contract.botapi.validator import BotApi
from tests.flows.clock import HastyClock
from tests.flows.people import Actor, Place
from tests.flows.service import Kiln, swatch
from tests.world import databases

T = TypeVar("T")

TIMEOUT: Final = 120.0  # real seconds until a test is given up; no good run comes near it
_FIRING: Final = 3600.0  # seconds of the service that a drawing takes while drawings are held


class Stage:
    """The world, the bot in it, and what both said to each other."""

    def __init__(self, sandbox: Sandbox, clock: HastyClock, kiln: Kiln, folder: Path) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world
        self.clock = clock
        self.description = BotApi()
        self.exchanges: list[Exchange] = []
        self.answers: dict[str, Change] = {}  # to pressed buttons, by query id
        self.pressed: dict[tuple[int | str, ...], float] = {}  # buttons: who, where, which; and when
        self.kiln = kiln
        self._updates: list[dict[str, Any]] = []  # that the bot was handed
        self._database = folder / "artbot.db"
        self._app: App | None = None
        self._running: asyncio.Task[None] | None = None
        self._settings: dict[str, Any] = {}
        self._administration = Administration(sandbox.world, sandbox.people)
        sandbox.telegram.observers += [self.description.observe, self._note]
        sandbox.world.listeners.append(self._hear)
        sandbox.yandex.journal = Journal(limit=100_000)
        self.alice = Actor(self, ALICE)
        self.boris = Actor(self, BORIS)
        self.painters = Place(self, PAINTERS)
        self.studio = Place(self, STUDIO)  # its General topic
        cats, landscapes = (self.world.chats[STUDIO].topics or {}).values()
        self.cats = Place(self, STUDIO, cats.id)
        self.landscapes = Place(self, STUDIO, landscapes.id)

    @classmethod
    @asynccontextmanager
    async def set_up(cls, folder: Path) -> AsyncIterator[Self]:
        """The world without the bot. On leaving, all that was said must have been good Bot API."""
        clock, kiln = HastyClock(), Kiln()
        yandex = create_yandex_app(
            ServiceSettings(duration=(0.0, 0.0)), Faults(), clock=kiln, sleep=kiln.sleep, paint=swatch, seed=1
        )
        async with Sandbox.start(world=populated_world(clock=clock.now), yandex=yandex) as sandbox:
            stage = cls(sandbox, clock, kiln, folder)
            try:
                yield stage
            finally:
                kiln.move(1e9)  # nothing of the service is to hold up the end
                await stage.stop()
            assert stage.description.problems == []

    # The bot

    async def start(self, **settings: Any) -> None:
        """Start the bot; its database is the same each time. What is set stays so for the next start."""
        self._settings |= settings
        await databases.lay_out(self._database)
        started = asyncio.Event()
        self._running = asyncio.get_running_loop().create_task(self._run(self._bot_settings(), started))
        starting = asyncio.get_running_loop().create_task(started.wait())
        await asyncio.wait({starting, self._running}, return_when=asyncio.FIRST_COMPLETED)
        starting.cancel()
        if not started.is_set():
            self._running.result()  # its fault is the test's

    async def stop(self) -> None:
        """End the bot in order."""
        if self._app is not None:
            self._app.stop()
        if self._running is not None:
            async with asyncio.timeout(TIMEOUT):
                await self._running
        self._running = None

    async def crash(self) -> None:
        """End the bot in the middle of whatever it is doing."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running], timeout=TIMEOUT)
            assert self._running.cancelled()
        self._running = None

    async def restart(self, **settings: Any) -> None:
        await self.stop()
        await self.start(**settings)

    def _bot_settings(self) -> Settings:
        base = self.sandbox.address
        values: dict[str, Any] = {
            "_env_file": None,
            "bot_token": self.sandbox.telegram.token,
            "telegram_api_url": f"{base}/telegram",
            "yc_folder_id": "b1gflows",
            "yc_api_key": "AQVN-flows",
            "generator": "yandexart",  # which has all that the prompt language speaks of
            "yandex_api_url": f"{base}/yandex",
            "yandex_images_url": f"{base}/yandex",
            "database_url": databases.address(self._database),
            "submit_per_minute": 1000,
            "timezone": _where_it_is_noon(),
        }
        return Settings(**(values | self._settings))

    async def _run(self, settings: Settings, started: asyncio.Event) -> None:
        async with create_app(settings, self.clock) as app:
            self._app = app
            await databases.ask_at_once(app.database, yielding=True)
            started.set()
            await app.run()

    def owners_code(self) -> str:
        """A code for `/owner`, as the start prints one where there is no owner."""
        assert self._app is not None
        return self._app.owners.offer()

    @property
    def complaints(self) -> list[str]:
        """What `/healthz` says is wrong."""
        assert self._app is not None
        return self._app.complaints()

    # Waiting for what must come

    async def until(self, look: Callable[[], T | bool | None], what: str) -> T:
        """What `look` finds, as soon as there is something."""

        async def ask() -> T | bool | None:
            return look()

        return await self.until_async(ask, what)

    async def until_async(self, look: Callable[[], Awaitable[T | bool | None]], what: str) -> T:
        never = asyncio.Event()
        try:
            async with asyncio.timeout(TIMEOUT):
                while not (found := await look()):
                    if self._running is not None and self._running.done():
                        self._running.result()
                    await self.clock.wait(never, 1.0)
        except TimeoutError:
            raise AssertionError(f"waited in vain for {what}\n{self.transcript()}") from None
        return found  # type: ignore[return-value]

    async def everything_is_told(self) -> None:
        """Wait until every update is confirmed, and no drawing lacks its slot or its outcome."""
        await self.until_async(self._nothing_is_open, "everything to be told")

    async def _nothing_is_open(self) -> bool:
        # In this order: what is confirmed is handled or deferred, and what was deferred may have been a request.
        if len(self.world.updates) > 0 or await self.count("deferred_updates") > 0:
            return False
        return await self.count("drawings WHERE told_at IS NULL") == 0

    async def count(self, what: str) -> int:
        """How many rows there are of `what`, the end of a SELECT."""
        assert self._app is not None

        async def work(connection: AsyncConnection) -> int:
            return await connection.scalar(sql(f"SELECT count(*) FROM {what}")) or 0

        return await self._app.database.transaction(work)

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a SELECT finds."""
        assert self._app is not None

        async def work(connection: AsyncConnection) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in await connection.execute(sql(query))]

        return await self._app.database.transaction(work)

    async def is_there(self, what: str) -> bool:
        return await self.count(what) > 0

    async def state(self, *states: str, count: int = 1) -> None:
        """Wait until so many drawings are in one of these states."""
        names = ", ".join(f"'{state}'" for state in states)

        async def look() -> bool:
            return await self.count(f"drawings WHERE state IN ({names})") >= count

        await self.until_async(look, f"{count} drawings to be {' or '.join(states)}")

    async def submissions(self, count: int) -> None:
        """Wait until the service was asked for so many pictures."""
        await self.until(lambda: len(self.submitted) >= count, f"{count} submissions")

    # The service

    def hold_drawings(self) -> None:
        """From now on drawings take until `finish_drawings`."""
        self.service(duration=[_FIRING, _FIRING])

    def finish_drawings(self) -> None:
        self.service(duration=[0.0, 0.0])
        self.kiln.move(_FIRING)

    def service(self, **settings: Any) -> None:
        """Change the service's own settings."""
        self.sandbox.yandex.settings = self.sandbox.yandex.settings.changed(settings)

    @property
    def submitted(self) -> list[Any]:
        """The bodies of all requests for a picture that reached the service, the oldest first."""
        calls = {"yandex.submit", "yandex.images"}
        return [entry.body for entry in self.sandbox.yandex.journal.entries if entry.call in calls]

    @property
    def paid(self) -> list[Any]:
        """Of these the ones that were executed, whatever became of the answer."""
        calls = {"yandex.submit", "yandex.images"}
        harmless = {Kind.STATUS, Kind.HTML, Kind.LOST, Kind.HUGE}
        return [
            entry.body
            for entry in self.sandbox.yandex.journal.entries
            if entry.call in calls and entry.fault not in harmless and (entry.status or 200) == 200
        ]

    @property
    def asked(self) -> int:
        """How often the service was asked for a result."""
        return sum(entry.call == "yandex.get" for entry in self.sandbox.yandex.journal.entries)

    @property
    def enhancements(self) -> int:
        """How often the language model was asked."""
        return sum(entry.call == "yandex.completion" for entry in self.sandbox.yandex.journal.entries)

    # Faults and other deeds

    def fault(self, where: str, kind: str, **details: Any) -> Rule:
        """Have calls go wrong, `times` of them, or all until `heal`."""
        rule = Rule(where, Kind(kind), **details)
        server = self.sandbox.telegram if where.startswith("telegram.") else self.sandbox.yandex
        server.faults.add(rule)
        return rule

    def heal(self) -> None:
        self.sandbox.telegram.faults.clear()
        self.sandbox.yandex.faults.clear()

    def do(self, deed: str, place: Place, by: Actor | None = None) -> None:
        """What the page's chat menu offers: block, kick_bot, migrate, close_topic, ..."""
        self._administration.perform((by or self.alice).user.id, place.chat_id, deed, place.thread_id)

    def calls(self, method: str) -> list[Exchange]:
        """The bot's calls of a method, the oldest first."""
        return [exchange for exchange in self.exchanges if exchange.method == method]

    def received(self, kind: str) -> list[Any]:
        """The updates of a kind that the bot was handed, without their numbers."""
        return [update[kind] for update in self._updates if kind in update]

    def transcript(self) -> str:
        """All chats as people see them, for somebody who wonders why a test failed."""
        lines = []
        for chat in self.world.chats.values():
            lines.append(f"{chat.title or chat.id}:")
            for message in chat.messages.values():
                kind = "photo " if message.photo else "file " if message.document else ""
                reply = f" > {message.reply.message_id}" if message.reply else ""
                name = self.world.users[message.sender_id].first_name
                text = message.content.text[:200]
                lines.append(f"  {message.id}{reply} [{message.thread_id}] {name}: {kind}{text!r}")
        return "\n".join(lines)

    def _note(self, exchange: Exchange) -> None:
        if exchange.method != "getUpdates":
            self.exchanges.append(exchange)
        elif exchange.status == 200:
            self._updates += exchange.answer["result"]

    def _hear(self, change: Change) -> None:
        if change.kind == "answer":
            self.answers[change.details["query_id"]] = change


def _where_it_is_noon() -> str:
    """A time zone in which the day neither begins nor ends while a flow runs, whenever that is."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+}"  # whose signs are against the sun, as POSIX has them
