"""The services' error answers, in the two shapes they come in."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from sandbox.faults import Rule

# HTTP status -> (google.rpc.Code, the text where nothing better is known), after the vendor's page "Error codes".
_DEFAULTS: Mapping[int, tuple[int, str]] = {
    400: (3, "Bad Request"),
    401: (16, "Unauthorized"),
    403: (7, "Permission denied"),
    404: (5, "Not found"),
    405: (12, "Method not allowed"),
    409: (6, "Already exists"),
    413: (3, "Request entity too large"),
    429: (8, "Rate quota limit exceed"),
    500: (13, "Internal error"),
    501: (12, "Unimplemented"),
    502: (14, "Bad gateway"),
    503: (14, "Service unavailable"),
    504: (4, "Deadline exceeded"),
}

# The shape of OpenAI's errors names a type instead of a code.
_OPENAI_TYPES: Mapping[int, str] = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}


@dataclass(slots=True, eq=False)
class ServiceError(Exception):
    """A refusal of the service: HTTP `status`, and the gRPC `code` and `message` where they are not the usual ones."""

    status: int
    message: str | None = None
    code: int | None = None
    retry_after: str | None = None

    @classmethod
    def of(cls, rule: Rule) -> "ServiceError":
        """The error that a fault of the kind `status` asks for."""
        return cls(rule.status, rule.message, rule.code, rule.retry_after)

    def code_and_message(self) -> tuple[int, str]:
        """The code and the message, the usual ones of the status where none were given."""
        code, message = _DEFAULTS.get(self.status, (2, "Unknown error"))
        return code if self.code is None else self.code, message if self.message is None else self.message

    def response(self, *, openai: bool = False) -> web.Response:
        """The answer: `{"error", "code", "message", "details"}`, or OpenAI's `{"error": {"message", "type"}}`."""
        code, message = self.code_and_message()
        body: dict[str, object]
        if openai:
            fallback = "server_error" if self.status >= 500 else "invalid_request_error"
            body = {"error": {"message": message, "type": _OPENAI_TYPES.get(self.status, fallback)}}
        else:
            body = {"error": message, "code": code, "message": message, "details": []}
        headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
        return web.json_response(body, status=self.status, headers=headers)


def invalid(message: str) -> ServiceError:
    """INVALID_ARGUMENT: what a bad URI, a bad value, a long prompt and a moderation refusal have in common."""
    return ServiceError(400, message)
