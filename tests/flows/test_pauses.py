"""The service takes no requests for a long time, and those who wait are told."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

HALF_AN_HOUR = "🎨 Waiting: the image service takes requests again in about 30 min."
HALF_AN_HOUR_RU = "🎨 Жду: нейросеть снова примет запросы примерно через 30 мин."


@pytest.mark.fault("9")
async def test_a_long_wait_that_the_service_names_is_told_where_people_wait(
    stage: Stage, alice: Actor, boris: Actor, painters: Place, cats: Place
) -> None:
    stage.fault("yandex.submit", "status", status=429, retry_after="1800")
    alice.writes("/draw a cat --seed 1")
    await alice.chat.said(HALF_AN_HOUR)
    boris.writes("/draw пёс --seed 2", in_=painters)
    alice.writes("/draw a hen --seed 3", in_=cats)
    await painters.said(HALF_AN_HOUR_RU)
    await cats.said(HALF_AN_HOUR)

    stage.heal()
    await stage.restart()
    await stage.everything_is_told()
    assert [place.texts for place in (alice.chat, painters, cats)] == [[], [], []]
    assert [place.messages[0].text for place in (alice.chat, painters, cats)] == [
        "a cat --seed 1",
        "пёс --seed 2",
        "a hen --seed 3",
    ]


@pytest.mark.fault("9")
async def test_whoever_waits_through_several_pauses_is_told_once_and_then_gets_the_picture(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.fault("yandex.submit", "status", status=429, retry_after="70")
    alice.writes("/draw a cat --seed 1")
    alice.writes("/draw a dog --seed 2", in_=painters)
    await alice.chat.said("in about 1 min")
    await painters.said("in about 1 min")
    await stage.submissions(4)

    stage.heal()
    assert (await alice.chat.picture()).text == "a cat --seed 1"
    assert (await painters.picture()).text == "a dog --seed 2"
    await stage.everything_is_told()
    assert (len(alice.chat.messages), len(painters.messages)) == (1, 1)
    told = [call.parameters["chat_id"] for call in stage.calls("editMessageText")]
    assert len(told) == len(set(told)), "told twice"


async def test_no_time_is_promised_where_the_service_has_named_none(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    world.service(retired=True)
    await world.start()
    alice.writes("/draw a cat --seed 1", in_=painters)
    boris.writes("/draw пёс --seed 2", in_=painters)
    await painters.said("🎨 Waiting: the image service takes no requests right now.")
    await painters.said("🎨 Жду: нейросеть сейчас не принимает запросы.")
    world.service(retired=False)
    await painters.picture(2)
    await world.everything_is_told()
    assert sorted(said.text for said in painters.messages) == ["a cat --seed 1", "пёс --seed 2"]


async def test_the_queue_shows_the_pause_instead_of_an_estimate(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    for number in range(1, 4):
        alice.writes(f"/draw a sketch --seed {number}")
    await alice.chat.picture(3)
    await stage.everything_is_told()
    stage.fault("yandex.submit", "status", status=429, retry_after="1800")
    alice.writes("/draw a cat --seed 1", in_=painters)
    await painters.said(HALF_AN_HOUR)

    alice.writes("/queue")
    page = await alice.chat.said("In the queue")
    assert "next in line; the image service takes requests again in about 30 min" in page.text
    boris.writes("/queue", in_=painters)
    page = await painters.said("В очереди")
    assert "следующая; нейросеть снова примет запросы примерно через 30 мин" in page.text


async def test_what_is_cancelled_in_a_pause_says_so_and_nothing_else(stage: Stage, alice: Actor) -> None:
    stage.fault("yandex.submit", "status", status=429, retry_after="1800")
    alice.writes("/draw a cat")
    await alice.chat.said(HALF_AN_HOUR)
    alice.writes("/cancel")
    await stage.everything_is_told()
    await alice.chat.said("Cancelled.\na cat")
    assert HALF_AN_HOUR not in alice.chat.texts
