"""Every kind of fault, as a client meets it."""

import json
from typing import Any

import aiohttp
import pytest

from sandbox.faults import Kind, Rule

KEY = {"Authorization": "Api-Key k"}


def outcome(service: Any) -> tuple[bool, int | None]:
    """Whether the latest request was executed, and the status it was answered with."""
    entry = service.cloud.journal.entries[-1]
    return entry.executed, entry.status


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, 3), (401, 16), (403, 7), (404, 5), (429, 8), (500, 13), (501, 12), (502, 14), (503, 14), (504, 4)],
)
async def test_a_status_comes_with_the_code_that_belongs_to_it(service: Any, status: int, code: int) -> None:
    service.strike("yandex.submit", Kind.STATUS, status=status)
    answered, body = await service.post(service.order())
    assert answered == status
    assert body == {"error": body["message"], "code": code, "message": body["message"], "details": []}


async def test_a_rule_may_name_code_message_and_retry_after(service: Any) -> None:
    service.strike("yandex.get", Kind.STATUS, status=429, code=4, message="slow down", retry_after="soon")
    async with service.client.get("/operations/fbv0", headers=KEY) as answer:
        assert answer.headers["Retry-After"] == "soon"
        assert await answer.json() == {"error": "slow down", "code": 4, "message": "slow down", "details": []}


async def test_a_status_fault_is_not_executed_and_counts_down(service: Any) -> None:
    service.strike("yandex.*", Kind.STATUS, status=503, times=2)
    statuses = [(await service.post(service.order()))[0] for _ in range(3)]
    assert statuses == [503, 503, 200]
    assert [entry.executed for entry in service.cloud.journal.entries] == [False, False, True]


async def test_html_comes_where_json_belongs(service: Any) -> None:
    service.strike("yandex.get", Kind.HTML, status=502)
    async with service.client.get("/operations/fbv0", headers=KEY) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
        assert "<html>" in await answer.text()


async def test_a_lost_request_is_not_executed(service: Any) -> None:
    service.strike("yandex.submit", Kind.LOST, times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await service.post(service.order())
    assert outcome(service) == (False, None)


async def test_a_dropped_answer_was_executed(service: Any) -> None:
    service.strike("yandex.submit", Kind.DROPPED, times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await service.post(service.order())
    assert outcome(service) == (True, None)


async def test_garbage_is_no_json_and_was_executed(service: Any) -> None:
    service.strike("yandex.submit", Kind.GARBAGE)
    async with service.client.post(
        "/foundationModels/v1/imageGenerationAsync", json=service.order(), headers=KEY
    ) as answer:
        assert answer.status == 200
        with pytest.raises(ValueError, match=r".*"):
            json.loads(await answer.read())
    assert outcome(service) == (True, 200)


async def test_a_truncated_answer_ends_before_it_is_complete(service: Any) -> None:
    service.strike("yandex.submit", Kind.TRUNCATED)
    async with service.client.post(
        "/foundationModels/v1/imageGenerationAsync", json=service.order(), headers=KEY
    ) as answer:
        assert answer.status == 200
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
    assert outcome(service)[0]


async def test_a_slow_call_waits_first_and_is_executed_then(service: Any) -> None:
    service.strike("yandex.submit", Kind.SLOW, seconds=90)
    assert (await service.post(service.order()))[0] == 200
    assert service.clock.slept == [90]


async def test_a_huge_answer_goes_on_and_on_until_the_client_has_enough(service: Any) -> None:
    service.strike("yandex.get", Kind.HUGE, times=1)
    async with service.client.get("/operations/fbv0", headers=KEY) as answer:
        assert answer.status == 200
        received = 0
        async for chunk in answer.content.iter_chunked(65_536):
            received += len(chunk)
            if received > 3_000_000:
                break
    assert received > 3_000_000
    assert (await service.get("fbv0"))[0] == 404


async def test_other_calls_are_not_struck(service: Any) -> None:
    service.strike("yandex.get", Kind.LOST)
    assert (await service.post(service.order()))[0] == 200


@pytest.mark.parametrize(
    "rule",
    [
        None, [], "lost", {}, {"where": "yandex.*"}, {"where": "*", "kind": "storm"}, {"where": 5, "kind": "lost"},
        {"where": "*", "kind": "lost", "times": -1}, {"where": "*", "kind": "lost", "share": 1.5},
        {"where": "*", "kind": "status", "status": "500"}, {"where": "*", "kind": "status", "status": True},
        {"where": "*", "kind": "status", "retry_after": "1\r\nX: y"}, {"where": "*", "kind": "lost", "extra": 1},
        {"where": "*", "kind": ["lost"]}, {"where": "*", "kind": "slow", "seconds": float("nan")},
    ],
    ids=str,
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused(rule: object) -> None:
    with pytest.raises(ValueError, match="rule"):
        Rule.from_json(rule)


def test_a_rule_survives_the_way_through_json() -> None:
    rule = Rule("yandex.*", Kind.SLOW, seconds=2.5, times=3, retry_after="1", message="м")
    assert Rule.from_json(json.loads(json.dumps(rule.to_json()))) == rule
