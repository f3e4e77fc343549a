"""Models and their operations, as the vendor's SDK has them, without its weak spots."""

import asyncio

import pytest

from yandexart import (
    BadCredentials,
    Message,
    NotFound,
    OperationFailed,
    Refused,
    Retries,
    Status,
    StillRunning,
    YandexArtError,
)

ID = "fbveu1sntjqdkm9bmv8t"


async def ordered(service, client, recorded):
    service.answer(recorded("submitted"))
    return await client.models.image_generation("yandex-art").run_deferred("a red cat")


async def test_a_name_with_a_scheme_is_the_whole_uri(client):
    models = client.models
    assert models.image_generation("yandex-art").uri == "art://b1gfolder/yandex-art/latest"
    assert models.image_generation("yandex-art", model_version="rc").uri == "art://b1gfolder/yandex-art/rc"
    assert models.image_generation("ds://other/tuned").uri == "ds://other/tuned"
    assert models.images_api().uri == "art://b1gfolder/aliceai-image-art-3.0"
    assert models.images_api(model_version="latest").uri == "art://b1gfolder/aliceai-image-art-3.0/latest"


@pytest.mark.parametrize("name", ["", "a b", "кот", "a\nb"])
async def test_a_name_that_fits_no_uri_is_refused(client, name):
    with pytest.raises(ValueError, match="name"):
        client.models.image_generation(name)


async def test_configure_makes_a_new_model_and_what_is_not_named_stays(client):
    plain = client.models.image_generation("yandex-art")
    seeded = plain.configure(seed=7)
    wide = seeded.configure(width_ratio=16, height_ratio=9)
    assert plain.config.seed is None
    assert (wide.config.seed, wide.config.ratio) == (7, (16, 9))
    assert wide.configure(seed=None).config.seed is None
    assert wide.configure(seed=None).config.ratio == (16, 9)
    assert seeded == plain.configure(seed=7)
    with pytest.raises(AttributeError):
        plain.config = wide.config


@pytest.mark.parametrize(
    ("messages", "sent"),
    [
        ("a cat", [{"text": "a cat"}]),
        ({"text": "a cat"}, [{"text": "a cat"}]),
        ({"text": "a cat", "weight": 2}, [{"text": "a cat", "weight": "2"}]),
        (Message("a cat", 0.1), [{"text": "a cat", "weight": "0.1"}]),
        (["a", {"text": "b", "weight": -1.0}], [{"text": "a"}, {"text": "b", "weight": "-1"}]),
        (iter(["a", "b"]), [{"text": "a"}, {"text": "b"}]),
        ({"text": "a", "weight": 1e-7}, [{"text": "a", "weight": "1e-07"}]),
    ],
)
async def test_messages_come_in_many_forms(service, client, recorded, messages, sent):
    service.answer(recorded("submitted"))
    await client.models.image_generation("yandex-art").run_deferred(messages)
    assert service.seen[0].body["messages"] == sent


@pytest.mark.parametrize(
    ("messages", "options", "reason"),
    [
        ("", {}, "needs a text"),
        ([], {}, "no message"),
        ("x" * 501, {}, "501 characters"),
        ({"text": "a", "weight": 0}, {}, "weight of 0"),
        ({"text": "a", "weight": float("nan")}, {}, "finite"),
        ("half \ud83d", {}, "surrogate"),
        ("a", {"width_ratio": 16}, "both"),
        ("a", {"seed": 0}, "seed of 0"),
        ("a", {"seed": 2**63}, "a seed is from 1"),
        ("a", {"width_ratio": 0, "height_ratio": 1}, "a width ratio is from 1"),
        ("a", {"mime_type": "image/png"}, "only mime type"),
    ],
)
async def test_everything_is_checked_before_it_is_sent(service, client, messages, options, reason):
    with pytest.raises(ValueError, match=reason):
        await client.models.image_generation("yandex-art").configure(**options).run_deferred(messages)
    assert service.seen == []


