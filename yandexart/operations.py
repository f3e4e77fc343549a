"""The service's long-running operations."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from yarl import URL

from yandexart.answers import Answer
from yandexart.codes import is_code_of_request, is_refusal, service_code, service_words
from yandexart.connection import Connection
from yandexart.errors import OperationFailed, Refused, UnusableResult
from yandexart.picture import Picture, picture_from_base64
from yandexart.transport import Request

_ID = re.compile(r"(?!\.{1,2}\Z)[\x21-\x7e]{1,256}")  # the vendor promises no more than a string


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the service last described it.

    Attributes:
        id: what to ask for it by; empty for a service that answers at once and keeps no operations.
        done: whether it has finished; then it has either an error or a picture, before that neither.
        error: `Refused` if moderation stopped it, else `OperationFailed`.
        picture: the result.
        model_version: as the service gave it; often empty.
    """

    id: str
    done: bool = False
    error: Refused | OperationFailed | None = None
    picture: Picture | None = None
    model_version: str = ""


class RestOperations:
    """The operations over REST; `GET {url}/operations/{id}`."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self._url = URL(f"{url}/operations")

    async def get(self, operation_id: str, *, timeout: float | None = None) -> Operation:
        """The operation as it is now. Results are kept for 3 days.

        Raises:
            TypeError, ValueError: this cannot be an id.
            YandexArtError: by kind; `NotFound` also for one that is too new or too old.
        """
        request = Request("GET", self._address(operation_id))
        return await self._connection.call(
            request, lambda answer: operation_from(answer, operation_id), timeout=timeout, harmless=True
        )

    async def cancel(self, operation_id: str, *, timeout: float | None = None) -> None:
        """Ask the service to cancel it. The vendor's reference gives GET for this; a service may not support it.

        Raises:
            TypeError, ValueError: this cannot be an id.
            YandexArtError: by kind.
        """
        request = Request("GET", self._address(operation_id, ":cancel"))
        await self._connection.call(request, id_from, timeout=timeout, harmless=True)

    def _address(self, operation_id: str, verb: str = "") -> URL:
        """The id is one segment of it, whatever its signs: quoted here, and not read again by the URL."""
        return self._url.joinpath(quote(checked_id(operation_id), safe="") + verb, encoded=True)


def checked_id(operation_id: str) -> str:
    """The id, if it can be one: 1 to 256 visible ASCII characters, but neither `.` nor `..`, which are ways in a path.

    Raises:
        TypeError: it is no string.
        ValueError: it is another one.
    """
    if not isinstance(operation_id, str):
        raise TypeError(f"an operation id is a string, not {type(operation_id).__name__}")
    if not _ID.fullmatch(operation_id):
        raise ValueError("an operation id is 1 to 256 visible ASCII characters, and neither '.' nor '..'")
    return operation_id


def id_from(answer: Answer) -> str:
    """The id in an answer that describes an operation; UnexpectedAnswer if there is none."""
    found = answer.fields().get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise answer.unexpected("no operation id")
    return found


def operation_from(answer: Answer, operation_id: str) -> Operation:
    """The operation that an answer describes.

    Raises:
        UnusableResult: it describes a finished one without a readable outcome.
        UnexpectedAnswer: it describes none, or another one.
    """
    fields = answer.fields()
    if fields.get("id", operation_id) != operation_id:  # left out, it can only be the one asked for
        raise answer.unexpected("another operation than the one asked for")
    done = fields.get("done", False)  # the JSON form of protocol buffers may leave out what is false
    if not isinstance(done, bool):
        raise answer.unexpected("'done' is neither true nor false")
    if not done:
        return Operation(operation_id)  # an error shown already now is not final: the service is still rolling back
    error = _error_from(fields.get("error"), answer)
    if error is not None:
        return Operation(operation_id, done=True, error=error)
    response = fields.get("response")
    if not isinstance(response, dict):
        raise answer.unexpected("neither picture nor error", UnusableResult)
    version = service_words(response.get("modelVersion"))
    try:
        picture = picture_from_base64(response.get("image"), model_version=version)
    except ValueError as reason:
        raise answer.unexpected(str(reason), UnusableResult) from None
    return Operation(operation_id, done=True, picture=picture, model_version=version)


def _error_from(error: object, answer: Answer) -> Refused | OperationFailed | None:
    """The error of a finished operation: `{"code": 13, "message": "text", "details": []}`, or a bare text."""
    if isinstance(error, dict):
        code, message = service_code(error.get("code")), service_words(error.get("message"))
    else:
        code, message = None, service_words(error)
    if code is None and not message:
        return None
    return failure(code, message, request_id=answer.request_id, client_request_id=answer.client_request_id)


def failure(code: int | None, message: str, *, request_id: str, client_request_id: str) -> Refused | OperationFailed:
    """What ended an operation, by the code and the words of its error."""
    kind = Refused if is_code_of_request(code) and is_refusal(message) else OperationFailed
    return kind(code=code, message=message, request_id=request_id, client_request_id=client_request_id)
