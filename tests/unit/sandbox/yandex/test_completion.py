"""The language model: the same idea gives the same prompt, with the guide's chatter where it is wanted."""

from dataclasses import replace
from typing import Any

import pytest

from sandbox.faults import Kind
from sandbox.yandex.completion import CANNED_REFUSAL

PATH = "/foundationModels/v1/completion"


def request(text: str = "a red cat", **changes: Any) -> dict[str, Any]:
    return {
        "modelUri": "gpt://b1gfolder/yandexgpt-lite",
        "completionOptions": {"stream": False, "temperature": 0.6, "maxTokens": "2000"},
        "messages": [{"role": "system", "text": "Extend."}, {"role": "user", "text": text}],
        **changes,
    }


async def ask(service: Any, body: Any) -> tuple[str, str]:
    """The text and the status of the one alternative."""
    status, answer = await service.post(body, path=PATH)
    assert status == 200, answer
    [alternative] = answer["result"]["alternatives"]
    assert alternative["message"]["role"] == "assistant"
    return alternative["message"]["text"], alternative["status"].removeprefix("ALTERNATIVE_STATUS_")


async def test_an_idea_is_extended_the_same_way_each_time_and_in_its_language(service: Any) -> None:
    text, status = await ask(service, request())
    assert text.startswith("a red cat, in the style of ")
    assert status == "FINAL"
    assert (text, status) == await ask(service, request())
    assert (await ask(service, request("рыжий кот")))[0].startswith("рыжий кот, в стиле ")
    assert (await ask(service, request("a {0} cat")))[0].startswith("a {0} cat, ")


async def test_the_answer_has_the_fields_of_the_reference_wrapped_or_not(service: Any) -> None:
    _, wrapped = await service.post(request(), path=PATH)
    service.cloud.settings = replace(service.cloud.settings, unwrapped=True)
    _, bare = await service.post(request(), path=PATH)
    assert wrapped == {"result": bare}
    assert bare.keys() == {"alternatives", "usage", "modelVersion"}
    assert int(bare["usage"]["totalTokens"]) == int(bare["usage"]["inputTextTokens"]) + int(
        bare["usage"]["completionTokens"]
    )


async def test_the_guides_chatter_can_be_switched_on(service: Any) -> None:
    bare, _ = await ask(service, request())
    service.cloud.settings = replace(service.cloud.settings, chatter=True)
    text, _ = await ask(service, request())
    assert text.startswith("Here is an example of what a request to a YandexART model may look like:\n\n")
    assert f'"{bare}"' in text
    assert text.endswith("*Note that this is just an example and you can adapt it to your needs.*")


async def test_an_answer_ends_at_the_limit_of_tokens(service: Any) -> None:
    text, status = await ask(service, request(completionOptions={"maxTokens": 4}))
    assert (text, status) == ("a red cat, in", "TRUNCATED_FINAL")


async def test_it_refuses_by_status_and_by_a_canned_text(service: Any) -> None:
    assert await ask(service, request("forbidden")) == (CANNED_REFUSAL, "CONTENT_FILTER")
    assert await ask(service, request("late-forbidden")) == (CANNED_REFUSAL, "FINAL")


@pytest.mark.parametrize(
    "changes",
    [
        {"modelUri": "art://b1gfolder/yandex-art"},
        {"modelUri": ""},
        {"messages": []},
        {"messages": [{"role": "system", "text": "x"}]},
        {"messages": [{"role": "judge", "text": "x"}]},
        {"messages": [{"role": "user", "text": " "}]},
        {"messages": "x"},
        {"completionOptions": {"temperature": 1.5}},
        {"completionOptions": {"maxTokens": "9000"}},
        {"completionOptions": {"stream": True}},
    ],
    ids=str,
)
async def test_what_cannot_be_answered_is_a_bad_request(service: Any, changes: dict[str, Any]) -> None:
    status, body = await service.post(request(**changes), path=PATH)
    assert (status, body["code"]) == (400, 3)


async def test_it_needs_credentials_and_can_be_struck(service: Any) -> None:
    assert (await service.post(request(), headers={}, path=PATH))[0] == 401
    service.strike("yandex.completion", Kind.STATUS, status=429)
    assert (await service.post(request(), path=PATH))[0] == 429