async def test_a_model_tells_without_sending_what_it_would_not_take(service, client):
    model = client.models.image_generation("yandex-art")
    assert model.check(["a", "b"]) == (Message("a"), Message("b"))
    with pytest.raises(ValueError, match="both"):
        model.configure(width_ratio=16).check("a")
    assert service.seen == []


async def test_five_hundred_code_points_are_not_too_many(service, client, recorded):
    service.answer(recorded("submitted"))
    await client.models.image_generation("yandex-art").run_deferred("🐈" * 500)
    assert service.seen[0].body["messages"] == [{"text": "🐈" * 500}]


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
async def test_a_time_out_is_a_positive_number(service, client, timeout):
    with pytest.raises(ValueError, match="time-out"):
        await client.models.image_generation("yandex-art").run_deferred("a", timeout=timeout)
    assert service.seen == []


async def test_awaiting_an_operation_gives_the_picture(service, client, recorded, time):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("submitted")).answer(recorded("done"))
    picture = await operation
    assert (picture.width, picture.height) == (16, 9)
    assert await operation.get_result() is picture
    assert len(service.seen) == 3  # the result of a finished operation is not asked for again


async def test_an_operation_is_resumed_by_its_id(service, connect, recorded):
    service.answer(recorded("submitted")).answer(recorded("done"))
    operation = await connect().models.image_generation("yandex-art").attach_deferred(ID)
    assert operation.id == ID
    assert (await operation.wait()).width == 16


async def test_attaching_to_a_finished_operation_needs_one_request(service, client, recorded):
    service.answer(recorded("done"))
    operation = await client.models.image_generation("yandex-art").attach_deferred(ID)
    assert (await operation).width == 16
    assert len(service.seen) == 1


async def test_attaching_takes_its_time_out_by_place_or_by_name(service, client, recorded):
    model = client.models.image_generation("yandex-art")
    for operation in (model.attach_deferred(ID, 30), model.attach_deferred(ID, timeout=30)):
        service.answer(recorded("done"))
        assert (await operation).id == ID
    with pytest.raises(ValueError, match="time-out"):
        await model.attach_deferred(ID, -1)


async def test_attaching_to_what_is_gone_says_so(service, client, recorded):
    service.answer(recorded("error_not_found"), 404)
    with pytest.raises(NotFound):
        await client.models.image_generation("yandex-art").attach_deferred(ID)


async def test_the_status_is_read_anew_until_it_is_final(service, client, recorded):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("running_with_error")).answer(recorded("done_with_error"))
    assert [await operation.get_status() for _ in range(3)] == [Status.RUNNING, Status.FAILED, Status.FAILED]
    assert len(service.seen) == 3


async def test_the_result_of_a_running_operation_is_not_there_yet(service, client, recorded):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("submitted"))
    with pytest.raises(StillRunning):
        await operation.get_result()


@pytest.mark.parametrize(("name", "kind"), [("done_with_error", OperationFailed), ("done_refused", Refused)])
async def test_waiting_ends_with_the_error_of_the_operation(service, client, recorded, name, kind):
    operation = await ordered(service, client, recorded)
    service.answer(recorded(name))
    with pytest.raises(kind):
        await operation.wait()


async def test_waiting_backs_off_to_a_minute(service, client, recorded, time):
    operation = await ordered(service, client, recorded)
    for _ in range(7):
        service.answer(recorded("submitted"))
    service.answer(recorded("done"))
    await operation.wait(poll_interval=10)
    assert time.slept == [10, 15, 22.5, 33.75, 50.625, 60, 60, 60]


async def test_waiting_obeys_retry_after_and_outlasts_what_passes(service, client, recorded, time):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("error_quota"), 429, Retry_After="120").answer(recorded("submitted"))
    service.answer(recorded("error_unavailable"), 503).wire().answer(b"<html>").answer(recorded("done"))
    await operation.wait(poll_interval=10)
    assert time.slept[1] == 120
    assert max(time.slept[2:]) < 60
    assert len(service.seen) == 7


