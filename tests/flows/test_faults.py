"""Both services fail in every way they know; everybody gets exactly one picture, or exactly one explanation."""

from typing import Any

import pytest

from sandbox.faults import Faults, Kind
from sandbox.telegram.flood import FloodControl
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

HARMLESS: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": 429, "retry_after": "2"}),
    ("status", {"status": 500}),
    ("html", {"status": 502}),
    ("lost", {}),
    ("dropped", {}),
    ("garbage", {}),
    ("truncated", {}),
]
"""Each once, one after the other. None of them says that the call was refused for good."""


def _strike_with_all(stage: Stage, call: str) -> None:
    for kind, details in HARMLESS:
        stage.fault(call, kind, times=1, **details)


@pytest.mark.fault("15", "24", "30")
@pytest.mark.parametrize(
    "call",
    [
        "telegram.getUpdates",
        "telegram.sendMessage",
        "telegram.editMessageMedia",
        "telegram.setMyCommands",
        "yandex.get",
    ],
)
async def test_a_call_that_fails_in_every_way_costs_nobody_a_picture(
    world: Stage, alice: Actor, boris: Actor, cats: Place, call: str
) -> None:
    _strike_with_all(world, call)
    await world.start()
    request = alice.writes("/draw a cat --seed 1", in_=cats)
    boris.writes("/draw пёс --seed 2")
    assert (await boris.chat.picture()).text == "пёс --seed 2"
    picture = await cats.picture()
    assert (picture.text, picture.replies_to) == ("a cat --seed 1", request.id)
    await world.everything_is_told()
    assert (len(cats.pictures), len(boris.chat.pictures)) == (1, 1)
    assert len(world.submitted) == 2
    assert all("Working on it" in text or "Рисую" in text for text in cats.texts + boris.chat.texts)


@pytest.mark.parametrize("call", ["telegram.editMessageText", "telegram.deleteMessage"])
async def test_a_late_explanation_comes_once_whatever_fails(stage: Stage, alice: Actor, call: str) -> None:
    stage.hold_drawings()
    alice.writes("/draw late-forbidden")
    await stage.state("running")
    _strike_with_all(stage, call)
    stage.clock.move(21)
    stage.finish_drawings()
    await stage.everything_is_told()
    (ending,) = alice.chat.messages
    assert "will not draw this" in ending.text


async def test_an_answer_to_a_button_is_worth_another_try(stage: Stage, alice: Actor) -> None:
    page = await alice.opens_settings("Picture")
    stage.fault("telegram.answerCallbackQuery", "status", status=500, times=1)
    stage.fault("telegram.answerCallbackQuery", "lost", times=1)
    query = stage.sandbox.people.press(alice.user.id, alice.user.id, page.message.id, page.buttons["Wide 16:9"])
    await alice.chat.said("Shape: 16:9")
    await stage.until(lambda: query in stage.answers, "the answer")


