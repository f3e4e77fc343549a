"""Bots that one database serves in turn, and what is each one's own."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from drawing.lifecycle import Reason, State
from drawing.people import Person
from drawing.quota import LimitReached
from drawing.records import DeferredUpdate
from storage.bots import SqlBots
from storage.store import SqlStore
from tests.unit.storage.test_plans import OFFER
from tests.unit.storage.test_store import NEW, ROOMY, TODAY
from tests.world.databases import open_database
from tests.world.simulated import ORDER

FIRST, SECOND = 70, 7


class Shared(NamedTuple):
    """A database, and its bots."""

    store: SqlStore
    bots: SqlBots


@pytest.fixture
async def shared(tmp_path: Path) -> AsyncIterator[Shared]:
    async with open_database(tmp_path / "a.db") as database:
        yield Shared(SqlStore(database), SqlBots(database))


async def test_what_there_is_belongs_to_the_bot_that_comes_first_and_so_it_stays(shared: Shared) -> None:
    await shared.store.accept([NEW], ROOMY, TODAY)

    assert await shared.bots.serve(FIRST) == {}
    assert await shared.bots.serve(FIRST) == {}
    assert len(await shared.store.of_source(NEW.source)) == 1
    assert await shared.bots.serve(SECOND) == {FIRST: 1}
    assert await shared.bots.serve(FIRST) == {}
    assert len(await shared.store.of_source(NEW.source)) == 1


async def test_numbers_of_requests_messages_updates_and_answers_are_each_bots_own(shared: Shared) -> None:
    store = shared.store
    for bot_id in (FIRST, SECOND):
        await shared.bots.serve(bot_id)
        accepted = await store.accept([NEW], ROOMY, TODAY)
        assert accepted.is_new
        await store.save_slot(accepted.drawings[0], bot_id, replies=True)
        await store.defer_update(DeferredUpdate(5, 1, 1, f'"{bot_id}"'))
        await store.keep_offer(replace(OFFER, id=f"offer {bot_id}"))
        await store.keep_refusal("m:1:9", bot_id, person_id=1, now=1)

    for bot_id, other in ((FIRST, SECOND), (SECOND, FIRST)):
        await shared.bots.serve(bot_id)
        (drawing,) = await store.of_source(NEW.source)
        assert (drawing.slot_id, drawing.source) == (bot_id, NEW.source)
        assert await store.of_message(NEW.chat_id, 1) == (drawing,)
        assert await store.of_message(NEW.chat_id, other) == ()
        assert await store.unfinished() == (drawing,)
        deferred = await store.first_deferred(1)
        assert deferred is not None
        assert deferred.content == f'"{bot_id}"'
        assert await store.deferred_lanes() == [(1, 1)]
        assert await store.refusal_of("m:1:9") == bot_id
    await store.drop_deferred(5)
    assert await shared.bots.serve(FIRST) == {SECOND: 1}
    assert await store.first_deferred(1) is not None


async def test_what_waits_for_another_bot_is_neither_ordered_nor_told_nor_in_anybodys_way(shared: Shared) -> None:
    store, limits = shared.store, replace(ROOMY, queued_per_person=3)
    await shared.bots.serve(FIRST)
    sent, slotless, cut_short = (
        await store.accept([replace(NEW, index=number) for number in range(3)], limits, TODAY)
    ).drawings
    for drawing in (sent, cut_short):
        await store.save_slot(drawing, 50 + drawing.id, replies=True)
    await store.begin_submission(cut_short.id, seed_kept=True, **ORDER)
    with pytest.raises(LimitReached):
        await store.accept([replace(NEW, source="m:1:7")], limits, TODAY)

    assert await shared.bots.serve(SECOND) == {FIRST: 3}
    assert await store.next_to_submit(9, [], 1) is None
    assert await store.next_to_tell(9, [], []) == []
    assert await store.recover(1, 1) == 0
    assert await store.close_chat(NEW.chat_id, 1) == 0
    assert (await store.load()).waiting == 0
    mine = (await store.accept([replace(NEW, source="m:1:7")], limits, TODAY)).drawings[0]
    assert await store.next_to_tell(9, [], []) == [mine]
    await store.end(mine.id, State.FAILED, Reason.REFUSED, 1, told=True)

    await shared.bots.serve(FIRST)
    assert [one.id for one in await store.next_to_tell(9, [], [])] == [slotless.id]
    assert await store.recover(1, 1) == 1
    found = await store.next_to_submit(9, [], 1)
    assert found is not None
    assert found.id == sent.id


async def test_what_is_overdue_of_another_bots_ends_and_is_told_by_that_bot(shared: Shared) -> None:
    await shared.bots.serve(FIRST)
    (drawing,) = (await shared.store.accept([NEW], ROOMY, TODAY)).drawings
    await shared.bots.serve(SECOND)

    assert await shared.store.expire_overdue(NEW.deadline_at) == 1
    assert await shared.store.next_to_tell(9, [], []) == []
    await shared.bots.serve(FIRST)
    (told,) = await shared.store.next_to_tell(9, [], [])
    assert (told.id, told.state) == (drawing.id, State.EXPIRED)


async def test_who_is_forgotten_is_forgotten_for_all_bots(shared: Shared) -> None:
    store = shared.store
    await store.meet(Person(id=1, name="Ann"), 0)
    await shared.bots.serve(FIRST)
    await store.accept([replace(NEW, person_id=1)], ROOMY, TODAY)
    await store.defer_update(DeferredUpdate(5, 1, 1, "{}"))
    await shared.bots.serve(SECOND)

    assert await store.forget(1, await store.latest_drawing(1), 2, counted_since=0)
    assert await store.latest_drawing(1) is None  # at once: that bot may never come back
    assert await shared.bots.serve(FIRST) == {}
    assert await store.unfinished() == ()
    assert await store.first_deferred(1) is None
    assert await store.person(1) is None


async def test_a_new_panel_is_shown_where_the_one_of_another_bot_stood(shared: Shared) -> None:
    await shared.bots.serve(FIRST)
    await shared.store.meet(Person(id=1, name="Ann"), 0)
    for chat_id in (1, -5):
        await shared.store.keep_panel(chat_id, 7)
    await shared.bots.serve(SECOND)

    assert [await shared.store.panel(chat_id) for chat_id in (1, -5)] == [None, None]
