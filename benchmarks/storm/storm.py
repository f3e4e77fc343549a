"""The kill storm: the real process and its real database in a world that fails, killed again and again.

What is deterministic for a seed: who asks for what and where, the chance that decides about each call's fault, the
seconds and the number of calls that each life of the bot lasts. What is not: how the bot's work, the kernel and the
clock interleave with that; the same seed brings the same storm, and not the same course of events.
"""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.crowd import Crowd, Wish, gather, number_in, wishes
from benchmarks.ledger import Ledger
from benchmarks.storm.database import slots, untold
from benchmarks.storm.weather import Doom, Victim, Weather
from benchmarks.verdict import Asked, Verdict, judge, neutral_texts
from sandbox.composition import Sandbox
from sandbox.faults import Kind
from sandbox.telegram.world import Change, World
from sandbox.yandex.app import create_app as create_yandex_app
from sandbox.yandex.settings import Settings as ServiceSettings
from tests.acceptance.programs import Program, free_port
from tests.flows.service import swatch

_DURATION: Final = (0.1, 2.0)  # seconds that a drawing takes
_RESUBMISSIONS: Final = 1
_QUIET: Final = 6.0  # seconds without a call after which the dust has settled: the workers look every five
_TIMEOUT: Final = 300.0  # seconds without any news after which what is missing counts as lost
_LAST_LIVES: Final = 5  # starts without kills in which everything has to be told

