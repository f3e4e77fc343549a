"""Errors of Telegram and their meaning. The texts are the Bot API server's."""

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe

from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatMoved,
    ChatMuted,
    ChatUnreachable,
    PhotosForbidden,
    SlotGone,
    TooLarge,
    TopicClosed,
)
from handlers.telegram.errors import chat_error, is_not_modified

METHOD = GetMe()


@pytest.mark.fault("27", "30")
@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (TelegramRetryAfter(METHOD, "Too Many Requests: retry after 7", 7), ChatBusy),
        (TelegramMigrateToChat(METHOD, "group chat was upgraded to a supergroup chat", -100), ChatMoved),
        (TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"), ChatClosed),
        (TelegramForbiddenError(METHOD, "Forbidden: user is deactivated"), ChatClosed),
        (TelegramBadRequest(METHOD, "Bad Request: chat not found"), ChatClosed),
        (TelegramBadRequest(METHOD, "Bad Request: CHAT_WRITE_FORBIDDEN"), ChatMuted),
        (TelegramForbiddenError(METHOD, "Forbidden: CHAT_WRITE_FORBIDDEN"), ChatMuted),
        (TelegramBadRequest(METHOD, "Bad Request: have no rights to send a message"), ChatMuted),
        (TelegramBadRequest(METHOD, "Bad Request: not enough rights to send text messages to the chat"), ChatMuted),
        (TelegramBadRequest(METHOD, "Bad Request: CHAT_RESTRICTED"), ChatMuted),
        (TelegramForbiddenError(METHOD, "Forbidden: bot was kicked from the supergroup chat"), ChatClosed),
        (TelegramForbiddenError(METHOD, "Forbidden: bot can't initiate conversation with a user"), ChatClosed),
        (TelegramBadRequest(METHOD, "Bad Request: message to edit not found"), SlotGone),
        (TelegramBadRequest(METHOD, "Bad Request: message can't be edited"), SlotGone),
        (TelegramBadRequest(METHOD, "Bad Request: message media can't be edited"), SlotGone),
        (TelegramBadRequest(METHOD, "Bad Request: MESSAGE_ID_INVALID"), SlotGone),
        (TelegramBadRequest(METHOD, "Bad Request: not enough rights to send photos to the chat"), PhotosForbidden),
        (TelegramBadRequest(METHOD, "Bad Request: message thread not found"), TopicClosed),
        (TelegramBadRequest(METHOD, "Bad Request: TOPIC_CLOSED"), TopicClosed),
        (TelegramEntityTooLarge(METHOD, "Request Entity Too Large"), TooLarge),
        (TelegramNetworkError(METHOD, "HTTP Client says - Request timeout error"), ChatUnreachable),
        (TelegramServerError(METHOD, "Bad Gateway"), ChatUnreachable),
        (ClientDecodeError("Failed to decode object", ValueError(), "<html>"), ChatUnreachable),
        (TelegramUnauthorizedError(METHOD, "Unauthorized"), ChatUnreachable),
    ],
    ids=lambda value: str(value)[:60],
)
def test_an_error_of_telegram_has_its_meaning_to_the_workers(error: Exception, meaning: type[Exception]) -> None:
    assert type(chat_error(error, METHOD)) is meaning


def test_what_is_no_answer_of_telegrams_comes_back_as_it_is() -> None:
    error = LookupError()

    assert chat_error(error, METHOD) is error


@pytest.mark.fault("30")
def test_what_telegram_has_done_is_not_repeated_for_ever_because_its_answer_cannot_be_read() -> None:
    done = ClientDecodeError("Failed to deserialize object", ValueError(), {"ok": True, "result": {"message_id": "x"}})
    proxy = ClientDecodeError("Failed to deserialize object", ValueError(), {"error": "try again later"})

    assert chat_error(done, METHOD) is done, "an error without a name is tried a few times, and then given up"
    assert type(chat_error(proxy, METHOD)) is ChatUnreachable


@pytest.mark.parametrize("kind", [TelegramBadRequest, TelegramForbiddenError, TelegramAPIError])
def test_an_error_without_a_description_is_no_error_of_ours(kind: type[TelegramAPIError]) -> None:
    error = kind(METHOD, None)  # type: ignore[arg-type]

    assert not is_not_modified(error)
    assert isinstance(chat_error(error, METHOD), Exception)


def test_the_wait_and_the_new_chat_are_kept() -> None:
    busy = chat_error(TelegramRetryAfter(METHOD, "Too Many Requests", 7), METHOD)
    moved = chat_error(TelegramMigrateToChat(METHOD, "upgraded", -1005), METHOD)

    assert isinstance(busy, ChatBusy)
    assert busy.retry_after == 7
    assert isinstance(moved, ChatMoved)
    assert moved.new_chat_id == -1005


def test_an_unchanged_edit_is_recognised() -> None:
    unchanged = "Bad Request: message is not modified: specified new message content and reply markup are exactly..."

    assert is_not_modified(TelegramBadRequest(METHOD, unchanged))
