"""History of what people have had drawn."""

from drawing.lifecycle import Reason, State
from storage.store import SqlStore
from tests.unit.storage.drawn import ANN, BOB, NOW, asked, delivered, ready


async def test_the_history_goes_from_the_newest_to_the_oldest_and_back(store: SqlStore) -> None:
    first, second, third = [await delivered(store, number) for number in (1, 2, 3)]

    newest = await store.history(ANN)
    assert newest is not None
    assert (newest.drawing, newest.number, newest.count) == (third, 1, 3)
    assert (newest.newer, newest.older) == (None, second.public_id)
    oldest = await store.history(ANN, first.id)
    assert oldest is not None
    assert (oldest.drawing, oldest.number, oldest.newer, oldest.older) == (first, 3, second.public_id, None)


async def test_the_history_holds_what_was_delivered_to_the_person_and_can_be_sent_again(store: SqlStore) -> None:
    await asked(store, 1)
    await ready(store, 2)
    await delivered(store, 3, BOB)
    failed = await asked(store, 4)
    await store.end(failed.id, State.FAILED, Reason.REFUSED, NOW, told=True)
    unnamed = await ready(store, 5)
    await store.mark_told(unnamed.id, "", NOW)

    assert await store.history(ANN) is None


async def test_in_place_of_an_entry_that_is_gone_comes_the_next_older_one_or_else_the_oldest(store: SqlStore) -> None:
    theirs, first, between, second = [
        await delivered(store, number, person) for number, person in enumerate((BOB, ANN, BOB, ANN), 1)
    ]

    for at, expected in ((between, first), (theirs, first), (second, second)):
        entry = await store.history(ANN, at.id)
        assert entry is not None
        assert entry.drawing == expected
