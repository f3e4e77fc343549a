"""Erasure of what people have had drawn and set."""

from dataclasses import replace
from pathlib import Path

import pytest

from drawing.defaults import SeedMode, SeedSetting
from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.people import Person
from drawing.quota import LimitReached, Limits
from drawing.records import Picture
from storage.database import Database
from storage.store import SqlStore
from tests.unit.storage.drawn import ANN, BOB, NOW, PICTURE, asked, delivered, found, ready
from tests.unit.storage.test_store import EVERYTHING_SET, NEW, ROOMY
from tests.world.simulated import ORDER, TODAY


async def forget(store: SqlStore, person: int = ANN, *, now: float = NOW, counted_since: float = 0) -> bool:
    return await store.forget(person, await store.latest_drawing(person), now, counted_since=counted_since)


async def is_empty(store: SqlStore, drawing: Drawing) -> bool:
    """Whether nothing of its person or their prompt is left in a drawing; True for one that is deleted."""
    stored = await store.get(drawing.id)
    if stored is None:
        return True
    traces = (
        stored.person_name,
        stored.enhanced,
        stored.file_id,
        stored.request_message_id,
        stored.slot_id,
        stored.thread_id,
    )
    return not any(traces) and stored.prompt.messages == () and await store.picture(drawing.id) is None


async def test_what_was_told_is_emptied_at_once_and_what_others_drew_stays(store: SqlStore) -> None:
    mine, theirs = await delivered(store, 1), await delivered(store, 2, BOB)

    assert await forget(store)

    assert await is_empty(store, mine)
    assert await store.history(ANN) is None
    assert await store.last_seed(ANN) is None
    assert await found(store, theirs) == theirs
    assert await store.picture(theirs.id) == PICTURE


async def test_settings_are_forgotten(store: SqlStore) -> None:
    chosen = Person(id=ANN, name="Ann", language="ru", notify=False, defaults=EVERYTHING_SET)
    await store.meet(chosen, 0)
    await store.keep_settings(chosen)

    await forget(store)

    assert await store.meet(Person(id=ANN, name="Ann"), 0) == Person(id=ANN, name="Ann")


async def test_what_is_forgotten_counts_towards_its_day_and_is_dropped_after_it(store: SqlStore) -> None:
    await delivered(store, 1)
    await forget(store)
    one_a_day = Limits(queued_per_person=9, per_person_and_day=1, per_day=9)
    another = replace(NEW, source="m:1:2", created_at=NOW)

    with pytest.raises(LimitReached):
        await store.accept([another], one_a_day, TODAY)

    assert await store.drop_forgotten(NOW) == 0
    assert await store.drop_forgotten(NOW + 1) == 1
    with pytest.raises(LimitReached):
        await store.accept([another], one_a_day, TODAY)
    assert await store.drop_usage(TODAY) == 0
    assert await store.drop_usage("2026-11-30") > 0
    await store.accept([another], one_a_day, TODAY)


async def test_what_counts_for_nothing_any_more_is_deleted_at_once(store: SqlStore) -> None:
    old, recent = await delivered(store, 1, at=NOW - 100), await delivered(store, 2)

    await forget(store, counted_since=NOW - 50)

    assert await store.get(old.id) is None
    assert await store.get(recent.id) is not None


async def test_a_request_that_comes_again_after_it_was_forgotten_is_not_drawn_again(store: SqlStore) -> None:
    mine = await delivered(store, 1)
    await forget(store)

    accepted = await store.accept([replace(NEW, source=mine.source)], ROOMY, TODAY)

    assert not accepted.is_new


@pytest.mark.parametrize("is_running", [False, True])
async def test_what_waits_or_runs_is_cancelled_and_emptied_when_the_chat_has_been_told(
    store: SqlStore, is_running: bool
) -> None:
    drawing = await asked(store, 1)
    if is_running:
        await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
        await store.start(drawing.id, "op", NOW)

    await forget(store)

    (told_next,) = await store.next_to_tell(9, (), ())
    assert (told_next.state, told_next.slot_id) == (State.CANCELLED, drawing.slot_id)
    assert told_next.prompt == drawing.prompt
    await store.mark_told(drawing.id, None, NOW)
    assert await is_empty(store, drawing)


async def test_what_is_drawn_and_not_delivered_is_delivered_first(store: SqlStore) -> None:
    drawing = await ready(store, 1)

    await forget(store)

    assert await store.picture(drawing.id) == PICTURE
    await store.mark_told(drawing.id, "file", NOW)
    assert (await found(store, drawing)).state is State.DELIVERED
    assert await is_empty(store, drawing)
    assert await store.history(ANN) is None


