"""Hostile people, their groups and channels, and the bot's processes one after the other."""

import asyncio
import random
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text

from drawing.access import AccessList
from drawing.lifecycle import Drawing
from drawing.people import Group
from drawing.quota import Limits
from drawing.workers.loop import Supervisor
from handlers.views.privacy_page import ForgetButton
from storage.store import SqlStore
from storage.transitions import fetch
from tests.fuzz.money.clock import AtOnce, VirtualClock
from tests.fuzz.money.process import Outside, kill, supervisor
from tests.fuzz.money.service import ImageService, LanguageModel
from tests.fuzz.money.telegram import BOT, Room, Telegram

EVE, MAX, ANN, STRANGER = 1001, 1002, 1003, 1009
GROUPS: Final = {"Painters": -501, "Plotters": -502, "Strangers": -509}
PER_GROUP: Final = 4
_LINKED: Final = {"Painters": -1005550000001, "Plotters": -1005550000002, "Strangers": -1005550000009}
_FOREIGN: Final = {EVE: (-1006660000001, -1006660000002), MAX: (-1006660000003,), STRANGER: (-1006660000009,)}
_ADMINS: Final = {"Painters": {EVE, MAX}, "Plotters": {EVE}, "Strangers": {STRANGER}}
_MEMBERS: Final = {"Painters": (EVE, MAX, ANN), "Plotters": (EVE, ANN), "Strangers": (STRANGER,)}
_ANONYMOUS: Final = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_CHANNEL_BOT: Final = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
LIMITS: Final = Limits(
    queued_per_person=5,
    per_person_and_day=3,
    per_day=5,
    enhancements_per_person_and_day=2,
    enhancements_per_day=3,
)

Name = str
"""Whom something is counted for: `human 1001`, or `group Painters` for what is asked for in the group's own name."""


