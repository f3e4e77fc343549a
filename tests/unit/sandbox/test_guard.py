"""Pages of other sites, which can do nothing to the sandbox, and the page of its own, which can."""

import asyncio
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie

import aiohttp
import pytest

from sandbox.composition import Sandbox
from sandbox.telegram.population import ALICE

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Site": "same-site"},  # another port of this machine
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/page"},
    {"Referer": "http://127.0.0.1:1/"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.start(duration=(0, 0)) as sandbox:
        yield sandbox


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """As a browser that has not opened the page."""
    async with aiohttp.ClientSession(sandbox.address, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield http


async def status(http: aiohttp.ClientSession, method: str, path: str, **options: object) -> int:
    async with http.request(method, path, **options) as response:  # type: ignore[arg-type]
        return response.status


@pytest.mark.parametrize("headers", ELSEWHERE)
async def test_a_page_of_another_site_sets_no_webhook_even_with_the_token(
    sandbox: Sandbox, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    bot = f"/telegram/bot{sandbox.telegram.token}"
    for method in ("GET", "POST"):
        path = f"{bot}/setWebhook?url=http://127.0.0.1:1/"
        assert await status(http, method, path, headers=headers) == 403
    assert sandbox.telegram.api.webhook.target is None
    assert await status(http, "GET", f"{bot}/getMe") == 200


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/send"),
        ("GET", "/api/state"),
        ("GET", "/api/events"),
        ("PUT", "/telegram/-/settings"),
        ("GET", "/telegram/-/requests"),
        ("PUT", "/yandex/-/settings"),
        ("POST", "/yandex/foundationModels/v1/imageGenerationAsync"),
        ("GET", "/yandex/operations/1:cancel"),
        ("OPTIONS", "/api/send"),
        ("GET", "/page/app.js"),
    ],
)
async def test_a_page_of_another_site_gets_nothing_and_is_told_of_no_permission(
    http: aiohttp.ClientSession, headers: dict[str, str], method: str, path: str
) -> None:
    await http.get("/")  # the cookie is there, and does not help
    async with http.request(method, path, headers=headers) as response:
        assert response.status == 403
        assert not any(name.lower().startswith("access-control") for name in response.headers)


async def test_the_token_of_the_bot_is_another_one_each_time(sandbox: Sandbox) -> None:
    async with Sandbox.start() as other:
        assert other.telegram.token != sandbox.telegram.token
        for one in (other, sandbox):
            number, _, rest = one.telegram.token.partition(":")
            assert int(number) == one.world.bot.id
            assert len(rest) >= 30
        async with aiohttp.ClientSession(sandbox.address) as http:
            assert await status(http, "GET", f"/telegram/bot{other.telegram.token}/getMe") == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/state"),
        ("GET", "/api/events"),
        ("GET", "/api/file/AQADnothing"),
        *(("POST", f"/api/{name}") for name in ("send", "forward", "edit", "delete", "press", "chat")),
    ],
)
async def test_the_pages_api_is_the_pages_alone(
    sandbox: Sandbox, http: aiohttp.ClientSession, method: str, path: str
) -> None:
    name = f"sandbox-{sandbox.port}"
    body = {"as": ALICE.id, "chat_id": ALICE.id, "text": "hello"}
    for cookie in (None, "", "guessed", "\u043a\u043e\u0442"):
        cookies = {} if cookie is None else {"Cookie": f"{name}={cookie}"}
        assert await status(http, method, path, json=body, headers=cookies) == 401
    assert sandbox.world.chats[ALICE.id].messages == {}


async def test_who_has_opened_the_page_may_use_it(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    async with http.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}) as response:
        assert response.status == 200
        (cookie,) = SimpleCookie(response.headers["Set-Cookie"]).values()
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Strict", True, "/")
    body = {"as": ALICE.id, "chat_id": ALICE.id, "text": "hello"}
    for headers in (
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": sandbox.address, "Referer": f"{sandbox.address}/?as=101"},
    ):
        assert await status(http, "POST", "/api/send", json=body, headers=headers) == 200
    async with Sandbox.start() as other:
        assert await status(http, "GET", f"{other.address}/api/state") == 401
        assert await status(http, "GET", f"{other.address}/") == 200
        assert await status(http, "GET", f"{other.address}/api/state") == 200
    assert await status(http, "GET", "/api/state") == 200


@pytest.mark.parametrize(
    "path", ["/", "/page/app.js", "/api/state", "/telegram/-/settings", "/yandex/-/settings", "/x"]
)
async def test_nothing_is_shown_in_a_frame_or_to_another_site(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path) as response:
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def ask_as(port: int, host: str | None, path: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    line = "" if host is None else f"Host: {host}\r\n"
    writer.write(f"GET {path} HTTP/1.1\r\n{line}Connection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return int(answer.split()[1])


FOREIGN = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example",
    "localhost.evil.example:{port}",
    "127.0.0.1@evil.example",
    "evil.example:80:{port}",
    "192.168.1.5:{port}",
    "",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/api/state", "/page/app.js", "/telegram/bot{token}/getMe", "/yandex/v1/models"])
async def test_a_name_that_was_pointed_at_this_machine_is_not_answered(sandbox: Sandbox, host: str, path: str) -> None:
    path = path.format(token=sandbox.telegram.token)
    assert await ask_as(sandbox.port, host.format(port=sandbox.port), path) == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:{port}", "localhost:{port}", "LOCALHOST", "[::1]:{port}"])
async def test_its_own_names_are_answered(sandbox: Sandbox, host: str) -> None:
    assert await ask_as(sandbox.port, host.format(port=sandbox.port), "/") == 200


async def test_opened_to_the_network_it_is_reached_at_any_address_and_by_no_other_name() -> None:
    async with Sandbox.start(host="0.0.0.0") as sandbox:
        for host, wanted in (("192.168.1.5:8080", 200), ("0.0.0.0", 200), ("localhost", 200), ("evil.example", 421)):
            assert await ask_as(sandbox.port, host, "/") == wanted


async def test_the_names_that_are_told_to_the_sandbox_are_its_own_and_no_others() -> None:
    async with (
        Sandbox.start(duration=(0, 0), names=("Telegram.example",)) as sandbox,
        aiohttp.ClientSession(sandbox.address) as http,
    ):
        path = f"/telegram/bot{sandbox.telegram.token}/getMe"
        assert await status(http, "GET", path, headers={"Host": "telegram.example:8443"}) == 200
        assert await status(http, "GET", path, headers={"Host": "evil.example"}) == 421
