"""Looking at operations: running, finished, failed, and everything that is none of these."""

import base64
import json
from contextlib import suppress
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from yandexart import Endpoints, NotFound, OperationFailed, Refused, UnexpectedAnswer, YandexArtError

ID = "fbveu1sntjqdkm9bmv8t"


async def test_a_running_operation_has_neither_picture_nor_error(service, client, recorded):
    service.answer(recorded("submitted"))
    operation = await client.operations.get(ID)
    assert (operation.id, operation.done, operation.error, operation.picture) == (ID, False, None, None)
    assert (service.seen[0].method, service.seen[0].path) == ("GET", f"/operations/{ID}")
    assert service.seen[0].headers["Authorization"] == "Api-Key AQVN-secret"


async def test_a_finished_operation_has_the_picture_and_its_size(service, client, recorded):
    answer = recorded("done")
    service.answer(answer)
    operation = await client.operations.get(ID)
    assert operation.done
    assert operation.picture is not None
    assert operation.picture.data == base64.b64decode(answer["response"]["image"])
    assert (operation.picture.mime_type, operation.picture.width, operation.picture.height) == ("image/jpeg", 16, 9)


@pytest.mark.parametrize("form", ["{}", "data:image/jpeg;base64,{}", "\n{} \n"])
async def test_a_picture_may_be_a_png_and_its_text_spelled_otherwise(service, client, recorded, form):
    answer = recorded("done")
    png = recorded("images_png")["data"][0]["b64_json"]
    answer["response"]["image"] = form.format(png.rstrip("="))
    service.answer(answer)
    picture = (await client.operations.get(ID)).picture
    assert (picture.data, picture.mime_type) == (base64.b64decode(png), "image/png")


async def test_the_model_version_is_kept_where_the_service_tells_it(service, client, recorded):
    answer = recorded("done")
    answer["response"]["modelVersion"] = "2.0"
    service.answer(answer)
    operation = await client.operations.get(ID)
    assert operation.model_version == "2.0"
    assert operation.picture.model_version == "2.0"


async def test_a_missing_model_version_is_no_fault(service, client, recorded):
    answer = recorded("done")
    del answer["response"]["modelVersion"]
    service.answer(answer)
    assert (await client.operations.get(ID)).model_version == ""


async def test_an_error_before_the_end_means_wait(service, client, recorded):
    service.answer(recorded("running_with_error"))
    operation = await client.operations.get(ID)
    assert not operation.done
    assert operation.error is None


async def test_a_failed_operation_says_code_and_words(service, client, recorded):
    service.answer(recorded("done_with_error"), x_request_id="req-7")
    operation = await client.operations.get(ID)
    assert operation.done
    assert isinstance(operation.error, OperationFailed)
    assert (operation.error.code, operation.error.message) == (13, "internal error")
    assert operation.error.request_id == "req-7"


async def test_a_refusal_may_come_with_the_operation_too(service, client, recorded):
    service.answer(recorded("done_refused"))
    assert type((await client.operations.get(ID)).error) is Refused


async def test_words_of_refusal_with_a_code_of_trouble_are_no_refusal(service, client, recorded):
    service.answer({**recorded("done"), "error": {"code": 13, "message": "попробуем другую тему"}})
    assert type((await client.operations.get(ID)).error) is OperationFailed


async def test_an_empty_error_beside_a_picture_is_none(service, client, recorded):
    service.answer({**recorded("done"), "error": {"code": 0, "message": "", "details": []}})
    operation = await client.operations.get(ID)
    assert operation.error is None
    assert operation.picture is not None


async def test_an_unknown_operation_is_not_found(service, client, recorded):
    service.answer(recorded("error_not_found"), 404)
    with pytest.raises(NotFound):
        await client.operations.get(ID)


@pytest.mark.parametrize(
    "change",
    [
        {"response": {"image": "not base64!"}},
        {"response": {"image": base64.b64encode(b"<html>").decode()}},
        {"response": {"image": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()}},
        {"response": {"image": "https://storage.yandexcloud.net/a/b.jpeg"}},
        {"response": {"image": ""}},
        {"response": {"image": 7}},
        {"response": {}},
        {"response": []},
        {"response": None},
        {"done": "true"},
        {"done": 1},
        {"id": "another"},
        {"id": None},
    ],
    ids=str,
)
async def test_a_finished_operation_without_a_readable_outcome_is_unexpected(service, client, recorded, change):
    service.answer({**recorded("done"), **change})
    with pytest.raises(UnexpectedAnswer):
        await client.operations.get(ID)


