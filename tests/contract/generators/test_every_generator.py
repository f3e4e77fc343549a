"""Contract of every generator: YandexART over REST, the same over gRPC, and the Images API."""

import asyncio
import logging

import pytest

from yandexart import (
    ApiKey,
    BadCredentials,
    BadRequest,
    Endpoints,
    ModelDenied,
    NotConnected,
    OAuthToken,
    OutcomeUnknown,
    QuotaExceeded,
    Refused,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

from .conftest import closed_port


async def test_a_picture_comes_of_a_prompt(generator):
    picture = await (await generator().configure(width_ratio=2, height_ratio=1).run_deferred("a red cat"))
    assert (picture.width, picture.height) == (16, 8)
    assert b"a red cat" in picture.data


async def test_the_request_says_who_asks_and_that_prompts_are_not_to_be_kept(generator, world, call):
    await generator().run_deferred("a red cat")
    await generator(data_logging=True).run_deferred("a red cat")
    first, second = (entry.headers for entry in world.seen(call))
    assert [headers["x-data-logging-enabled"] for headers in (first, second)] == ["false", "true"]
    assert len(first["x-client-request-id"]) == 36
    assert first["x-client-request-id"] != second["x-client-request-id"]


async def test_a_refusal_is_one(generator, world, call):
    with pytest.raises(Refused) as raised:
        await generator().run_deferred("something forbidden")
    assert raised.value.code in {3, None}
    assert raised.value.message
    assert raised.value.request_id
    assert not raised.value.may_have_executed


async def test_a_bad_parameter_is_no_refusal(generator):
    with pytest.raises(BadRequest) as raised:
        await generator().configure(width_ratio=100, height_ratio=1).run_deferred("a red cat")
    assert "20:1" in raised.value.message


async def test_a_model_that_is_retired_is_named_so(generator, world):
    world.set(retired=True)
    with pytest.raises(ModelDenied, match="retired"):
        await generator("yandex-art").run_deferred("a red cat")


async def test_a_key_that_is_not_accepted_is_a_matter_of_credentials(generator, world, call):
    world.set(keys=("another",))
    with pytest.raises(BadCredentials):
        await generator(auth=ApiKey("AQVN-secret")).run_deferred("a red cat")
    assert len(world.seen(call)) == 1


async def test_a_quota_says_when_to_come_again_and_nothing_was_executed(generator, world, call):
    world.strike(call, "status", status=429, retry_after="7")
    with pytest.raises(QuotaExceeded) as raised:
        await generator().run_deferred("a red cat")
    assert raised.value.retry_after == 7
    assert not raised.value.may_have_executed
    assert raised.value.client_request_id == world.seen(call)[0].headers["x-client-request-id"]


@pytest.mark.parametrize("status", [500, 501, 503, 504])
async def test_a_service_that_is_down_may_have_executed(generator, world, call, status):
    world.strike(call, "status", status=status)
    with pytest.raises(ServiceDown) as raised:
        await generator().run_deferred("a red cat")
    assert raised.value.may_have_executed


async def test_no_connection_means_not_executed(generator):
    port = closed_port()
    nowhere = Endpoints(*[f"http://127.0.0.1:{port}"] * 6)
    with pytest.raises(NotConnected) as raised:
        await generator(endpoints=nowhere).run_deferred("a red cat")
    assert not raised.value.may_have_executed


@pytest.mark.parametrize(("fault", "executed"), [("lost", False), ("dropped", True)])
async def test_a_lost_connection_leaves_the_outcome_unknown_and_is_not_tried_again(
    generator, world, call, fault, executed
):
    world.strike(call, fault)
    with pytest.raises(OutcomeUnknown) as raised:
        await generator().run_deferred("a red cat")
    assert raised.value.may_have_executed
    assert [entry.executed for entry in world.seen(call)] == [executed]


async def test_an_answer_that_takes_too_long_leaves_the_outcome_unknown(generator, world, call):
    model = generator()
    await model.run_deferred("a red cat")  # so that the time is not spent on connecting
    world.strike(call, "slow", seconds=1e6)
    world.time.stands_still = True
    with pytest.raises(OutcomeUnknown):
        await model.run_deferred("a red cat", timeout=0.2)


async def test_an_answer_that_makes_no_sense_may_stand_for_a_picture(generator, world, call):
    world.strike(call, "garbage")
    with pytest.raises(UnexpectedAnswer) as raised:
        await generator().run_deferred("a red cat")
    assert raised.value.may_have_executed


@pytest.mark.parametrize("fault", ["truncated", "html"])
async def test_half_an_answer_and_a_page_of_a_gateway_may_stand_for_a_picture(generator, world, call, fault):
    world.strike(call, fault, status=502)
    with pytest.raises(YandexArtError) as raised:
        await generator().run_deferred("a red cat")
    assert raised.value.may_have_executed


async def test_a_huge_answer_is_not_read(generator, world, call):
    world.strike(call, "huge")
    with pytest.raises(YandexArtError, match="larger than allowed"):
        await generator(max_answer=1_000_000).run_deferred("a red cat")


async def test_a_token_that_has_expired_is_renewed_once(generator, world, call):
    world.set(token_lifetime=30.0, duration=(0.0, 0.0))
    model = generator(auth=OAuthToken("y0_secret"))
    await model.run_deferred("a red cat")
    world.time.now += 31  # the client takes no lifetime below a minute for true
    await model.run_deferred("a red cat")
    assert [entry.status for entry in world.seen(call) if not entry.executed] in [[401], [16]]
    assert [entry.executed for entry in world.seen(call)] == [True, False, True]
    assert len(world.seen("yandex.iam")) == 2


async def test_neither_key_nor_prompt_is_in_an_error_or_a_log(generator, world, call, caplog):
    caplog.set_level(logging.DEBUG)
    told = []
    echo = "bad: a purple walrus, key AQVN-secret"
    faults = [
        {"kind": "status", "status": status, "message": echo, "retry_after": "soon"}
        for status in (400, 401, 403, 404, 429, 500)
    ]
    faults += [{"kind": name} for name in ("lost", "dropped", "garbage", "truncated", "html")]
    model = generator()
    for fault in faults:
        world.strike(call, times=1, **fault)
        with pytest.raises(YandexArtError) as raised:
            await model.run_deferred("a purple walrus")
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__ or raised.value.__context__ is None
        told += [str(raised.value), repr(raised.value)]
    told += [repr(model), caplog.text]
    assert not [text for text in told if "walrus" in text or "AQVN" in text]


async def test_many_orders_at_once_do_not_mix(generator):
    model = generator()
    texts = [f"cat number {number}" for number in range(12)]
    pictures = await asyncio.gather(*(_drawn(model, text) for text in texts))
    assert all(text.encode() in picture.data for text, picture in zip(texts, pictures, strict=True))


async def _drawn(model, text):
    return await (await model.run_deferred(text))
