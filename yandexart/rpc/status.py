"""Translator of failed gRPC calls into errors of the library."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from yandexart.error_codes import kind_of_code, refine_kind, service_message
from yandexart.error_text import UserText
from yandexart.errors import AnswerTooLarge, BadRequest, OutcomeUnknown, ServiceDown, YandexArtError
from yandexart.http import REQUEST_ID
from yandexart.retries import MAX_RETRY_AFTER

# The client's own library says these as well as a server does; then the request may have arrived or not.
_LOST = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED})
_TOO_LARGE = re.compile(r"\b(?P<way>Received|Sent) message larger than max\b|larger than max message length")


@dataclass(frozen=True, slots=True)
class Trailer:
    """Metadata of an answer: its request id for the support, and when to retry.

    Attributes:
        present: whether the service sent anything at all.
        retry_after: seconds, 0 to 3600; None if the service did not say.
    """

    present: bool = False
    request_id: str = ""
    retry_after: float | None = None


def trailer_of(*metadata: Iterable[tuple[str, str | bytes]] | None) -> Trailer:
    """The trailer in the metadata of an answer, initial and trailing."""
    found: dict[str, str | bytes] = {key: value for pairs in metadata for key, value in pairs or ()}
    texts = (found.get(name) for name in ("x-request-id", "x-server-trace-id"))
    ids = (text for text in texts if isinstance(text, str) and REQUEST_ID.fullmatch(text))
    details = found.get("grpc-status-details-bin")
    return Trailer(bool(found), next(ids, ""), _retry_after(details) if isinstance(details, bytes) else None)


def error_of(error: grpc.aio.AioRpcError, client_request_id: str, user_text: UserText | None = None) -> YandexArtError:
    """The error for a call that was sent and did not succeed; `user_text`, if known, is what it had of the user's.

    An answer of the service comes with metadata (its request id). UNAVAILABLE and its like without any are the
    connection's: whether the service has done what was asked, nobody knows.
    """
    status: Any = error.code()
    code: int = status.value[0]
    message = error.details() or ""
    trailer = trailer_of(error.initial_metadata(), error.trailing_metadata())
    kind: type[YandexArtError] = refine_kind(kind_of_code(code) or ServiceDown, code, message, user_text=user_text)
    too_large = _TOO_LARGE.search(message)
    if status in _LOST and not trailer.present:
        reason = f"{OutcomeUnknown.sentence}: {status.name}"
        return OutcomeUnknown(reason, code=code, client_request_id=client_request_id)
    if status is grpc.StatusCode.RESOURCE_EXHAUSTED and too_large:
        kind = BadRequest if too_large["way"] == "Sent" else AnswerTooLarge
    return kind(
        code=code,
        message=service_message(message, user_text),
        retry_after=trailer.retry_after,
        request_id=trailer.request_id,
        client_request_id=client_request_id,
    )


def _retry_after(details: bytes) -> float | None:
    """Seconds, 0 to 3600, from a google.rpc.RetryInfo among the details of a status."""
    try:
        for detail in Status.FromString(details).details:
            info = RetryInfo()
            if detail.Unpack(info):
                return float(min(max(info.retry_delay.seconds + info.retry_delay.nanos / 1e9, 0.0), MAX_RETRY_AFTER))
    except DecodeError:
        return None
    return None
