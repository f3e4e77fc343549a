"""An HTTP answer of the service, and what an error answer means."""

import json
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from yandexart.errors import (
    AccessDenied,
    BadCredentials,
    BadRequest,
    ModelDenied,
    NotFound,
    QuotaExceeded,
    Refused,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

LONGEST_MESSAGE = 500  # characters kept of what the service said

# An honest answer is one long text and a few fields. Parsed, tens of millions of tiny values would take gigabytes.
_MOST_VALUES = 10_000

# google.rpc.Code, as the API reference names it. CANCELLED, UNKNOWN, ABORTED, UNIMPLEMENTED and DATA_LOSS are the
# service's own trouble too.
_CODES: dict[int, type[YandexArtError]] = {
    **dict.fromkeys((3, 6, 9, 11), BadRequest),
    **dict.fromkeys((1, 2, 4, 10, 12, 13, 14, 15), ServiceDown),
    5: NotFound,
    7: AccessDenied,
    8: QuotaExceeded,
    16: BadCredentials,
}
_STATUSES: dict[int, type[YandexArtError]] = {
    401: BadCredentials,
    403: AccessDenied,
    404: NotFound,
    408: ServiceDown,
    425: ServiceDown,
    429: QuotaExceeded,
}

# A refusal by moderation and a bad parameter have the same status and code: only the words tell them apart.
_REFUSAL = re.compile(
    r"not possible to generate an image from this request"
    r"|violat\w* (?:the |our )?(?:terms|rules|(?:\w+ )?polic)"
    r"|content[ _]policy|moderation_blocked"
    r"|(?:blocked|rejected|refused) by (?:\w+ )?(?:moderation|safety)|safety system"
    r"|не могу (?:сгенерировать|нарисовать|создать)|попробуем другую тему|наруша\w+ (?:услови|правил)",
    re.IGNORECASE,
)
_MODEL_DENIED = re.compile(r"access to (?:the )?model\b.*\bdenied", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


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

    def unexpected(self, reason: str) -> UnexpectedAnswer:
        """The error for an answer that has the right status and the wrong content."""
        return UnexpectedAnswer(
            f"{UnexpectedAnswer.sentence}: {reason}",
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
    kind = _CODES.get(said.code or 0) or _STATUSES.get(answer.status)
    if kind is None:
        kind = ServiceDown if answer.status >= 500 else BadRequest
    if kind is BadRequest and is_refusal(f"{said.message} {said.kind}"):
        kind = Refused
    elif kind is AccessDenied and _MODEL_DENIED.search(said.message):
        kind = ModelDenied
    return kind(
        status=answer.status,
        code=said.code,
        message=said.message,
        retry_after=answer.retry_after,
        request_id=answer.request_id,
        client_request_id=answer.client_request_id,
    )


def is_refusal(text: str) -> bool:
    """Whether these words of the service are a refusal by its moderation."""
    return _REFUSAL.search(text) is not None


def is_code_of_request(code: int | None) -> bool:
    """Whether this code blames the request itself, as it does for a refusal by moderation."""
    return code is None or _CODES.get(code) is BadRequest


def service_words(value: object) -> str:
    """A text of the service on one line, at most 500 characters, and fit to be encoded; empty if it is no text."""
    if not isinstance(value, str):
        return ""
    readable = value[: 4 * LONGEST_MESSAGE].encode(errors="replace").decode()
    return _CONTROL.sub(" ", readable).strip()[:LONGEST_MESSAGE]


def service_code(value: object) -> int | None:
    """A code of google.rpc.Code, 1 to 16; None if it is not one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 16 else None


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
