"""Public ids: each drawing has one, and the numbers that earlier versions gave away are understood."""

import re
from pathlib import Path

from drawing.prompt import Prompt
from storage.database import Database
from storage.mapping import prompt_to_json
from storage.store import SqlStore
from storage.transitions import fetch
from tests.unit.storage.test_database import database_of
from tests.unit.storage.test_store import NEW, ROOMY
from tests.world.simulated import TODAY


async def test_drawings_of_the_version_before_get_public_ids_and_alone_are_found_by_their_numbers(
    tmp_path: Path,
) -> None:
    database_of(
        tmp_path,
        "0009",
        *(
            "INSERT INTO drawings (id, source, idx, person_id, person_name, chat_id, language, request, seed, notify,"
            " state, extension_failed, seed_kept, submissions, refusals, slot_replies, slot_fresh, lost_slots,"
            f" edit_noted, created_at, deadline_at) VALUES ({number}, 'm:9:{number}', 0, {number}, 'Ann', 1, 'en',"
            f" '{prompt_to_json(Prompt(messages=()))}', 5, 1, 'queued', 0, 1, 1, 0, 1, 0, 0, 0, 1.0, 2.0)"
            for number in (1, 2)
        ),
    )
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    store = SqlStore(database)
    old = await database.transaction(fetch)
    (new,) = (await store.accept([NEW], ROOMY, TODAY)).drawings

    names = {one.public_id for one in (*old, new)}
    assert len(names) == 3
    assert all(re.fullmatch("[a-z]{16}", name) for name in names)
    for one in old:
        assert await store.find(one.public_id) == await store.find(str(one.id)) == one
        assert await store.find(str(one.id), person_id=one.person_id) == one
        assert await store.find(str(one.id), person_id=99) is None
    assert await store.find(new.public_id) == new
    assert await store.find(str(new.id)) is None
    await database.close()