async def test_a_picture_cut_in_its_header_is_no_picture(service, client, recorded):
    answer = recorded("done")
    data = base64.b64decode(answer["response"]["image"])
    answer["response"]["image"] = base64.b64encode(data[:20]).decode()
    service.answer(answer)
    with pytest.raises(UnexpectedAnswer, match="no image/jpeg"):
        await client.operations.get(ID)


async def test_an_answer_without_its_id_is_that_of_the_operation_asked_for(service, client, recorded):
    answer = recorded("done")
    del answer["id"]
    service.answer(answer)
    assert (await client.operations.get(ID)).picture is not None


async def test_done_with_nothing_is_unexpected(service, client, recorded):
    service.answer(recorded("done_with_nothing"))
    with pytest.raises(UnexpectedAnswer, match="neither picture nor error"):
        await client.operations.get(ID)


@pytest.mark.parametrize("operation_id", ["", ".", "..", "a b", "ä", "x" * 257, "a\n", "a\x00"])
async def test_what_cannot_be_an_id_never_becomes_an_address(service, client, operation_id):
    with pytest.raises(ValueError, match="operation id"):
        await client.operations.get(operation_id)
    with pytest.raises(ValueError, match="operation id"):
        await client.operations.cancel(operation_id)
    assert service.seen == []


@pytest.mark.parametrize("operation_id", [None, 5, b"fbv", ["fbv"]], ids=repr)
async def test_an_id_that_is_no_string_is_a_type_error_that_says_what_is_accepted(service, client, operation_id):
    with pytest.raises(TypeError, match="an operation id is a string, not"):
        await client.models.image_generation().attach_deferred(operation_id)
    assert service.seen == []


@pytest.mark.parametrize(
    ("operation_id", "segment"),
    [
        ("fbv.eu1:sntj", "fbv.eu1%3Asntj"),
        ("../x", "..%2Fx"),
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("a%2e", "a%252e"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("x:cancel", "x%3Acancel"),
        ("a+b;c=d@e&f", "a%2Bb%3Bc%3Dd%40e%26f"),
        ("\\~", "%5C~"),
        ("x" * 256, "x" * 256),
    ],
)
async def test_an_id_of_any_visible_signs_is_one_segment_of_the_address(service, client, operation_id, segment):
    service.answer({"id": operation_id, "done": False}).answer({"id": operation_id}).answer({"id": operation_id})
    ordered = await client.models.image_generation().run_deferred("a cat")
    assert not (await client.operations.get(ordered.id)).done
    await ordered.cancel()
    assert [seen.path for seen in service.seen[1:]] == [f"/operations/{segment}", f"/operations/{segment}:cancel"]


async def test_operations_may_live_at_another_address(service, connect, recorded):
    service.answer(recorded("submitted"))
    endpoints = Endpoints(operations=f"{service.url}/elsewhere/", api="http://127.0.0.1:9")
    await connect(endpoints=endpoints).operations.get(ID)
    assert service.seen[0].path == f"/elsewhere/operations/{ID}"


async def test_cancelling_asks_as_the_api_reference_says(service, client):
    service.answer({"id": ID, "done": True})
    await client.operations.cancel(ID)
    assert (service.seen[0].method, service.seen[0].path) == ("GET", f"/operations/{ID}:cancel")


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
OPERATION_LIKE = st.fixed_dictionaries(
    {"id": st.just(ID) | JSON, "done": st.booleans() | JSON},
    optional={
        "error": st.fixed_dictionaries({}, optional={"code": JSON, "message": JSON}) | JSON,
        "response": st.fixed_dictionaries({}, optional={"image": JSON, "modelVersion": JSON}) | JSON,
        "code": JSON,
        "message": JSON,
    },
)
BODIES = (JSON | OPERATION_LIKE).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200)


@given(body=BODIES, status=st.sampled_from([200, 200, 200, 400, 403, 404, 429, 500]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_answered_nothing_is_raised_but_an_error_of_the_library(service, client, body, status):
    for ask in (
        lambda: client.operations.get(ID),
        lambda: client.models.image_generation().run_deferred("a cat"),
        lambda: client.models.images_api().run_deferred("a cat"),
    ):
        service.answer(body, status)
        with suppress(YandexArtError):
            await ask()


@given(operation_id=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=256))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_its_signs_an_id_arrives_as_it_was_given(service, client, operation_id):
    assume(operation_id not in {".", ".."})
    service.seen.clear()
    service.answer({"id": operation_id})
    await client.operations.get(operation_id)
    (seen,) = service.seen
    assert seen.path.count("/") == 2
    assert unquote(seen.path.removeprefix("/operations/")) == operation_id
