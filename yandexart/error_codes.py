"""Classifier of service errors by code and message, shared by REST and gRPC."""

import re
from collections.abc import Sequence

from yandexart.account_errors import account_error
from yandexart.error_text import UserText
from yandexart.errors import (
    AccessDenied,
    AccountError,
    AccountInactive,
    BadCredentials,
    BadRequest,
    NotFound,
    QuotaExceeded,
    Refused,
    ServiceDown,
    YandexArtError,
)

MAX_MESSAGE = 500  # characters kept of what the service said
_MAX_READ = 4000  # characters of it that are looked at: it may quote a whole prompt before it comes to the point

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
# Kinds that leave it open whether the request is wrong or the account.
_AMBIGUOUS = (BadRequest, NotFound, AccessDenied)
# The state of what is asked about is against it: in answer to an order the account's; of an operation, its own.
_FAILED_PRECONDITION = 9
_NAME = re.compile(r"[A-Za-z][\w.-]{0,63}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def kind_of_code(code: int | None) -> type[YandexArtError] | None:
    """The kind of error that a code of google.rpc.Code stands for; None for what is no such code."""
    return None if code is None else _KINDS.get(code)


def refine_kind(
    kind: type[YandexArtError],
    code: int | None,
    message: str,
    *,
    names: Sequence[str] = (),
    user_text: UserText | None = None,
) -> type[YandexArtError]:
    """The kind of error, refined by the service's message where status and code are ambiguous.

    Args:
        kind: what status and code stand for.
        code: of google.rpc.Code, if there was one.
        message: what the service said, as it said it.
        names: its names for the error, such as `model_not_found`.
        user_text: what it may have quoted: the user's words do not make a request an error of the account. None where
            that is not known; then `message` tells no more than which error of the account it is, if it is one.
    """
    message = message[:_MAX_READ]
    if kind is BadRequest and is_refusal(" ".join((message, *names))):
        return Refused
    if kind not in {*_AMBIGUOUS, QuotaExceeded}:
        return kind
    known = user_text or UserText()
    is_evidence = kind in _AMBIGUOUS and (user_text is not None or issubclass(kind, AccountError))
    codes = [name for name in names if _NAME.fullmatch(name) and not known.may_contain(name)]
    found = account_error(message if is_evidence else "", codes, known, denied=issubclass(kind, AccessDenied))
    if found is None and kind is BadRequest and code == _FAILED_PRECONDITION and user_text is not None:
        return AccountInactive
    return found or kind


def is_refusal(text: str) -> bool:
    """Whether these words of the service are a refusal by its moderation."""
    return _REFUSAL.search(text) is not None


def blames_request(code: int | None) -> bool:
    """Whether this code blames the request itself, as it does for a refusal by moderation."""
    return code is None or kind_of_code(code) is BadRequest


def service_message(value: object, user_text: UserText | None = None) -> str:
    """A text of the service on one line, at most 500 characters, and fit to be encoded; empty if it is no text.

    `…` stands where it quotes a whole text of `user_text`.
    """
    if not isinstance(value, str):
        return ""
    readable = value[:_MAX_READ] if user_text is None else user_text.redact(value[:_MAX_READ])
    readable = readable[: 4 * MAX_MESSAGE].encode(errors="replace").decode()
    return _CONTROL.sub(" ", readable).strip()[:MAX_MESSAGE]


def service_code(value: object) -> int | None:
    """A code of google.rpc.Code, 1 to 16; None if it is not one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 16 else None
