"""Ordering a picture over the asynchronous API: what goes out, and what each answer means."""

import logging

import pytest

from yandexart import (
    AccessDenied,
    BadCredentials,
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

ID = "fbveu1sntjqdkm9bmv8t"


async def test_a_submission_is_the_json_of_the_api_reference(service, client, recorded):
    service.answer(recorded("submitted"))
    model = client.models.image_generation("yandex-art").configure(seed=1863, width_ratio=2, height_ratio=1)

    operation = await model.run_deferred([{"text": "a red cat", "weight": 1}, {"text": "hat", "weight": -0.5}])

    assert operation.id == ID
    (seen,) = service.seen
    assert (seen.method, seen.path) == ("POST", "/foundationModels/v1/imageGenerationAsync")
    assert seen.body == {
        "modelUri": "art://b1gfolder/yandex-art/latest",
        "messages": [{"text": "a red cat", "weight": "1"}, {"text": "hat", "weight": "-0.5"}],
        "generationOptions": {
            "mimeType": "image/jpeg",
            "seed": "1863",
            "aspectRatio": {"widthRatio": "2", "heightRatio": "1"},
        },
    }


async def test_what_is_not_configured_is_not_sent(service, client, recorded):
    service.answer(recorded("submitted"))
    await client.models.image_generation("yandex-art").run_deferred("кот")
    assert service.seen[0].body == {
        "modelUri": "art://b1gfolder/yandex-art/latest",
        "messages": [{"text": "кот"}],
        "generationOptions": {"mimeType": "image/jpeg"},
    }


async def test_the_headers_say_who_asks_and_that_prompts_are_not_to_be_kept(service, client, recorded):
    service.answer(recorded("submitted")).answer(recorded("submitted"))
    model = client.models.image_generation("yandex-art")
    await model.run_deferred("a cat")
    await model.run_deferred("a cat")
    first, second = (seen.headers for seen in service.seen)
    assert first["Authorization"] == "Api-Key AQVN-secret"
    assert first["x-data-logging-enabled"] == "false"
    assert first["x-client-request-id"] != second["x-client-request-id"]
    assert "x-folder-id" not in first


async def test_prompts_may_be_kept_when_the_owner_says_so(service, connect, recorded):
    service.answer(recorded("submitted"))
    await connect(data_logging=True).models.image_generation("yandex-art").run_deferred("a cat")
    assert service.seen[0].headers["x-data-logging-enabled"] == "true"


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("error_uri", 400, ModelUnknown),
        ("error_prompt_too_long", 400, BadRequest),
        ("error_refused_en", 400, Refused),
        ("error_refused_ru", 400, Refused),
        ("error_unauthenticated", 401, BadCredentials),
        ("error_no_role", 403, AccessDenied),
        ("error_model_denied", 403, ModelDenied),
        ("error_not_found", 404, ModelUnknown),
        ("error_quota", 429, QuotaExceeded),
        ("error_internal", 500, ServiceDown),
        ("error_unimplemented", 501, ServiceDown),
        ("error_unavailable", 503, ServiceDown),
        ("error_deadline", 504, ServiceDown),
        ("error_quota", 400, QuotaExceeded),  # the code is trusted before the status
        ("error_quota", 403, QuotaExceeded),
        ("error_no_role", 400, AccessDenied),
        ("error_unauthenticated", 400, BadCredentials),
    ],
)
async def test_each_error_answer_has_its_own_kind(service, client, recorded, *, name, status, kind):
    service.answer(recorded(name), status, x_request_id="req-1")
    with pytest.raises(YandexArtError) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert type(raised.value) is kind
    assert raised.value.status == status
    assert raised.value.request_id == "req-1"
    assert raised.value.client_request_id == service.seen[0].headers["x-client-request-id"]
    assert raised.value.message
    assert len(service.seen) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
async def test_words_of_refusal_count_only_where_status_and_code_leave_a_doubt(service, client, status):
    service.answer({"message": "it may violate the terms of use"}, status)
    with pytest.raises(YandexArtError) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert not isinstance(raised.value, Refused)


@pytest.mark.parametrize("code", [True, 0, 17, -1, 400, "3", 3.0, None, [3]])
async def test_what_is_no_code_is_not_taken_for_one(service, client, code):
    service.answer({"code": code, "message": "no"}, 400)
    with pytest.raises(BadRequest) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.code is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, UnexpectedAnswer),
        (400, BadRequest),
        (401, BadCredentials),
        (403, AccessDenied),
        (404, ModelUnknown),
        (408, ServiceDown),
        (413, BadRequest),
        (429, QuotaExceeded),
        (500, ServiceDown),
        (502, ServiceDown),
        (599, ServiceDown),
    ],
)
async def test_a_page_of_html_is_known_by_its_status(service, client, status, kind):
    service.answer(b"<html><body>nginx</body></html>", status, Content_Type="text/html")
    with pytest.raises(YandexArtError) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert type(raised.value) is kind


