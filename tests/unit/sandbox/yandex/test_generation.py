"""POST /foundationModels/v1/imageGenerationAsync and GET /operations/{id}, held against the vendor's documents."""

import asyncio
import base64
import re
from dataclasses import replace
from typing import Any

import pytest

from sandbox.painter import Part
from sandbox.yandex.operations import RETENTION

RESPONSE_TYPE = "type.googleapis.com/yandex.cloud.ai.foundation_models.v1.image_generation.ImageGenerationResponse"


async def test_a_submission_is_answered_with_the_operation_of_the_guide(service: Any) -> None:
    status, body = await service.post(service.order())
    assert status == 200
    assert re.fullmatch(r"fbv[0-9a-v]{17}", body.pop("id"))
    assert body == {
        "description": "", "createdAt": None, "createdBy": "", "modifiedAt": None, "done": False, "metadata": None,
    }  # fmt: skip


async def test_an_operation_is_done_when_its_time_has_come(service: Any) -> None:
    operation = await service.submitted()
    service.clock.now += 9.9
    status, early = await service.get(operation)
    assert (status, early["done"], "response" in early, "error" in early) == (200, False, False, False)
    service.clock.now += 0.1
    status, done = await service.get(operation)
    assert (status, done["id"], done["done"]) == (200, operation, True)
    assert done["response"]["@type"] == RESPONSE_TYPE
    assert base64.b64decode(done["response"]["image"], validate=True).startswith(b"\xff\xd8")


async def test_the_whole_request_reaches_the_painter(service: Any) -> None:
    messages = [{"text": "кот", "weight": "2.5"}, {"text": "sea"}, {"text": "hat", "weight": -1}]
    operation = await service.submitted(messages=messages)
    service.clock.now += 10
    await service.get(operation)
    assert service.brush.painted == [((Part("кот", 2.5), Part("sea", 1.0)), (Part("hat", -1.0),), (2, 1), 1863)]


async def test_numbers_are_taken_where_the_document_says_strings(service: Any) -> None:
    options = {"seed": 5, "aspectRatio": {"widthRatio": 16, "heightRatio": 9.0}, "mimeType": "image/jpeg"}
    operation = await service.submitted(generationOptions=options, unknownField={"ignored": True})
    service.clock.now += 10
    await service.get(operation)
    assert service.brush.painted[0][2:] == ((16, 9), 5)


async def test_without_options_the_picture_is_square_and_its_seed_random(service: Any) -> None:
    for _ in range(2):
        operation = await service.submitted(generationOptions={"seed": "0"})
        service.clock.now += 10
        await service.get(operation)
    (_, _, first_ratio, first_seed), (_, _, _, second_seed) = service.brush.painted
    assert first_ratio == (1, 1)
    assert 0 < first_seed != second_seed > 0


async def test_two_equal_submissions_are_two_operations_whatever_their_idempotency_key(service: Any) -> None:
    headers = {"Authorization": "Bearer t1.token", "Idempotency-Key": "one"}
    first = await service.post(service.order(), headers=headers)
    second = await service.post(service.order(), headers=headers)
    assert first[1]["id"] != second[1]["id"]


async def test_a_picture_is_drawn_once_however_many_ask_for_it_at_once(service: Any) -> None:
    operation = await service.submitted()
    service.clock.now += 10
    answers = await asyncio.gather(*(service.get(operation) for _ in range(8)))
    assert len({answer[1]["response"]["image"] for answer in answers}) == 1
    assert len(service.brush.painted) == 1


async def test_nothing_is_drawn_before_somebody_asks(service: Any) -> None:
    await service.submitted()
    service.clock.now += 3600
    await service.get("fbv0")
    assert service.brush.painted == []


async def test_a_result_is_kept_for_three_days(service: Any) -> None:
    operation = await service.submitted()
    service.clock.now += 10 + RETENTION - 1
    assert (await service.get(operation))[0] == 200
    service.clock.now += 1
    status, body = await service.get(operation)
    assert (status, body["code"]) == (404, 5)


async def test_a_drawing_that_never_finishes_stays_undone(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, never=1.0)
    operation = await service.submitted()
    service.clock.now += 30 * 24 * 3600
    assert (await service.get(operation))[1]["done"] is False


async def test_a_drawing_takes_between_the_minimum_and_the_maximum_of_its_duration(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, duration=(5.0, 50.0))
    operations = [await service.submitted() for _ in range(30)]
    service.clock.now += 4.9
    assert not any([(await service.get(each))[1]["done"] for each in operations])
    service.clock.now += 22
    assert 0 < sum([(await service.get(each))[1]["done"] for each in operations]) < 30
    service.clock.now += 24
    assert all([(await service.get(each))[1]["done"] for each in operations])


