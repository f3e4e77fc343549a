"""A walk at random: people, workers, faults and restarts, in an order that a seed decides."""

import random
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.store import SqlStore
from tests.fuzz.walk.rooms import Room
from tests.fuzz.walk.world import World


async def walk(seed: str, store: SqlStore, steps: int) -> World:
    """So many steps of trouble from an empty database, then as many as it takes to heal."""
    await empty(store)
    chance = random.Random(seed)
    world = World(chance, store)
    world.turns.fault_share = chance.choice((0.0, 0.02, 0.05, 0.15, 0.3))
    haste = chance.choice((0.05, 0.15, 0.4))
    while len(world.turns.log) < steps:
        if chance.random() < haste:
            await _somebody_acts(world)
        await world.step()
    await world.heal()
    return world


async def _somebody_acts(world: World) -> None:
    deeds: list[Callable[[Room], Awaitable[None]]] = [
        *([world.ask] * 6),
        *([world.delete] * 3),
        *([world.cancel] * 2),
        world.block,
        world.migrate,
        world.change_rights,
        world.set_clock,
    ]
    if world.chance.random() < 0.3:
        await world.let_back_in()
    if rooms := world.rooms.open():
        await world.chance.choice(deeds)(world.chance.choice(rooms))


async def empty(store: SqlStore) -> None:
    """Begin anew; opening another database takes longer than a short walk."""

    async def work(connection: AsyncConnection) -> None:
        for table in ("pictures", "drawings", "people", "chats", "sqlite_sequence"):
            await connection.exec_driver_sql(f"DELETE FROM {table}")

    await store._database.transaction(work)
