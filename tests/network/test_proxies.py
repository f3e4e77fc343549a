"""The host's proxies: both services are reached through them, and nothing else is where that is so set."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import AiogramError, TelegramNetworkError
from yarl import URL

from bot.config import Settings, SettingsError, load
from bot.network import Network
from bot.proxies import Proxies, Proxy, entries
from tests.world.proxies import HttpProxy, ProxyServer, SocksProxy
from yandexart import NotConnected, YandexArtError

from .conftest import NEEDED, TELEGRAM, YANDEX, Outside, started


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
async def test_https_goes_through_an_http_proxy_by_connect(outside: Outside, http_proxy: HttpProxy, name: str) -> None:
    await outside.ask_both(outside.settings(**{name: f"http://127.0.0.1:{http_proxy.port}"}))

    assert http_proxy.asked == [
        f"CONNECT {TELEGRAM}:{outside.service.https}",
        f"CONNECT {YANDEX}:{outside.service.https}",
    ]


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("address", ["http://127.0.0.1:{}/", "127.0.0.1:{}"], ids=["address", "host-and-port"])
async def test_plain_http_goes_through_an_http_proxy_by_whole_addresses(
    outside: Outside, http_proxy: HttpProxy, name: str, address: str
) -> None:
    await outside.ask_both(outside.settings("http", **{name: address.format(http_proxy.port)}))

    assert http_proxy.asked == [
        f"POST http://{TELEGRAM}:{outside.service.http}/bot{NEEDED['BOT_TOKEN']}/getMe",
        f"GET http://{YANDEX}:{outside.service.http}/v1/models",
    ]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", ["socks5h", "socks5"])
async def test_everything_goes_through_a_socks_proxy_and_h_is_who_resolves_names(
    outside: Outside, socks_proxy: SocksProxy, scheme: str, kind: str
) -> None:
    address = f"{kind}://127.0.0.1:{socks_proxy.port}"
    if kind == "socks5":  # this machine would have to know the names
        with pytest.raises(TelegramNetworkError):
            await outside.ask_both(outside.settings(scheme, ALL_PROXY=address))
        assert socks_proxy.asked == []
        return
    await outside.ask_both(outside.settings(scheme, ALL_PROXY=address))
    port = outside.service.https if scheme == "https" else outside.service.http
    assert socks_proxy.asked == [f"{TELEGRAM}:{port}", f"{YANDEX}:{port}"]


async def test_an_https_proxy_is_spoken_to_by_tls_itself(outside: Outside, stack: AsyncExitStack, issuer: Any) -> None:
    proxy = await stack.enter_async_context(HttpProxy().serving(issuer.server))
    await outside.ask_both(outside.settings(HTTPS_PROXY=f"https://127.0.0.1:{proxy.port}"))

    assert len(proxy.asked) == 2


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
@pytest.mark.parametrize(
    ("entrance", "written"),
    [("me:secret", "me:secret"), ("me:p@ss/w:rd#", "me:p%40ss%2Fw%3Ard%23")],
    ids=["plain", "quoted"],
)
async def test_a_proxy_is_told_name_and_password_as_they_were_meant(
    outside: Outside,
    stack: AsyncExitStack,
    *,
    scheme: str,
    kind: Any,
    entrance: str,
    written: str,
) -> None:
    proxy = await started(stack, kind(entrance=entrance))
    by = "http" if kind is HttpProxy else "socks5h"
    await outside.ask_both(outside.settings(scheme, ALL_PROXY=f"{by}://{written}@127.0.0.1:{proxy.port}"))

    assert len(proxy.asked) == 2


@pytest.mark.parametrize(
    ("scheme", "kind", "hindrance"),
    [
        (scheme, kind, hindrance)
        for scheme in ("http", "https")
        for kind in (HttpProxy, SocksProxy)
        for hindrance in ("nobody", "entrance", "refuse", "cut")
        if (scheme, kind) != ("http", HttpProxy) or hindrance in {"nobody", "entrance"}
    ],
)
async def test_what_a_proxy_does_not_let_through_was_surely_not_sent_and_no_error_has_the_password(
    outside: Outside, scheme: str, kind: Any, hindrance: Any
) -> None:
    by = "http" if kind is HttpProxy else "socks5h"
    proxy: ProxyServer = kind(
        refusal=hindrance if hindrance in {"refuse", "cut"} else "", entrance="a:b" if hindrance == "entrance" else ""
    )
    async with AsyncExitStack() as while_it_serves:
        await while_it_serves.enter_async_context(proxy.serving())
        if hindrance == "nobody":
            await while_it_serves.aclose()
        found = outside.settings(scheme, ALL_PROXY=f"{by}://me:PASSWORD@127.0.0.1:{proxy.port}")
        with pytest.raises(TelegramNetworkError) as of_telegram:
            await outside.telegram(found).get_me()
        with pytest.raises(NotConnected) as of_yandex:
            await outside.yandex(found).models.list()
    for error in (of_telegram.value, of_yandex.value):
        assert "PASSWORD" not in repr(error) + str(error)
    assert outside.service.asked == []


async def test_a_proxy_that_cuts_or_forbids_plain_http_cannot_be_told_from_the_service(
    outside: Outside, stack: AsyncExitStack
) -> None:
    """Whoever speaks HTTP without TLS through a proxy of HTTP has asked for it: the outcome is unknown."""
    for refusal in ("cut", "refuse"):
        proxy = await started(stack, HttpProxy(refusal=refusal))
        found = outside.settings("http", HTTP_PROXY=f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(AiogramError):
            await outside.telegram(found).get_me()
        with pytest.raises(YandexArtError):
            await outside.yandex(found).models.list()
    assert outside.service.asked == []


async def test_a_proxy_that_stalls_is_not_waited_for_longer_than_a_connection_may_take(
    outside: Outside, stack: AsyncExitStack
) -> None:
    for kind, by in ((HttpProxy, "http"), (SocksProxy, "socks5h")):
        proxy = await started(stack, kind(refusal="stall"))
        with pytest.raises(NotConnected):
            await outside.yandex(outside.settings(ALL_PROXY=f"{by}://127.0.0.1:{proxy.port}")).models.list(timeout=0.4)


@pytest.mark.parametrize(
    "no_proxy",
    ["*", "localhost", "10.0.0.1,localhost", ".LOCALHOST", "localhost:{port}", "<-loopback> *.localhost:{port}", ""],
)
async def test_what_no_proxy_names_is_reached_directly(outside: Outside, http_proxy: HttpProxy, no_proxy: str) -> None:
    way = f"http://127.0.0.1:{http_proxy.port}"
    await outside.ask_both(
        outside.settings("http", "localhost", ALL_PROXY=way, no_proxy=no_proxy.format(port=outside.service.http)),
    )

    assert http_proxy.asked == []
    assert len(outside.service.asked) == 2


async def test_this_machine_is_reached_through_a_proxy_where_that_is_asked_for(
    outside: Outside, http_proxy: HttpProxy
) -> None:
    way = {"ALL_PROXY": f"http://127.0.0.1:{http_proxy.port}", "NO_PROXY": "<-loopback>"}
    await outside.ask_both(outside.settings("http", "localhost", **way))

    assert len(http_proxy.asked) == 2


async def test_proxies_stand_in_the_file_of_settings_as_well_and_the_environment_goes_before_it(
    outside: Outside, http_proxy: HttpProxy, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"https_proxy=http://127.0.0.1:{http_proxy.port}\nALL_PROXY=socks5://127.0.0.1:9\n")
    await outside.ask_both(outside.settings())
    assert len(http_proxy.asked) == 2

    (tmp_path / ".env").write_text("HTTPS_PROXY=http://127.0.0.1:9\n")
    await outside.ask_both(outside.settings(https_proxy=f"http://127.0.0.1:{http_proxy.port}"))
    assert len(http_proxy.asked) == 4


WAY = Proxy.parse("ALL_PROXY", "http://proxy:1")


@pytest.mark.parametrize(
    ("no_proxy", "address", "is_direct"),
    [
        ("example.com", "https://example.com", True),
        ("example.com", "https://api.EXAMPLE.com.", True),
        ("example.com", "https://anexample.com", False),
        (".example.com", "https://a.b.example.com", True),
        ("*.example.com", "https://api.example.com", True),
        ("example.com:443", "https://example.com", True),
        ("example.com:8443", "https://example.com", False),
        ("a.com;b.com", "https://b.com", False),
        ("a.com  b.com,c.com", "https://b.com/path", True),
        ("10.0.0.0/8", "http://10.9.8.7:80", True),
        ("10.0.0.0/8", "http://11.9.8.7", False),
        ("10.0.0.1/8", "http://10.9.8.7", True),
        ("fd00::/8", "http://[fd00::1]:8080", True),
        ("[fd00::1]:8080", "http://[fd00::1]:8080", True),
        ("[fd00::1]:8081", "http://[fd00::1]:8080", False),
        ("fd00::1", "http://[fd00:0::1]", True),
        ("10.1", "http://10.1.2.3", False),
        ("0.0.0.1", "http://10.0.0.1", False),
        ("/", "https://example.com", False),
        (":", "https://example.com", False),
        ("10.0.0.0/99", "http://10.0.0.1", False),
        (",, ,", "https://example.com", False),
        ("", "http://127.8.7.6", True),
        ("", "http://[::1]:8081", True),
        ("", "http://[::ffff:127.0.0.1]", True),
        ("", "http://metadata.localhost", True),
        ("", "http://169.254.169.254/computeMetadata", True),
        ("", "http://telegram-bot-api:8081", False),
        ("<-loopback>", "http://169.254.169.254", False),
        ("<-loopback>,127.0.0.1", "http://127.0.0.1", True),
    ],
)
def test_no_proxy_is_read_as_most_programs_read_it(no_proxy: str, address: str, *, is_direct: bool) -> None:
    network = Network(Proxies(WAY, WAY, entries(no_proxy)))

    assert (network.routes_to(URL(address)) == (None,)) is is_direct


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("proxy:3128", "http://proxy:3128"),
        ("http://user:secret@proxy/", "http://proxy:80"),
        ("HTTPS://proxy", "https://proxy:443"),
        ("socks://proxy", "socks5://proxy:1080"),
        ("socks4a://user@[::1]:9", "socks4a://[::1]:9"),
    ],
)
def test_a_proxy_is_told_without_who_uses_it(address: str, told: str) -> None:
    assert str(Proxy.parse("ALL_PROXY", address)) == told
    assert "secret" not in repr(Proxy.parse("ALL_PROXY", address))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize(
    "value",
    [
        "ftp://SECRET:1",
        "socks6://u:SECRET@h:1",
        "http://u:SECRET@",
        "http://u:SE/CRET@host:1",
        "http://u:SECRET@host:99999",
        "http://host:SECRET",
        "http://u:SECRET@two hosts:1",
        "://SECRET",
        "http://[SECRET",
        "socks5://u:СЕКРЕТ-SECRET@h:1",
    ],
)
def test_a_proxy_that_is_none_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for one, its in (NEEDED | {name: value}).items():
        monkeypatch.setenv(one, its)

    with pytest.raises(SettingsError) as caught:
        load(Settings)

    (line,) = caught.value.lines
    assert line.startswith(
        (f"{name.upper()} must be the address of a proxy, such as ", f"{name.upper()} names a SOCKS")
    )
    assert "SECRET" not in line


@pytest.mark.parametrize(("entrance", "written"), [("я:пароль", "%D1%8F:пароль"), ("key:", "key")])
async def test_a_password_of_an_http_proxy_may_be_in_any_script_or_missing(
    outside: Outside, stack: AsyncExitStack, entrance: str, written: str
) -> None:
    proxy = await started(stack, HttpProxy(entrance=entrance))
    for scheme in ("http", "https"):
        await outside.ask_both(outside.settings(scheme, ALL_PROXY=f"http://{written}@127.0.0.1:{proxy.port}"))

    assert len(proxy.asked) == 4


def test_passwords_of_proxies_are_known_to_the_redaction_in_each_form(outside: Outside) -> None:
    found = outside.settings(HTTPS_PROXY="http://me:p%40ss%2fword@host:1", ALL_PROXY="socks5h://my-key@host:1")

    assert {"p@ss/word", "p%40ss%2Fword", "p%40ss%2fword", "bWU6cEBzcy93b3Jk", "my-key"} <= set(found.secrets())
    assert not any(form in repr(found) for form in ("ss%2", "p@ss", "my-key"))


def test_a_proxy_without_a_password_is_no_secret(outside: Outside) -> None:
    assert set(outside.settings(HTTPS_PROXY="http://host:3128").secrets()) == {
        NEEDED["BOT_TOKEN"],
        NEEDED["YC_API_KEY"],
    }
