"""The File button under large pictures: no more of them are in memory at once than there is room for."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import bindparam, event
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from sandbox.telegram.methods import METHODS
from sandbox.telegram.model import Chat, ChatType, Status, User
from tests.flows.people import Actor
from tests.flows.stage import Stage

_SIZE = 8 * 1024 * 1024  # bytes of a picture
_BUDGET = 48 * 1024 * 1024  # bytes


def newcomer(stage: Stage, number: int) -> Actor:
    """One more person, with a private chat."""
    user = User(200 + number, f"Person {number}", language_code="en")
    stage.world.users[user.id] = user
    members = {user.id: Status.MEMBER, stage.world.bot.id: Status.MEMBER}
    stage.world.add_chat(Chat(user.id, ChatType.PRIVATE, members=members, bot_was_started=False))
    return Actor(stage, user)


async def enlarge_pictures(stage: Stage) -> None:
    """Make all pictures as large as can be: what follows the end of a JPEG is none of it."""

    async def work(connection: AsyncConnection) -> None:
        for drawing_id, data in (await connection.execute(sql("SELECT drawing_id, data FROM pictures"))).all():
            enlarge = sql("UPDATE pictures SET data = :data WHERE drawing_id = :id").bindparams(
                bindparam("data", data + bytes(_SIZE - len(data))), bindparam("id", drawing_id)
            )
            await connection.execute(enlarge)

    assert stage._app is not None
    await stage._app.database.transaction(work)


class Loads:
    """Pictures that were loaded from the database, and are not with Telegram yet."""

    def __init__(self, stage: Stage) -> None:
        self.most = self.loaded = 0
        self._stage = stage
        assert stage._app is not None
        event.listen(stage._app.database._engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT pictures.drawing_id, pictures.data"):
            self.loaded += 1
            self.most = max(self.most, self.loaded - len(self._stage.calls("sendDocument")))


class SlowTelegram:
    """Takes files in no hurry: none until it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.takes = asyncio.Event()
        self._send = METHODS["sendDocument"]
        monkeypatch.setitem(METHODS, "sendDocument", self._send_later)

    async def _send_later(self, api: Any, parameters: Any) -> Any:
        await self.takes.wait()
        return await self._send(api, parameters)


@pytest.mark.slow
async def test_when_eight_people_press_file_sixty_times_no_more_is_loaded_than_there_is_room_for(
    stage: Stage, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [newcomer(stage, number) for number in range(8)]
    for person in people:
        person.writes("/draw a red cat")
    pictures = [await person.chat.picture() for person in people]
    await stage.everything_is_told()
    await enlarge_pictures(stage)
    loads, telegram = Loads(stage), SlowTelegram(monkeypatch)

    presses = [
        stage.sandbox.people.press(said.message.chat_id, said.message.chat_id, said.message.id, said.buttons["📄 File"])
        for said in (pictures * 8)[:60]
    ]

    await stage.until(lambda: stage.answers.keys() >= set(presses), "every press to be answered")
    await stage.until(lambda: loads.loaded * _SIZE >= _BUDGET, "as many pictures as there is room for")
    alice.writes("/help")
    await alice.chat.said("/draw")  # a sentence waits for none of them
    assert loads.most * _SIZE == _BUDGET
    telegram.takes.set()
    for person in people:
        assert len((await person.chat.picture(2)).data) == _SIZE
    await stage.stop()  # which sends what waits
    assert loads.most * _SIZE == _BUDGET
    assert loads.loaded == len(people)  # one File of a drawing waits at a time
