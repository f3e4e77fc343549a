"""gRPC where its extra is installed. The only module of the package that can be imported where it is not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from yandexart.calls import Calls
from yandexart.deferred import Operations
from yandexart.endpoints import Endpoints, grpc_target
from yandexart.models import Generation

_PACKAGES = frozenset({"grpc", "google", "yandex"})


@dataclass(frozen=True, slots=True)
class GrpcServices:
    """The asynchronous API over gRPC."""

    art: Generation
    operations: Operations
    close: Callable[[], Awaitable[None]]


def grpc_services(endpoints: Endpoints, calls: Calls, *, data_logging: bool, max_answer: int) -> GrpcServices:
    """The services at these endpoints; nothing is connected yet. `max_answer` in bytes.

    Raises:
        ImportError: the packages are not installed; it says which.
    """
    try:
        from yandexart.rpc.channel import Channel  # noqa: PLC0415 - the extra may be missing
        from yandexart.rpc.connection import GrpcConnection  # noqa: PLC0415
        from yandexart.rpc.services import GrpcArt, GrpcOperations  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _PACKAGES:
            raise
        raise ImportError("gRPC needs the extra 'grpc', that is the packages grpcio and yandexcloud") from error
    api, operations = (
        Channel(grpc_target(address), max_answer=max_answer)
        for address in (endpoints.grpc_api, endpoints.grpc_operations)
    )

    async def close() -> None:
        await api.close()
        await operations.close()

    return GrpcServices(
        GrpcArt(GrpcConnection(api, calls, data_logging=data_logging)),
        GrpcOperations(GrpcConnection(operations, calls, data_logging=data_logging)),
        close,
    )
