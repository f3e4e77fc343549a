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
    "answer",
    [
        {},
        {"data": []},
        {"data": None},
        {"data": [7]},
        {"data": [{}]},
        {"data": [{"url": "https://example.com/picture.png"}]},
        {"data": [{"b64_json": "AAAA"}]},
        {"data": {"b64_json": "AAAA"}},
    ],
    ids=str,
)
async def test_an_answer_without_a_picture_may_have_cost_one(service, client, answer):
    service.answer(answer)
    with pytest.raises(UnexpectedAnswer) as raised:
        await client.models.images_api().run_deferred("a cat")
    assert raised.value.may_have_executed


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
