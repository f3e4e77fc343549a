"""The owner's side: settings, and what arrived."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sandbox.faults import Kind
from sandbox.yandex.app import create_app

DEFAULTS = {
    "duration": [10.0, 10.0],
    "never": 0.0,
    "models": ["yandex-art/latest", "aliceai-image-art-3.0", "yandexgpt-lite/latest", "yandexgpt/latest"],
    "retired": False,
    "keys": [],
    "result": "picture",
    "token_lifetime": 43_200.0,
    "service_accounts": {},
    "chatter": False,
    "unwrapped": False,
    "faults": [],
}


async def test_settings_are_shown_and_changed_in_part(service: Any) -> None:
    async with service.client.get("/-/settings") as answer:
        assert await answer.json() == DEFAULTS
    rule = {"where": "yandex.get", "kind": "status", "status": 429, "times": 1}
    async with service.client.put("/-/settings", json={"duration": [0, 2.5], "faults": [rule]}) as answer:
        changed = await answer.json()
    assert changed["duration"] == [0.0, 2.5]
    assert changed["retired"] is False
    [shown] = changed["faults"]
    assert shown.items() >= rule.items()
    assert (await service.get("fbv0"))[0] == 429
    assert (await service.get("fbv0"))[0] == 404


async def test_what_is_shown_may_be_put_back(service: Any) -> None:
    async with service.client.put("/-/settings", json=DEFAULTS) as answer:
        assert await answer.json() == DEFAULTS


@pytest.mark.parametrize(
    "settings",
    [
        [], None, {"colour": 1}, {"duration": 5}, {"duration": [5, 1]}, {"duration": [-1, 1]}, {"duration": ["1", "2"]},
        {"never": 2}, {"never": True}, {"retired": 1}, {"keys": "k"}, {"keys": [""]}, {"result": "cat"}, {"result": []},
        {"models": "yandex-art"}, {"models": [""]}, {"models": [5]}, {"models": ["art://folder/yandex-art"]},
        {"models": {"yandex-art": True}}, {"models": ["yandex-art/"]},
        {"faults": {}}, {"faults": [{"where": "*"}]}, {"faults": [], "colour": 1},
    ],
    ids=str,
)  # fmt: skip
async def test_a_wrong_setting_is_told_and_changes_nothing(service: Any, settings: Any) -> None:
    async with service.client.put("/-/settings", json=settings) as answer:
        assert answer.status == 400
        assert isinstance((await answer.json())["error"], str)
    async with service.client.put("/-/settings", data=b"{") as answer:
        assert answer.status == 400
    async with service.client.get("/-/settings") as answer:
        assert await answer.json() == DEFAULTS


async def test_requests_are_written_down_without_their_secrets(service: Any) -> None:
    headers = {"Authorization": "Api-Key top-secret", "x-client-request-id": "c-1"}
    await service.post(service.order(), headers=headers)
    service.clock.now += 5
    service.strike("yandex.get", Kind.LOST)
    with pytest.raises(aiohttp.ClientConnectionError):
        await service.get("fbv0")
    async with service.client.get("/-/requests") as answer:
        text = await answer.text()
        first, *_, second = (await answer.json())["requests"]
    assert "top-secret" not in text
    assert first["headers"]["Authorization"] == "Api-Key ***"
    assert first["headers"]["x-client-request-id"] == "c-1"
    assert (first["call"], first["method"], first["status"], first["time"]) == ("yandex.submit", "POST", 200, 1000.0)
    assert first["path"] == "/foundationModels/v1/imageGenerationAsync"
    assert first["body"] == service.order()
    assert (second["call"], second["fault"], second["status"], second["time"]) == ("yandex.get", "lost", None, 1005.0)
    assert (first["executed"], second["executed"], second["body"]) == (True, False, None)


async def test_only_the_latest_requests_are_kept(service: Any) -> None:
    for number in range(520):
        await service.get(f"fbv{number}")
    async with service.client.get("/-/requests") as answer:
        kept = [request["path"] for request in (await answer.json())["requests"]]
    assert kept == [f"/operations/fbv{number}" for number in range(20, 520)]


async def test_it_works_under_a_prefix_as_well() -> None:
    outer = web.Application()
    outer.add_subapp("/yandex", create_app())
    async with TestClient(TestServer(outer)) as client:
        async with client.get("/yandex/operations/fbv0", headers={"Authorization": "Api-Key k"}) as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, 5)
            assert answer.headers["x-request-id"]
        async with client.post(
            "/yandex/foundationModels/v1/imageGenerationAsync",
            data=b"x" * 70_000,
            headers={"Authorization": "Bearer t"},
        ) as answer:
            assert answer.status == 413
        async with client.get("/yandex/-/requests") as answer:
            assert (await answer.json())["requests"][0]["path"] == "/yandex/operations/fbv0"