@pytest.mark.fault("7", "9")
@pytest.mark.parametrize(
    ("kind", "details", "paid"),
    [
        ("status", {"status": 429, "retry_after": "3"}, 1),
        ("status", {"status": 429, "retry_after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 1),
        ("status", {"status": 429, "retry_after": "soon"}, 1),
        ("status", {"status": 429}, 1),
        ("status", {"status": 500}, 1),
        ("html", {"status": 503}, 1),
        ("status", {"status": 403}, 1),
        ("lost", {}, 1),
        ("dropped", {}, 2),
        ("garbage", {}, 2),
        ("truncated", {}, 2),
    ],
)
async def test_a_submission_that_fails_once_is_repeated_with_the_same_seed(
    stage: Stage, alice: Actor, kind: str, details: dict[str, Any], paid: int
) -> None:
    stage.fault("yandex.submit", kind, times=1, **details)
    alice.writes("/draw a cat")
    await alice.chat.picture()
    await stage.everything_is_told()
    assert len(alice.chat.messages) == 1
    assert len(stage.submitted) == 2
    assert len(stage.paid) == paid
    assert stage.submitted[0] == stage.submitted[1]


@pytest.mark.fault("13")
@pytest.mark.parametrize("kind", ["dropped", "garbage", "truncated"])
async def test_a_submission_whose_outcome_stays_unknown_is_not_paid_for_a_third_time(
    stage: Stage, alice: Actor, kind: str
) -> None:
    stage.fault("yandex.submit", kind)
    alice.writes("/draw a cat --seed 1")
    ending = await alice.chat.said("I could not find out whether the image service has received your request")
    assert ending.code == "a cat"
    assert len(stage.paid) == 2


async def test_submissions_that_surely_did_not_arrive_are_not_held_against_a_drawing(
    stage: Stage, alice: Actor
) -> None:
    stage.fault("yandex.submit", "status", status=429, retry_after="1", times=4)
    stage.fault("yandex.submit", "dropped", times=1)
    alice.writes("/draw a cat --seed 1")
    assert (await alice.chat.picture()).text == "a cat --seed 1"
    assert len(stage.paid) == 2


@pytest.mark.fault("19")
@pytest.mark.parametrize("call", ["yandex.submit", "yandex.get"])
async def test_an_endless_answer_is_cut(stage: Stage, alice: Actor, call: str) -> None:
    stage.fault(call, "huge", times=1)
    alice.writes("/draw a cat")
    await alice.chat.picture()


@pytest.mark.fault("14")
async def test_a_quota_that_is_spent_for_polls_does_not_stop_submissions(
    stage: Stage, alice: Actor, boris: Actor
) -> None:
    stage.fault("yandex.get", "status", status=429, retry_after="3000")
    alice.writes("/draw a cat")
    await stage.until(lambda: stage.asked > 0, "the first poll")
    boris.writes("/draw пёс")
    await stage.submissions(2)
    assert stage.asked == 1


@pytest.mark.fault("25")
async def test_one_flood_limited_chat_delays_only_itself(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.fault("telegram.sendMessage", "status", status=429, retry_after="3000", times=1)
    alice.writes("/draw a cat")
    await stage.until(lambda: stage.sandbox.telegram.faults.rules[0].times == 0, "the flood limit")
    boris.writes("/draw пёс")
    alice.writes("/draw a hen", in_=painters)
    await boris.chat.picture()
    await painters.picture()
    assert alice.chat.messages == []


@pytest.mark.fault("29")
async def test_telegrams_own_flood_limits_lose_nothing(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    flood = world.sandbox.telegram.api.flood = FloodControl(world.clock.monotonic)
    flood.enabled = True
    await world.start(queued_per_user=20)
    for number in range(1, 4):
        alice.writes(f"/draw a cat --repeat 4 --seed {number * 10}", in_=painters)
        boris.writes(f"/draw пёс --seed {number}")
    await world.everything_is_told()
    assert len(painters.pictures) == 12
    assert len(boris.chat.pictures) == 3
    assert [picture.text for picture in painters.messages if not picture.message.has_media] == []


@pytest.mark.parametrize("seed", range(3))
async def test_in_a_storm_everybody_gets_exactly_one_outcome(
    world: Stage, alice: Actor, boris: Actor, seed: int
) -> None:
    world.sandbox.telegram.faults, world.sandbox.yandex.faults = Faults(seed), Faults(seed)
    for kind in Kind:
        if kind not in {Kind.SLOW, Kind.HUGE}:
            details: dict[str, Any] = {"retry_after": "2", "status": 429} if kind is Kind.STATUS else {}
            world.fault("telegram.*", kind, share=0.06, **details)
            world.fault("yandex.*", kind, share=0.06, **details)
    await world.start()
    requests = []
    for number in range(4):
        for actor, place in (
            (alice, world.painters),
            (boris, world.painters),
            (alice, world.cats),
            (boris, boris.chat),
        ):
            forbidden = number == 3
            text = f"/draw something {'forbidden' if forbidden else 'fine'} --seed {number + 1}"
            requests.append((place, actor.writes(text, in_=place).id))
        if number == 1:
            await world.crash()
            await world.start()
    await world.everything_is_told()
    outcomes = [
        (place, said.replies_to)
        for place in (world.painters, world.cats, boris.chat)
        for said in place.messages
        if not any(neutral in said.text for neutral in ("Working on it", "Рисую", "Waiting", "Жду"))
    ]
    assert sorted(outcomes, key=str) == sorted(requests, key=str)
    assert len(world.submitted) <= len(requests) * 20
    paid = [str(body) for body in world.paid]
    assert len(paid) <= 2 * len(requests)