async def test_what_is_being_sent_comes_to_its_end_first(store: SqlStore) -> None:
    drawing = await asked(store, 1)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)

    await forget(store)
    started = await store.start(drawing.id, "op", NOW)
    finished = await store.finish(drawing.id, PICTURE, NOW)

    assert started is not None
    assert finished is not None
    assert finished.prompt == drawing.prompt
    await store.mark_told(drawing.id, "file", NOW)
    assert await is_empty(store, drawing)


async def test_a_chat_that_cannot_be_told_leaves_nothing_behind(store: SqlStore) -> None:
    drawing = await asked(store, 1)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    waiting = await asked(store, 2)
    await store.requeue(drawing.id, NOW, arrived=False)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await store.begin_submission(waiting.id, seed_kept=True, **ORDER)
    await forget(store)
    await store.requeue(waiting.id, NOW, arrived=False)

    await store.end(drawing.id, State.FAILED, Reason.UNDELIVERABLE, NOW, told=True)
    await store.close_chat(waiting.chat_id, NOW + 1)

    assert await is_empty(store, drawing)
    assert await is_empty(store, waiting)


async def test_forgetting_twice_changes_nothing_and_takes_nothing_that_came_since(store: SqlStore) -> None:
    await delivered(store, 1)
    latest = await store.latest_drawing(ANN)
    assert await store.forget(ANN, latest, NOW, counted_since=0)
    assert await store.forget(ANN, latest, NOW, counted_since=0)

    since = await delivered(store, 2)

    assert not await store.forget(ANN, latest, NOW, counted_since=0)
    assert await found(store, since) == since


async def test_a_yes_to_an_old_question_leaves_newer_drawings_and_settings_alone(store: SqlStore) -> None:
    settled = Person(id=ANN, name="Ann", defaults=replace(EVERYTHING_SET, seed=SeedSetting(SeedMode.LAST)))
    await store.meet(settled, 0)
    waiting = await asked(store, 1)

    assert not await store.forget(ANN, None, NOW, counted_since=0)

    assert await found(store, waiting) == waiting
    assert await store.meet(Person(id=ANN, name="Ann"), 0) == settled


async def test_when_a_private_chat_was_closed_is_known_for_a_day_and_of_groups_for_ever(store: SqlStore) -> None:
    for chat in (ANN, -100):
        await store.close_chat(chat, NOW, told_of=NOW)

        await store.accept([replace(NEW, source=f"m:{chat}:1", chat_id=chat)], ROOMY, TODAY)

    async def is_known(chat: int) -> bool:
        """Whether the same update, coming again, ends nothing of what was asked for since."""
        return await store.close_chat(chat, NOW, told_of=NOW) == 0

    await store.drop_forgotten(NOW)
    assert await is_known(ANN)
    await store.drop_forgotten(NOW + 1)
    assert not await is_known(ANN)
    assert await is_known(-100)


async def test_nobody_has_a_latest_drawing_before_the_first(store: SqlStore) -> None:
    assert await store.latest_drawing(ANN) is None
    drawing = await asked(store, 1)
    assert await store.latest_drawing(ANN) == DrawingId(drawing.id)


async def test_what_is_forgotten_is_no_longer_in_the_file(tmp_path: Path) -> None:
    """Neither the prompt nor the bytes of the picture, which are long enough to fill pages of their own."""
    bytes_ = b"the secret picture" * 1000
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    store = SqlStore(database)
    message = replace(NEW.prompt.messages[0], text="the secret garden")
    new = replace(NEW, prompt=replace(NEW.prompt, messages=(message,)), person_id=ANN, created_at=NOW)
    drawing = (await store.accept([new], ROOMY, TODAY)).drawings[0]
    drawing = await store.save_slot(drawing, 1000, replies=True)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await store.finish(drawing.id, Picture(bytes_, "image/jpeg", 8, 8), NOW)
    await store.mark_told(drawing.id, "file", NOW)

    await forget(store)
    await database.close()

    kept = (tmp_path / "a.db").read_bytes()
    assert b"secret garden" not in kept
    assert b"secret picture" not in kept


async def test_what_was_forgotten_is_emptied_when_its_chat_turns_the_bot_away(store: SqlStore) -> None:
    other = await asked(store, 1, BOB)
    pair = [replace(NEW, source="m:1:2", index=index, person_id=ANN, created_at=NOW) for index in (0, 1)]
    both = (await store.accept(pair, ROOMY, TODAY)).drawings
    for one in both:
        await store.begin_submission(one.id, seed_kept=True, **ORDER)
    await forget(store)
    for one in both:
        await store.requeue(one.id, NOW, arrived=False)

    await store.mute(other, NOW + 1, topic_alone=False)

    first, second = [await found(store, one) for one in both]
    assert first.told_at is None, "it is still told in private"
    assert await is_empty(store, second)
