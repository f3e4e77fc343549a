"""Credentials of callers, and the ids that every answer carries."""

from dataclasses import replace
from typing import Any

import pytest


@pytest.mark.parametrize(
    "authorization", [None, "", "Api-Key", "Api-Key ", "Bearer  ", "Basic dXNlcjpwYXNz", "some-key"]
)
async def test_without_usable_credentials_nothing_is_answered(service: Any, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    status, body = await service.post(service.order(), headers=headers)
    assert (status, body["code"], body["error"]) == (401, 16, body["message"])
    status, body = await service.post({}, headers=headers, path="/v1/images/generations")
    assert (status, body["error"]["type"]) == (401, "authentication_error")


@pytest.mark.parametrize("authorization", ["Api-Key whatever", "Bearer t1.whatever", "api-key whatever"])
async def test_any_key_and_any_token_will_do(service: Any, authorization: str) -> None:
    status, _ = await service.post(service.order(), headers={"Authorization": authorization})
    assert status == 200


async def test_where_keys_are_named_no_other_will_do(service: Any) -> None:
    service.cloud.settings = replace(service.cloud.settings, keys=("good-key",))
    assert (await service.post(service.order(), headers={"Authorization": "Api-Key good-key"}))[0] == 200
    status, body = await service.post(service.order(), headers={"Authorization": "Api-Key bad-key"})
    assert (status, body["code"]) == (401, 16)
    assert "bad-key" not in str(body)


async def test_every_answer_carries_the_ids_for_the_support(service: Any) -> None:
    seen = set()
    for path in ("/operations/fbv0", "/nowhere", "/operations/fbv0"):
        async with service.client.get(path) as answer:
            seen |= {answer.headers["x-request-id"], answer.headers["x-server-trace-id"]}
    assert len(seen) == 6
