"""`python -m bot check`: over which way each service is reached, and which hop of it fails."""

import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing

import pytest

from bot.commands.check import check
from bot.config import Settings
from tests.world.issuer import Issuer
from tests.world.proxies import HttpProxy, SocksProxy

from .conftest import TELEGRAM, YANDEX, Outside, started

Lines = Callable[[Settings], Awaitable[tuple[str, str]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """The lines about Telegram and the image service."""

    async def run(settings: Settings) -> tuple[str, str]:
        await check(settings, with_drawing=False)
        telegram, _, service = capsys.readouterr().out.splitlines()
        return telegram, service

    return run


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_the_proxy_and_the_certificates_are_told_and_no_password(
    outside: Outside, lines: Lines, stack: AsyncExitStack, issuer: Issuer, kind: type[HttpProxy | SocksProxy]
) -> None:
    proxy = await started(stack, kind(entrance="me:HERPASS"))
    by = "http" if kind is HttpProxy else "socks5h"
    telegram, service = await lines(outside.settings(ALL_PROXY=f"{by}://me:HERPASS@127.0.0.1:{proxy.port}"))

    way = f"through the proxy {by}://127.0.0.1:{proxy.port} (ALL_PROXY), trusting the certificates of SSL_CERT_FILE ("
    assert telegram.startswith("ok    Telegram: @art_bot")
    assert f"{way}{issuer.file})" in telegram
    assert way in service
    assert "HERPASS" not in telegram + service


async def test_a_direct_way_is_told_as_one(outside: Outside, lines: Lines) -> None:
    telegram, _ = await lines(outside.settings("http", "127.0.0.1", HTTPS_PROXY="http://127.0.0.1:9"))

    assert telegram.startswith("ok    Telegram: @art_bot, directly")


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
@pytest.mark.parametrize(
    ("hindrance", "told"),
    [
        ("nobody", "the proxy {proxy} (ALL_PROXY) cannot be connected to"),
        ("entrance", "the proxy {proxy} (ALL_PROXY) does not accept its name and password"),
        ("refuse", "the proxy {proxy} (ALL_PROXY) does not connect to {host} ("),
        ("cut", "the proxy {proxy} (ALL_PROXY) does not connect to {host} (the connection was cut)"),
    ],
)
async def test_a_hop_that_fails_at_the_proxy_is_named(
    outside: Outside, lines: Lines, kind: type[HttpProxy | SocksProxy], hindrance: str, told: str
) -> None:
    proxy = kind(
        entrance="a:b" if hindrance == "entrance" else "",
        refusal=hindrance if hindrance in {"refuse", "cut"} else "",  # type: ignore[arg-type]
    )
    by = "http" if kind is HttpProxy else "socks5h"
    async with AsyncExitStack() as serving:
        await serving.enter_async_context(proxy.serving())
        if hindrance == "nobody":
            await serving.aclose()
        answers = await lines(outside.settings(ALL_PROXY=f"{by}://me:HERPASS@127.0.0.1:{proxy.port}"))
    for line, host in zip(answers, (TELEGRAM, YANDEX), strict=True):
        assert line.startswith("FAIL")
        assert told.format(proxy=f"{by}://127.0.0.1:{proxy.port}", host=host) in line
        assert "HERPASS" not in line


async def test_a_proxy_that_wants_a_password_which_nobody_has_set_says_so(
    outside: Outside, lines: Lines, stack: AsyncExitStack
) -> None:
    proxy = await started(stack, HttpProxy(entrance="a:b"))
    for scheme in ("http", "https"):
        for line in await lines(outside.settings(scheme, ALL_PROXY=f"http://127.0.0.1:{proxy.port}")):
            assert "(ALL_PROXY) wants a name and a password; ALL_PROXY takes them as NAME:PASSWORD@ before" in line


async def test_a_name_that_is_not_resolved_is_told_as_that_of_the_service_or_of_the_proxy(
    outside: Outside, lines: Lines
) -> None:
    for line, host in zip(await lines(outside.settings()), (TELEGRAM, YANDEX), strict=True):
        assert f"the name {host} cannot be resolved" in line
    for line in await lines(outside.settings(HTTPS_PROXY="http://proxy.example:3128")):
        assert "the name proxy.example of the proxy http://proxy.example:3128 (HTTPS_PROXY) cannot be resolved" in line


async def test_a_certificate_that_is_not_trusted_is_told_with_the_setting_that_mends_it(
    outside: Outside, lines: Lines, http_proxy: HttpProxy
) -> None:
    found = outside.settings(SSL_CERT_FILE="", HTTPS_PROXY=f"http://127.0.0.1:{http_proxy.port}")
    for line, host in zip(await lines(found), (TELEGRAM, YANDEX), strict=True):
        assert f"the certificate of {host} is not trusted (self-signed certificate)" in line
        assert "name a file with the certificate of its authority in SSL_CERT_FILE" in line


async def test_a_service_that_is_not_there_is_told_as_such(
    outside: Outside, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = a_free_port()
    nowhere = f"http://127.0.0.1:{port}"
    found = outside.settings(TELEGRAM_API_URL=nowhere, YANDEX_API_URL=nowhere, YANDEX_IMAGES_URL=nowhere)
    for line in await lines(found):
        assert f"127.0.0.1, port {port}, cannot be connected to" in line
        assert "It was tried directly" in line


async def test_each_route_is_tried_for_each_service_with_a_small_body_and_a_large_one(
    outside: Outside, capsys: pytest.CaptureFixture[str], stack: AsyncExitStack
) -> None:
    refusing = await started(stack, SocksProxy(refusal="refuse"))
    cutting = await started(stack, HttpProxy(cut_after=200_000, entrance="me:HERPASS"))
    good = await started(stack, SocksProxy())
    way = f"socks5h://127.0.0.1:{refusing.port} http://me:HERPASS@127.0.0.1:{cutting.port} direct "
    way += f"socks5h://127.0.0.1:{good.port}"
    status = await check(outside.settings(TELEGRAM_PROXY=way, YANDEX_PROXY=way), with_drawing=False)
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if ", route " in line]

    assert status == 1
    assert out.startswith("ok    Telegram: @art_bot, through the proxy ")
    assert "HERPASS" not in out
    for service, host, setting, four in zip(
        ("Telegram", "Yandex Cloud"),
        (TELEGRAM, YANDEX),
        ("TELEGRAM_PROXY", "YANDEX_PROXY"),
        (lines[:4], lines[4:]),
        strict=True,
    ):
        one = f"the proxy socks5h://127.0.0.1:{refusing.port} ({setting})"
        assert four[0].startswith(f"FAIL  {service}, route 1: {one}, lets nothing through: {one} does not connect to ")
        two = f"the proxy http://127.0.0.1:{cutting.port} ({setting})"
        assert four[1].startswith(f"FAIL  {service}, route 2: {two}, lets small requests through and no pictures: 1 MB")
        assert four[2] == (
            f"FAIL  {service}, route 3: the direct connection, lets nothing through: the name {host} cannot be resolved"
        )
        last = f"ok    {service}, route 4: the proxy socks5h://127.0.0.1:{good.port} ({setting}), lets 1 MB through in "
        assert four[3].startswith(last)
