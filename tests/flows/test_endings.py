"""A drawing that comes to nothing is explained, once, in a sentence that says what to do."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


@pytest.mark.fault("11")
async def test_what_moderation_refuses_is_told_at_once(stage: Stage, alice: Actor, painters: Place) -> None:
    request = alice.writes("/draw something forbidden --seed 1", in_=painters)
    ending = await painters.said("The image service will not draw this")
    assert ending.code == "something forbidden"
    assert ending.replies_to == request.id
    await stage.everything_is_told()
    assert len(painters.messages) == 1
    assert len(stage.submitted) == 1


async def test_what_moderation_refuses_late_is_told_when_it_is_known(stage: Stage, boris: Actor) -> None:
    boris.writes("/draw late-forbidden")
    await boris.chat.said("Нейросеть отказалась это рисовать")
    assert len(stage.submitted) == 1


@pytest.mark.slow
@pytest.mark.fault("10")
async def test_a_service_that_keeps_failing_is_not_asked_for_ever(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.submit", "status", status=500)
    stage.clock.hurry()
    alice.writes("/draw a cat")
    await alice.chat.said("The image service keeps failing")
    assert 3 <= len(stage.submitted) <= 20
    stage.heal()
    alice.writes("/draw a dog --seed 1")
    assert (await alice.chat.picture()).text == "a dog --seed 1"


@pytest.mark.fault("10")
async def test_a_failing_service_that_recovers_costs_nothing_but_time(stage: Stage, alice: Actor) -> None:
    for status in (500, 502, 503, 504):
        stage.fault("yandex.submit", "status", status=status, times=1)
    alice.writes("/draw a cat --seed 1")
    assert (await alice.chat.picture()).text == "a cat --seed 1"
    assert len({str(body) for body in stage.submitted}) == 1


@pytest.mark.fault("12")
async def test_a_retired_model_holds_drawings_until_it_is_back(stage: Stage, alice: Actor, boris: Actor) -> None:
    stage.service(retired=True)
    alice.writes("/draw a cat --seed 1")
    boris.writes("/draw пёс --seed 2")
    await alice.chat.said("Working on it")
    await boris.chat.said("Рисую")
    await stage.submissions(2)
    assert len(stage.submitted) < 10
    stage.service(retired=False)
    assert (await alice.chat.picture()).text == "a cat --seed 1"
    assert (await boris.chat.picture()).text == "пёс --seed 2"


@pytest.mark.fault("12")
async def test_a_key_that_is_not_accepted_holds_drawings_until_it_is(stage: Stage, alice: Actor) -> None:
    stage.service(keys=["another"])
    alice.writes("/draw a cat --seed 1")
    await stage.submissions(1)
    stage.service(keys=["AQVN-flows"])
    await alice.chat.picture()


@pytest.mark.fault("21")
async def test_nobody_waits_longer_than_the_deadline(stage: Stage, alice: Actor, boris: Actor) -> None:
    stage.hold_drawings()
    alice.writes("/draw a cat")
    await stage.state("running")
    stage.fault("yandex.submit", "status", status=429)
    boris.writes("/draw пёс")
    await boris.chat.said("Рисую")
    stage.clock.move(86_400 + 60)
    await alice.chat.said("The picture has not come")
    await boris.chat.said("Картинка так и не пришла")
    await stage.everything_is_told()
    assert len(alice.chat.messages) == len(boris.chat.messages) == 1


@pytest.mark.fault("18")
@pytest.mark.parametrize("result", ["nothing", "bad-base64", "not-jpeg"])
async def test_a_result_that_is_no_picture_ends_in_a_sentence(stage: Stage, alice: Actor, result: str) -> None:
    stage.service(result=result)
    alice.writes("/draw a cat")
    await alice.chat.said("what it sent is not a picture")
    assert len(stage.submitted) == 1


@pytest.mark.fault("18")
async def test_a_result_that_is_broken_once_is_asked_for_again(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.get", "truncated", times=1)
    stage.fault("yandex.get", "garbage", times=1)
    alice.writes("/draw a cat")
    await alice.chat.picture()
    assert len(stage.submitted) == 1


@pytest.mark.fault("16")
async def test_an_operation_that_the_service_forgot_is_told(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.get", "status", status=404)
    stage.clock.hurry()
    alice.writes("/draw a cat")
    await alice.chat.said("The image service has lost this picture")
    assert len(stage.submitted) == 1


@pytest.mark.fault("16")
async def test_an_operation_unknown_for_a_moment_is_asked_for_again(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.get", "status", status=404, times=3)
    alice.writes("/draw a cat")
    await alice.chat.picture()
