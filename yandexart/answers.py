"""An HTTP answer of the service, and what an error answer means."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from yandexart.codes import kind_of_code, service_code, service_words, told_apart
from yandexart.errors import (
    AccessDenied,
    BadCredentials,
    BadRequest,
    NotFound,
    QuotaExceeded,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

# An honest answer is one long text and a few fields. Parsed, tens of millions of tiny values would take gigabytes.
_MOST_VALUES = 10_000

_STATUSES: dict[int, type[YandexArtError]] = {
    401: BadCredentials,
    403: AccessDenied,
    404: NotFound,
    408: ServiceDown,
    425: ServiceDown,
    429: QuotaExceeded,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read whole and within the limit; `retry_after` in seconds, 0 to 3600."""

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


class _Said(NamedTuple):
    code: int | None
    message: str
    kind: str


def json_object(body: bytes) -> dict[str, object]:
    """The JSON object that the body is.

    Raises:
        ValueError: it is not one; the text never quotes the body.
    """
    if sum(map(body.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise ValueError("too many values")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("no JSON") from None
    if not isinstance(value, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 - the content is wrong, not a caller's type
    return value


def error_of(answer: Answer) -> YandexArtError:
    """What an answer without success means: codes are trusted before statuses, words only where both are in doubt."""
    if answer.status < 400:
        return answer.unexpected("a redirect, which is not followed")
    said = _said(answer.body)
    kind = kind_of_code(said.code) or _STATUSES.get(answer.status)
    if kind is None:
        kind = ServiceDown if answer.status >= 500 else BadRequest
    kind = told_apart(kind, f"{said.message} {said.kind}")
    return kind(
        status=answer.status,
        code=said.code,
        message=said.message,
        retry_after=answer.retry_after,
        request_id=answer.request_id,
        client_request_id=answer.client_request_id,
    )


def _said(body: bytes) -> _Said:
    """Code and words of an error body, in any of the forms that the services use.

    Seen: `{"error": "text", "code": 3, "message": "text"}`, `{"error": {"grpcCode": 16, "message": "text"}}` and
    `{"error": {"message": "text", "type": "text", "code": "text"}}`.
    """
    try:
        outer = json_object(body)
    except ValueError:
        return _Said(None, "", "")
    error = outer.get("error")
    inner = error if isinstance(error, dict) else {"message": error}
    codes = (outer.get("code"), inner.get("code"), inner.get("grpcCode"))
    words = (outer.get("message"), inner.get("message"))
    return _Said(
        next((code for code in map(service_code, codes) if code is not None), None),
        next(filter(None, map(service_words, words)), ""),
        f"{service_words(inner.get('type'))} {service_words(inner.get('code'))}",
    )
