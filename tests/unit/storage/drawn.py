"""Drawings of two people, as far as a test needs them drawn."""

from dataclasses import replace

from drawing.lifecycle import Drawing
from drawing.records import Picture
from storage.store import SqlStore
from tests.unit.storage.test_store import NEW, ROOMY
from tests.world.simulated import ORDER, TODAY

NOW = 1_000_000.0
PICTURE = Picture(b"bytes", "image/jpeg", 8, 8)
ANN, BOB = 1, 2


async def asked(store: SqlStore, number: int, person: int = ANN, *, at: float = NOW) -> Drawing:
    new = replace(NEW, source=f"m:1:{number}", request_message_id=number, person_id=person, created_at=at)
    drawing = (await store.accept([new], ROOMY, TODAY)).drawings[0]
    return await store.save_slot(drawing, 1000 + number, replies=True)


async def ready(store: SqlStore, number: int, person: int = ANN, *, at: float = NOW) -> Drawing:
    drawing = await asked(store, number, person, at=at)
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    finished = await store.finish(drawing.id, PICTURE, at)
    assert finished is not None
    return finished


async def delivered(store: SqlStore, number: int, person: int = ANN, *, at: float = NOW) -> Drawing:
    drawing = await ready(store, number, person, at=at)
    await store.mark_told(drawing.id, f"file {number}", at)
    return await found(store, drawing)


async def found(store: SqlStore, drawing: Drawing) -> Drawing:
    stored = await store.get(drawing.id)
    assert stored is not None
    return stored
