"""Contract of the asynchronous API over both its transports: operations, seeds, weights."""

from itertools import pairwise

import pytest

from sandbox.painter import paint
from sandbox.yandex.settings import Result
from yandexart import (
    Message,
    NotFound,
    OperationFailed,
    Refused,
    Retries,
    Status,
    StillRunning,
    UnexpectedAnswer,
)

PROMPT = [Message("a red cat by the sea", 2), {"text": "hat", "weight": -0.5}, "in the style of Hayao Miyazaki"]


async def test_the_same_request_gives_the_same_bytes_over_rest_and_grpc(open_world):
    world = await open_world(paint, grpc=True)
    pictures = []
    for transport in ("rest", "grpc"):
        model = world.connect(transport).models.image_generation("yandex-art")
        ordered = await model.configure(seed=1863, width_ratio=16, height_ratio=9).run_deferred(PROMPT)
        pictures.append(await ordered)
    assert pictures[0] == pictures[1]
    assert pictures[0].width > pictures[0].height
    rest, grpc = world.seen("yandex.submit")
    assert rest.body["generationOptions"] == grpc.body["generationOptions"]
    assert (rest.method, grpc.method) == ("POST", "gRPC")


async def test_what_is_asked_for_arrives_as_it_is(world, transport):
    model = world.connect(transport).models.image_generation("yandex-art").configure(seed=2**63 - 1)
    picture = await (await model.run_deferred(PROMPT))
    assert repr(2**63 - 1).encode() in picture.data
    assert b"Part(text='a red cat by the sea', weight=2.0)" in picture.data
    assert b"Part(text='hat', weight=-0.5)" in picture.data


async def test_an_operation_runs_and_is_done(world, transport):
    operation = await world.connect(transport).models.image_generation().run_deferred("a red cat")
    assert await operation.get_status() is Status.RUNNING
    with pytest.raises(StillRunning):
        await operation.get_result()
    world.time.now += 30
    assert await operation.get_status() is Status.SUCCEEDED


async def test_an_operation_is_taken_up_again_after_a_restart(world, transport):
    first = world.connect(transport)
    ordered = await first.models.image_generation().run_deferred("a red cat")
    await first.close()
    again = await world.connect(transport).models.image_generation().attach_deferred(ordered.id)
    assert b"a red cat" in (await again).data


async def test_an_operation_of_one_transport_is_taken_up_over_the_other(open_world):
    world = await open_world(grpc=True)
    ordered = await world.connect("rest").models.image_generation().run_deferred("a red cat")
    again = await world.connect("grpc").models.image_generation().attach_deferred(ordered.id)
    assert b"a red cat" in (await again).data


async def test_an_unknown_operation_is_not_found(world, transport):
    with pytest.raises(NotFound):
        await world.connect(transport).models.image_generation().attach_deferred("fbv0")


async def test_a_refusal_may_come_late(world, transport):
    operation = await world.connect(transport).models.image_generation().run_deferred("late-forbidden")
    world.time.now += 25
    assert await operation.get_status() is Status.RUNNING  # the error shows already, but is not final
    with pytest.raises(Refused):
        await operation


async def test_a_cancelled_operation_has_failed(world, transport):
    operation = await world.connect(transport).models.image_generation().run_deferred("a red cat")
    await operation.cancel()
    with pytest.raises(OperationFailed) as raised:
        await operation
    assert raised.value.code == 1
    assert len(world.seen("yandex.cancel")) == 1


@pytest.mark.parametrize("result", [Result.NOTHING, Result.BAD_BASE64, Result.NOT_JPEG])
async def test_a_result_that_is_no_picture_is_unexpected(world, transport, result):
    operation = await world.connect(transport).models.image_generation().run_deferred("a red cat")
    world.set(result=result)
    world.time.now += 30
    with pytest.raises(UnexpectedAnswer):
        await operation.get_result()


async def test_a_look_is_repeated_over_what_passes(world, transport):
    client = world.connect(transport, retries=Retries(attempts=8))
    operation = await client.models.image_generation().run_deferred("a red cat")
    for fault in ({"kind": "lost"}, {"kind": "garbage"}, {"kind": "status", "status": 503}, {"kind": "html"}):
        world.strike("yandex.get", times=1, **fault)
    world.time.now += 30
    assert (await operation.get_result()).width == 8
    assert len(world.seen("yandex.get")) == 5


async def test_a_submission_is_not_repeated_where_it_may_have_been_executed(world, transport):
    client = world.connect(transport, retries=Retries(attempts=8))
    world.strike("yandex.submit", "status", status=429, times=2)
    await client.models.image_generation().run_deferred("a red cat")
    world.strike("yandex.submit", "dropped")
    with pytest.raises(Exception, match="lost"):
        await client.models.image_generation().run_deferred("a red cat")
    assert len(world.seen("yandex.submit")) == 4


async def test_waiting_asks_less_and_less_often(world, transport):
    world.set(duration=(300.0, 300.0))
    operation = await world.connect(transport).models.image_generation().run_deferred("a red cat")
    await operation
    times = [entry.time for entry in world.seen("yandex.get")]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert pauses == sorted(pauses)
    assert len(times) == 8


async def test_waiting_has_a_deadline_and_loses_nothing(world, transport):
    world.set(never=1.0)
    operation = await world.connect(transport).models.image_generation().run_deferred("a red cat")
    with pytest.raises(StillRunning):
        await operation.wait(poll_timeout=120)
    assert await operation.get_status() is Status.RUNNING
