"""What the Bot API server answers instead of a result.

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
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(chat_id: int) -> ApiError:
    """The group is a supergroup now; `chat_id` is the supergroup's."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": chat_id})
