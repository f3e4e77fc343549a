"""The validator itself: it must see what is wrong."""

from typing import Any

import pytest

from tests.contract.botapi.validator import BotApi

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}


@pytest.fixture(scope="module")
def api() -> BotApi:
    return BotApi()


@pytest.mark.parametrize(
    ("method", "parameters", "problem"),
    [
        ("sendMessage", {"chat_id": "1"}, "sendMessage.text: missing"),
        ("sendMessage", {"chat_id": "1", "text": "x", "colour": "red"}, "sendMessage: unknown parameter colour"),
        ("sendMessage", {"chat_id": "1", "text": "x", "message_thread_id": "a"}, "Integer expected"),
        ("sendMessage", {"chat_id": "1", "text": "x", "protect_content": "yes"}, "Boolean expected"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard": [[{"txt": "x"}]]}'},
            "InlineKeyboardButton has no such field",
        ),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_parameters": "[]"}, "ReplyParameters expected"),
        ("editMessageMedia", {"media": '{"type": "photo"}'}, "editMessageMedia.media.media: missing"),
        ("editMessageMedia", {"media": '{"type": "hologram"}'}, "cannot tell which InputMedia"),
        ("setMyCommands", {"commands": '{"command": "x"}'}, "Array of BotCommand expected"),
        ("paintMe", {}, "there is no method paintMe"),
    ],
)
def test_a_wrong_request_is_seen(api: BotApi, method: str, parameters: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in api.check_request(method, parameters))


def test_a_good_request_passes_as_text_or_decoded(api: BotApi) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "1"}]]}
    as_text = {"chat_id": "@name", "text": "1", "reply_markup": '{"inline_keyboard": [[{"text": "x"}]]}'}
    assert api.check_request("sendMessage", as_text) == []
    assert api.check_request("sendMessage", {"chat_id": -5, "text": "1", "reply_markup": keyboard}) == []


@pytest.mark.parametrize(
    ("method", "status", "answer", "problem"),
    [
        ("sendMessage", 200, {"ok": True, "result": True}, "Message expected"),
        (
            "sendMessage",
            200,
            {"ok": True, "result": MESSAGE | {"date": "now"}},
            "sendMessage ->.date: Integer expected",
        ),
        ("sendMessage", 200, {"ok": True, "result": MESSAGE | {"mood": 1}}, "Message has no such field"),
        ("sendMessage", 200, {"ok": True, "result": {**MESSAGE, "chat": {"id": 1}}}, ".chat.type: missing"),
        ("getChatMember", 200, {"ok": True, "result": {"status": "kicked"}}, ".until_date: missing"),
        ("getMe", 200, {"ok": False}, "the answer is no result"),
        ("getMe", 400, {"ok": False, "error_code": 401, "description": "x"}, "code=401"),
        ("getMe", 400, {"ok": False, "error_code": 400}, "no description"),
        (
            "getMe",
            429,
            {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": "1"}},
            "Integer expected",
        ),
    ],
)
def test_a_wrong_answer_is_seen(api: BotApi, method: str, status: int, answer: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in api.check_answer(method, status, answer))


def test_a_union_is_told_apart_by_its_tag(api: BotApi) -> None:
    person = {"id": 1, "is_bot": False, "first_name": "x"}
    query = {"id": "1", "from": person, "chat_instance": "1", "message": MESSAGE | {"date": 0}, "data": "x"}
    assert api.check_update({"update_id": 1, "callback_query": query}) == []
    origin = {"type": "user", "date": 1}
    assert api.check_update({"update_id": 1, "message": MESSAGE | {"forward_origin": origin}}) == [
        "update.message.forward_origin.sender_user: missing"
    ]
