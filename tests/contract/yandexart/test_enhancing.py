"""Enhancing a prompt: what goes out, and what each answer of the language model means."""

import logging

import pytest

from yandexart import (
    AccessDenied,
    BadRequest,
    ModelDenied,
    ModelUnknown,
    OutcomeUnknown,
    QuotaExceeded,
    Refused,
    Retries,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

CANNED = "Я не могу обсуждать эту тему. Давайте поговорим о чём-нибудь ещё."


def completion(text, status="FINAL", *, wrapped=True):
    alternative = {"message": {"role": "assistant", "text": text}, "status": f"ALTERNATIVE_STATUS_{status}"}
    result = {"alternatives": [alternative], "usage": {"totalTokens": "9"}, "modelVersion": "07.03.2024"}
    return {"result": result} if wrapped else result


async def enhance(client, idea="a red cat", **options):
    return await client.models.completions("yandexgpt-lite").enhance_prompt(idea, **options)


async def test_the_request_asks_for_a_bare_prompt_in_the_language_of_the_idea(service, client):
    service.answer(completion("Рыжий кот у моря."))
    assert await enhance(client, "рыжий кот", limit=300) == "Рыжий кот у моря."
    (seen,) = service.seen
    assert (seen.method, seen.path) == ("POST", "/foundationModels/v1/completion")
    system, user = seen.body.pop("messages")
    assert seen.body == {
        "modelUri": "gpt://b1gfolder/yandexgpt-lite",
        "completionOptions": {"stream": False, "temperature": 0.6, "maxTokens": "500"},
    }
    assert user == {"role": "user", "text": "рыжий кот"}
    assert system["role"] == "system"
    assert "language of the idea" in system["text"]
    assert "prompt alone" in system["text"]
    assert "Describe plainly what is seen" in system["text"]
    assert "no commands" in system["text"]
    assert "never hexadecimal" in system["text"]
    assert "At most 300 characters" in system["text"]
    assert seen.headers["x-data-logging-enabled"] == "false"
    assert seen.headers["Authorization"] == "Api-Key AQVN-secret"


@pytest.mark.parametrize(("limit", "tokens"), [(1, 201), (500, 700), (3000, 3200)])
async def test_a_prompt_within_its_limit_is_never_cut_by_the_limit_of_tokens(service, client, limit, tokens):
    service.answer(completion("A red cat."))
    await enhance(client, limit=limit)
    assert service.seen[0].body["completionOptions"]["maxTokens"] == str(tokens)


@pytest.mark.parametrize("wrapped", [True, False])
async def test_the_answer_is_read_with_and_without_its_wrapper(service, client, wrapped):
    service.answer(completion("A red cat.", wrapped=wrapped))
    assert await enhance(client) == "A red cat."


async def test_a_name_with_a_scheme_is_the_whole_uri(client):
    assert client.models.completions().uri == "gpt://b1gfolder/yandexgpt-lite"
    assert client.models.completions("yandexgpt", model_version="rc").uri == "gpt://b1gfolder/yandexgpt/rc"
    assert client.models.completions("gpt://other/x").uri == "gpt://other/x"


async def test_an_answer_that_was_cut_off_ends_with_its_last_whole_sentence(service, client):
    service.answer(completion("A red cat. By the sea at", "TRUNCATED_FINAL"))
    assert await enhance(client) == "A red cat."


async def test_the_prompt_is_no_longer_than_wanted(service, client):
    service.answer(completion("A red cat. " * 100))
    assert await enhance(client, limit=25) == "A red cat. A red cat."


@pytest.mark.parametrize(
    "answer",
    [
        completion(CANNED),
        completion("К сожалению, я не могу ничего сказать об этом. Давайте сменим тему?"),
        completion("I'm sorry, but I can't discuss this."),
        completion("В интернете есть много сайтов с информацией на эту тему. [Посмотрите](https://ya.ru)"),
        completion("Я не могу сгенерировать это изображение. Давайте попробуем другую тему."),
        completion("whatever", "CONTENT_FILTER"),
        completion(None, "CONTENT_FILTER"),
    ],
    ids=lambda answer: answer["result"]["alternatives"][0]["message"]["text"],
)
async def test_a_refusal_is_known_in_all_its_forms(service, client, answer):
    service.answer(answer)
    with pytest.raises(Refused, match="language model"):
        await enhance(client)


async def test_a_cat_that_cannot_speak_is_no_refusal(service, client):
    service.answer(completion("A poster with the words: I can't discuss this, and a red cat."))
    assert "red cat" in await enhance(client)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"result": None},
        {"result": {"alternatives": []}},
        {"result": {"alternatives": [7]}},
        {"result": {"alternatives": [{"status": "ALTERNATIVE_STATUS_FINAL"}]}},
        {"alternatives": {"message": {"text": "a"}}},
        completion(7),
        completion("a", "PARTIAL"),
        completion("a", "UNSPECIFIED"),
        completion(""),
        completion("***"),
        b"<html>",
    ],
    ids=str,
)
async def test_an_answer_without_a_prompt_is_unexpected(service, client, answer):
    service.answer(answer)
    with pytest.raises(UnexpectedAnswer):
        await enhance(client)


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("error_uri", 400, ModelUnknown),
        ("error_not_found", 404, ModelUnknown),
        ("error_prompt_too_long", 400, BadRequest),
        ("error_no_role", 403, AccessDenied),
        ("error_model_denied", 403, ModelDenied),
        ("error_quota", 429, QuotaExceeded),
        ("error_internal", 500, ServiceDown),
        ("error_refused_en", 400, Refused),
    ],
)
async def test_errors_are_of_the_same_tree_and_speak_of_the_language_model(
    service, client, recorded, *, name, status, kind
):
    service.answer(recorded(name), status, x_request_id="req-1")
    with pytest.raises(YandexArtError) as raised:
        await enhance(client)
    assert type(raised.value) is kind
    assert raised.value.request_id == "req-1"
    assert "yandex-art" not in str(raised.value)
    assert "imageGeneration" not in str(raised.value)
    assert "draw" not in str(raised.value)


async def test_a_lost_answer_is_not_asked_for_again_since_each_one_is_paid_for(service, connect):
    service.wire().answer(completion("A red cat."))
    with pytest.raises(OutcomeUnknown):
        await enhance(connect(retries=Retries()))
    assert len(service.seen) == 1


@pytest.mark.parametrize(("idea", "limit"), [("", 500), ("  ", 500), ("half \ud83d", 500), ("a cat", 0)])
async def test_what_cannot_be_enhanced_is_not_sent(service, client, idea, limit):
    with pytest.raises(ValueError, match=r"text|limit"):
        await enhance(client, idea, limit=limit)
    assert service.seen == []


async def test_neither_idea_nor_answer_is_in_an_error_or_a_log(service, client, caplog):
    caplog.set_level(logging.DEBUG)
    model = client.models.completions()
    told = [repr(model)]
    service.answer(completion("a purple walrus", "PARTIAL")).answer(b"a purple walrus")
    service.answer({"code": 3, "message": "bad: a purple walrus"}, 400).answer(completion(CANNED + " a purple walrus"))
    while len(service.seen) < 4:
        with pytest.raises(YandexArtError) as raised:
            await model.enhance_prompt("a purple walrus")
        told += [str(raised.value), repr(raised.value)]
    assert not [text for text in [*told, caplog.text] if "walrus" in text or "AQVN" in text]
