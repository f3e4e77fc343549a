"""From `queued` to `running`: what is paid for, how often, and in whose turn."""

import asyncio

import pytest

from drawing.lifecycle import Reason, State
from drawing.ports.generator import Busy, Denied, Down, ModelReplaced, OutcomeUnknown, Rejected, Unreachable
from drawing.prompt import Prompt
from drawing.records import Advice, Started
from tests.world.simulated import ORDER
from tests.world.world import World


async def test_the_operation_id_is_stored_with_the_drawing(world: World) -> None:
    drawing = await world.submitted(await world.asks_with_slot())

    assert (drawing.state, drawing.operation_id) == (State.RUNNING, "op1")
    assert drawing.submitted_at == world.clock.now()


async def test_submitting_is_stored_before_the_request_leaves(world: World) -> None:
    drawing = await world.asks_with_slot()
    seen: list[State] = []
    submit = world.service.submit

    async def look_then_submit(prompt):  # type: ignore[no-untyped-def]
        seen.append((await world.now(drawing)).state)
        return await submit(prompt)

    world.service.submit = look_then_submit  # type: ignore[method-assign]
    await world.works_until(lambda: seen)

    assert seen == [State.SUBMITTING]


async def test_a_service_that_answers_at_once_makes_it_ready_with_its_bytes(world: World) -> None:
    world.service.answers_at_once = True

    drawing = await world.submitted(await world.asks_with_slot())

    assert drawing.state is State.READY
    assert drawing.submitted_at is not None
    assert await world.store.picture(drawing.id) is not None


async def test_nothing_is_submitted_before_its_slot_stands(world: World) -> None:
    await world.asks()

    assert await world.store.next_to_submit(3, [], 0) is None


@pytest.mark.fault("8")
@pytest.mark.parametrize("trouble", [Unreachable(), Busy(5), Denied(Advice("no role"))])
async def test_what_surely_did_not_arrive_is_not_counted(world: World, trouble: Exception) -> None:
    world.service.trouble_submitting = [trouble]

    drawing = await world.submitted(await world.asks_with_slot())

    assert (drawing.state, drawing.submissions) == (State.QUEUED, 0)


@pytest.mark.fault("7")
async def test_an_unknown_outcome_is_submitted_once_more_with_the_same_seed_and_then_given_up(world: World) -> None:
    drawing = await world.asks_with_slot()
    world.service.trouble_submitting = [OutcomeUnknown(), OutcomeUnknown()]

    drawing = await world.submitted(drawing)
    assert (drawing.state, drawing.submissions) == (State.QUEUED, 1)
    drawing = await world.submitted(drawing)

    assert (drawing.state, drawing.reason) == (State.FAILED, Reason.OUTCOME_UNKNOWN)


@pytest.mark.fault("11")
async def test_a_refusal_ends_it_at_once(world: World) -> None:
    world.service.trouble_submitting = [Rejected(Reason.REFUSED)]

    drawing = await world.submitted(await world.asks_with_slot())

    assert (drawing.state, drawing.reason) == (State.FAILED, Reason.REFUSED)


@pytest.mark.fault("10")
async def test_server_errors_are_tried_again_and_then_given_up(world: World) -> None:
    world.service.trouble_submitting = [Down() for _ in range(20)]
    drawing = await world.asks_with_slot()
    began = world.clock.monotonic()

    await world.works_until(lambda: "service-down" in world.chat.shown(1))

    assert world.clock.monotonic() - began >= 1800, "an outage of half an hour is survived"

    drawing = await world.now(drawing)
    assert (drawing.state, drawing.reason) == (State.FAILED, Reason.SERVICE_DOWN)
    assert 2 <= 20 - len(world.service.trouble_submitting) <= 10


@pytest.mark.parametrize("trouble", [Denied(Advice("no role")), Busy(30), Unreachable(), Down()])
async def test_a_service_in_trouble_is_tried_with_one_request_at_a_time(world: World, trouble: Exception) -> None:
    answered, counts = asyncio.Event(), []

    async def refuse(_):  # type: ignore[no-untyped-def]
        await answered.wait()
        raise trouble

    world.service.submit = refuse  # type: ignore[method-assign]
    for person in range(10):
        await world.asks_with_slot(person=person, chat=person + 1)
    for _ in range(3):
        answered, sent = asyncio.Event(), 0
        async with asyncio.TaskGroup() as group:
            while await world.submit.start_next(group) == 0.0:
                sent += 1
            answered.set()
        counts.append(sent)
        world.clock.seconds += 3600

    assert counts == [10, 1, 1]


@pytest.mark.fault("12")
async def test_denied_access_pauses_submission_and_goes_on_when_it_is_mended(world: World) -> None:
    world.service.trouble_submitting = [Denied(Advice("no role")) for _ in range(5)]
    began = world.clock.monotonic()
    await world.asks_with_slot()

    await world.works_until(lambda: "picture 1" in world.chat.shown(1))

    assert world.clock.monotonic() - began > 5 * 30, "probing a closed door may not be quick"
    assert len(world.service.executed) == 1


async def test_the_owner_is_told_once_when_access_is_denied_and_once_when_it_is_mended(world: World) -> None:
    world.service.trouble_submitting = [Denied(Advice("no role")) for _ in range(5)]
    for person in range(3):
        await world.asks_with_slot(person=person, chat=person + 1)

    await world.works_until(lambda: len(world.service.executed) == 3)

    assert world.owner.told == ["denied: no role", "denied is over"]


