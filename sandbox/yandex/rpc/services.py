"""gRPC services: ImageGenerationAsyncService, OperationService and ApiEndpointService, over the state of REST."""

from typing import Any

from google.protobuf.json_format import MessageToDict
from google.rpc.status_pb2 import Status
from yandex.cloud.ai.foundation_models.v1.image_generation import image_generation_service_pb2 as generation_pb2
from yandex.cloud.endpoint import api_endpoint_pb2, api_endpoint_service_pb2
from yandex.cloud.operation import operation_pb2, operation_service_pb2

from sandbox.yandex.cloud import Cloud
from sandbox.yandex.generation import ImageGenerationAsync
from sandbox.yandex.operations import Operations, OperationState
from sandbox.yandex.results import WITHOUT_FILE, file_of
from sandbox.yandex.rpc.edge import Method
from sandbox.yandex.settings import Result

_GENERATION = "yandex.cloud.ai.foundation_models.v1.image_generation.ImageGenerationAsyncService"
_OPERATION = "yandex.cloud.operation.OperationService"
_ENDPOINT = "yandex.cloud.endpoint.ApiEndpointService"

_SERVICE_IDS = ("ai-foundation-models", "operation", "endpoint")  # as the vendor's SDK looks them up


class GrpcServices:
    """The methods of the three services, over the state that REST works on."""

    def __init__(self, cloud: Cloud, generation: ImageGenerationAsync, operations: Operations) -> None:
        self._cloud = cloud
        self._generation = generation
        self._operations = operations

    def methods(self, address: str) -> tuple[Method, ...]:
        """All methods; `address` is what endpoint discovery answers with."""
        get, cancel = operation_service_pb2.GetOperationRequest, operation_service_pb2.CancelOperationRequest
        listed = api_endpoint_service_pb2.ListApiEndpointsRequest
        endpoints = [api_endpoint_pb2.ApiEndpoint(id=name, address=address) for name in _SERVICE_IDS]

        async def list_endpoints(_request: Any) -> Any:
            return api_endpoint_service_pb2.ListApiEndpointsResponse(endpoints=endpoints)

        request = generation_pb2.ImageGenerationRequest
        return (
            Method(_GENERATION, "Generate", "yandex.submit", request, self._generate),
            Method(_OPERATION, "Get", "yandex.get", get, self._get),
            Method(_OPERATION, "Cancel", "yandex.cancel", cancel, self._cancel),
            Method(_ENDPOINT, "List", "yandex.endpoints", listed, list_endpoints, open=True),
        )

    async def _generate(self, request: Any) -> Any:
        # The JSON form of the message is what REST takes: one set of rules for both.
        return operation_pb2.Operation(id=self._generation.order(MessageToDict(request)).id)

    async def _get(self, request: Any) -> Any:
        return self._described(await self._operations.state(request.operation_id))

    async def _cancel(self, request: Any) -> Any:
        self._operations.cancel(request.operation_id)
        return await self._get(request)

    def _described(self, state: OperationState) -> Any:
        operation = operation_pb2.Operation(id=state.operation.id, done=state.done)
        if state.failure is not None:
            operation.error.CopyFrom(Status(code=state.failure.code, message=state.failure.message))
        elif state.picture is not None and self._cloud.settings.result not in WITHOUT_FILE:
            image = self._file(state.picture)
            operation.response.Pack(generation_pb2.ImageGenerationResponse(image=image))
        return operation

    def _file(self, jpeg: bytes) -> bytes:
        result = self._cloud.settings.result
        if result is Result.BAD_BASE64:  # there is no base64 over gRPC; what comes closest is a picture cut short
            return jpeg[:10]
        return file_of(result, jpeg)
