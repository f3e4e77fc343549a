"""gRPC server of the double."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc
from aiohttp import web

from sandbox.yandex.app import CLOUD, GENERATION, OPERATIONS
from sandbox.yandex.rpc.edge import handler
from sandbox.yandex.rpc.services import GrpcServices

_STOP_TIMEOUT = 0.5  # seconds for calls in flight
_OPTIONS = (
    ("grpc.so_reuseport", 0),  # or two servers would share a port, each with half of the calls
    ("grpc.max_receive_message_length", 65_536),
)


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serves the services of `app` (from `create_app`) until the context is left; gives `host:port`.

    Raises:
        OSError: the port is taken, or the address is not this machine's.
    """
    server = grpc.aio.server(options=_OPTIONS)
    name = f"[{host}]" if ":" in host else host
    try:
        bound = server.add_insecure_port(f"{name}:{port}")
    except RuntimeError:
        raise OSError(f"nothing can listen on port {port}") from None
    # A wildcard address is one to listen on, not one to connect to.
    address = f"{'127.0.0.1' if host == '0.0.0.0' else name}:{bound}"  # noqa: S104
    for method in GrpcServices(app[CLOUD], app[GENERATION], app[OPERATIONS]).methods(address):
        answers = {method.name: grpc.unary_unary_rpc_method_handler(handler(app[CLOUD], method))}
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(method.service, answers),))
    await server.start()
    try:
        yield address
    finally:
        await server.stop(_STOP_TIMEOUT)