async def test_a_busy_minute_is_no_incident_and_a_spent_quota_is_one(world: World) -> None:
    world.service.trouble_submitting = [Busy(1) for _ in range(3)]
    await world.asks_with_slot()
    await world.works_until(lambda: len(world.service.executed) == 1)
    assert world.owner.told == []

    world.service.trouble_submitting = [Busy(1) for _ in range(8)]
    await world.asks_with_slot()
    await world.works_until(lambda: len(world.service.executed) == 2)
    assert [told.partition(":")[0] for told in world.owner.told] == ["quota", "quota is over"]


@pytest.mark.fault("6")
async def test_what_was_being_sent_when_the_process_died_is_unknown(world: World) -> None:
    once, twice = await world.asks_with_slot(), await world.asks_with_slot()
    await world.store.begin_submission(once.id, seed_kept=True, **ORDER)
    for _ in range(2):
        await world.store.begin_submission(twice.id, seed_kept=True, **ORDER)
        await world.store.requeue(twice.id, world.clock.now(), arrived=True)
    await world.store.begin_submission(twice.id, seed_kept=True, **ORDER)

    assert await world.store.recover(1, world.clock.now()) == 2

    assert (await world.now(once)).state is State.QUEUED
    assert (await world.now(twice)).reason is Reason.OUTCOME_UNKNOWN


async def test_who_has_the_fewest_in_work_goes_first_then_the_oldest(world: World) -> None:
    flood = [await world.asks_with_slot(person=1) for _ in range(5)]
    late = await world.asks_with_slot(person=2, chat=2)
    order = []
    while (next_one := await world.store.next_to_submit(3, [], 0)) is not None:
        order.append(next_one.id)
        await world.submitted(next_one)

    assert order == [flood[0].id, late.id, flood[1].id, flood[2].id]


async def test_what_rests_after_an_error_lets_the_next_one_go(world: World) -> None:
    resting, other = await world.asks_with_slot(), await world.asks_with_slot()

    found = await world.store.next_to_submit(3, [resting.id], 0)

    assert found is not None
    assert found.id == other.id


@pytest.mark.slow
async def test_the_quota_of_submissions_is_kept_in_every_minute(world: World) -> None:
    times: list[float] = []
    submit = world.service.submit

    async def timed(prompt):  # type: ignore[no-untyped-def]
        times.append(world.clock.monotonic())
        return await submit(prompt)

    world.service.submit = timed  # type: ignore[method-assign]
    for person in range(70):
        await world.asks_with_slot(person=person, chat=person + 1)

    await world.works_until(lambda: len(times) == 70)

    assert all(later - earlier >= 60 for earlier, later in zip(times, times[60:], strict=False))


async def refused(world: World, person: int, text: str, reason: Reason = Reason.INVALID) -> None:
    drawing = await world.asks_with_slot(person=person, chat=person, text=text)
    world.service.trouble_submitting = [Rejected(reason, "computer says no")]
    await world.submitted(drawing)


async def test_five_refusals_of_different_prompts_of_three_people_make_the_account_a_suspect(world: World) -> None:
    for person, text in ((1, "cat"), (1, "dog"), (2, "hen"), (2, "pig"), (1, "cat")):
        await refused(world, person, text)
    assert world.owner.told == []

    await refused(world, 3, "cow")
    await refused(world, 3, "fox")

    assert world.owner.told == ["refusals: computer says no"]
    await world.submitted(await world.asks_with_slot(person=4, chat=4))
    assert world.owner.told[1:] == ["refusals is over"]


@pytest.mark.parametrize("people", [2, 5])
async def test_refusals_of_few_people_or_with_a_picture_between_say_nothing(world: World, people: int) -> None:
    for number in range(8):
        if people == 5 and number % 4 == 3:
            await world.submitted(await world.asks_with_slot(person=9, chat=9))
        await refused(world, number % people, f"cat {number}")
    assert world.owner.told == []


async def test_refusals_by_moderation_are_no_such_refusals(world: World) -> None:
    for number in range(8):
        await refused(world, number, f"cat {number}", Reason.REFUSED)
    assert world.owner.told == []


async def test_one_that_is_denied_while_others_are_taken_does_not_stop_them(world: World) -> None:
    """What reads as trouble of the account may be about one prompt after all."""
    odd = await world.asks_with_slot(person=1, chat=1, text="odd")

    async def answer(prompt: Prompt) -> Started:
        if prompt.messages[0].text == "odd":
            raise Denied(Advice("no such model"))
        return Started(f"op {prompt.seed}")

    world.service.submit = answer  # type: ignore[assignment, method-assign]
    others = [await world.asks_with_slot(person=2, chat=2, text=f"cat {number}") for number in range(3)]

    async def are_through() -> bool:
        return all([(await world.now(one)).state is State.RUNNING for one in others])

    while not await are_through():
        await world.works_once(world.submit)
        world.clock.seconds += 61
    while (await world.now(odd)).state is State.QUEUED:
        await world.works_once(world.submit)
        world.clock.seconds += 601
        more = await world.asks_with_slot(person=3, chat=3, text="a dog")
        while (await world.now(more)).state is State.QUEUED:
            await world.works_once(world.submit)
            world.clock.seconds += 601
    assert (await world.now(odd)).reason is Reason.INVALID


async def test_a_model_that_was_replaced_costs_no_pause(world: World) -> None:
    world.service.trouble_submitting = [ModelReplaced()]
    drawing = await world.asks_with_slot()

    await world.submitted(drawing)
    assert (await world.now(drawing)).submissions == 0
    await world.works_once(world.submit)

    assert (await world.now(drawing)).state is State.RUNNING
    assert world.owner.told == []


async def test_nothing_leaves_before_it_is_known_which_model_draws(world: World) -> None:
    world.service.is_ready = False
    drawing = await world.asks_with_slot()
    await world.works_once(world.submit)
    assert (await world.now(drawing)).state is State.QUEUED