@dataclass
class World:
    """What is done next is up to the caller; where there is a choice, to `chance`."""

    chance: random.Random
    store: SqlStore
    limits: Limits = LIMITS
    allowed: frozenset[int] = frozenset()
    log: list[str] = field(default_factory=list)
    deaths: int = 0
    asked: dict[str, tuple[Name, str]] = field(default_factory=dict)  # by source: who, and in which family of chats
    wrote: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)  # who, and in whose name
    disturbed: Counter[str] = field(default_factory=Counter)  # families of chats that could not be told for a time
    deleted: Counter[int] = field(default_factory=Counter)  # slots that people deleted, by drawing

    def __post_init__(self) -> None:
        self.clock = VirtualClock()
        self.telegram = Telegram(self.clock, self.chance)
        self.service = ImageService(self.clock, self.chance)
        self.language_model = LanguageModel(self.clock, self.chance)
        lists = AccessList(invited=self.allowed)
        self.outside = Outside(
            self.clock, self.store, self.telegram, self.service, self.language_model, self.limits, lists
        )
        self._rows: sqlite3.Connection | None = None
        self._crew: Supervisor | None = None
        self._life: asyncio.Task[None] | None = None
        self._sent: list[dict[str, Any]] = []
        for human in (EVE, MAX, ANN, STRANGER):
            self.telegram.rooms[human] = Room(human, f"home of {human}")
        for name, number in GROUPS.items():
            self.telegram.rooms[number] = Room(number, name, admins=frozenset(_ADMINS[name]), linked=_LINKED[name])

    # The bot

    async def begin(self) -> None:
        """Empty the database, and set the limits of the groups as their admins would."""
        asyncio.get_running_loop().set_default_executor(AtOnce(1))
        await _empty(self.store)
        async with self.store._database._engine.connect() as connection:
            self._rows = (await connection.get_raw_connection()).driver_connection._conn  # type: ignore[union-attr]
        for name in ("Painters", "Plotters"):
            if not self.allowed or GROUPS[name] in self.allowed:
                await self.store.keep_group(Group(id=GROUPS[name], per_day=PER_GROUP))

    async def passes(self, seconds: float) -> None:
        """Time passes in which the bot works."""
        self._live()
        await self.clock.run(seconds)
        self._look_whether_it_lives()

    async def jumps(self, seconds: float) -> None:
        """Time passes at once."""
        self._live()
        await self.clock.jump(seconds)
        self._look_whether_it_lives()

    async def dies(self, turns: int = 0) -> None:
        """The process is killed, so many turns of its loop from now; the next begins with the next passing of time."""
        self._live()
        for _ in range(turns):
            await asyncio.sleep(0)
        life, self._life = self._life, None
        assert life is not None
        await kill(life, self.outside)
        self.deaths += 1
        self.language_model.life += 1

    async def ends(self) -> None:
        """The process ends in order."""
        assert self._crew is not None
        assert self._life is not None
        self._crew.stop()
        self.telegram.has_updates.set()
        for _ in range(100):
            if self._life.done():
                break
            await self.clock.run(10.0)
        await self._life
        self._life = None

    def _live(self) -> None:
        if self._life is None:
            self._crew = supervisor(self.outside, random.Random(self.chance.randrange(2**32)))
            self._life = asyncio.get_running_loop().create_task(self._crew.run())

    def _look_whether_it_lives(self) -> None:
        assert self._life is not None
        assert self._crew is not None
        if self._life.done():
            self._life.result()
        assert not self._crew.failing

    @property
    def lives(self) -> bool:
        """Whether there is a process."""
        return self._life is not None

    def read(self, query: str) -> list[sqlite3.Row]:
        """What the database holds now. Nobody is at it while no time passes, and this is how it costs no time."""
        assert self._rows is not None
        cursor = self._rows.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(query).fetchall()

    async def drawings(self) -> tuple[Drawing, ...]:
        return await self.store._database.transaction(fetch)

    # What people can say

    def ask(self, room: Room, human: int, words: str, *, name: str = "self", reply_to: int | None = None) -> int:
        """Write `/draw` as oneself, as an `anonymous` admin, as the `linked` channel or a `foreign` one."""
        number = self.writes(room, human, f"/draw {words}", name=name, reply_to=reply_to)
        room.requests.append(number)
        self.wrote[room.id, number] = (human, name)
        return number

    def writes(self, room: Room, human: int, words: str, *, name: str = "self", reply_to: int | None = None) -> int:
        number = self.telegram.next_message()
        who = f"human {human}" if name in {"self", "foreign"} else f"group {room.family}"
        self.asked[f"m:{room.id}:{number}"] = (who, room.family)
        message = {"message_id": number, "chat": room.raw, "date": int(self.clock.now()), "text": words}
        message |= self._signature(room, human, name)
        if reply_to is not None:
            sender = BOT if reply_to in room.shown else _user(human)
            message["reply_to_message"] = {
                "message_id": reply_to,
                "chat": room.raw,
                "date": int(self.clock.now()),
                "from": sender,
                "text": "something",
            }
        self._send(message=message)
        return number

    def edits(self, room: Room, number: int, words: str) -> None:
        """Whoever has written a request writes it anew, in the same name: nobody else can."""
        human, name = self.wrote[room.id, number]
        message = {"message_id": number, "chat": room.raw, "date": int(self.clock.now()), "text": words}
        message |= {"edit_date": int(self.clock.now()), **self._signature(room, human, name)}
        self._send(edited_message=message)

    def presses(self, room: Room, human: int, number: int, data: str) -> None:
        query = str(self.telegram.next_message())
        self.asked[f"c:{query}"] = (f"human {human}", room.family)
        message = {"message_id": number, "chat": room.raw, "date": int(self.clock.now()), "from": BOT, "text": "x"}
        self._send(
            callback_query={
                "id": query,
                "from": _user(human),
                "chat_instance": "1",
                "data": data,
                "message": message,
            }
        )

    def blocks(self, room: Room, *, is_told: bool = True) -> None:
        """The bot is blocked, or removed; what the chat still waits for is not told."""
        room.is_closed = True
        self.disturbed[room.family] += 1
        if is_told:
            self._membership(room, "kicked" if room.id > 0 else "left")

    def lets_in(self, room: Room) -> None:
        room.is_closed = False
        self._membership(room, "member")

    def moves(self, room: Room) -> Room:
        """The group becomes a supergroup, which can do so again, for what that is worth."""
        room.moved_to = -(10**12) * 2 - self.telegram.next_message()
        new = Room(
            room.moved_to,
            room.family,
            room.admins,
            room.linked,
            is_muted=room.is_muted,
            forbids_pictures=room.forbids_pictures,
            forbids_since=room.forbids_since,
        )
        self.telegram.rooms[new.id] = new
        message = {"message_id": self.telegram.next_message(), "chat": room.raw, "date": int(self.clock.now())}
        self._send(message=message | {"from": _user(min(room.admins)), "migrate_to_chat_id": new.id})
        return new

    def forbids(self, room: Room, *, is_told: bool = False) -> None:
        room.forbids_pictures = not room.forbids_pictures
        room.forbids_since = self.clock.now()
        if is_told:
            self._membership(room, "member")

    def deletes(self, room: Room, number: int) -> None:
        """Somebody deletes a message: the bot's, or a request."""
        if room.shown.pop(number, None) is not None:
            drawing = self.outside.seen.messages.get((room.id, number))
            if drawing is not None:
                self.deleted[drawing] += 1
                self.outside.seen.standing[drawing].discard((room.id, number))
        else:
            room.gone.add(number)

    async def latest(self, human: int) -> str:
        """What the button under the question of `/forget` names."""
        theirs = [one for one in await self.drawings() if one.person_id == human]
        return max(theirs, key=lambda one: one.id).public_id if theirs else "0"

    def forgets(self, human: int, latest: str) -> None:
        """Press "yes" under the question of `/forget`."""
        self.presses(self.telegram.rooms[human], human, 99, ForgetButton(latest=latest, is_meant=True).pack())

    def comes_again(self, update: dict[str, Any]) -> None:
        """An update comes once more; the bot does not tell them apart by their numbers."""
        self.telegram.deliver(**{key: value for key, value in update.items() if key != "update_id"})

    def an_earlier_update(self) -> dict[str, Any] | None:
        return self.chance.choice(self._sent) if self._sent else None

    def room(self, family: str) -> Room:
        """Where a group is by now."""
        return next(room for room in self.telegram.rooms.values() if room.family == family and room.moved_to is None)

    def family_of(self, chat_id: int) -> str:
        return self.telegram.rooms[chat_id].family

    def _signature(self, room: Room, human: int, name: str) -> dict[str, Any]:
        match name:
            case "anonymous":
                return {"from": _ANONYMOUS, "sender_chat": room.raw}
            case "linked":
                return {"from": _CHANNEL_BOT, "sender_chat": _channel(_LINKED[room.family])}
            case "foreign":
                return {"from": _CHANNEL_BOT, "sender_chat": _channel(self.chance.choice(_FOREIGN[human]))}
        return {"from": _user(human)}

    def _membership(self, room: Room, status: str) -> None:
        def member(status: str) -> dict[str, Any]:
            return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        human = room.id if room.id > 0 else min(room.admins)
        before = "left" if status == "member" else "member"
        self._send(
            my_chat_member={
                "chat": room.raw,
                "from": _user(human),
                "date": int(self.clock.now()),
                "old_chat_member": member(before),
                "new_chat_member": member(status),
            }
        )

    def _send(self, **fields: Any) -> None:
        self._sent.append(self.telegram.deliver(**fields))


def members(family: str) -> tuple[int, ...]:
    """Who writes in a group."""
    return _MEMBERS[family]


def names_in(room: Room, human: int) -> list[str]:
    """In whose name somebody can write in a chat."""
    if room.id > 0:
        return ["self"]
    names = ["self", "self", *(["foreign"] if human in _FOREIGN else [])]
    return [*names, "anonymous", "linked"] if human in room.admins else names


def channels() -> frozenset[int]:
    """All channels that there are."""
    return frozenset(_LINKED.values()) | {one for many in _FOREIGN.values() for one in many}


def _user(human: int) -> dict[str, Any]:
    return {"id": human, "is_bot": False, "first_name": f"human {human}", "language_code": "en"}


def _channel(number: int) -> dict[str, Any]:
    return {"id": number, "type": "channel", "title": f"channel {number}"}


async def _empty(store: SqlStore) -> None:
    """Begin anew; opening another database takes longer than a short walk."""

    async def work(connection: Any) -> None:
        names = await connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        for table in ("pictures", *(name for name in names.all() if name not in {"pictures", "alembic_version"})):
            await connection.exec_driver_sql(f"DELETE FROM {table}")

    await store._database.transaction(work)
