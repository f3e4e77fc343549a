"""A day of people who draw, on a network that fails in every way there is, one after the other; in virtual time."""

import asyncio
import random
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp.abc import ResolveResult

from benchmarks.crowd import Crowd, gather, number_in
from benchmarks.overload.overload import count_open
from benchmarks.overload.stage import Stage
from benchmarks.overload.virtual_time import VirtualTimeLoop
from benchmarks.verdict import Asked, Verdict, judge
from bot.app import App
from bot.health import health_server
from sandbox.composition import Sandbox
from sandbox.painter import Part
from sandbox.telegram.world import Change
from tests.flows.service import swatch
from tests.world.front import Front
from tests.world.issuer import Issuer
from tests.world.proxies import HttpProxy

HOUR: Final = 3600.0
TELEGRAM, YANDEX, PROXY = "telegram.example", "yandex.example", "proxy.example"
_LARGE: Final = 600_000  # bytes
_DURATION: Final = (5.0, 60.0)  # seconds that a drawing takes
_LOOK: Final = 15.0  # seconds between two looks at the health
_OVERTIME: Final = 2 * HOUR  # after the day, for what is still to come
_ASKED_MEANWHILE: Final = 5  # requests during each trouble


def paint(positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int) -> bytes:
    """A picture; where it is to be large, with comments (T.81, B.2.4.5) that make it so."""
    picture = swatch(positives, negatives, ratio, seed)
    if not any("large" in part.text for part in positives):
        return picture
    comment = b"\xff\xfe\xff\xff" + bytes(0xFFFD)
    return picture[:2] + comment * (_LARGE // len(comment)) + picture[2:]


@dataclass
class Names:
    """What a resolver says: that every name is this machine, as long as it is asked in vain by nobody."""

    are_known: bool = True

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        if not self.are_known:
            raise OSError(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0),
        ]


class Net:
    """The bot's way to both services: names, a proxy before Telegram, TLS."""

    def __init__(self, names: Names, telegram: Front, yandex: Front, folder: Path, issuers: Sequence[Issuer]) -> None:
        self.names = names
        self.telegram = telegram
        self.yandex = yandex
        self.proxy = HttpProxy()
        self.trusted = folder / "trusted.pem"
        self.trusted.write_bytes(b"".join(issuer.file.read_bytes() for issuer in issuers))
        self._proxy_runs = AsyncExitStack()

    async def start_proxy(self) -> None:
        await self._proxy_runs.enter_async_context(self.proxy.serving())

    async def stop_proxy(self) -> None:
        await self._proxy_runs.aclose()

    def cut(self) -> None:
        """Drop every connection, as whatever happens to a network does."""
        self.telegram.cut()
        self.yandex.cut()

    def show(self, issuer: Issuer) -> None:
        """Both services come with another certificate."""
        self.telegram.certificate = self.yandex.certificate = issuer.server
        self.cut()

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "telegram_api_url": f"https://{TELEGRAM}:{self.telegram.port}/telegram",
            "yandex_api_url": f"https://{YANDEX}:{self.yandex.port}/yandex",
            "http_proxy": None,
            "https_proxy": f"http://{PROXY}:{self.proxy.port}",
            "all_proxy": None,
            "no_proxy": YANDEX,
            "ssl_cert_file": str(self.trusted),
            "ssl_cert_dir": None,
        }


@dataclass(frozen=True)
class Trouble:
    """What happens to the network, from when on and how long, in seconds of the day."""

    name: str
    begins: float
    lasts: float
    begin: Callable[["Rehearsal"], Any]
    end: Callable[["Rehearsal"], Any]
    reason: str | None = None  # that the health gives; None where the bot is well
    prompt: str = "picture"

    @property
    def is_over(self) -> float:
        return self.begins + self.lasts


@dataclass
class Record:
    """What was seen of the day, by seconds of it."""

    health: list[tuple[float, int, str]] = field(default_factory=list)
    owner: list[tuple[float, str]] = field(default_factory=list)  # what the owner was told
    said: list[tuple[float, int | None, str]] = field(default_factory=list)  # in the other chats, by request
    outcome: dict[int, float] = field(default_factory=dict)
    asked: dict[int, float] = field(default_factory=dict)
    out_of_order: int = 0  # chats in which a slot came before that of an earlier request
    open: int = 0  # drawings whose end nobody was told
    verdict: Verdict | None = None

    def told(self, trouble: Trouble, within: float) -> list[str]:
        """What the owner was told from its beginning until so long after its end."""
        return [text for at, text in self.owner if trouble.begins <= at <= trouble.is_over + within]

    def said_in(self, trouble: Trouble) -> list[tuple[float, int | None, str]]:
        """What the people were told while it lasted."""
        return [one for one in self.said if trouble.begins <= one[0] <= trouble.is_over]

    def unhealthy(self, trouble: Trouble, within: float) -> list[tuple[float, str]]:
        """When, in seconds since it began, and why the bot was not well."""
        until = trouble.is_over + within
        bad = [(at, text) for at, status, text in self.health if status != 200]
        return [(at - trouble.begins, text) for at, text in bad if trouble.begins <= at <= until]


