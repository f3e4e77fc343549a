"""Refusals of the Bot API server.

The texts are those of the real server and of the library beneath it (tdlib/telegram-bot-api and tdlib/td), because
clients have nothing else to tell one refusal from another.
"""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal: `status` is the HTTP status and the `error_code`, `parameters` a `ResponseParameters`."""

    def __init__(self, status: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = dict(parameters or {})


def bad_request(reason: str) -> ApiError:
    """400: a parameter that cannot be used, or a state in which the method cannot be."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403: the bot has no access to the chat."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409: another poller, or a webhook, gets the updates."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: a flood limit; `retry_after` is in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(chat_id: int) -> ApiError:
    """The group is a supergroup now; `chat_id` is the supergroup's."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": chat_id})
