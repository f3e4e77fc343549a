"""Routes that fail under the bot: what people and the owner see of it."""

from contextlib import AsyncExitStack

import pytest

from tests.flows.people import Actor
from tests.flows.stage import Stage
from tests.world.proxies import HttpProxy

LEFT, AGAIN = "One route to Telegram is left", "a spare route to Telegram again"


def way(*proxies: HttpProxy) -> str:
    return " ".join(f"http://me:HERPASS@127.0.0.1:{proxy.port}" for proxy in proxies)


@pytest.mark.slow
async def test_the_owner_is_told_when_the_last_but_one_goes_and_when_it_is_back(
    world: Stage, alice: Actor, boris: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    proxies = [HttpProxy(), HttpProxy(), HttpProxy()]
    async with AsyncExitStack() as stack:
        for proxy in proxies:
            await stack.enter_async_context(proxy.serving())
        await world.start(telegram_proxy=way(*proxies), admin_ids=frozenset({alice.user.id}))
        alice.writes("/id")
        await alice.chat.said(str(alice.user.id))
        world.clock.hurry()
        for at, proxy in enumerate(proxies[:2]):
            proxy.refusal = "cut"
            await proxy.cut()
            boris.writes(f"/draw кот {at} --seed 5")
            await boris.chat.picture(at + 1)
            assert (LEFT in " ".join(alice.chat.texts)) == (at == 1)
        alarm = await alice.chat.said(LEFT)
        assert f"What is left: the proxy http://127.0.0.1:{proxies[2].port} (TELEGRAM_PROXY)" in alarm.text
        assert "HERPASS" not in alarm.text + caplog.text
        proxies[1].refusal = ""
        await alice.chat.said(AGAIN)


@pytest.mark.slow
async def test_a_day_without_telegram_loses_and_doubles_nothing_and_who_waited_is_told(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    proxies = [HttpProxy(), HttpProxy()]
    async with AsyncExitStack() as stack:
        for proxy in proxies:
            await stack.enter_async_context(proxy.serving())
        world.hold_drawings()
        await world.start(telegram_proxy=way(*proxies), drawing_ttl=3600)
        alice.writes("/draw finished --seed 1")
        await world.state("running")
        for proxy in proxies:
            proxy.refusal = "cut"
            await proxy.cut()
        world.finish_drawings()
        await world.state("ready")
        world.clock.hurry()
        boris.writes("/draw asked in vain --seed 2")
        for _ in range(24):
            before = world.clock.monotonic()
            world.clock.move(3600)
            await world.until(lambda since=before: world.clock.monotonic() > since + 600, "ten minutes more")
        assert not alice.chat.pictures
        for proxy in proxies:
            proxy.refusal = ""
        await alice.chat.picture()
        await boris.chat.picture()
        await world.everything_is_told()
        assert len(world.paid) == 2
        assert (len(alice.chat.pictures), len(boris.chat.pictures)) == (1, 1)
