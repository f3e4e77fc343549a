"""Client of YandexART's asynchronous API over REST: builds its requests and parses its answers."""

from collections.abc import Sequence
from urllib.parse import quote

from yarl import URL

from yandexart.answers import Answer
from yandexart.config import MIME_TYPE, GenerationConfig, checked_id
from yandexart.connection import Connection
from yandexart.endpoints import Endpoints
from yandexart.error_codes import service_code, service_message
from yandexart.errors import OperationFailed, Refused, UnusableResult
from yandexart.http import Request
from yandexart.messages import Message, texts_of
from yandexart.picture import picture_from_base64
from yandexart.service import Operation, operation_error


class RestImageService:
    """`POST {api}/foundationModels/v1/imageGenerationAsync` and `GET {operations}/operations/{id}`.

    Implements `AsyncImageService`. An operation is cancelled by GET, as the vendor's reference has it.
    """

    def __init__(self, connection: Connection[Request, Answer], endpoints: Endpoints) -> None:
        self._connection = connection
        self._generation = f"{endpoints.api}/foundationModels/v1/imageGenerationAsync"
        self._operations = URL(f"{endpoints.operations}/operations")

    async def generate(
        self, uri: str, messages: Sequence[Message], config: GenerationConfig, *, timeout: float | None = None
    ) -> Operation:
        """Order a picture: as `ImageService.generate`.

        Only the id is read from the answer: whatever else it holds comes again with the first poll of the operation,
        and a paid operation must not be lost over it.
        """
        body = generation_body(uri, messages, config)
        request = Request("POST", self._generation, body=body, quotable=texts_of(messages))
        return Operation(await self._connection.call(request, id_from, timeout=timeout, idempotent=False))

    async def get(self, operation_id: str, *, timeout: float | None = None) -> Operation:
        """The operation as it is now: as `AsyncImageService.get`."""
        request = Request("GET", self._address(operation_id))
        return await self._connection.call(
            request, lambda answer: operation_from(answer, operation_id), timeout=timeout, idempotent=True
        )

    async def cancel(self, operation_id: str, *, timeout: float | None = None) -> None:
        """Ask the service to cancel it: as `AsyncImageService.cancel`."""
        request = Request("GET", self._address(operation_id, ":cancel"))
        await self._connection.call(request, id_from, timeout=timeout, idempotent=True)

    def _address(self, operation_id: str, verb: str = "") -> URL:
        """The id is one segment of it, whatever its signs: quoted here, and not read again by the URL."""
        return self._operations.joinpath(quote(checked_id(operation_id), safe="") + verb, encoded=True)


def generation_body(uri: str, messages: Sequence[Message], config: GenerationConfig) -> dict[str, object]:
    """The JSON of ImageGenerationRequest: int64 and double travel as strings."""
    options: dict[str, object] = {"mimeType": config.mime_type or MIME_TYPE}
    if config.seed is not None:
        options["seed"] = str(config.seed)
    if config.ratio is not None:
        width, height = config.ratio
        options["aspectRatio"] = {"widthRatio": str(width), "heightRatio": str(height)}
    return {"modelUri": uri, "messages": [_message(message) for message in messages], "generationOptions": options}


def _message(message: Message) -> dict[str, str]:
    if message.weight is None:
        return {"text": message.text}
    return {"text": message.text, "weight": repr(float(message.weight)).removesuffix(".0")}


def id_from(answer: Answer) -> str:
    """The id in an answer that describes an operation; UnexpectedAnswer if there is none."""
    try:
        return checked_id(answer.fields().get("id"))
    except (TypeError, ValueError):
        raise answer.unexpected("no operation id") from None


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
    version = service_message(response.get("modelVersion"))
    try:
        picture = picture_from_base64(response.get("image"), model_version=version)
    except ValueError as reason:
        raise answer.unexpected(str(reason), UnusableResult) from None
    return Operation(operation_id, done=True, picture=picture, model_version=version)


def _error_from(error: object, answer: Answer) -> Refused | OperationFailed | None:
    """The error of a finished operation: `{"code": 13, "message": "text", "details": []}`, or a bare text."""
    if isinstance(error, dict):
        code, message = service_code(error.get("code")), service_message(error.get("message"))
    else:
        code, message = None, service_message(error)
    if code is None and not message:
        return None
    return operation_error(code, message, request_id=answer.request_id, client_request_id=answer.client_request_id)
