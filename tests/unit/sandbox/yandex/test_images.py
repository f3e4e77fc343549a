"""POST /v1/images/generations."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from sandbox.faults import Kind
from sandbox.painter import Part

PATH = "/v1/images/generations"


def order(**changes: Any) -> dict[str, Any]:
    return {"model": "art://b1gfolder/aliceai-image-art-3.0", "prompt": "a red cat", "size": "16x9", **changes}


async def test_the_answer_holds_the_picture_and_comes_when_it_is_drawn(service: Any) -> None:
    status, body = await service.post(order(n=3, quality="high", seed=5), path=PATH)
    assert status == 200
    assert set(body) == {"created", "data"}
    assert isinstance(body["created"], int)
    [picture] = body["data"]
    assert base64.b64decode(picture["b64_json"], validate=True).startswith(b"\xff\xd8")
    assert service.clock.slept == [10.0]
    positives, negatives, ratio, _ = service.brush.painted[0]
    assert (positives, negatives, ratio) == ((Part("a red cat"),), (), (16, 9))


async def test_each_picture_has_a_seed_of_its_own(service: Any) -> None:
    for _ in range(2):
        await service.post(order(seed=5), path=PATH)
    assert service.brush.painted[0][3] != service.brush.painted[1][3]


async def test_a_size_is_a_ratio_and_square_if_missing(service: Any) -> None:
    await service.post(order(size="1600x900"), path=PATH)
    body = order()
    del body["size"]
    await service.post(body, path=PATH)
    assert [each[2] for each in service.brush.painted] == [(1600, 900), (1, 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {"size": "16:9"}, {"size": "0x9"}, {"size": "-1x1"}, {"size": "100x1"}, {"size": 16},
        {"size": "9" * 5000 + "x1"},
        {"prompt": ""}, {"prompt": None}, {"prompt": ["a"]}, {"model": ""}, {"model": "dall-e-3"},
        {"prompt": "a forbidden cat"}, {"prompt": "a late-forbidden cat"},
    ],
    ids=lambda changes: str(changes)[:60],
)  # fmt: skip
async def test_errors_have_the_shape_of_openai(service: Any, changes: dict[str, Any]) -> None:
    status, body = await service.post(order(**changes), path=PATH)
    assert status == 400
    assert body == {"error": {"message": body["error"]["message"], "type": "invalid_request_error"}}


async def test_a_prompt_of_500_code_points_is_short_enough_and_a_longer_one_is_refused(service: Any) -> None:
    assert (await service.post(order(prompt="🐱" * 500), path=PATH))[0] == 200
    status, body = await service.post(order(prompt="🐱" * 508), path=PATH)
    assert status == 400
    message = "prompt: 508 characters, at most 500 are allowed"
    assert body == {"error": {"message": message, "type": "invalid_request_error"}}
    assert len(service.brush.painted) == 1


async def test_the_successor_outlives_the_retired_model(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, retired=True)
    assert (await service.post(order(), path=PATH))[0] == 200
    status, body = await service.post(order(model="art://b1gfolder/yandex-art/latest"), path=PATH)
    assert (status, body["error"]["type"]) == (403, "permission_error")


async def test_a_picture_that_is_never_drawn_ends_with_the_timeout_of_the_gateway(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, never=1.0)
    status, body = await service.post(order(), path=PATH)
    assert (status, body["error"]["type"]) == (504, "server_error")
    assert service.brush.painted == []


async def test_a_fault_is_told_in_the_shape_of_openai_too(service: Any) -> None:
    service.strike("yandex.images", Kind.STATUS, status=429, retry_after="7")
    async with service.client.post(PATH, json=order(), headers={"Authorization": "Api-Key k"}) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
        assert (await answer.json())["error"]["type"] == "rate_limit_error"
