"""Several routes to a service, over real proxies: what one does not carry goes over the next, and nothing twice."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import BufferedInputFile
from yarl import URL

from bot.config import Settings, SettingsError, load
from bot.network import Network
from bot.routes import Pace, Routes
from drawing.clock import SystemClock
from tests.world.proxies import HttpProxy, ProxyServer, SocksProxy
from yandexart import Client, OutcomeUnknown

from .conftest import NEEDED, TELEGRAM, YANDEX, Outside, started

QUICK = Pace(slowest=1_000_000, grace=0.4, connecting=1.0)
KINDS = pytest.mark.parametrize(("kind", "by"), [(HttpProxy, "http"), (SocksProxy, "socks5h")])


@pytest.fixture
def reached(outside: Outside) -> Callable[..., tuple[Bot, Client, Network]]:
    """The two clients over routes that are judged in fractions of a second, with the way to Telegram."""

    def through(routes: str, scheme: str = "https", **more: str) -> tuple[Bot, Client, Network]:
        settings = outside.settings(scheme, TELEGRAM_PROXY=routes, YANDEX_PROXY=routes, **more)
        telegram, yandex = (
            replace(network, routes=Routes(network.routes.service, network.routes.all, SystemClock(), QUICK))
            for network in (Network.to_telegram(settings), Network.to_yandex(settings))
        )
        return outside.telegram(settings, telegram), outside.yandex(settings, yandex), telegram

    return through


def address(proxy: ProxyServer, by: str, user: str = "") -> str:
    return f"{by}://{user}127.0.0.1:{proxy.port}"


def file(size: int) -> BufferedInputFile:
    return BufferedInputFile(bytes(size), "picture.jpg")


@pytest.mark.parametrize("hindrance", ["nobody", "refuse", "stall", "entrance", "cut"])
@KINDS
async def test_a_request_that_a_route_does_not_connect_goes_over_the_next_at_once_and_the_others_do_not_try(
    outside: Outside, reached: Any, stack: AsyncExitStack, *, kind: Any, by: str, hindrance: Any
) -> None:
    dead: ProxyServer = kind(
        refusal=hindrance if hindrance in {"refuse", "stall", "cut"} else "",
        entrance="a:b" if hindrance == "entrance" else "",
    )
    async with AsyncExitStack() as serving:
        await serving.enter_async_context(dead.serving())
        if hindrance == "nobody":
            await serving.aclose()
        alive = await started(stack, HttpProxy())
        bot, yandex, _ = reached(f"{address(dead, by)} {address(alive, 'http')}")
        for _ in range(3):
            await bot.get_me()
            await yandex.models.list()
        assert len(dead.asked) <= 2
    assert len(outside.service.asked) == 6


async def test_directly_is_a_route_like_others(outside: Outside, reached: Any, stack: AsyncExitStack) -> None:
    proxy = await started(stack, HttpProxy())
    bot, _, _ = reached(f"direct {address(proxy, 'http')}")
    await bot.get_me()
    assert proxy.asked == [f"CONNECT {TELEGRAM}:{outside.service.https}"], "the name is not found without a proxy"

    local = outside.settings("http", "127.0.0.1", TELEGRAM_PROXY=f"DIRECT {address(proxy, 'http')}")
    await outside.telegram(local).get_me()
    assert len(proxy.asked) == 1


@pytest.mark.parametrize("routes", ["{}", "{} direct"])
async def test_a_configured_route_holds_for_this_machine_too_whatever_no_proxy_says(
    outside: Outside, stack: AsyncExitStack, routes: str
) -> None:
    proxy = await started(stack, HttpProxy())
    way = routes.format(address(proxy, "http"))
    settings = outside.settings("http", "127.0.0.1", TELEGRAM_PROXY=way, YANDEX_PROXY=way, NO_PROXY="*")
    await outside.ask_both(settings)

    assert len(proxy.asked) == 2


async def test_a_service_without_a_setting_of_its_own_is_reached_by_the_environment(
    outside: Outside, stack: AsyncExitStack
) -> None:
    own, general = await started(stack, SocksProxy()), await started(stack, HttpProxy())
    settings = outside.settings(YANDEX_PROXY=address(own, "socks5h"), HTTPS_PROXY=address(general, "http"))
    await outside.ask_both(settings)

    assert own.asked == [f"{YANDEX}:{outside.service.https}"]
    assert general.asked == [f"CONNECT {TELEGRAM}:{outside.service.https}"]


@KINDS
@pytest.mark.parametrize("pace", [0, 10_000], ids=["nothing", "10-kB/s"])
async def test_a_picture_leaves_a_route_that_carries_text_alone_and_text_stays(
    outside: Outside, reached: Any, stack: AsyncExitStack, *, kind: Any, by: str, pace: int
) -> None:
    throttled, good = await started(stack, kind(pace=pace)), await started(stack, SocksProxy())
    bot, _, network = reached(f"{address(throttled, by)} {address(good, 'socks5h')}")
    async with asyncio.timeout(20):
        with pytest.raises(TelegramNetworkError):
            await bot.send_document(1, file(3_000_000))
    for _ in range(3):
        await bot.send_document(1, file(1_000_000))
    assert len(outside.service.received) == 3
    assert len(good.asked) <= 3
    before = len(good.asked)
    await bot.get_me()

    assert len(good.asked) == before, "text goes over the first route"
    ((_, reason),) = network.routes.failing().items()
    assert reason.endswith(" kB a second")


async def test_a_picture_that_comes_slowly_is_left_for_another_route_where_it_can_be_asked_for_again(
    outside: Outside, reached: Any, stack: AsyncExitStack
) -> None:
    throttled, good = await started(stack, HttpProxy(pace=300_000)), await started(stack, HttpProxy())
    _, yandex, _ = reached(f"{address(throttled, 'http')} {address(good, 'http')}")
    outside.service.padding = 400_000
    with pytest.raises(OutcomeUnknown):
        await yandex.models.list()
    assert await yandex.models.list()

    assert (len(throttled.asked), len(good.asked)) == (1, 1)


async def test_a_picture_that_was_ordered_and_comes_slowly_is_waited_for(
    outside: Outside, reached: Any, stack: AsyncExitStack
) -> None:
    throttled, good = await started(stack, HttpProxy(pace=300_000)), await started(stack, HttpProxy())
    _, yandex, _ = reached(f"{address(throttled, 'http')} {address(good, 'http')}")
    outside.service.padding = 400_000
    image = yandex.models.images_api()
    assert await (await image.run_deferred("a cat")).wait()
    assert (len(throttled.asked), len(good.asked)) == (1, 0)
    assert await (await image.run_deferred("a cat")).wait()

    assert (len(throttled.asked), len(good.asked)) == (1, 1)


@KINDS
async def test_what_was_cut_in_the_middle_is_not_sent_again_by_itself_and_the_next_takes_another_route(
    outside: Outside, reached: Any, stack: AsyncExitStack, kind: Any, by: str
) -> None:
    cutting, good = await started(stack, kind(cut_after=200_000)), await started(stack, HttpProxy())
    bot, yandex, _ = reached(f"{address(cutting, by)} {address(good, 'http')}")
    with pytest.raises(TelegramNetworkError):
        await bot.send_document(1, file(1_000_000))
    await bot.send_document(1, file(1_000_000))
    outside.service.padding = 400_000
    with pytest.raises(OutcomeUnknown):
        await yandex.models.list()
    await yandex.models.list()

    assert len(outside.service.received) == 1
    assert len(good.asked) == 2


async def test_a_request_that_is_never_answered_moves_the_next_one(
    outside: Outside, reached: Any, stack: AsyncExitStack
) -> None:
    mute, good = await started(stack, SocksProxy(pace=0, burst=1)), await started(stack, HttpProxy())
    _, yandex, _ = reached(f"{address(mute, 'socks5h')} {address(good, 'http')}", "http")
    with pytest.raises(OutcomeUnknown):
        await yandex.models.list(timeout=0.6)
    await asyncio.sleep(0)
    await yandex.models.list()

    assert (len(mute.asked), len(good.asked)) == (1, 1)


async def test_a_request_that_ends_with_the_program_says_nothing_about_its_route(
    outside: Outside, reached: Any, stack: AsyncExitStack
) -> None:
    mute = await started(stack, SocksProxy(pace=0, burst=1))
    bot, _, network = reached(f"{address(mute, 'socks5h')} direct", "http")
    asking = asyncio.get_running_loop().create_task(bot.get_me())
    await asyncio.sleep(0.6)
    asking.cancel()
    await asyncio.wait([asking])
    await asyncio.sleep(0)

    assert not network.routes.failing()


async def test_the_last_route_is_as_patient_with_pictures_as_a_single_one(
    outside: Outside, reached: Any, stack: AsyncExitStack
) -> None:
    slow, dead = await started(stack, HttpProxy(pace=250_000)), HttpProxy(port=9)
    bot, _, _ = reached(f"{address(dead, 'http')} {address(slow, 'http')}")
    began = time.monotonic()
    await bot.send_document(1, file(400_000))

    assert time.monotonic() - began > 1, "longer than it would have had beside another"
    assert len(outside.service.received) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_proxy_and_no_service_is_told_the_password_of_another_proxy(
    outside: Outside, reached: Any, stack: AsyncExitStack, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    heads: list[bytes] = []

    class Curious(HttpProxy):
        async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heads.append(await reader.read(4096))

    curious, good = await started(stack, Curious()), await started(stack, HttpProxy())
    first = address(HttpProxy(port=9), "http", "me:FIRSTPASS@")
    bot, _, _ = reached(f"{first} {address(curious, 'http')} {address(good, 'http')}", scheme)
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            with suppress(TelegramNetworkError):  # over plain HTTP the curious one has had it
                await bot.get_me()
    assert heads
    assert b"bWU6RklSU1RQQVNT" not in b"".join(heads)
    assert "Proxy-Authorization" not in outside.service.headers
    assert "PASS" not in caplog.text


def test_the_metadata_of_this_machine_is_asked_for_directly(outside: Outside) -> None:
    network = Network.to_yandex(outside.settings(YANDEX_PROXY="http://proxy:1 socks5://proxy:2"))

    assert network.routes_to(URL("http://169.254.169.254/computeMetadata")) == (None,)
    assert len(network.routes_to(URL("http://127.0.0.1"))) == 2


@pytest.mark.parametrize("name", ["TELEGRAM_PROXY", "YANDEX_PROXY"])
@pytest.mark.parametrize(
    "value", ["ftp://SECRET:1", "http://fine:1 http://u:SECRET@", "direct,http://u:SECRET@proxy:1", "none SECRET:x"]
)
def test_a_route_that_is_none_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for one, its in (NEEDED | {name: value}).items():
        monkeypatch.setenv(one, its)
    with pytest.raises(SettingsError) as caught:
        load(Settings)

    (line,) = caught.value.lines
    assert line.startswith(f"{name} must be the address of a proxy, such as ")
    assert line.endswith("blanks separate several, and `direct` is the way without a proxy")
    assert "SECRET" not in line


def test_passwords_of_routes_are_known_to_the_redaction(outside: Outside) -> None:
    found = outside.settings(TELEGRAM_PROXY="direct http://me:first-pass@a:1 socks5://me:second-pass@b:1")

    assert {"first-pass", "second-pass"} <= set(found.secrets())
    assert "-pass" not in repr(found)
