"""The list of models: what is asked, and what of the answer is taken."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yandexart import (
    AccessDenied,
    BadCredentials,
    BadRequest,
    NotFound,
    QuotaExceeded,
    Retries,
    ServiceDown,
    UnexpectedAnswer,
    WrongFolder,
    YandexArtError,
)

ART = "art://b1gfolder/aliceai-image-art-3.0"
GPT = "gpt://b1gfolder/yandexgpt/latest"


def listed(*ids):
    return {"object": "list", "data": [{"id": id_, "object": "model", "created": 1, "owned_by": "x"} for id_ in ids]}


async def test_the_models_of_the_folder_are_listed_in_the_order_of_the_service(service, client):
    service.answer(listed(GPT, ART))
    assert await client.models.list() == (GPT, ART)
    (seen,) = service.seen
    assert (seen.method, seen.path, seen.body) == ("GET", "/v1/models", None)
    assert seen.headers["OpenAI-Project"] == "b1gfolder"
    assert seen.headers["Authorization"] == "Api-Key AQVN-secret"
    assert seen.headers["x-data-logging-enabled"] == "false"


async def test_a_listed_model_can_be_used_by_its_address(service, client):
    service.answer(listed(ART))
    (address,) = await client.models.list(timeout=5)
    assert client.models.images_api(address).uri == ART


async def test_what_is_no_address_of_a_model_is_left_out_and_each_is_named_once(service, client):
    longest = "art://" + "x" * 250
    junk = [
        "",
        "emb://b1g/x",
        "yandex-art",
        "xart://b1g/x",
        "ART://b1g/x",
        "art://",
        "art:///",
        "gpt:/x",
        "art://a b",
        "art://ж",
    ]
    junk += ["art://a\n", "art://a\x7f", longest + "x", 7, None, True, ["art://a"], {"id": "art://a"}]
    body = listed(ART, *junk, GPT, ART, longest)
    body["data"] += [7, None, [], "art://bare", {}, {"name": "art://other"}]
    service.answer(body)
    assert await client.models.list() == (ART, GPT, longest)


async def test_no_more_than_a_thousand_are_taken(service, client):
    service.answer(listed(*(f"art://b1g/{number}" for number in range(1500))))
    found = await client.models.list()
    assert (len(found), found[0], found[-1]) == (1000, "art://b1g/0", "art://b1g/999")


async def test_an_empty_list_is_one(service, client):
    service.answer({"data": []})
    assert await client.models.list() == ()


@pytest.mark.parametrize(
    "body", [{}, {"data": None}, {"data": {"id": ART}}, {"data": ART}, [], b"<html>", b""], ids=str
)
async def test_an_answer_without_a_list_is_unexpected(service, client, body):
    service.answer(body)
    with pytest.raises(UnexpectedAnswer):
        await client.models.list()


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"", 401, BadCredentials),
        ({"error": {"message": "Permission denied", "type": "permission_error"}}, 403, AccessDenied),
        ({"error": {"message": "Folder with id b1gfolder not found"}}, 400, WrongFolder),
        ({"error": {"message": "no"}}, 400, BadRequest),
        (b"<html>", 404, NotFound),
        (b"", 429, QuotaExceeded),
        (b"", 503, ServiceDown),
    ],
)
async def test_errors_are_of_the_same_tree(service, client, body, status, kind):
    service.answer(body, status)
    with pytest.raises(YandexArtError) as raised:
        await client.models.list()
    assert type(raised.value) is kind


async def test_listing_is_harmless_and_repeated(service, connect):
    service.answer(b"", 500).wire().wire().answer(b"<html>").answer(listed(ART))
    assert await connect(retries=Retries(attempts=5)).models.list() == (ART,)


async def test_a_time_out_is_a_positive_number(service, client):
    with pytest.raises(ValueError, match="time-out"):
        await client.models.list(timeout=0)
    assert service.seen == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([ART, GPT]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "data", "x"]), inner, max_size=3)
    ),
)


@given(body=JSON | st.fixed_dictionaries({"data": st.lists(JSON | st.fixed_dictionaries({"id": JSON}))}))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_answered_there_is_a_list_or_an_error_of_the_library(service, client, body):
    service.answer(json.dumps(body).encode())
    try:
        found = await client.models.list()
    except YandexArtError:
        return
    assert set(found) <= {ART, GPT}
