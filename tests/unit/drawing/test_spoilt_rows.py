"""A row that cannot be read: its drawing is set aside, its person told, and everybody else's go on."""

import logging

import pytest
from sqlalchemy import text

from drawing.lifecycle import Reason, State
from tests.world.world import World

SPOILT = [
    ("request", "{"),
    ("request", "[]"),
    ("request", '{"messages":[["a","NaN or so"]],"aspect_ratio":null,"enhance":false,"file":false,"spoiler":false}'),
    ("request", "null"),
    ("reason", "no reason"),
    ("pending_end", "no reason"),
]


async def spoil(world: World, drawing_id: int, column: str, value: str) -> None:
    async def work(connection):  # type: ignore[no-untyped-def]
        change = text(f"UPDATE drawings SET {column} = :value WHERE id = :id")
        await connection.execute(change, {"value": value, "id": drawing_id})

    await world.store._database.transaction(work)


@pytest.mark.parametrize(("column", "value"), SPOILT)
async def test_a_spoilt_row_is_told_of_and_holds_up_nobody(
    world: World, caplog: pytest.LogCaptureFixture, column: str, value: str
) -> None:
    spoilt, other = await world.asks(chat=1), await world.asks(person=2, chat=2)
    await spoil(world, spoilt.id, column, value)

    with caplog.at_level(logging.ERROR):
        await world.works_until(lambda: "picture 2" in world.chat.shown(2) and "unreadable" in world.chat.shown(1))

    ended = await world.now(spoilt)
    assert (ended.state, ended.reason) == (State.FAILED, Reason.UNREADABLE)
    assert ended.told_at is not None
    assert (await world.now(other)).state is State.DELIVERED
    assert len([one for one in caplog.records if "cannot be read" in one.getMessage()]) == 1
    assert value not in caplog.text
    assert world.owner.told == ["a row is spoilt"]


@pytest.mark.parametrize("state", ["", "no state", "QUEUED", "quеued"])
async def test_a_state_that_is_none_is_found_at_the_start_and_told(
    world: World, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    spoilt, told = await world.asks(chat=1), await world.asks(person=2, chat=2)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2) and "picture 1" in world.chat.shown(1))
    again = await world.asks(chat=1)
    for one in (spoilt, told, again):
        await spoil(world, one.id, "state", state)

    with caplog.at_level(logging.ERROR):
        await world.works_until(lambda: "unreadable" in world.chat.shown(1))

    assert (await world.now(again)).reason is Reason.UNREADABLE
    assert world.chat.shown(1).count("unreadable") == 1
    assert "unreadable" not in world.chat.shown(2)
    assert len([one for one in caplog.records if "set aside" in one.getMessage()]) == 1
    assert world.owner.told == ["a row is spoilt"]


async def test_one_that_was_told_of_long_ago_is_not_told_of_again(world: World) -> None:
    shown = await world.asks(chat=1)
    await world.works_until(lambda: "picture 1" in world.chat.shown(1))
    before = list(world.chat.shown(1))
    await spoil(world, shown.id, "request", "{")

    kept = await world.now(shown)

    assert kept.state is State.DELIVERED
    await world.asks(person=2, chat=2)
    await world.works_until(lambda: "picture 2" in world.chat.shown(2))
    assert world.chat.shown(1) == before