async def test_the_denied_model_names_its_successor(service, client, recorded):
    service.answer(recorded("error_model_denied"), 403)
    with pytest.raises(ModelDenied, match=r"retired.*aliceai-image-art-3\.0"):
        await client.models.image_generation("yandex-art").run_deferred("a cat")


@pytest.mark.fault("9")
@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 0.0), ("-5", 0.0), ("99999999999", 3600.0), ("soon", None), (None, None)],
)
async def test_retry_after_is_read_and_never_absurd(service, client, recorded, header, seconds):
    service.answer(recorded("error_quota"), 429, **({} if header is None else {"Retry_After": header}))
    with pytest.raises(QuotaExceeded) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.retry_after == seconds
    assert not raised.value.may_have_executed


@pytest.mark.fault("9")
async def test_retry_after_may_be_a_date(service, client, recorded, time):
    time.epoch, time.now = 1_445_412_480.0 - 30, 0.0  # thirty seconds before the date of the example in RFC 9110
    service.answer(recorded("error_unavailable"), 503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")
    with pytest.raises(ServiceDown) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.retry_after == 30.0


@pytest.mark.fault("13")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"id": ',
        b"{}",
        b'{"id": ""}',
        b'{"id": 7}',
        b'{"id": ".."}',
        b'{"id": "a b"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"[" * 9_000,
        b'{"id": "x", "a": [' + b"0," * 20_000 + b"0]}",
        b'{"id": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_an_answer_without_an_operation_leaves_the_outcome_unknown(service, client, body):
    service.answer(body)
    with pytest.raises(UnexpectedAnswer) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.may_have_executed


async def test_an_operation_that_is_finished_at_once_is_not_lost_over_what_else_the_answer_holds(service, client):
    service.answer({"id": ID, "done": "maybe", "response": 7})
    operation = await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert operation.id == ID


async def test_neither_key_nor_prompt_is_in_an_error_or_a_log(service, connect, caplog):
    caplog.set_level(logging.DEBUG)
    client = connect()
    model = client.models.image_generation("yandex-art")
    echo = {"error": "bad: a purple walrus, key AQVN-secret", "code": 3, "message": "bad: a purple walrus AQVN-secret"}
    texts = [repr(client), repr(model)]
    service.answer(echo, 400).answer(echo, 500).wire(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000).wire()
    service.answer(b"a purple walrus AQVN-secret").answer({"id": "a purple walrus AQVN-secret"})
    while len(service.seen) < 6:
        with pytest.raises(YandexArtError) as raised:
            await model.run_deferred("a purple walrus")
        error: BaseException | None = raised.value
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__ or raised.value.__context__ is None
        texts += [str(error), repr(error), *map(str, error.args)]
    texts.append(caplog.text)
    assert not [text for text in texts if "walrus" in text or "AQVN" in text]


async def test_the_words_of_the_service_are_one_line_of_sane_length(service, client):
    service.answer({"code": 3, "message": "a\n\x1b[31mb\x00\ud800" + "я" * 100_000}, 400)
    with pytest.raises(BadRequest) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.message.startswith("a [31mb ?я")
    assert len(raised.value.message) == 500
    raised.value.message.encode()


async def test_the_trace_id_stands_in_for_a_missing_request_id(service, client, recorded):
    service.answer(recorded("error_internal"), 500, x_server_trace_id="5f1:2a:0:1")
    with pytest.raises(ServiceDown) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.request_id == "5f1:2a:0:1"


async def test_what_cannot_be_a_request_id_is_not_taken_for_one(service, client, recorded):
    service.answer(recorded("error_internal"), 500, x_request_id="a b <script>")
    with pytest.raises(ServiceDown) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.request_id == ""


async def test_a_lost_answer_to_a_submission_is_not_asked_for_again(service, connect, recorded):
    client = connect(retries=Retries())
    service.answer(recorded("submitted"))
    await client.operations.get(ID)  # so that the connection is an old one, which aiohttp itself may repeat on
    service.wire().answer(recorded("submitted"))
    with pytest.raises(OutcomeUnknown) as raised:
        await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert raised.value.may_have_executed
    assert len(service.seen) == 2
