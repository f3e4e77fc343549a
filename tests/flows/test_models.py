"""Choice of the model, where the owner leaves it to the bot; and the end of a model."""

import json

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage

ALICE_ART, YANDEX_ART = "aliceai-image-art-3.0", "yandex-art/latest"
NEWER = "aliceai-image-art-4.0"
TEXTS = ["yandexgpt-lite/latest"]


def model_of(body: dict[str, object]) -> str:
    """The model that a request for a picture names."""
    return str(body.get("model") or body["modelUri"]).partition("//")[2].partition("/")[2]


def stalls(world: Stage) -> None:
    """From now on orders are taken, and none is finished."""
    world.service(never=1.0)


@pytest.mark.parametrize(
    ("models", "drawn_by"),
    [
        ([YANDEX_ART, ALICE_ART, *TEXTS], ALICE_ART),
        ([ALICE_ART, *TEXTS], ALICE_ART),
        ([ALICE_ART, "aliceai-image-art-10.1", "aliceai-image-art-9.2", *TEXTS], "aliceai-image-art-10.1"),
        ([YANDEX_ART, *TEXTS], YANDEX_ART),
    ],
    ids=["both", "the successor", "newer successors", "the old one"],
)
async def test_with_the_required_settings_alone_it_draws_by_what_the_account_has(
    world: Stage, alice: Actor, models: list[str], drawn_by: str
) -> None:
    world.service(models=models)
    await world.start(generator="auto")
    alice.writes("/draw a red cat")
    await alice.chat.picture()
    assert [model_of(body) for body in world.submitted] == [drawn_by]


@pytest.mark.parametrize(
    ("fault", "models", "drawn_by"),
    [
        ({"kind": "status", "status": 403}, [YANDEX_ART, ALICE_ART], ALICE_ART),
        ({"kind": "status", "status": 404}, [YANDEX_ART], YANDEX_ART),
        ({"kind": "html", "status": 200}, [YANDEX_ART, ALICE_ART], ALICE_ART),
        ({"kind": "dropped"}, [YANDEX_ART], YANDEX_ART),
    ],
    ids=["refused", "not there", "no list", "lost"],
)
async def test_where_the_list_cannot_be_had_it_draws_by_what_takes_orders(
    world: Stage, alice: Actor, fault: dict[str, object], models: list[str], drawn_by: str
) -> None:
    world.fault("yandex.models", **fault)  # type: ignore[arg-type]
    world.service(models=models)
    await world.start(generator="auto")
    alice.writes("/draw a red cat")
    await alice.chat.picture()
    assert model_of(world.submitted[-1]) == drawn_by
    assert len(world.paid) == 1


