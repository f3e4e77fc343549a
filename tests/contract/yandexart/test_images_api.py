"""The Images API: one request, and the picture is there."""

import pytest

from yandexart import (
    BadRequest,
    ModelUnknown,
    OutcomeUnknown,
    Refused,
    Retries,
    Status,
    UnexpectedAnswer,
    UnusableResult,
    YandexArtError,
)


async def test_a_picture_comes_with_the_answer(service, client, recorded):
    service.answer(recorded("images_jpeg"))
    model = client.models.images_api().configure(width_ratio=16, height_ratio=9)

    operation = await model.run_deferred("рыжий кот")

    picture = await operation
    assert (picture.mime_type, picture.width, picture.height) == ("image/jpeg", 16, 9)
    assert operation.id == ""
    assert await operation.get_status() is Status.SUCCEEDED
    assert await operation.get_result() == picture
    (seen,) = service.seen
    assert (seen.method, seen.path) == ("POST", "/v1/images/generations")
    assert seen.body == {"model": "art://b1gfolder/aliceai-image-art-3.0", "prompt": "рыжий кот", "size": "16x9"}
    assert seen.headers["OpenAI-Project"] == "b1gfolder"
    assert seen.headers["x-data-logging-enabled"] == "false"


async def test_without_a_ratio_no_size_is_sent_and_several_texts_become_one(service, client, recorded):
    service.answer(recorded("images_jpeg"))
    await client.models.images_api().run_deferred(["a cat", {"text": "watercolour"}])
    assert service.seen[0].body == {"model": "art://b1gfolder/aliceai-image-art-3.0", "prompt": "a cat, watercolour"}


