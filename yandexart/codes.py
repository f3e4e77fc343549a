"""What the services' codes and words mean: one reading for REST and gRPC."""

import re

from yandexart.errors import (
    AccessDenied,
    BadCredentials,
    BadRequest,
    ModelDenied,
    NotFound,
    QuotaExceeded,
    Refused,
    ServiceDown,
    YandexArtError,
)

LONGEST_MESSAGE = 500  # characters kept of what the service said

# google.rpc.Code, as the API reference names it. CANCELLED, UNKNOWN, ABORTED, UNIMPLEMENTED and DATA_LOSS are the
# service's own trouble too.
_KINDS: dict[int, type[YandexArtError]] = {
    **dict.fromkeys((3, 6, 9, 11), BadRequest),
    **dict.fromkeys((1, 2, 4, 10, 12, 13, 14, 15), ServiceDown),
    5: NotFound,
    7: AccessDenied,
    8: QuotaExceeded,
    16: BadCredentials,
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


def kind_of_code(code: int | None) -> type[YandexArtError] | None:
    """The kind of error that a code of google.rpc.Code stands for; None for what is no such code."""
    return None if code is None else _KINDS.get(code)


def told_apart(kind: type[YandexArtError], words: str) -> type[YandexArtError]:
    """The kind, after a look at the service's words where codes leave a doubt: refusals, and models out of reach."""
    if kind is BadRequest and is_refusal(words):
        return Refused
    if kind is AccessDenied and _MODEL_DENIED.search(words):
        return ModelDenied
    return kind


def is_refusal(text: str) -> bool:
    """Whether these words of the service are a refusal by its moderation."""
    return _REFUSAL.search(text) is not None


def is_code_of_request(code: int | None) -> bool:
    """Whether this code blames the request itself, as it does for a refusal by moderation."""
    return code is None or kind_of_code(code) is BadRequest


def service_words(value: object) -> str:
    """A text of the service on one line, at most 500 characters, and fit to be encoded; empty if it is no text."""
    if not isinstance(value, str):
        return ""
    readable = value[: 4 * LONGEST_MESSAGE].encode(errors="replace").decode()
    return _CONTROL.sub(" ", readable).strip()[:LONGEST_MESSAGE]


def service_code(value: object) -> int | None:
    """A code of google.rpc.Code, 1 to 16; None if it is not one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 16 else None
