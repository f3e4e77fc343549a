"""Client of YandexART's asynchronous API over gRPC: builds its messages and parses its replies."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import DecodeError
from yandex.cloud.ai.foundation_models.v1.image_generation import image_generation_pb2 as image
from yandex.cloud.ai.foundation_models.v1.image_generation import image_generation_service_pb2 as generation
from yandex.cloud.operation import operation_pb2, operation_service_pb2

from yandexart.config import MIME_TYPE, GenerationConfig, checked_id
from yandexart.connection import Connection
from yandexart.endpoints import Endpoints, grpc_target
from yandexart.error_codes import service_code, service_message
from yandexart.errors import UnusableResult
from yandexart.messages import Message, texts_of
from yandexart.picture import picture_from_bytes
from yandexart.rpc.transport import Reply, RpcRequest
from yandexart.service import Operation, operation_error

_GENERATE = "/yandex.cloud.ai.foundation_models.v1.image_generation.ImageGenerationAsyncService/Generate"
_GET = "/yandex.cloud.operation.OperationService/Get"
_CANCEL = "/yandex.cloud.operation.OperationService/Cancel"


class GrpcImageService:
    """`ImageGenerationAsyncService` and `OperationService`. Implements `AsyncImageService`."""

    def __init__(self, connection: Connection[RpcRequest, Reply], endpoints: Endpoints) -> None:
        self._connection = connection
        self._generation = grpc_target(endpoints.grpc_api)
        self._operations = grpc_target(endpoints.grpc_operations)

    async def generate(
        self, uri: str, messages: Sequence[Message], config: GenerationConfig, *, timeout: float | None = None
    ) -> Operation:
        """Order a picture: as `ImageService.generate`."""
        message = generation_request(uri, messages, config)
        request = RpcRequest(self._generation, _GENERATE, message, quotable=texts_of(messages))
        return Operation(await self._connection.call(request, id_from, timeout=timeout, idempotent=False))

    async def get(self, operation_id: str, *, timeout: float | None = None) -> Operation:
        """The operation as it is now: as `AsyncImageService.get`."""
        message = operation_service_pb2.GetOperationRequest(operation_id=checked_id(operation_id))
        request = RpcRequest(self._operations, _GET, message)
        return await self._connection.call(
            request, lambda reply: operation_from(reply, operation_id), timeout=timeout, idempotent=True
        )

    async def cancel(self, operation_id: str, *, timeout: float | None = None) -> None:
        """Ask the service to cancel it: as `AsyncImageService.cancel`."""
        message = operation_service_pb2.CancelOperationRequest(operation_id=checked_id(operation_id))
        request = RpcRequest(self._operations, _CANCEL, message)
        await self._connection.call(request, id_from, timeout=timeout, idempotent=True)


def generation_request(uri: str, messages: Sequence[Message], config: GenerationConfig) -> Any:
    """The ImageGenerationRequest. What is None is not sent, as a field of protocol buffers that has its default."""
    options = image.ImageGenerationOptions(mime_type=config.mime_type or MIME_TYPE, seed=config.seed)
    if config.ratio is not None:
        width, height = config.ratio
        options.aspect_ratio.CopyFrom(image.AspectRatio(width_ratio=width, height_ratio=height))
    texts = [image.Message(text=message.text, weight=message.weight) for message in messages]
    return generation.ImageGenerationRequest(model_uri=uri, messages=texts, generation_options=options)


def id_from(reply: Reply) -> str:
    """The id of the operation in an answer; UnexpectedAnswer if there is none."""
    try:
        return checked_id(reply.decoded(operation_pb2.Operation).id)
    except ValueError:
        raise reply.unexpected("no operation id") from None


def operation_from(reply: Reply, operation_id: str) -> Operation:
    """The operation that an answer describes.

    Raises:
        UnusableResult: it describes a finished one without a readable outcome.
        UnexpectedAnswer: it describes none, or another one.
    """
    message = reply.decoded(operation_pb2.Operation)
    if message.id != operation_id:
        raise reply.unexpected("another operation than the one asked for")
    if not message.done:
        return Operation(operation_id)  # an error shown already now is not final: the service is still rolling back
    if message.WhichOneof("result") == "error" and (message.error.code or message.error.message):
        code, text = service_code(message.error.code), service_message(message.error.message)
        error = operation_error(code, text, request_id=reply.request_id, client_request_id=reply.client_request_id)
        return Operation(operation_id, done=True, error=error)
    response = generation.ImageGenerationResponse()
    try:
        if not message.response.Unpack(response):
            raise reply.unexpected("neither picture nor error", UnusableResult)
        version = service_message(response.model_version)
        picture = picture_from_bytes(response.image, model_version=version)
    except (DecodeError, ValueError) as reason:
        text = "a picture that cannot be read" if isinstance(reason, DecodeError) else str(reason)
        raise reply.unexpected(text, UnusableResult) from None
    return Operation(operation_id, done=True, picture=picture, model_version=version)
