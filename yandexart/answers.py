"""HTTP answers: their JSON, and the error that an answer without success stands for."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from yandexart.error_codes import MAX_MESSAGE, blames_request, kind_of_code, refine_kind, service_code, service_message
from yandexart.error_text import UserText
from yandexart.errors import (
    AccessDenied,
    BadCredentials,
    BadRequest,
    BillingProblem,
    NotFound,
    QuotaExceeded,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

# An honest answer is one long text and a few fields. Parsed, tens of millions of tiny values would take gigabytes.
_MAX_VALUES = 10_000

_DECISIVE = frozenset({402})
_STATUSES: dict[int, type[YandexArtError]] = {
    401: BadCredentials,
    402: BillingProblem,
    403: AccessDenied,
    404: NotFound,
    408: ServiceDown,
    425: ServiceDown,
    429: QuotaExceeded,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read whole and within the limit; `retry_after` in seconds, 0 to 3600."""

    status: int
    body: bytes = field(repr=False)
    retry_after: float | None = None
    request_id: str = ""
    client_request_id: str = ""

    def fields(self) -> dict[str, object]:
        """The JSON object in the body.

        Raises:
            UnexpectedAnswer: there is none.
        """
        try:
            return json_object(self.body)
        except ValueError as error:
            raise self.unexpected(str(error)) from None

    def unexpected(self, reason: str, kind: type[UnexpectedAnswer] = UnexpectedAnswer) -> UnexpectedAnswer:
        """The error for an answer that has the right status and the wrong content."""
        return kind(
            f"{kind.sentence}: {reason}",
            status=self.status,
            request_id=self.request_id,
            client_request_id=self.client_request_id,
        )


class _ErrorBody(NamedTuple):
    code: int | None = None
    message: str = ""
    names: tuple[str, ...] = ()


def json_object(body: bytes) -> dict[str, object]:
    """The JSON object that the body is.

    Raises:
        ValueError: it is not one; the text never quotes the body.
    """
    if sum(map(body.count, (b",", b"[", b"{"))) > _MAX_VALUES:
        raise ValueError("too many values")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("no JSON") from None
    if not isinstance(value, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - the content is wrong, not a caller's type
    return value


def error_of(answer: Answer, user_text: UserText | None = None) -> YandexArtError:
    """The error that an answer without success stands for: by code, else status, and by message if these are vague.

    `user_text` is what the request had of the user's words, which are no evidence; None if that is not known.
    """
    if answer.status < 400:
        return answer.unexpected("a redirect, which is not followed")
    body = _error_body(answer.body)
    kind = _kind(answer.status, body.code)
    return refine_kind(kind, body.code, body.message, names=body.names, user_text=user_text)(
        status=answer.status,
        code=body.code,
        message=service_message(body.message, user_text),
        retry_after=answer.retry_after,
        request_id=answer.request_id,
        client_request_id=answer.client_request_id,
    )


def _kind(status: int, code: int | None) -> type[YandexArtError]:
    """A status that says more than "a bad request" is not taken back by a code that says only that."""
    by_status, by_code = _STATUSES.get(status), kind_of_code(code)
    if by_status is not None and (status in _DECISIVE or blames_request(code)):
        return by_status
    return by_code or by_status or (ServiceDown if status >= 500 else BadRequest)


def _error_body(body: bytes) -> _ErrorBody:
    """Code, message and names of an error body, in any of the forms that the services use.

    Seen: `{"error": "text", "code": 3, "message": "text"}`, `{"error": {"grpcCode": 16, "message": "text"}}` and
    `{"error": {"message": "text", "type": "text", "code": "text"}}`.
    """
    try:
        outer = json_object(body)
    except ValueError:
        return _ErrorBody()
    error = outer.get("error")
    inner = error if isinstance(error, dict) else {"message": error}
    codes = (outer.get("code"), inner.get("code"), inner.get("grpcCode"))
    texts = (outer.get("message"), inner.get("message"))
    names = (outer.get("code"), inner.get("type"), inner.get("code"))
    return _ErrorBody(
        next((code for code in map(service_code, codes) if code is not None), None),
        next((text for text in texts if isinstance(text, str) and service_message(text)), ""),
        tuple(name[:MAX_MESSAGE] for name in names if isinstance(name, str)),
    )