async def test_where_nothing_answers_what_is_asked_for_is_kept_and_drawn_when_something_does(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(keys=["another"])
    alice.writes("/id")
    await world.start(generator="auto", admin_ids=frozenset({alice.user.id}))
    boris.writes("/draw рыжий кот")
    await boris.chat.said("сейчас не принимает запросы")
    assert "YC_API_KEY is not accepted" in (await alice.chat.said("refuses the bot")).text
    world.service(keys=[])
    await boris.chat.picture()
    await alice.chat.said("no longer refuses the bot")
    assert len(world.paid) == 1


async def test_the_choice_outlives_a_restart_in_which_the_service_cannot_be_asked(world: Stage, alice: Actor) -> None:
    world.service(models=[NEWER])
    await world.start(generator="auto")
    await world.until_async(lambda: world.is_there("model_choice"), "a choice")
    await world.stop()
    world.fault("yandex.models", "lost")
    await world.start()
    alice.writes("/draw a red cat")
    await alice.chat.picture()
    assert [model_of(body) for body in world.submitted] == [NEWER]


async def test_a_model_that_is_taken_away_is_replaced_and_the_owner_is_told_once(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    await world.start(generator="auto", admin_ids=frozenset({alice.user.id}))
    alice.writes("/draw a red cat")
    await alice.chat.picture()
    world.service(models=[YANDEX_ART, NEWER])
    boris.writes("/draw рыжий кот")
    await boris.chat.picture()
    told = await alice.chat.said("Another model draws now")
    assert f"the model {ALICE_ART} is not there for this account" in told.text
    assert f"The bot draws with {NEWER} from now on" in told.text
    boris.writes("/draw пёс")
    await boris.chat.picture(2)
    await world.everything_is_told()
    assert [model_of(body) for body in world.submitted][-1] == NEWER
    assert len(world.paid) == 3
    assert sum("model" in text for text in alice.chat.texts) == 1


@pytest.mark.parametrize(
    ("settings", "models", "gone", "line"),
    [
        ({"generator": "yandexart"}, [ALICE_ART], "yandex-art", "GENERATOR=alice"),
        ({"generator": "alice"}, [YANDEX_ART], ALICE_ART, "GENERATOR=yandexart"),
        ({"generator": "alice", "model": ALICE_ART}, [NEWER], ALICE_ART, f"MODEL={NEWER}"),
        ({"generator": "auto", "model": ALICE_ART}, [NEWER], ALICE_ART, f"MODEL={NEWER}"),
    ],
    ids=["yandexart", "alice", "by its name", "auto, by its name"],
)
async def test_a_model_that_the_owner_has_fixed_is_missed_with_the_line_that_mends_it(
    world: Stage, alice: Actor, boris: Actor, *, settings: dict[str, str], models: list[str], gone: str, line: str
) -> None:
    world.service(models=models)
    await world.start(admin_ids=frozenset({alice.user.id}), **settings)
    alice.writes("/id")
    await alice.chat.said("Your id")
    boris.writes("/draw рыжий кот")
    told = await alice.chat.said("refuses the bot")
    assert f"the model {gone} is not there for this account" in told.text
    assert f"put into .env {line}" in told.text
    assert "Попробуйте" not in (await boris.chat.said("сейчас не принимает запросы")).text

    name, _, value = line.partition("=")
    await world.restart(**{"model": None, name.lower(): value})
    await boris.chat.picture()
    await alice.chat.said("no longer refuses the bot")
    assert sum("is not there" in text for text in alice.chat.texts) == 1


@pytest.mark.slow
async def test_a_model_that_finishes_nothing_for_a_day_is_missed(world: Stage, alice: Actor, boris: Actor) -> None:
    world.service(models=[YANDEX_ART, *TEXTS])
    stalls(world)
    await world.start(generator="yandexart", admin_ids=frozenset({alice.user.id}), drawing_ttl=3 * 86_400)
    alice.writes("/id")
    boris.writes("/draw рыжий кот")
    await world.state("running")
    world.clock.move(86_500)
    world.clock.hurry()
    told = await alice.chat.said("finishes none of them")
    assert "accepts requests but has finished none of them for a day" in told.text
    assert "put into .env GENERATOR=alice" in told.text


async def test_what_is_taught_follows_the_model_that_draws(world: Stage, alice: Actor) -> None:
    world.service(models=[ALICE_ART])
    await world.start(generator="auto")
    alice.writes("/draw")
    usage = (await alice.chat.said("Tell me what to draw")).text
    alice.writes("/help")
    help_ = (await alice.chat.said("Say it more exactly")).text
    summary = alice.writes("/settings").id + 1
    await alice.chat.said("Settings\n")
    first = next(said.text for said in alice.chat.messages if said.message.id == summary)
    page = await alice.opens_settings("Picture")
    alice.writes("/settings nonsense")
    words = (await alice.chat.said("Write it like one of these")).text
    for text in (usage, help_, first, page.text, words, *page.buttons):
        assert "seed" not in text.lower()
        assert "::" not in text
    await world.until(lambda: "help" in commands(world), "a menu")
    assert "seed" not in commands(world)

    world.service(models=[YANDEX_ART])
    await world.restart()
    alice.writes("/draw a cat")
    await alice.chat.picture()
    await world.until(lambda: "seed" in commands(world), "a menu with seeds")
    alice.writes("/help")
    assert "--seed 42" in (await alice.chat.said("--seed 42")).text


def commands(world: Stage) -> list[str]:
    """The menu of private chats, as it was set last."""
    calls = [call for call in world.calls("setMyCommands") if "all_private_chats" in str(call.parameters["scope"])]
    return [command["command"] for command in json.loads(calls[-1].parameters["commands"])] if calls else []
