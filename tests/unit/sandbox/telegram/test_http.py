"""The Bot API as HTTP: ways to pass parameters, tokens, faults at the edge, the owner's controls."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.faults import Kind, Rule
from sandbox.telegram.population import ALICE, PAINTERS
from tests.unit.sandbox.telegram.running import Telegram, picture


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(autouse=True)
def _acquainted(telegram: Telegram) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "/start")


def method_url(telegram: Telegram, method: str) -> str:
    return f"{telegram.url}/bot{telegram.server.token}/{method}"


async def answer(response: aiohttp.ClientResponse) -> tuple[int, Any]:
    return response.status, await response.json()


async def test_parameters_come_in_the_address_as_json_as_a_form_or_in_parts(
    telegram: Telegram, http: aiohttp.ClientSession
) -> None:
    url = method_url(telegram, "SENDMESSAGE")
    wanted = {"chat_id": str(ALICE.id), "text": "кот & co"}
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "d"}]]}
    parts = aiohttp.FormData(wanted | {"reply_markup": json.dumps(markup)}, default_to_multipart=True)
    for sending in (
        http.get(url, params=wanted),
        http.post(url, json={"chat_id": ALICE.id, "text": "кот & co", "reply_markup": markup}),
        http.post(url, data=wanted),
        http.post(url, data=parts),
    ):
        async with sending as response:
            status, body = await answer(response)
        assert (status, body["result"]["text"]) == (200, "кот & co")


async def test_a_file_may_stand_in_the_parameters_own_field(telegram: Telegram, http: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData({"chat_id": str(ALICE.id)})
    form.add_field("photo", picture(), filename="a.jpg")
    async with http.post(method_url(telegram, "sendPhoto"), data=form) as response:
        status, body = await answer(response)
    assert (status, body["result"]["photo"][-1]["width"]) == (200, 40)


@pytest.mark.parametrize(
    ("token", "description"),
    [
        ("7000000001:WrongWrongWrong", "Unauthorized"),
        ("nonsense", "Unauthorized: invalid token specified"),
        ("0:x", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_unauthorized(
    telegram: Telegram, http: aiohttp.ClientSession, token: str, description: str
) -> None:
    async with http.get(f"{telegram.url}/bot{token}/getMe") as response:
        assert await answer(response) == (401, {"ok": False, "error_code": 401, "description": description})


async def test_an_unknown_method_is_not_found(telegram: Telegram, http: aiohttp.ClientSession) -> None:
    async with http.get(method_url(telegram, "paintMe")) as response:
        status, body = await answer(response)
    assert (status, body["description"]) == (404, "Not Found: method not found")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"chat_id": 101, "text": "\\ud83d"}', b'{"chat_id": 101, "text": "x", "reply_markup": "{"}']
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(
    telegram: Telegram, http: aiohttp.ClientSession, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    async with http.post(method_url(telegram, "sendMessage"), data=body, headers=headers) as response:
        status, _ = await answer(response)
    assert status == 400


async def test_a_body_of_more_than_60_mb_is_too_large(telegram: Telegram, http: aiohttp.ClientSession) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(61):
            yield bytes(1024 * 1024)

    headers = {"Content-Type": "application/json"}
    async with http.post(method_url(telegram, "sendMessage"), data=endless(), headers=headers) as response:
        assert await answer(response) == (
            413,
            {"ok": False, "error_code": 413, "description": "Request Entity Too Large"},
        )


def strike(telegram: Telegram, kind: Kind, where: str = "telegram.sendMessage", **fields: Any) -> None:
    telegram.server.faults.add(Rule(where, kind, times=1, **fields))


def sent(telegram: Telegram) -> int:
    return len(telegram.world.chats[ALICE.id].messages) - 1


async def test_a_429_carries_the_seconds_and_nothing_was_sent(telegram: Telegram) -> None:
    strike(telegram, Kind.STATUS, status=429, retry_after="7")
    with pytest.raises(TelegramRetryAfter) as caught:
        await telegram.bot.send_message(ALICE.id, "x")
    assert caught.value.retry_after == 7
    assert sent(telegram) == 0
    await telegram.bot.send_message(ALICE.id, "x")
    assert sent(telegram) == 1


async def test_a_page_of_html_is_no_answer_of_the_api(telegram: Telegram) -> None:
    strike(telegram, Kind.HTML, where="telegram.*", status=502)
    with pytest.raises(ClientDecodeError):
        await telegram.bot.send_message(ALICE.id, "x")


async def test_a_server_error_may_come_with_a_description_or_without(telegram: Telegram) -> None:
    strike(telegram, Kind.STATUS, status=500)
    with pytest.raises(TelegramServerError, match="Internal Server Error"):
        await telegram.bot.send_message(ALICE.id, "x")
    strike(telegram, Kind.STATUS, status=503, message="")
    with pytest.raises(TypeError):
        await telegram.bot.send_message(ALICE.id, "x")


async def test_a_413_is_the_one_that_aiogram_knows(telegram: Telegram) -> None:
    strike(telegram, Kind.STATUS, status=413)
    with pytest.raises(TelegramEntityTooLarge):
        await telegram.bot.send_message(ALICE.id, "x")


@pytest.mark.parametrize(("kind", "executed"), [(Kind.LOST, 0), (Kind.DROPPED, 1)])
async def test_a_broken_connection_may_or_may_not_have_sent(telegram: Telegram, kind: Kind, executed: int) -> None:
    strike(telegram, kind)
    with pytest.raises(TelegramNetworkError):
        await telegram.bot.send_message(ALICE.id, "x")
    assert sent(telegram) == executed


@pytest.mark.parametrize(("kind", "error"), [(Kind.GARBAGE, UnicodeDecodeError), (Kind.TRUNCATED, ClientDecodeError)])
async def test_an_unreadable_answer_was_executed(telegram: Telegram, kind: Kind, error: type[Exception]) -> None:
    strike(telegram, kind)
    with pytest.raises(error):
        await telegram.bot.send_message(ALICE.id, "x")
    assert sent(telegram) == 1


async def test_a_slow_call_is_executed_in_the_end(telegram: Telegram) -> None:
    strike(telegram, Kind.SLOW, seconds=0)
    await telegram.bot.send_message(ALICE.id, "x")
    assert sent(telegram) == 1


async def test_a_huge_answer_goes_on_until_nobody_listens(telegram: Telegram, http: aiohttp.ClientSession) -> None:
    strike(telegram, Kind.HUGE, where="telegram.getMe")
    async with http.get(method_url(telegram, "getMe")) as response:
        assert len(await response.content.readexactly(1_000_000)) == 1_000_000


async def test_the_owner_reads_and_changes_settings(telegram: Telegram, http: aiohttp.ClientSession) -> None:
    url = f"{telegram.url}/-/settings"
    change = {
        "faults": [{"where": "telegram.send*", "kind": "status", "status": 500, "times": 2}],
        "flood_limits": True,
        "privacy_mode": False,
        "chats": {str(PAINTERS): {"send_photos": False}},
    }
    async with http.put(url, json=change) as response:
        status, body = await answer(response)
    assert status == 200
    async with http.get(url) as response:
        assert await response.json() == body
    assert body["faults"][0]["times"] == 2
    assert (body["flood_limits"], body["privacy_mode"], body["anonymous_admins"]) == (True, False, False)
    assert body["chats"][str(PAINTERS)] == {
        "send_messages": True,
        "send_photos": False,
        "send_documents": True,
        "react": True,
        "bot_is_admin": False,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"weather": "fine"},
        {"flood_limits": 1},
        {"faults": {}},
        {"faults": [{"where": "x", "kind": "odd"}]},
        {"chats": {"1": {}}},
        {"chats": {str(PAINTERS): {"send_photos": "no"}}},
        {"chats": {str(PAINTERS): {"fly": True}}},
        [],
    ],
)
async def test_a_wrong_setting_changes_nothing_and_says_why(
    telegram: Telegram, http: aiohttp.ClientSession, wrong: Any
) -> None:
    before = telegram.server.settings.read()
    change = {"privacy_mode": False} | wrong if isinstance(wrong, dict) else wrong
    async with http.put(f"{telegram.url}/-/settings", json=change) as response:
        status, body = await answer(response)
    assert status == 400
    assert body["error"]
    assert telegram.server.settings.read() == before


async def test_the_journal_tells_what_the_bot_sent(telegram: Telegram, http: aiohttp.ClientSession) -> None:
    await telegram.bot.get_updates(timeout=0)
    await telegram.bot.get_me()
    await telegram.bot.send_message(ALICE.id, "x")
    async with http.get(f"{telegram.url}/-/requests") as response:
        assert [entry["method"] for entry in (await response.json())["requests"]] == ["getMe", "sendMessage"]
    async with http.get(f"{telegram.url}/-/requests", params={"method": "sendMessage"}) as response:
        (entry,) = (await response.json())["requests"]
    assert (entry["status"], entry["parameters"]["text"]) == (200, "x")
    assert entry["answer"]["result"]["text"] == "x"


async def test_flood_limits_hold_one_chat_and_not_another(telegram: Telegram) -> None:
    telegram.server.settings.change({"flood_limits": True})
    for _ in range(3):
        await telegram.bot.send_message(ALICE.id, "x")
    with pytest.raises(TelegramRetryAfter) as caught:
        await telegram.bot.send_message(ALICE.id, "x")
    assert caught.value.retry_after == 3
    await telegram.bot.send_message(PAINTERS, "x")
    telegram.clock.now += 3
    await telegram.bot.send_message(ALICE.id, "x")


async def test_an_edit_counts_as_a_message(telegram: Telegram) -> None:
    telegram.server.settings.change({"flood_limits": True})
    sent = await telegram.bot.send_message(ALICE.id, "x")
    for number in range(2):
        await telegram.bot.edit_message_text(str(number), chat_id=ALICE.id, message_id=sent.message_id)
    with pytest.raises(TelegramRetryAfter):
        await telegram.bot.edit_message_text("y", chat_id=ALICE.id, message_id=sent.message_id)


async def test_a_group_takes_twenty_messages_a_minute(telegram: Telegram) -> None:
    telegram.server.settings.change({"flood_limits": True})
    for _ in range(20):
        await telegram.bot.send_message(PAINTERS, "x")
        telegram.clock.now += 1
    with pytest.raises(TelegramRetryAfter) as caught:
        await telegram.bot.send_message(PAINTERS, "x")
    assert caught.value.retry_after == 40


async def test_a_bug_of_the_sandbox_is_a_500_and_not_the_end(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sandbox.telegram import methods

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(methods.METHODS, "getMe", broken)
    with pytest.raises(TelegramServerError, match="the sandbox has a bug"):
        await telegram.bot.get_me()