class Rehearsal:
    """One day. To be run on a `VirtualTimeLoop`."""

    def __init__(
        self,
        loop: VirtualTimeLoop,
        folder: Path,
        names: Names,
        troubles: Sequence[Trouble],
        *,
        seed: int,
        requests: int,
    ) -> None:
        """`requests` come at any time, beside those in the middle of trouble."""
        self.record = Record()
        self.issuers = {name: _issuer(folder / name) for name in ("first", "second", "unknown")}
        self._loop = loop
        self._folder = folder
        self._names = names
        self._troubles = troubles
        self._requests = requests
        self._chance = random.Random(seed)
        self._crowd: Crowd = gather(12, 2, 0, 0)
        self._owner = self._crowd.private[0].chat_id
        self.stage = Stage(loop, self._crowd.world, _DURATION, seed, paint)
        self._asked: list[Asked] = []
        self._by_message: dict[tuple[int, int], int] = {}
        self._slots: defaultdict[int, list[int]] = defaultdict(list)  # request ids, by chat, in the order of slots
        self.sandbox: Sandbox
        self.net: Net

    async def run(self, length: float = 24 * HOUR) -> Record:
        async with AsyncExitStack() as stack:
            self.sandbox = await stack.enter_async_context(self.stage.sandbox((TELEGRAM, YANDEX)))
            self.net = await stack.enter_async_context(self._network())
            settings = self.net.settings | {"admin_ids": str(self._owner)}
            app = await stack.enter_async_context(self.stage.bot(self.sandbox, self._folder / "artbot.db", **settings))
            health = await stack.enter_async_context(_health(app))
            self._crowd.world.listeners.append(self._hear)
            async with asyncio.TaskGroup() as group:
                watch = group.create_task(self._watch(health))
                for trouble in self._troubles:
                    group.create_task(self._happen(trouble))
                await self._ask(length)
                await self.stage.sleep_until(length)
                await self._until_told(app, length + _OVERTIME)
                watch.cancel()
            self._sum_up(await app.database.transaction(count_open))
        return self.record

    @asynccontextmanager
    async def _network(self) -> AsyncIterator[Net]:
        first = self.issuers["first"].server
        async with (
            Front(first, self.sandbox.port).serving() as telegram,
            Front(first, self.sandbox.port).serving() as yandex,
        ):
            trusted = [self.issuers["first"], self.issuers["second"]]
            net = Net(self._names, telegram, yandex, self._folder, trusted)
            await net.start_proxy()
            yield net
            await net.stop_proxy()

    async def _happen(self, trouble: Trouble) -> None:
        await self.stage.sleep_until(trouble.begins)
        for step in (trouble.begin, trouble.end):
            outcome = step(self)
            if asyncio.iscoroutine(outcome):
                await outcome
            if step is trouble.begin:
                await self.stage.sleep_until(trouble.is_over)

    async def _ask(self, length: float) -> None:
        moments = [(self._chance.uniform(0.0, length), "picture") for _ in range(self._requests)]
        for trouble in self._troubles:
            step = trouble.lasts / _ASKED_MEANWHILE
            moments += [(trouble.begins + (at - 0.5) * step, trouble.prompt) for at in range(_ASKED_MEANWHILE + 1)]
        places = (*self._crowd.private, *self._crowd.shared)
        for number, (moment, prompt) in enumerate(sorted(moments), 1):
            await self.stage.sleep_until(moment)
            place = self._chance.choice(places)
            message = self.sandbox.people.send(
                self._chance.choice(place.people), place.chat_id, f"/draw {prompt} {number}"
            )
            self._asked.append(Asked(number, place.chat_id, None, message.id))
            self._by_message[place.chat_id, message.id] = number
            self.record.asked[number] = moment

    async def _watch(self, health: str) -> None:
        """Look at the health, often where there is trouble."""
        async with aiohttp.ClientSession(trust_env=False) as session:
            for trouble in sorted(self._troubles, key=lambda one: one.begins):
                await self.stage.sleep_until(trouble.begins - 5 * _LOOK)
                while self._loop.time() < trouble.is_over + 300.0:
                    async with session.get(health) as answer:
                        self.record.health.append((self._loop.time(), answer.status, await answer.text()))
                    await self.stage.sleep_until(self._loop.time() + _LOOK)

    def _hear(self, change: Change) -> None:
        message = change.message
        if message is None or message.sender_id != self._crowd.world.bot.id:
            return
        now, text = self._loop.time(), message.content.text
        asked = message.reply.message_id if message.reply else None
        request = None if asked is None else self._by_message.get((message.chat_id, asked))
        if request is None or asked is None:
            if message.chat_id == self._owner and change.kind == "message":
                self.record.owner.append((now, text))
            return
        self.record.said.append((now, request, text))
        if change.kind == "message" and asked not in self._slots[message.chat_id]:
            self._slots[message.chat_id].append(asked)
        if number_in(text) is not None:
            self.record.outcome.setdefault(request, now)

    async def _until_told(self, app: App, latest: float) -> None:
        while await app.database.transaction(count_open) > 0 or len(self.record.outcome) < len(self._asked):
            if self._loop.time() > latest:
                return
            await self.stage.sleep_until(self._loop.time() + 10.0)

    def _sum_up(self, still_open: int) -> None:
        record, world = self.record, self._crowd.world
        record.open = still_open
        record.out_of_order = sum(slots != sorted(slots) for slots in self._slots.values())
        to_owner = sum(
            message.reply is None
            for message in world.chats[self._owner].messages.values()
            if message.sender_id == world.bot.id
        )
        record.verdict = judge(
            world,
            self._asked,
            self.stage.ledger.executed(),
            limit=2,  # an order is sent once more where its answer was lost
            strays_allowed=to_owner + len(self._troubles),  # a slot whose answer was lost
        )


def _issuer(folder: Path) -> Issuer:
    folder.mkdir()
    return Issuer.create(folder, TELEGRAM, YANDEX)


@asynccontextmanager
async def _health(app: App) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    async with health_server(listen, app.complaints):
        yield f"http://{listen}/healthz"