async def test_waiting_has_a_deadline(service, client, recorded, time):
    operation = await ordered(service, client, recorded)
    for _ in range(20):
        service.answer(recorded("submitted"))
    begin = time.now
    with pytest.raises(StillRunning, match="100 seconds"):
        await operation.wait(poll_interval=10, poll_timeout=100)
    assert time.now - begin == 100
    assert await operation.get_status() is Status.RUNNING  # and nothing is lost


async def test_the_service_is_not_asked_too_early_even_at_the_deadline(service, client, recorded, time):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("error_quota"), 429, Retry_After="600")
    with pytest.raises(StillRunning):
        await operation.wait(poll_interval=10, poll_timeout=100)
    assert len(service.seen) == 2


async def test_a_new_operation_may_be_unknown_for_a_moment(service, client, recorded):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("error_not_found"), 404).answer(recorded("error_not_found"), 404).answer(recorded("done"))
    assert (await operation.wait()).width == 16


async def test_an_operation_that_stays_unknown_is_not_waited_for(service, client, recorded):
    operation = await ordered(service, client, recorded)
    for _ in range(9):
        service.answer(recorded("error_not_found"), 404)
    with pytest.raises(NotFound):
        await operation.wait()
    assert len(service.seen) == 4


async def test_waiting_ends_at_once_with_what_it_will_not_mend(service, client, recorded):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("error_unauthenticated"), 401)
    with pytest.raises(BadCredentials):
        await operation.wait()
    assert len(service.seen) == 2


async def test_cancelling_asks_the_service_once_and_only_while_it_runs(service, client, recorded):
    operation = await ordered(service, client, recorded)
    service.answer(recorded("submitted"))
    await operation.cancel()
    assert service.seen[-1].path == f"/operations/{ID}:cancel"
    service.answer(recorded("done"))
    await operation.get_status()
    await operation.cancel()
    assert len(service.seen) == 3


async def test_two_operations_do_not_mix(service, client, recorded):
    service.answer({"id": "one"}).answer({"id": "two"})
    model = client.models.image_generation("yandex-art")
    one, two = await model.run_deferred("a"), await model.run_deferred("b")
    service.answer({**recorded("done"), "id": "one"}).answer({"id": "two", "done": True, "error": {"code": 13}})
    assert await one.get_status() is Status.SUCCEEDED
    assert await two.get_status() is Status.FAILED
    assert (one.id, two.id) == ("one", "two")


async def test_a_read_is_repeated_with_pauses_and_a_submission_only_if_it_surely_did_not_arrive(
    service, connect, recorded, time
):
    client = connect(retries=Retries(attempts=4, base=1.0))
    service.wire(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").answer(b"<html>")
    service.answer(recorded("error_internal"), 500).answer(recorded("done"))
    assert (await client.operations.get(ID)).done
    assert time.slept == [0.5, 1.0, 2.0]

    service.answer(recorded("error_quota"), 429, Retry_After="3").answer(recorded("submitted"))
    await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert time.slept[3:] == [3.5]

    asked = len(service.seen)
    for status in (500, 503, 400):
        service.answer(b"{}", status)
        with pytest.raises(YandexArtError):
            await client.models.image_generation("yandex-art").run_deferred("a cat")
    assert len(service.seen) == asked + 3


async def test_repeats_end_with_the_time_that_was_given(service, connect, recorded, time):
    client = connect(retries=Retries(attempts=100, base=10.0, longest=10.0))
    for _ in range(100):
        service.answer(recorded("error_internal"), 500)
    begin = time.now
    with pytest.raises(YandexArtError):
        await client.operations.get(ID, timeout=30)
    assert time.now - begin < 30
    assert len(service.seen) == 6


async def test_a_cancelled_wait_leaves_the_operation_usable(service, client, recorded):
    operation = await ordered(service, client, recorded)
    service.silent()
    waiting = asyncio.get_running_loop().create_task(operation.wait())
    while len(service.seen) < 2:  # noqa: ASYNC110 - a request that arrives rings no bell
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    service.answer(recorded("done"))
    assert (await operation.get_result()).width == 16
