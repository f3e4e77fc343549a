"""Pictures on their way to a chat: as many in memory as there is room for."""

import asyncio
from contextlib import AsyncExitStack

from drawing.byte_budget import ByteBudget, StoredPictures
from drawing.lifecycle import Drawing, DrawingId
from drawing.records import Picture
from tests.world.simulated import ORDER
from tests.world.world import World

MB = 1024 * 1024
_TIMEOUT = 30.0  # seconds; only what is broken takes as long


async def drawn(world: World, chat: int, size: int) -> Drawing:
    """A drawing that waits to be delivered, with a picture of so many bytes."""
    drawing = await world.asks_with_slot(person=chat, chat=chat)
    assert await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER) is not None
    picture = Picture(bytes(size), "image/jpeg", 8, 8)
    ready = await world.store.finish(drawing.id, picture, world.clock.now(), submitted_at=world.clock.now())
    assert ready is not None
    return ready


async def test_the_size_of_a_picture_is_known_without_loading_it(world: World) -> None:
    drawing = await drawn(world, 1, 3 * MB)
    assert await world.store.picture_size(drawing.id) == 3 * MB
    assert await world.store.picture_size(DrawingId(99)) is None


async def test_a_picture_is_shown_once_there_is_room_for_it(world: World) -> None:
    drawing = await drawn(world, 1, 3 * MB)
    budget = world.process.budget
    async with asyncio.timeout(_TIMEOUT), AsyncExitStack() as before, asyncio.TaskGroup() as group:
        await before.enter_async_context(budget.room(1000 * MB))
        telling = group.create_task(world.told(drawing))
        while not world.delivery.waiting:  # noqa: ASYNC110 - who waits for room rings no bell
            await asyncio.sleep(0)
        assert world.chat.shown(1) == ["slot"]
        await before.aclose()
        await telling

    assert world.chat.shown(1) == [f"picture {drawing.id}"]
    assert (budget.in_flight, world.delivery.waiting) == (0, 0)


async def test_room_is_held_until_telegram_has_the_picture(world: World) -> None:
    drawing = await drawn(world, 1, 3 * MB)
    held: list[int] = []
    world.chat.after = lambda call: held.append(world.process.budget.in_flight)

    await world.told(drawing)

    assert held == [3 * MB]
    assert world.process.budget.in_flight == 0


async def test_small_pictures_and_sentences_of_other_chats_do_not_wait_for_the_large(world: World) -> None:
    chats = range(1, 41)  # more than there are lanes
    for chat in chats:
        await drawn(world, chat, MB + 1)
    small, done = await drawn(world, 50, MB), asyncio.Event()
    ended = await world.asks_with_slot(person=51, chat=51)
    await world.store.cancel(ended.id, world.clock.now())

    async with asyncio.timeout(_TIMEOUT), AsyncExitStack() as before, asyncio.TaskGroup() as group:
        await before.enter_async_context(world.process.budget.room(1000 * MB))
        working = group.create_task(world.works_until(done.is_set))
        while world.chat.shown(50) + world.chat.shown(51) != [f"picture {small.id}", "cancelled"]:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert {text for chat in chats for text in world.chat.shown(chat)} == {"slot"}
        await before.aclose()
        done.set()
        await working

    assert world.process.budget.in_flight == 0


async def test_whoever_has_other_work_is_told_when_a_large_picture_may_wait(world: World) -> None:
    small, large = await drawn(world, 1, MB), await drawn(world, 2, MB + 1)
    noted: list[bool] = []
    pictures = StoredPictures(world.store, ByteBudget(), note_wait=lambda: noted.append(True))

    async with pictures.loaded(small.id):
        assert noted == []
    async with pictures.loaded(large.id):
        assert noted == [True]


async def test_a_picture_that_went_while_it_waited_is_none(world: World) -> None:
    drawing = await drawn(world, 1, 3 * MB)
    budget = world.process.budget
    pictures = StoredPictures(world.store, budget)
    await world.told(drawing)
    async with asyncio.timeout(_TIMEOUT), AsyncExitStack() as before, asyncio.TaskGroup() as group:

        async def load() -> Picture | None:
            async with pictures.loaded(drawing.id) as picture:
                return picture

        await before.enter_async_context(budget.room(1000 * MB))
        loading = group.create_task(load())
        while not pictures.waiting:  # noqa: ASYNC110 - who waits for room rings no bell
            await asyncio.sleep(0)
        assert await world.store.drop_pictures(world.clock.now() + 1) == 1
        await before.aclose()

    assert loading.result() is None
    assert not await pictures.is_kept(drawing.id)


async def test_pictures_that_are_long_under_way_leave_lanes_for_words(world: World) -> None:
    chats = range(1, 41)  # more than there are lanes
    for chat in chats:
        await drawn(world, chat, 1000)
    world.service.polls = 10**9
    ended = await world.submitted(await world.asks_with_slot(person=51, chat=51))
    line_is_free, done, uploads = asyncio.Event(), asyncio.Event(), 0

    async def crawl(drawing: Drawing, picture: Picture) -> str:
        nonlocal uploads
        uploads += 1
        await line_is_free.wait()
        return await show(drawing, picture)

    show = world.chat.show_picture
    world.chat.show_picture = crawl  # type: ignore[method-assign]
    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        working = group.create_task(world.works_until(done.is_set))
        while uploads < 24:  # noqa: ASYNC110 - an upload rings no bell
            await asyncio.sleep(0)
        await world.store.cancel(ended.id, world.clock.now())
        while world.chat.shown(51) != ["cancelled"]:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert uploads == 24
        line_is_free.set()
        while len([chat for chat in chats if world.chat.shown(chat) != ["slot"]]) < len(chats):  # noqa: ASYNC110
            await asyncio.sleep(0)
        done.set()
        await working