async def test_a_png_is_taken_for_what_it_is(service, client, recorded):
    service.answer(recorded("images_png"))
    picture = await (await client.models.images_api().run_deferred("a cat"))
    assert (picture.mime_type, picture.width, picture.height) == ("image/png", 16, 9)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("images_refused", Refused),
        ("images_refused_by_code", Refused),
        ("images_bad_size", BadRequest),
        ("images_moderation_parameter", BadRequest),
        ("images_text", ModelUnknown),
    ],
)
async def test_a_refusal_is_told_apart_from_a_bad_parameter_and_from_a_bad_model(service, client, recorded, name, kind):
    service.answer(recorded(name), 400)
    with pytest.raises(YandexArtError) as raised:
        await client.models.images_api().run_deferred("a cat")
    assert type(raised.value) is kind
    assert raised.value.message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([], "no picture in the answer"),
        (None, "no picture in the answer"),
        ("AAAA", "no picture in the answer"),
        ({"b64_json": "AAAA"}, "no picture in the answer"),
        ([7, None, True, [], [{}], "AAAA", {}], "no picture in the answer"),
        ([{"b64_json": 7}], "no picture in the answer"),
        ([{"b64_json": "AAAA"}], "no image/jpeg or"),
        ([{"b64_json": "?"}], "no base64"),
        ([{"b64_json": "AAAA"}, {"url": {}}, 7], "link"),
        ([[]] * 4000, "no picture in the answer"),
        ([{"b64_json": "AAAA"}] * 3000, "no image/jpeg or"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_an_answer_that_says_that_it_has_drawn_is_final_also_without_a_picture(service, client, data, reason):
    service.answer({"created": 1795000000, "data": data}, x_request_id="req-1")
    with pytest.raises(UnusableResult, match=reason) as raised:
        await client.models.images_api().run_deferred("a cat")
    assert "paid for" in str(raised.value)
    assert raised.value.may_have_executed
    assert (raised.value.status, raised.value.request_id) == (200, "req-1")
    assert len(service.seen) == 1


@pytest.mark.parametrize("answer", [{}, {"created": 1}, {"Data": []}, [], b"<html>", b"", b"null"], ids=str)
async def test_an_answer_that_does_not_say_that_it_has_drawn_leaves_the_outcome_unknown(service, client, answer):
    service.answer(answer)
    with pytest.raises(UnexpectedAnswer) as raised:
        await client.models.images_api().run_deferred("a cat")
    assert type(raised.value) is UnexpectedAnswer
    assert raised.value.may_have_executed


async def test_the_first_usable_picture_counts_whatever_stands_before_it(service, client, recorded):
    png = recorded("images_png")["data"][0]["b64_json"]
    jpeg = recorded("images_jpeg")["data"][0]["b64_json"]
    junk = [7, None, [], {}, "AAAA", {"b64_json": "AAAA"}, {"url": "http://127.0.0.1/a.png"}, *[0] * 3000]
    service.answer({"data": [*junk, {"b64_json": png}, {"b64_json": jpeg}]})
    picture = await (await client.models.images_api().run_deferred("a cat"))
    assert picture.mime_type == "image/png"


@pytest.mark.parametrize(
    "entry",
    [
        {"b64_json": "data:image/png;base64,{}"},
        {"url": "data:image/png;base64,{}"},
        {"b64_json": None, "url": "data:image/png;base64,{}"},
        {"b64_json": "?", "url": "data:image/png;base64,{}"},
        {"b64_json": "{}", "url": "https://example.com/a.png"},
    ],
    ids=str,
)
async def test_a_picture_may_be_an_address_of_data(service, client, recorded, entry):
    png = recorded("images_png")["data"][0]["b64_json"]
    service.answer({"data": [{key: text and text.format(png.rstrip("=")) for key, text in entry.items()}]})
    picture = await (await client.models.images_api().run_deferred("a cat"))
    assert (picture.mime_type, picture.width) == ("image/png", 16)


async def test_a_lost_connection_may_have_cost_a_picture_so_the_request_is_not_repeated(service, connect, recorded):
    service.wire().answer(recorded("images_jpeg"))
    with pytest.raises(OutcomeUnknown) as raised:
        await connect(retries=Retries()).models.images_api().run_deferred("a cat")
    assert raised.value.may_have_executed
    assert len(service.seen) == 1


async def test_what_the_api_cannot_do_is_refused_before_it_is_sent(service, client):
    model = client.models.images_api()
    with pytest.raises(ValueError, match="keeps no seed"):
        model.configure(seed=5)
    with pytest.raises(ValueError, match="takes no weights"):
        await model.run_deferred([{"text": "a cat", "weight": 1}, {"text": "hat", "weight": -1}])
    with pytest.raises(ValueError, match="keeps no operations"):
        await model.attach_deferred("fbveu1sntj")
    assert service.seen == []


async def test_traits_say_what_each_model_can_do(client):
    art, alice = client.models.image_generation().traits, client.models.images_api().traits
    assert (art.asynchronous, art.keeps_seed, art.takes_weights, art.prompt_limit) == (True, True, True, 500)
    assert (alice.asynchronous, alice.keeps_seed, alice.takes_weights, alice.prompt_limit) == (False, False, False, 500)
    assert (art.one_text, alice.one_text) == (False, True)


async def test_the_limit_is_one_for_the_one_text_that_is_sent(service, client, recorded):
    model = client.models.images_api()
    for messages in ("x" * 501, ["x" * 250, "x" * 249]):
        with pytest.raises(ValueError, match="501 characters"):
            await model.run_deferred(messages)
    assert service.seen == []
    for messages in ("x" * 500, ["x" * 249, "x" * 249]):
        service.answer(recorded("images_jpeg"))
        await model.run_deferred(messages)
        assert len(service.seen[-1].body["prompt"]) == 500


@pytest.mark.parametrize(("limit", "length"), [(600, 600), (None, 5000)])
async def test_another_limit_may_be_set_and_none_at_all(service, client, recorded, limit, length):
    service.answer(recorded("images_jpeg"))
    await client.models.images_api(prompt_limit=limit).run_deferred("x" * length)
    assert len(service.seen) == 1
