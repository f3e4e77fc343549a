"""One budget for the bytes that are in memory at once."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.byte_budget import SMALL, ByteBudget

MB = 1024 * 1024
_TIMEOUT = 60.0  # seconds; only somebody who is forgotten waits so long


async def settled() -> None:
    """Let everybody go on who can."""
    for _ in range(10):
        await asyncio.sleep(0)


class Visitor:
    """Somebody who holds room from when it is given until told to leave."""

    def __init__(self, budget: ByteBudget, size: int, group: asyncio.TaskGroup) -> None:
        self.is_in = False
        self._leaving = asyncio.Event()
        self.task = group.create_task(self._visit(budget, size))

    async def _visit(self, budget: ByteBudget, size: int) -> None:
        async with budget.room(size):
            self.is_in = True
            await self._leaving.wait()
        self.is_in = False

    async def leaves(self) -> None:
        self._leaving.set()
        await self.task
        await settled()


async def visitors(budget: ByteBudget, group: asyncio.TaskGroup, *sizes: int) -> list[Visitor]:
    found = [Visitor(budget, size, group) for size in sizes]
    await settled()
    return found


async def test_who_finds_no_room_waits_until_there_is_some() -> None:
    budget = ByteBudget(10 * MB)
    async with asyncio.TaskGroup() as group:
        first, second, third = await visitors(budget, group, 6 * MB, 4 * MB, 2 * MB)
        assert (first.is_in, second.is_in, third.is_in) == (True, True, False)
        assert budget.in_flight == 10 * MB

        await second.leaves()
        assert third.is_in
        await first.leaves()
        await third.leaves()
    assert budget.in_flight == 0


async def test_a_small_one_waits_for_nobody() -> None:
    budget = ByteBudget(2 * MB)
    async with asyncio.TaskGroup() as group:
        large, larger, small = await visitors(budget, group, 2 * MB, 2 * MB, SMALL)
        assert (large.is_in, larger.is_in, small.is_in) == (True, False, True)
        for one in (small, large, larger):
            await one.leaves()


async def test_nobody_overtakes_though_there_were_room_for_less() -> None:
    budget = ByteBudget(10 * MB)
    async with asyncio.TaskGroup() as group:
        first, large, less = await visitors(budget, group, 6 * MB, 6 * MB, 2 * MB)
        assert (large.is_in, less.is_in) == (False, False)

        await first.leaves()
        assert (large.is_in, less.is_in) == (True, True)
        await large.leaves()
        await less.leaves()


async def test_what_is_larger_than_the_budget_passes_alone() -> None:
    budget = ByteBudget(4 * MB)
    async with asyncio.TaskGroup() as group:
        before, huge, behind = await visitors(budget, group, 2 * MB, 100 * MB, 2 * MB)
        assert not huge.is_in
        await before.leaves()
        assert (huge.is_in, behind.is_in) == (True, False)
        await huge.leaves()
        assert behind.is_in
        await behind.leaves()


async def test_who_is_cancelled_while_waiting_leaves_the_place_to_the_next() -> None:
    budget = ByteBudget(4 * MB)
    async with asyncio.TaskGroup() as group:
        first, large, less = await visitors(budget, group, 2 * MB, 4 * MB, 2 * MB)
        assert not less.is_in
        large.task.cancel()
        await settled()
        assert less.is_in
        await first.leaves()
        await less.leaves()
    assert budget.in_flight == 0


async def test_who_is_cancelled_just_as_there_is_room_gives_it_back() -> None:
    budget = ByteBudget(4 * MB)
    async with asyncio.TaskGroup() as group, AsyncExitStack() as first:
        await first.enter_async_context(budget.room(4 * MB))
        let_in, next_one = await visitors(budget, group, 4 * MB, 4 * MB)
        await first.aclose()  # which lets it in, though it has not run since
        let_in.task.cancel()
        await settled()
        assert next_one.is_in
        await next_one.leaves()
    assert budget.in_flight == 0


async def test_who_is_cancelled_just_before_there_is_room_takes_none() -> None:
    budget = ByteBudget(4 * MB)
    async with asyncio.TaskGroup() as group, AsyncExitStack() as first:
        await first.enter_async_context(budget.room(4 * MB))
        gone, next_one = await visitors(budget, group, 4 * MB, 4 * MB)
        gone.task.cancel()
        await first.aclose()
        await settled()
        assert next_one.is_in
        await next_one.leaves()
    assert budget.in_flight == 0


async def test_a_fault_inside_gives_the_room_back() -> None:
    budget = ByteBudget(4 * MB)
    with pytest.raises(ValueError, match="a fault"):
        async with budget.room(4 * MB):
            raise ValueError("a fault")
    assert budget.in_flight == 0


def test_a_budget_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="at least one byte"):
        ByteBudget(0)


Visit = tuple[int, int, int, bool]
"""When it comes, how much it asks for, how long it stays, in turns of the loop; and whether it is cancelled halfway."""

visits = st.tuples(st.integers(0, 12), st.integers(1, 30 * MB), st.integers(0, 12), st.booleans())


@given(st.integers(1, 20 * MB), st.lists(visits, max_size=25))
def test_never_is_there_more_than_the_budget_and_everybody_gets_through(total: int, plans: list[Visit]) -> None:
    asyncio.run(_all_get_through(ByteBudget(total), total, plans))


async def _all_get_through(budget: ByteBudget, total: int, plans: list[Visit]) -> None:
    inside: list[int] = []  # the sizes of the large ones
    served: set[int] = set()

    async def visit(number: int, comes: int, size: int, stays: int) -> None:
        await _turns(comes)
        async with budget.room(size):
            inside.extend(large := [size] if size > SMALL else [])
            try:
                assert len(inside) <= 1 or sum(inside) <= total
                await _turns(stays)
            finally:
                for one in large:
                    inside.remove(one)
            served.add(number)

    async def cancel(task: asyncio.Task[None], turns: int) -> None:
        await _turns(turns)
        task.cancel()

    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        for number, (comes, size, stays, is_cancelled) in enumerate(plans):
            task = group.create_task(visit(number, comes, size, stays))
            if is_cancelled:
                group.create_task(cancel(task, comes + stays // 2))

    assert (budget.in_flight, inside) == (0, [])
    assert served >= {number for number, plan in enumerate(plans) if not plan[3]}


async def _turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)