@pytest.mark.parametrize("word", ["a forbidden cat", "FORBIDDEN", "нечто запретное"])
async def test_moderation_refuses_with_the_text_that_is_seen_in_the_wild(service: Any, word: str) -> None:
    messages = [{"text": "a cat"}, {"text": word, "weight": "-1"}]
    status, body = await service.post(service.order(messages=messages))
    text = "it is not possible to generate an image from this request because it may violate the terms of use"
    assert (status, body) == (400, {"error": text, "code": 3, "message": text, "details": []})


async def test_a_late_refusal_shows_its_error_while_rolling_back_and_when_done(service: Any) -> None:
    operation = await service.submitted("a late-forbidden cat")
    service.clock.now += 7
    assert "error" not in (await service.get(operation))[1]
    service.clock.now += 1
    rolling_back = (await service.get(operation))[1]
    assert rolling_back["done"] is False
    service.clock.now += 2
    done = (await service.get(operation))[1]
    assert done["done"] is True
    assert done["error"] == rolling_back["error"]
    assert (done["error"]["code"], done["error"]["details"], "response" in done) == (3, [], False)
    assert "не могу сгенерировать" in done["error"]["message"]


def _options(**options: Any) -> dict[str, Any]:
    return {"generationOptions": options}


@pytest.mark.parametrize(
    "changes",
    [
        {"modelUri": ""},
        {"modelUri": None},
        {"modelUri": 5},
        {"modelUri": "yandex-art"},
        {"modelUri": "gpt://b1gfolder/yandexgpt/latest"},
        {"modelUri": "art://b1gfolder/no-such-model/latest"},
        {"messages": []},
        {"messages": None},
        {"messages": {"text": "a cat"}},
        {"messages": ["a cat"]},
        {"messages": [{"weight": "1"}]},
        {"messages": [{"text": " "}]},
        {"messages": [{"text": ["a cat"]}]},
        {"messages": [{"text": "ё" * 501}]},
        {"messages": [{"text": "a cat", "weight": "heavy"}]},
        {"messages": [{"text": "a cat", "weight": "Infinity"}]},
        {"messages": [{"text": "a cat", "weight": True}]},
        {"messages": [{"text": "a cat", "weight": "1e999"}]},
        _options(seed="-1"),
        _options(seed="9223372036854775808"),
        _options(seed="1.5"),
        _options(seed=1.5),
        _options(seed="9" * 5000),
        _options(mimeType="image/png"),
        _options(aspectRatio={"widthRatio": "16"}),
        _options(aspectRatio={"widthRatio": "16", "heightRatio": "-9"}),
        _options(aspectRatio={"widthRatio": "21", "heightRatio": "1"}),
        _options(aspectRatio="16:9"),
    ],
    ids=lambda changes: str(changes)[:60],
)
async def test_an_unusable_value_is_an_invalid_argument(service: Any, changes: dict[str, Any]) -> None:
    status, body = await service.post(service.order(**changes))
    assert status == 400
    assert body == {"error": body["message"], "code": 3, "message": body["message"], "details": []}
    assert isinstance(body["message"], str)
    assert body["message"]


async def test_a_prompt_of_500_code_points_is_short_enough(service: Any) -> None:
    await service.submitted("🐱" * 500)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 20_000, b'{"seed": NaN}'])
async def test_a_body_that_is_no_request_is_an_invalid_argument(service: Any, raw: bytes) -> None:
    headers = {"Authorization": "Api-Key k"}
    async with service.client.post("/foundationModels/v1/imageGenerationAsync", data=raw, headers=headers) as answer:
        body = await answer.json()
        assert (answer.status, body["code"]) == (400, 3)


async def test_a_body_beyond_all_measure_is_refused(service: Any) -> None:
    status, body = await service.post(service.order("x" * 70_000))
    assert (status, body["code"]) == (413, 3)


async def test_the_retired_model_is_denied_by_name(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, retired=True)
    status, body = await service.post(service.order())
    text = "Access to model art://b1gfolder/yandex-art/latest denied"
    assert (status, body) == (403, {"error": text, "code": 7, "message": text, "details": []})


async def test_an_unknown_operation_is_not_found(service: Any) -> None:
    status, body = await service.get("fbv00000000000000000")
    assert (status, body["code"], body["details"]) == (404, 5, [])


async def test_an_unknown_path_and_a_wrong_method_are_answered_as_json(service: Any) -> None:
    async with service.client.get("/nowhere", headers={"Authorization": "Api-Key k"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, 5)
    async with service.client.delete("/operations/fbv0", headers={"Authorization": "Api-Key k"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (405, 12)
