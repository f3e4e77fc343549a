"""List of models, and the catalogue of each API."""

from dataclasses import replace
from typing import Any

import pytest

from sandbox.faults import Kind

KEY = {"Authorization": "Api-Key some-key"}
IMAGES = "/v1/images/generations"
COMPLETION = "/foundationModels/v1/completion"


async def listing(service: Any, **headers: str) -> tuple[int, Any]:
    async with service.client.get("/v1/models", headers=KEY | headers) as answer:
        return answer.status, await answer.json()


async def listed(service: Any, **headers: str) -> list[str]:
    status, body = await listing(service, **headers)
    assert status == 200, body
    return [model["id"] for model in body["data"]]


async def set_models(service: Any, *models: str, **others: Any) -> None:
    async with service.client.put("/-/settings", json={"models": models, **others}) as answer:
        assert answer.status == 200, await answer.text()


async def draw(service: Any, model: str) -> tuple[int, str]:
    """Draws by the Images API; the status, and what was said where it was not drawn."""
    body = {"model": f"art://b1gfolder/{model}", "prompt": "a red cat"}
    status, answer = await service.post(body, path=IMAGES)
    return status, answer.get("error", {}).get("message", "")


async def order(service: Any, model: str) -> tuple[int, str]:
    """Orders a drawing of the asynchronous API."""
    status, answer = await service.post(service.order(modelUri=f"art://b1gfolder/{model}"))
    return status, answer.get("message", "")


async def complete(service: Any, model: str) -> tuple[int, str]:
    body = {"modelUri": f"gpt://b1gfolder/{model}", "messages": [{"role": "user", "text": "a red cat"}]}
    status, answer = await service.post(body, path=COMPLETION)
    return status, answer.get("message", "")


def denied(uri: str) -> tuple[int, str]:
    return 403, f"Access to model {uri} denied"


UNKNOWN = (400, "Failed to parse model URI")
DONE = (200, "")


async def test_the_list_has_the_shape_of_openai_and_the_folder_of_who_asks(service: Any) -> None:
    status, body = await listing(service, **{"OpenAI-Project": "b1gmine"})
    ids = [
        "art://b1gmine/yandex-art/latest",
        "art://b1gmine/aliceai-image-art-3.0",
        "gpt://b1gmine/yandexgpt-lite/latest",
        "gpt://b1gmine/yandexgpt/latest",
    ]
    data = [{"id": each, "object": "model", "created": 0, "owned_by": "yandex"} for each in ids]
    assert (status, body) == (200, {"object": "list", "data": data})


@pytest.mark.parametrize(
    ("headers", "folder"),
    [
        ({"x-folder-id": "b1gmine"}, "b1gmine"),
        ({"OpenAI-Project": "b1gmine", "x-folder-id": "b1gother"}, "b1gmine"),
        ({}, "b1gsandbox"),
        ({"OpenAI-Project": "../../etc"}, "b1gsandbox"),
    ],
)
async def test_either_header_names_the_folder_and_without_one_it_is_always_the_same(
    service: Any, headers: dict[str, str], folder: str
) -> None:
    assert (await listed(service, **headers))[0] == f"art://{folder}/yandex-art/latest"


async def test_the_list_follows_the_settings(service: Any) -> None:
    await set_models(service, "aliceai-image-art-4.0", "aliceai-llm-flash", "yandex-art-x@tuned")
    assert await listed(service, **{"OpenAI-Project": "f"}) == [
        "art://f/aliceai-image-art-4.0",
        "gpt://f/aliceai-llm-flash",
        "art://f/yandex-art-x@tuned",
    ]
    await set_models(service)
    assert await listed(service) == []


async def test_the_retired_model_is_not_listed_whatever_the_models_say(service: Any) -> None:
    await set_models(service, "yandex-art/latest", "aliceai-image-art-3.0", retired=True)
    assert await listed(service, **{"OpenAI-Project": "f"}) == ["art://f/aliceai-image-art-3.0"]
    await set_models(service, "yandex-art/latest", retired=False)
    assert await listed(service, **{"OpenAI-Project": "f"}) == ["art://f/yandex-art/latest"]


