"""gRPC as the vendor's own stubs see it. That it does what REST does is the contract of the generators."""

import io
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from PIL import Image

from sandbox.yandex.app import CLOUD, create_app
from sandbox.yandex.rpc.extra import grpc_if_installed
from sandbox.yandex.settings import Result, Settings

ROOT = Path(__file__).parents[4]
WHY_SKIPPED = "the extra 'grpc' is not installed (requirements/grpc.txt)"


@pytest.fixture
def app() -> web.Application:
    return create_app(Settings(duration=(0.0, 0.0)), clock=lambda: 1000.0, paint=lambda *_: jpeg(), seed=7)


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
async def channel(app: web.Application) -> AsyncIterator[Any]:
    grpc = pytest.importorskip("grpc", reason=WHY_SKIPPED)
    async with grpc_if_installed(app, "127.0.0.1", 0) as served, grpc.aio.insecure_channel(served.address) as channel:
        yield channel


async def test_endpoint_discovery_needs_no_credentials_and_leads_back_here(channel: Any, app: web.Application) -> None:
    from yandex.cloud.endpoint.api_endpoint_service_pb2 import ListApiEndpointsRequest
    from yandex.cloud.endpoint.api_endpoint_service_pb2_grpc import ApiEndpointServiceStub

    call = ApiEndpointServiceStub(channel).List(ListApiEndpointsRequest())
    answer = await call
    assert {name for name, _ in await call.trailing_metadata()} >= {"x-request-id", "x-server-trace-id"}
    found = {endpoint.id: endpoint.address for endpoint in answer.endpoints}
    assert found.keys() >= {"ai-foundation-models", "operation"}
    assert len(set(found.values())) == 1
    assert set(found.values()).pop().startswith("127.0.0.1:")
    assert app[CLOUD].journal.entries[-1].call == "yandex.endpoints"


async def test_without_credentials_nothing_is_answered_and_the_answer_has_its_ids(channel: Any) -> None:
    import grpc
    from yandex.cloud.operation.operation_service_pb2 import GetOperationRequest
    from yandex.cloud.operation.operation_service_pb2_grpc import OperationServiceStub

    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await OperationServiceStub(channel).Get(GetOperationRequest(operation_id="fbv0"))
    assert raised.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert {name for name, _ in raised.value.trailing_metadata()} >= {"x-request-id", "x-server-trace-id"}


async def test_a_request_that_cannot_be_read_is_a_bad_one(channel: Any, app: web.Application) -> None:
    import grpc

    call = channel.unary_unary("/yandex.cloud.operation.OperationService/Get")
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await call(b"\xff\xff", metadata=(("authorization", "Api-Key some-key"),))
    assert raised.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert app[CLOUD].journal.entries[-1].headers["authorization"] == "Api-Key ***"


async def test_an_unknown_method_is_unimplemented(channel: Any) -> None:
    import grpc

    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await channel.unary_unary("/yandex.cloud.operation.OperationService/List")(b"")
    assert raised.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def drawn(channel: Any) -> Any:
    """The operation of a drawing that takes no time."""
    from yandex.cloud.ai.foundation_models.v1.image_generation import image_generation_pb2 as parts
    from yandex.cloud.ai.foundation_models.v1.image_generation import image_generation_service_pb2 as generation
    from yandex.cloud.ai.foundation_models.v1.image_generation.image_generation_service_pb2_grpc import (
        ImageGenerationAsyncServiceStub,
    )
    from yandex.cloud.operation.operation_service_pb2 import GetOperationRequest
    from yandex.cloud.operation.operation_service_pb2_grpc import OperationServiceStub

    message = parts.Message(text="a red cat", weight=1)
    request = generation.ImageGenerationRequest(model_uri="art://b1gfolder/yandex-art/latest", messages=[message])
    key = (("authorization", "Api-Key some-key"),)
    ordered = await ImageGenerationAsyncServiceStub(channel).Generate(request, metadata=key)
    return await OperationServiceStub(channel).Get(GetOperationRequest(operation_id=ordered.id), metadata=key)


def image_of(operation: Any) -> bytes:
    from yandex.cloud.ai.foundation_models.v1.image_generation import image_generation_service_pb2 as generation

    response = generation.ImageGenerationResponse()
    assert operation.response.Unpack(response)
    return bytes(response.image)


async def test_a_model_that_is_not_listed_is_denied(channel: Any, app: web.Application) -> None:
    import grpc

    app[CLOUD].settings = replace(app[CLOUD].settings, models=("aliceai-image-art-3.0",))
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await drawn(channel)
    assert raised.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert raised.value.details() == "Access to model art://b1gfolder/yandex-art/latest denied"


@pytest.mark.parametrize("result", [Result.PICTURE, Result.LINES, Result.DATA_URL])
async def test_where_there_is_no_base64_it_cannot_be_wrapped(
    channel: Any, app: web.Application, result: Result
) -> None:
    app[CLOUD].settings = replace(app[CLOUD].settings, result=result)
    assert image_of(await drawn(channel)) == jpeg()


@pytest.mark.parametrize("result", [Result.PNG, Result.WEBP])
async def test_a_picture_of_another_format_comes_as_it_is(channel: Any, app: web.Application, result: Result) -> None:
    app[CLOUD].settings = replace(app[CLOUD].settings, result=result)
    assert Image.open(io.BytesIO(image_of(await drawn(channel)))).format == result.value.upper()


@pytest.mark.parametrize("result", [Result.NOTHING, Result.LINK])
async def test_an_operation_may_end_with_nothing(channel: Any, app: web.Application, result: Result) -> None:
    app[CLOUD].settings = replace(app[CLOUD].settings, result=result)
    operation = await drawn(channel)
    assert (operation.done, operation.WhichOneof("result")) == (True, None)


async def test_for_a_taken_port_a_free_one_is_taken_and_told(app: web.Application) -> None:
    pytest.importorskip("grpc", reason=WHY_SKIPPED)
    async with grpc_if_installed(app, "127.0.0.1", 0) as first, grpc_if_installed(app, "127.0.0.1", 0) as other:
        assert first.address is not None
        assert first.summary == f"Yandex Cloud over gRPC: {first.address} (plaintext)"
        port = int(first.address.rpartition(":")[2])
        async with grpc_if_installed(app, "127.0.0.1", port) as second:
            assert second.address not in {None, first.address, other.address}
            remark = f"plaintext; port {port} is taken, --grpc-port chooses another"
            assert second.summary == f"Yandex Cloud over gRPC: {second.address} ({remark})"


async def test_an_address_that_nobody_can_listen_on_turns_grpc_off_and_says_so(app: web.Application) -> None:
    pytest.importorskip("grpc", reason=WHY_SKIPPED)
    async with grpc_if_installed(app, "203.0.113.1", 8082) as served:
        assert (served.address, served.summary) == (None, "gRPC is off: nothing can listen on 203.0.113.1.")


async def test_who_asks_for_none_gets_none(app: web.Application) -> None:
    async with grpc_if_installed(app, "127.0.0.1", None) as served:
        assert served.address is None


async def test_without_the_extra_one_line_says_that_grpc_is_off(
    app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("sandbox.yandex.rpc.s")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "grpc", None)
    async with grpc_if_installed(app, "127.0.0.1", 0) as served:
        assert served.address is None
        assert served.summary == "gRPC is off: its packages are not installed. To have them: make grpc"
