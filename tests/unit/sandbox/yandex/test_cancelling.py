"""`GET /operations/{id}:cancel`."""

from typing import Any

from sandbox.faults import Kind

KEY = {"Authorization": "Api-Key some-key"}


async def cancel(service: Any, operation_id: str) -> tuple[int, Any]:
    async with service.client.get(f"/operations/{operation_id}:cancel", headers=KEY) as answer:
        return answer.status, await answer.json()


async def test_a_running_operation_ends_at_once_with_an_error(service: Any) -> None:
    operation_id = await service.submitted()
    status, body = await cancel(service, operation_id)
    assert (status, body["id"], body["done"], body["error"]["code"]) == (200, operation_id, True, 1)
    assert (await service.get(operation_id))[1] == body
    assert service.brush.painted == []


async def test_a_finished_operation_stays_as_it_is(service: Any) -> None:
    operation_id = await service.submitted()
    service.clock.now += 10
    _, body = await cancel(service, operation_id)
    assert "error" not in body
    assert body["response"]["image"]


async def test_an_unknown_operation_is_not_found(service: Any) -> None:
    assert (await cancel(service, "fbv0"))[0] == 404


async def test_cancelling_can_be_struck_before_and_after_it_is_done(service: Any) -> None:
    operation_id = await service.submitted()
    service.strike("yandex.cancel", Kind.STATUS, status=501, times=1)
    assert (await cancel(service, operation_id))[0] == 501
    assert (await service.get(operation_id))[1]["done"] is False