async def test_the_list_needs_credentials_and_refuses_in_the_shape_of_openai(service: Any) -> None:
    async with service.client.get("/v1/models") as answer:
        body = await answer.json()
        assert (answer.status, body["error"]["type"]) == (401, "authentication_error")
    service.cloud.settings = replace(service.cloud.settings, keys=("another",))
    assert (await listing(service))[0] == 401


async def test_the_list_can_be_struck_and_is_written_down(service: Any) -> None:
    service.strike("yandex.models", Kind.STATUS, status=403, times=1)
    status, body = await listing(service)
    assert (status, body["error"]["type"]) == (403, "permission_error")
    assert (await listing(service))[0] == 200
    struck, answered = service.cloud.journal.entries
    assert (struck.call, struck.method, struck.path, struck.status) == ("yandex.models", "GET", "/v1/models", 403)
    assert (answered.executed, answered.status) == (True, 200)


async def test_the_list_draws_nothing(service: Any) -> None:
    await listing(service)
    assert service.brush.painted == []
    assert service.clock.slept == []


async def test_the_images_api_draws_by_every_image_model_that_is_listed(service: Any) -> None:
    for model in ("aliceai-image-art-3.0", "aliceai-image-art-3.0/latest", "yandex-art/latest", "yandex-art"):
        assert await draw(service, model) == DONE
    assert await draw(service, "aliceai-image-art-4.0") == denied("art://b1gfolder/aliceai-image-art-4.0")
    await set_models(service, "aliceai-image-art-4.0")
    assert await draw(service, "aliceai-image-art-4.0") == DONE
    for model in ("aliceai-image-art-3.0", "yandex-art/latest"):
        assert await draw(service, model) == denied(f"art://b1gfolder/{model}")


@pytest.mark.parametrize("model", ["dall-e-3", "yandexgpt/latest", "aliceai-llm-flash"])
async def test_what_is_no_image_model_is_unknown_to_the_images_api_listed_or_not(service: Any, model: str) -> None:
    assert await draw(service, model) == UNKNOWN
    await set_models(service, model)
    assert await draw(service, model) == UNKNOWN


async def test_the_asynchronous_api_draws_by_yandex_art_alone(service: Any) -> None:
    assert await order(service, "yandex-art/latest") == DONE
    for models in (["aliceai-image-art-3.0"], []):
        await set_models(service, *models)
        assert await order(service, "aliceai-image-art-3.0") == UNKNOWN
        assert await order(service, "yandex-art/latest") == denied("art://b1gfolder/yandex-art/latest")


@pytest.mark.parametrize("ask", [draw, order])
async def test_no_api_draws_by_the_retired_model_though_the_models_name_it(service: Any, ask: Any) -> None:
    await set_models(service, "yandex-art/latest", retired=True)
    assert await ask(service, "yandex-art/latest") == denied("art://b1gfolder/yandex-art/latest")


async def test_a_completion_comes_of_every_text_model_that_is_listed(service: Any) -> None:
    for model in ("yandexgpt", "yandexgpt/latest", "yandexgpt/rc", "yandexgpt-lite/latest"):
        assert await complete(service, model) == DONE
    assert await complete(service, "aliceai-llm-flash") == UNKNOWN
    await set_models(service, "aliceai-llm-flash", "yandex-art/latest")
    assert await complete(service, "aliceai-llm-flash") == DONE
    assert await complete(service, "yandexgpt/latest") == denied("gpt://b1gfolder/yandexgpt/latest")
    assert await complete(service, "yandex-art/latest") == UNKNOWN


async def test_the_bare_alias_answers_whatever_is_listed(service: Any) -> None:
    await set_models(service)
    assert await complete(service, "yandexgpt-lite") == DONE
    assert await complete(service, "yandexgpt-lite/latest") == denied("gpt://b1gfolder/yandexgpt-lite/latest")
