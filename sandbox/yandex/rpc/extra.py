"""Start of gRPC, where its extra is installed. This module alone of the package can be imported where it is not."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

_PACKAGES = frozenset({"grpc", "google", "yandex"})


@dataclass(frozen=True, slots=True)
class Grpc:
    """The address of gRPC as `host:port`, None where there is none, and a `summary` of it in a sentence."""

    address: str | None
    summary: str


@asynccontextmanager
async def grpc_if_installed(app: web.Application, host: str, port: int | None) -> AsyncIterator[Grpc]:
    """Serves the services of `app` over gRPC until the context is left, if it can and is wanted.

    Port 0 takes a free one, and so does a port that is taken; None wants no gRPC.
    """
    async with AsyncExitStack() as stack:
        yield await _started(stack, app, host, port)


async def _started(stack: AsyncExitStack, app: web.Application, host: str, port: int | None) -> Grpc:
    if port is None:
        return Grpc(None, "gRPC is off: nobody asked for it.")
    try:
        from sandbox.yandex.rpc.server import serving  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _PACKAGES:
            raise
        return Grpc(None, "gRPC is off: its packages are not installed. To have them: make grpc")
    remark = ""
    for tried in (port, 0):
        try:
            address = await stack.enter_async_context(serving(app, host, tried))
        except OSError:
            remark = f"; port {port} is taken, --grpc-port chooses another"
        else:
            return Grpc(address, f"Yandex Cloud over gRPC: {address} (plaintext{remark})")
    return Grpc(None, f"gRPC is off: nothing can listen on {host}.")