_SETTINGS: Final = {
    # Nothing but faults and kills is to stand in the way.
    "SUBMIT_PER_MINUTE": "100000",
    "RESULTS_PER_SECOND": "100",
    "TELEGRAM_MESSAGES_PER_SECOND": "1000",
    "QUEUED_PER_USER": "100000",
    "DRAWINGS_PER_USER_PER_DAY": "100000",
    "DRAWINGS_PER_DAY": "1000000",
    "RESUBMIT_UNKNOWN": str(_RESUBMISSIONS),
    "NOTIFY_AFTER": "3",  # seconds; so that outcomes in slots old and fresh both occur
    "YC_FOLDER_ID": "b1gstorm",
    "YC_API_KEY": "AQVN-storm",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A storm.

    Attributes:
        faults: the share of calls that meets each of the four kinds of fault.
        backups: whether a backup is made every second, and the latest is restored after each kill.
    """

    drawings: int = 1000
    kills: int = 100
    seed: int = 7
    faults: float = 0.03
    people: int = 300
    groups: int = 10
    forums: int = 5
    topics: int = 4
    backups: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    verdict: Verdict
    kills: int
    faults: int
    dropped_slots: int  # texts that were sent, and whose answer was cut off
    forgotten_slots: int  # texts that were sent, and not stored when a kill came
    unfinished: int  # drawings that the database does not call told, at the end
    tracebacks: int  # in everything the bot has said
    restored: int  # backups
    seconds: float

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and self.unfinished == 0


class Storm:
    """One storm, from the first request to the last picture."""

    def __init__(self, plan: Plan, folder: Path, tell: Callable[[str], None]) -> None:
        self._plan = plan
        self._folder = folder
        self._tell = tell
        self._chance = random.Random(plan.seed)  # noqa: S311 - repeatable on purpose
        self._crowd: Crowd = gather(plan.people, plan.groups, plan.forums, plan.topics)
        self._telegram = Weather(plan.seed, "telegram.*", plan.faults, self._called)
        self._yandex = Weather(plan.seed + 1, "yandex.*", plan.faults, self._called)
        self._ledger = Ledger()
        self._asked: list[Asked] = []
        self._shown: set[int] = set()
        self._began = self._news = time.monotonic()
        self._tracebacks = 0
        self._restored = 0
        self._calls = 0  # without the polls for updates, which never cease
        self._alive = asyncio.Event()  # set by the first call of each life
        self._victim: Victim | None = None
        self._remembered: set[tuple[int, int]] | None = None  # the slots that a killed bot has stored, until it rises
        self._forgotten: set[tuple[int, int]] = set()  # slots that a kill has cut off between sending and storing

    async def run(self) -> Report:
        """Raises AssertionError where the bot ends by itself, with all it has said."""
        service = create_yandex_app(
            ServiceSettings(duration=_DURATION), self._yandex, paint=swatch, seed=self._plan.seed
        )
        async with Sandbox.start(world=self._crowd.world, yandex=service) as sandbox:
            sandbox.telegram.faults = self._telegram
            sandbox.yandex.journal = self._ledger
            sandbox.world.listeners.append(self._hear)
            await self._kill_again_and_again(sandbox)
            unfinished = await self._settle(sandbox)
        (self._folder / "chats.txt").write_text(transcript(self._crowd.world), encoding="utf-8")
        dropped = self._telegram.seen["telegram.sendMessage", Kind.DROPPED]
        return Report(
            verdict=judge(
                sandbox.world,
                self._asked,
                self._ledger.executed(),
                limit=1 + _RESUBMISSIONS,
                strays_allowed=len(self._forgotten) + dropped,
            ),
            kills=self._plan.kills,
            faults=self._telegram.seen.total() + self._yandex.seen.total(),
            dropped_slots=dropped,
            forgotten_slots=len(self._forgotten),
            unfinished=unfinished,
            tracebacks=self._tracebacks,
            restored=self._restored,
            seconds=time.monotonic() - self._began,
        )

    async def _kill_again_and_again(self, sandbox: Sandbox) -> None:
        coming = wishes(self._crowd, self._plan.drawings, self._chance)
        for life in range(self._plan.kills):
            due = self._plan.drawings * (life + 1) // (self._plan.kills + 1)
            await self._live_and_die(sandbox, Doom.drawn(self._chance), list(islice(coming, due - len(self._asked))))
            self._report(f"kill {life + 1}")
        for wish in coming:
            self._ask(sandbox, wish)

    async def _live_and_die(self, sandbox: Sandbox, doom: Doom, wishes: Sequence[Wish]) -> None:
        async with self._bot(sandbox) as bot, self._backed_up(sandbox):
            if not doom.at_start:
                await self._first_call(bot)
            victim = self._victim = Victim(bot.pid, doom.calls)
            for wish in wishes:
                self._ask(sandbox, wish)
                await _wait(victim.struck, doom.seconds / (len(wishes) + 1))
            await _wait(victim.struck, doom.seconds / (len(wishes) + 1))
            self._victim = None
            with contextlib.suppress(ProcessLookupError):
                bot.send(signal.SIGKILL)
            status = await bot.status()
            assert status == -signal.SIGKILL, f"it ended by itself with status {status}:\n{bot.output}"  # noqa: S101
        await self._restore(sandbox)
        self._remembered = await asyncio.to_thread(slots, self._folder / "artbot.db")

    @asynccontextmanager
    async def _backed_up(self, sandbox: Sandbox) -> AsyncIterator[None]:
        """Have a backup made every second."""
        if not self._plan.backups:
            yield
            return
        task = asyncio.get_running_loop().create_task(self._back_up(sandbox))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _back_up(self, sandbox: Sandbox) -> None:
        command = ("backup", str(self._folder / "backups"), "--keep", "100")
        while True:
            async with Program.start(*command, settings=self._settings(sandbox), folder=self._folder) as backup:
                await backup.status()  # it fails where the bot dies under it
            await asyncio.sleep(1)

    async def _restore(self, sandbox: Sandbox) -> None:
        """Restore each backup of this life in turn; the first is the oldest."""
        if not self._plan.backups:
            return
        for backup in sorted((self._folder / "backups").glob("*.db")):
            command = ("restore", str(backup))
            async with Program.start(*command, settings=self._settings(sandbox), folder=self._folder) as restore:
                status = await restore.status()
                assert status == 0, f"{backup.name} cannot be restored:\n{restore.output}"  # noqa: S101
            self._restored += 1
            backup.unlink()
            for replaced in self._folder.glob("artbot.db.replaced-*"):
                replaced.unlink()

    async def _first_call(self, bot: Program) -> None:
        """Wait for a sign of life; a busy machine takes its time over a start."""
        try:
            async with asyncio.timeout(_TIMEOUT):
                await self._alive.wait()
        except TimeoutError:
            raise AssertionError(f"it never called anybody:\n{bot.output}") from None

    def _called(self, call: str) -> None:
        self._alive.set()
        self._calls += call != "telegram.getUpdates"
        if self._remembered is not None:
            # The first call of a new life: by now everything that the one before has sent has arrived.
            self._forgotten |= neutral_texts(self._crowd.world) - self._remembered
            self._remembered = None
        if self._victim is not None:
            self._victim.called()

    async def _settle(self, sandbox: Sandbox) -> int:
        """Let the bot finish in peace; returns how many drawings the database still does not call told."""
        self._telegram.clear()
        self._yandex.clear()
        unfinished = -1
        for _ in range(_LAST_LIVES):
            async with self._bot(sandbox) as bot:
                await self._first_call(bot)
                await self._quiet(sandbox)
                bot.send(signal.SIGTERM)
                status = await bot.status()
                assert status == 0, f"it did not end well (status {status}):\n{bot.output}"  # noqa: S101
            unfinished = await asyncio.to_thread(untold, self._folder / "artbot.db")
            if unfinished == 0:
                break
        return unfinished

    async def _quiet(self, sandbox: Sandbox) -> None:
        """Wait until everything is answered and nobody says anything more; not for ever."""
        while True:
            before = self._calls
            await asyncio.sleep(_QUIET)
            is_all_answered = len(self._shown) == len(self._asked) and len(sandbox.world.updates) == 0
            self._report("settling")
            if is_all_answered and before == self._calls:
                return
            if time.monotonic() - self._news > _TIMEOUT:
                return

    @asynccontextmanager
    async def _bot(self, sandbox: Sandbox) -> AsyncIterator[Program]:
        self._alive.clear()
        async with Program.start("run", settings=self._settings(sandbox), folder=self._folder) as bot:
            self._news = time.monotonic()
            try:
                yield bot
            finally:
                self._tracebacks += bot.output.count("Traceback (most recent call last)")
                with (self._folder / "bot.log").open("a", encoding="utf-8") as log:
                    log.write(bot.output)

    def _settings(self, sandbox: Sandbox) -> dict[str, str]:
        return _SETTINGS | {
            "BOT_TOKEN": sandbox.telegram.token,
            "TELEGRAM_API_URL": f"{sandbox.address}/telegram",
            "YANDEX_API_URL": f"{sandbox.address}/yandex",
            "DATABASE_URL": f"sqlite:///{self._folder / 'artbot.db'}",
            "LISTEN": f"127.0.0.1:{free_port()}",
        }

    def _ask(self, sandbox: Sandbox, wish: Wish) -> None:
        place = wish.place
        message = sandbox.people.send(wish.person_id, place.chat_id, wish.text, thread_id=place.thread_id)
        self._asked.append(Asked(wish.number, place.chat_id, place.thread_id, message.id))

    def _report(self, what: str) -> None:
        self._tell(
            f"{time.monotonic() - self._began:6.0f} s  {what}: {len(self._asked)} asked, {len(self._shown)} answered"
        )

    def _hear(self, change: Change) -> None:
        if change.message is None or change.message.sender_id != self._crowd.world.bot.id:
            return
        self._news = time.monotonic()
        number = number_in(change.message.content.text)
        if number is not None:
            self._shown.add(number)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def transcript(world: World) -> str:
    """Who said what, for somebody who wonders what went wrong."""
    lines = []
    for chat in world.chats.values():
        lines.append(f"{chat.title or 'private'} {chat.id}")
        for message in chat.messages.values():
            name = world.users[message.sender_id].first_name
            about = f"in {message.thread_id} to {message.reply.message_id if message.reply else None}"
            kind = "photo " if message.has_media else ""
            lines.append(f"  {message.id} {about} {name}: {kind}{message.content.text!r}")
    return "\n".join(lines)
