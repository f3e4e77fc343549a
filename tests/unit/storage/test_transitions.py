"""Transitions: every change of state goes by the tables, and what is pending takes effect when the answer comes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import NEXT_STATES, Drawing, Reason, State
from drawing.ports.store import StoreError
from storage.store import SqlStore
from tests.unit.storage.drawn import ANN, NOW, PICTURE, asked, found
from tests.unit.storage.test_store import NEW, ROOMY
from tests.world.simulated import ORDER, TODAY
from tests.world.transitions import WORDS, guard_transitions

LATER = NOW + 10
Write = Callable[[SqlStore, Drawing], Awaitable[Any]]

ANSWERS: dict[str, Write] = {
    "not taken": lambda store, one: store.requeue(one.id, LATER, arrived=False),
    "outcome unknown": lambda store, one: store.requeue(one.id, LATER, arrived=True),
    "taken": lambda store, one: store.start(one.id, "operation", LATER),
    "drawn at once": lambda store, one: store.finish(one.id, PICTURE, LATER),
    "turned down": lambda store, one: store.turn_down(one.id, Reason.REFUSED, LATER),
    "failed": lambda store, one: store.end(one.id, State.FAILED, Reason.BAD_PICTURE, LATER),
    "lost by a crash": lambda store, one: store.recover(1, LATER),
    "lost by crashes": lambda store, one: store.recover(0, LATER),
    "too late": lambda store, one: store.expire_overdue(LATER),
}
NOT_TAKEN = {"not taken", "turned down"}
WRITES: dict[str, Write] = {
    **ANSWERS,
    "cancelled": lambda store, one: store.cancel(one.id, LATER),
    "begun": lambda store, one: store.begin_submission(one.id, seed_kept=True, **ORDER),
    "told": lambda store, one: store.mark_told(one.id, "file", LATER),
    "closed": lambda store, one: store.close_chat(one.chat_id, LATER, told_of=LATER),
    "muted": lambda store, one: store.mute(one, LATER, topic_alone=False),
    "denied": lambda store, one: store.deny(one.person_id, LATER),
    "forgotten": lambda store, one: store.forget(one.person_id, one.id, LATER, counted_since=0),
}


async def being_sent(store: SqlStore, number: int = 1) -> Drawing:
    drawing = await asked(store, number)
    begun = await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    assert begun is not None
    return begun


async def put(store: SqlStore, drawing: Drawing, state: State) -> None:
    async def work(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql("UPDATE drawings SET state = ? WHERE id = ?", (state, drawing.id))

    await store._database.transaction(work)


async def orders(store: SqlStore) -> int:
    return (await store.used_on(TODAY, person_id=ANN, chat_id=NEW.chat_id)).by_person


async def states_after(store: SqlStore, write: str) -> dict[State, State]:
    """What a write makes of a drawing in each state."""
    after = {}
    for number, before in enumerate(State, 1):
        drawing = await asked(store, number)
        await put(store, drawing, before)
        await WRITES[write](store, drawing)
        after[before] = (await found(store, drawing)).state
    return after


@pytest.mark.parametrize("write", WRITES)
async def test_every_write_changes_a_state_only_as_the_table_allows(store: SqlStore, write: str) -> None:
    changed = await states_after(store, write)

    assert {before: after for before, after in changed.items() if after not in {before, *NEXT_STATES[before]}} == {}


@pytest.mark.parametrize("write", WRITES)
async def test_no_write_changes_a_state_past_the_table(
    store: SqlStore, write: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for state in State:
        monkeypatch.setitem(NEXT_STATES, state, frozenset())

    assert await states_after(store, write) == {state: state for state in State}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_a_cancellation_takes_effect_when_the_answer_comes_whatever_it_is(store: SqlStore, answer: str) -> None:
    drawing = await being_sent(store)

    pending = await store.cancel(drawing.id, NOW)

    assert pending is not None
    assert (pending.state, pending.reason, pending.pending_end) == (State.SUBMITTING, None, Reason.CANCELLED)
    await ANSWERS[answer](store, drawing)
    ended = await found(store, drawing)
    assert (ended.state, ended.reason, ended.pending_end) == (State.CANCELLED, Reason.CANCELLED, None)
    assert ended.finished_at is not None
    assert ended.finished_at >= LATER
    assert ended.told_at is None, "the person is still to be told"
    assert await store.picture(drawing.id) is None
    assert await store.next_to_submit(9, (), NOW) is None
    assert await store.running() == []
    assert await orders(store) == (0 if answer in NOT_TAKEN else 1), "every order that was taken counts, and once"


async def test_cancelling_twice_while_it_is_sent_is_cancelling_once(store: SqlStore) -> None:
    drawing = await being_sent(store)
    await store.cancel(drawing.id, NOW)

    again = await store.cancel(drawing.id, NOW)

    assert again == await found(store, drawing)
    await store.start(drawing.id, "operation", LATER)
    assert await store.cancel(drawing.id, LATER) is None


@pytest.mark.parametrize("lost", ["closed", "muted"])
@pytest.mark.parametrize("is_first", [True, False], ids=["cancelled first", "cancelled then"])
async def test_a_cancellation_goes_before_the_loss_of_its_chat(store: SqlStore, lost: str, is_first: bool) -> None:
    drawing = await being_sent(store)
    writes = [WRITES["cancelled"], WRITES[lost]]
    for write in writes if is_first else reversed(writes):
        await write(store, drawing)

    started = await store.start(drawing.id, "operation", LATER)

    assert started is not None
    assert started.state is State.CANCELLED


@pytest.mark.parametrize(
    ("lost", "reason", "told_at"), [("closed", Reason.CHAT_CLOSED, LATER), ("muted", Reason.CHAT_MUTED, None)]
)
async def test_the_loss_of_a_chat_ends_what_comes_back_and_nothing_else(
    store: SqlStore, lost: str, reason: Reason, told_at: float | None
) -> None:
    back, taken, drawn, failed = [await being_sent(store, number) for number in range(1, 5)]
    await WRITES[lost](store, back)
    marked = await found(store, back)
    assert (marked.state, marked.reason, marked.finished_at, marked.pending_end) == (
        State.SUBMITTING,
        None,
        None,
        reason,
    )

    await store.requeue(back.id, LATER, arrived=False)
    await store.start(taken.id, "operation", LATER)
    await store.finish(drawn.id, PICTURE, LATER)
    await store.turn_down(failed.id, Reason.REFUSED, LATER)

    ended, *others = [await found(store, one) for one in (back, taken, drawn, failed)]
    assert (ended.state, ended.reason, ended.finished_at, ended.told_at) == (State.FAILED, reason, LATER, told_at)
    assert [(one.state, one.reason) for one in others] == [
        (State.RUNNING, None),
        (State.READY, None),
        (State.FAILED, Reason.REFUSED),
    ]
    assert {one.pending_end for one in (ended, *others)} == {None}


async def test_what_ends_in_a_chat_that_closed_and_was_forgotten_leaves_nothing_behind(store: SqlStore) -> None:
    drawing = await being_sent(store)
    await store.close_chat(drawing.chat_id, NOW)
    await store.forget(ANN, drawing.id, NOW, counted_since=0)

    await store.requeue(drawing.id, LATER, arrived=True)

    assert (await found(store, drawing)).prompt.messages == ()


async def test_of_a_request_for_several_what_waits_ends_at_once_and_what_is_sent_with_its_answer(
    store: SqlStore,
) -> None:
    both = [replace(NEW, index=index, person_id=ANN) for index in (0, 1)]
    sent, waiting = (await store.accept(both, ROOMY, TODAY)).drawings
    await store.begin_submission(sent.id, seed_kept=True, **ORDER)

    for one in (sent, waiting):
        await store.cancel(one.id, NOW)

    assert [(await found(store, one)).state for one in (sent, waiting)] == [State.SUBMITTING, State.CANCELLED]


async def test_the_guard_of_the_walks_lets_no_row_step_past_the_tables(store: SqlStore) -> None:
    drawing = await being_sent(store)
    await guard_transitions(store._database)
    with pytest.raises(StoreError, match=WORDS):
        await put(store, drawing, State.CANCELLED)

    await store.cancel(drawing.id, NOW)
    for state in (State.FAILED, State.RUNNING):
        with pytest.raises(StoreError, match=WORDS):  # it would keep its pending end
            await put(store, drawing, state)
    await store.finish(drawing.id, PICTURE, LATER)

    assert (await found(store, drawing)).state is State.CANCELLED
