"""The first owner: a code of one start, that serves once, for an hour, with five tries in all."""

import string
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drawing.access import LASTS, LENGTH, TRIES, Claim, Owners
from storage.database import Database
from storage.store import SqlStore
from tests.world.simulated import JumpingClock


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    yield SqlStore(database)
    await database.close()


@pytest.fixture
def owners(store: SqlStore) -> Owners:
    return Owners((), store, JumpingClock())


async def test_whoever_says_the_code_owns_the_bot_now_and_after_a_restart(owners: Owners, store: SqlStore) -> None:
    assert await owners.claim(7, owners.offer()) is Claim.DONE
    assert list(owners) == [7]

    after = Owners((8,), store, JumpingClock())
    await after.load()
    assert set(after) == {7, 8}


async def test_a_code_serves_once(owners: Owners) -> None:
    code = owners.offer()
    await owners.claim(7, code)

    assert await owners.claim(8, code) is Claim.OVER
    assert list(owners) == [7]


async def test_after_five_wrong_tries_of_whomever_the_right_code_is_over(owners: Owners) -> None:
    code = owners.offer()
    for person in range(1, TRIES + 1):
        assert await owners.claim(person, "A" * LENGTH) is Claim.WRONG

    assert await owners.claim(7, code) is Claim.OVER


async def test_four_wrong_tries_leave_it(owners: Owners) -> None:
    code = owners.offer()
    for wrong in ("", code[:-1], code + "A", "\ud800"):
        assert await owners.claim(7, wrong) is Claim.WRONG

    assert await owners.claim(7, code) is Claim.DONE


async def test_after_an_hour_it_is_over(store: SqlStore) -> None:
    clock = JumpingClock()
    owners = Owners((), store, clock)
    code = owners.offer()
    clock.seconds += LASTS

    assert await owners.claim(7, code) is Claim.OVER


async def test_nothing_is_claimed_where_nothing_was_offered(owners: Owners) -> None:
    assert await owners.claim(7, "") is Claim.OVER


@pytest.mark.parametrize("written", [str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]}\n"])
async def test_it_may_be_copied_in_groups_and_in_small_letters(owners: Owners, written: object) -> None:
    code = owners.offer()

    assert await owners.claim(7, written(code)) is Claim.DONE  # type: ignore[operator]


async def test_codes_are_long_plain_and_never_the_same(owners: Owners) -> None:
    codes = {owners.offer() for _ in range(100)}

    assert len(codes) == 100
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(string.ascii_uppercase + string.digits)


async def test_who_subscribes_is_told_of_a_new_owner(owners: Owners) -> None:
    told: list[int] = []
    owners.subscribe(lambda: told.extend(owners))

    await owners.claim(7, owners.offer())

    assert told == [7]
