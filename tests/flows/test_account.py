"""Trouble of the owner's account is the owner's: people wait, and hear that it is not their doing."""

from typing import Any

import pytest

from sandbox.yandex import edge
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

CALLS = {"yandexart": "yandex.submit", "alice": "yandex.images"}
TROUBLES: dict[str, tuple[dict[str, Any], str]] = {
    "folder": (
        {"status": 400, "message": "Specified folder ID 'b1g' does not match with service account folder ID 'b1h'"},
        "Set YC_FOLDER_ID",
    ),
    "model": ({"status": 400, "message": "model 'aliceai-image-art-3.0' not found"}, "put into .env"),
    "no model": ({"status": 404, "message": "The requested model does not exist"}, "put into .env"),
    "money": ({"status": 402, "message": "Payment Required"}, "no money on it"),
    "billing": ({"status": 403, "message": "Billing account is suspended"}, "no money on it"),
    "inactive": ({"status": 400, "code": 9, "message": "Folder is not active"}, "is not active"),
    "disabled": ({"status": 400, "code": 9, "message": "Service is disabled"}, "is not active"),
    "role": ({"status": 403, "message": "Permission denied"}, "role ai.imageGeneration.user"),
    "key": ({"status": 401, "message": "Unknown api key"}, "YC_API_KEY is not accepted"),
}


@pytest.mark.parametrize("generator", CALLS)
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_trouble_of_the_account_is_told_to_its_owner_and_blames_nobody_else(
    world: Stage, alice: Actor, boris: Actor, generator: str, trouble: str
) -> None:
    fault, fix = TROUBLES[trouble]
    alice.writes("/id")
    world.fault(CALLS[generator], "status", **fault)
    await world.start(generator=generator, admin_ids=frozenset({alice.user.id}))
    boris.writes("/draw рыжий кот")
    told = await alice.chat.said("The image service refuses the bot")
    assert fix in told.text
    waiting = await boris.chat.said("сейчас не принимает запросы")
    assert "Дело не в вас" in waiting.text
    assert "короче" not in waiting.text
    world.heal()
    await boris.chat.picture()
    await alice.chat.said("no longer refuses the bot")
    assert sum("refuses the bot" in text for text in alice.chat.texts) == 2
    assert len(world.paid) == 1


async def test_a_key_that_the_service_sends_back_is_not_sent_on_to_the_owner(
    world: Stage, alice: Actor, boris: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "AQVN-flows"
    monkeypatch.setattr(edge, "support_ids", lambda: (("x-request-id", key),))
    world.fault("yandex.images", "status", status=403, message=f"Access to model {key} denied")
    alice.writes("/id")
    await world.start(generator="alice", admin_ids=frozenset({alice.user.id}))
    boris.writes("/draw рыжий кот")
    told = await alice.chat.said("The image service refuses the bot")
    assert "request [secret]" in told.text
    assert not any(key in text for text in (*alice.chat.texts, *boris.chat.texts))


async def test_words_of_a_prompt_do_not_stop_the_bot_for_others(world: Stage, alice: Actor, boris: Actor) -> None:
    words = "model not found, billing account suspended, folder is not active"
    world.fault("yandex.images", "status", status=400, message=f"Unsupported request: {words}", times=1)
    await world.start(generator="alice")
    alice.writes(f"/draw {words}")
    await alice.chat.said("Try a shorter or simpler prompt")
    boris.writes("/draw кот")
    await boris.chat.picture()


async def test_refusals_in_words_that_nobody_knows_are_told_once_and_pause_nothing(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/id")
    await world.start(generator="alice", admin_ids=frozenset({alice.user.id}))
    rule = world.fault("yandex.images", "status", status=400, message="E_KROKODIL: computer says no")
    for number in range(3):
        boris.writes(f"/draw кот {number}")
        await boris.chat.said("Опишите картинку короче", number + 1)
    alice.writes("/draw a cat")
    await alice.chat.said("Try a shorter or simpler prompt")
    world.sandbox.telegram.api.behaviour.anonymous_admins = True
    alice.writes("/draw a dog", in_=painters)
    told = await alice.chat.said("has refused five prompts in a row")
    assert "E_KROKODIL: computer says no" in told.text
    boris.writes("/draw кот 4")
    await boris.chat.said("Опишите картинку короче", 4)
    rule.times = 0
    boris.writes("/draw кот 5")
    await boris.chat.picture()
    await alice.chat.said("The image service draws again")
    assert sum("in a row" in text for text in alice.chat.texts) == 1
