"""An HTTP answer of the service, and what an error answer means."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from yandexart.codes import LONGEST_MESSAGE, is_code_of_request, kind_of_code, service_code, service_words, told_apart
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
from yandexart.wording import Speech

# An honest answer is one long text and a few fields. Parsed, tens of millions of tiny values would take gigabytes.
_MOST_VALUES = 10_000

_UNMISTAKABLE = frozenset({402})
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
    code: int | None = None
    text: str = ""
    names: tuple[str, ...] = ()


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


def error_of(answer: Answer, speech: Speech | None = None) -> YandexArtError:
    """What an answer without success means: by its code, else by its status, and by its words where both leave a doubt.

    `speech` is what the request had of a person's words, None if that is not known: they are no evidence.
    """
    if answer.status < 400:
        return answer.unexpected("a redirect, which is not followed")
    said = _said(answer.body)
    return told_apart(_kind(answer.status, said.code), said.code, said.text, names=said.names, speech=speech)(
        status=answer.status,
        code=said.code,
        message=service_words(said.text, speech),
        retry_after=answer.retry_after,
        request_id=answer.request_id,
        client_request_id=answer.client_request_id,
    )


def _kind(status: int, code: int | None) -> type[YandexArtError]:
    """A status that says more than "a bad request" is not taken back by a code that says only that."""
    by_status, by_code = _STATUSES.get(status), kind_of_code(code)
    if by_status is not None and (status in _UNMISTAKABLE or is_code_of_request(code)):
        return by_status
    return by_code or by_status or (ServiceDown if status >= 500 else BadRequest)


def _said(body: bytes) -> _Said:
    """Code and words of an error body, in any of the forms that the services use.

    Seen: `{"error": "text", "code": 3, "message": "text"}`, `{"error": {"grpcCode": 16, "message": "text"}}` and
    `{"error": {"message": "text", "type": "text", "code": "text"}}`.
    """
    try:
        outer = json_object(body)
    except ValueError:
        return _Said()
    error = outer.get("error")
    inner = error if isinstance(error, dict) else {"message": error}
    codes = (outer.get("code"), inner.get("code"), inner.get("grpcCode"))
    texts = (outer.get("message"), inner.get("message"))
    names = (outer.get("code"), inner.get("type"), inner.get("code"))
    return _Said(
        next((code for code in map(service_code, codes) if code is not None), None),
        next((text for text in texts if isinstance(text, str) and service_words(text)), ""),
        tuple(name[:LONGEST_MESSAGE] for name in names if isinstance(name, str)),
    )
