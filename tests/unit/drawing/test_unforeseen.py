"""Errors that nobody has a name for: they cost the drawing that met them a try, and nobody else anything."""

import asyncio

import pytest

from drawing.lifecycle import Reason, State
from drawing.ports.store import StoreError
from tests.world.world import World


@pytest.mark.fault("39")
async def test_an_unforeseen_error_of_a_submission_leaves_its_outcome_unknown_and_others_alone(world: World) -> None:
    world.service.trouble_submitting = [LookupError()]
    for person in range(1, 5):
        await world.asks_with_slot(person=person, chat=person)

    await world.works_until(
        lambda: all(world.chat.shown(chat)[-1:] == [f"picture {chat}"] for chat in range(1, 5)),
    )

    assert len(world.service.executed) == 4


async def test_a_drawing_whose_submission_always_fails_ends_and_holds_up_nobody(world: World) -> None:
    drawing = await world.asks_with_slot()
    world.service.trouble_submitting = [LookupError() for _ in range(2)]

    await world.works_until(lambda: world.chat.shown(1) == ["outcome-unknown"])

    assert (await world.now(drawing)).reason is Reason.OUTCOME_UNKNOWN


@pytest.mark.fault("39")
@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", ["chats", "submit", "poll"])
async def test_what_a_worker_was_at_when_it_ended_with_a_fault_is_taken_up_at_its_next_start(
    world: World, name: str, turns: int
) -> None:
    drawing = await (world.asks() if name == "chats" else world.asks_with_slot())
    if name == "poll":
        await world.submitted(drawing)
    worker = {"chats": world.deliver, "submit": world.submit, "poll": world.poll}[name]

    async def fails() -> None:
        async with asyncio.TaskGroup() as group:
            await worker.start_next(group)
            for _ in range(turns):
                await asyncio.sleep(0)
            raise LookupError

    with pytest.raises(ExceptionGroup):
        await fails()
    await world.works_until(lambda: world.chat.shown(1)[-1:] == [f"picture {drawing.id}"])

    assert len(world.service.executed) <= 2


async def test_a_submission_that_was_stored_though_the_database_said_it_was_not_is_taken_up_while_others_go_on(
    world: World,
) -> None:
    begin, submit, began = world.store.begin_submission, world.service.submit, world.clock.monotonic()
    calls = 0

    async def stored_and_denied(*args, **kwargs):  # type: ignore[no-untyped-def]
        nonlocal calls
        calls += 1
        begun = await begin(*args, **kwargs)
        if calls == 2:
            raise StoreError("the answer was lost")
        return begun

    async def first_one_takes_a_minute(request):  # type: ignore[no-untyped-def]
        while calls < 2 or world.clock.monotonic() < began + 60:  # noqa: ASYNC110
            await asyncio.sleep(0)
        return await submit(request)

    world.store.begin_submission = stored_and_denied  # type: ignore[method-assign]
    world.service.submit = first_one_takes_a_minute  # type: ignore[method-assign]
    drawings = [await world.asks_with_slot(person=person, chat=person) for person in (1, 2, 3)]

    await world.works_until(
        lambda: all(world.chat.shown(one.chat_id) == [f"picture {one.id}"] for one in drawings),
    )


async def test_an_unforeseen_error_of_an_extension_has_the_plain_prompt_drawn(world: World) -> None:
    world.language_model.trouble = [LookupError()]
    drawing = await world.asks(enhance=True)

    await world.works_until(lambda: world.chat.shown(1) == [f"picture {drawing.id}"])

    assert (await world.now(drawing)).enhancement_failed


@pytest.mark.fault("39")
async def test_an_operation_that_always_brings_an_unforeseen_error_delays_only_itself(world: World) -> None:
    fetch = world.service.fetch
    poisoned = await world.submitted(await world.asks_with_slot())
    world.service.polls = 3
    other = await world.submitted(await world.asks_with_slot(person=2, chat=2))

    async def fails(operation_id: str):  # type: ignore[no-untyped-def]
        if operation_id == poisoned.operation_id:
            raise LookupError
        return await fetch(operation_id)

    world.service.fetch = fails  # type: ignore[method-assign]
    await world.works_until(lambda: world.chat.shown(2) == [f"picture {other.id}"])

    assert (await world.now(poisoned)).state is State.RUNNING
