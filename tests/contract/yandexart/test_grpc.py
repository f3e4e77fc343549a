"""gRPC on the wire: what a server may answer, what a network may do, and what it means for who asked."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yandexart import (
    NO_RETRIES,
    AccessDenied,
    AccountError,
    AccountInactive,
    AnswerTooLarge,
    ApiKey,
    BadCredentials,
    BadRequest,
    Client,
    Endpoints,
    ModelUnknown,
    NotConnected,
    NotFound,
    OperationFailed,
    OutcomeUnknown,
    QuotaExceeded,
    Refused,
    ServiceDown,
    UnexpectedAnswer,
    YandexArtError,
)

grpc = pytest.importorskip("grpc", reason="the extra 'grpc' is not installed (requirements/grpc.txt)")

from google.protobuf.duration_pb2 import Duration  # noqa: E402
from google.protobuf.empty_pb2 import Empty  # noqa: E402
from google.rpc.error_details_pb2 import RetryInfo  # noqa: E402
from google.rpc.status_pb2 import Status as RpcStatus  # noqa: E402
from yandex.cloud.ai.foundation_models.v1.image_generation.image_generation_service_pb2 import (  # noqa: E402
    ImageGenerationRequest,
    ImageGenerationResponse,
)
from yandex.cloud.operation.operation_pb2 import Operation  # noqa: E402
from yandex.cloud.operation.operation_service_pb2 import GetOperationRequest  # noqa: E402

ID = "fbveu1sntjqdkm9bmv8t"
JPEG = bytes.fromhex("ffd8ffc0000b080009001001011100ffd9")  # no more than the header of one, 16 x 9

Answer = Callable[[Any], Any]


class Server:
    """Answers each call with the next of its answers, and remembers paths, bodies and metadata."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, bytes, dict[str, Any]]] = []
        self.address = ""
        self.answers: list[Answer] = []

    def answer(self, body: Any) -> "Server":
        """Bytes, or a message."""
        raw = body if isinstance(body, bytes) else body.SerializeToString()

        async def give(context: Any) -> bytes:
            return raw

        self.answers.append(give)
        return self

    def refuse(self, code: Any, words: str = "", **trailer: Any) -> "Server":
        """Trailer names are written with underscores."""
        named = {"x_request_id": "req-1", **trailer}
        metadata = tuple((name.replace("_", "-"), value) for name, value in named.items())

        async def give(context: Any) -> bytes:
            await context.abort(code, words, metadata)

        self.answers.append(give)
        return self

    def silent(self) -> "Server":
        async def give(context: Any) -> bytes:
            await asyncio.Event().wait()

        self.answers.append(give)
        return self

    def handler(self, path: str) -> Any:
        async def handle(body: bytes, context: Any) -> bytes:
            self.seen.append((path, body, dict(context.invocation_metadata())))
            return await self.answers.pop(0)(context)

        return grpc.unary_unary_rpc_method_handler(handle)


PATHS = {
    "yandex.cloud.ai.foundation_models.v1.image_generation.ImageGenerationAsyncService": ("Generate",),
    "yandex.cloud.operation.OperationService": ("Get", "Cancel"),
}


async def started(server: Server, port: int = 0) -> Any:
    running = grpc.aio.server(options=(("grpc.so_reuseport", 0),))
    for service, names in PATHS.items():
        handlers = {name: server.handler(f"/{service}/{name}") for name in names}
        running.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
    server.address = f"127.0.0.1:{running.add_insecure_port(f'127.0.0.1:{port}')}"
    await running.start()
    return running


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    running = await started(server)
    yield server
    await running.stop(None)


@pytest.fixture
async def call(server: Server, time: Any) -> AsyncIterator[Callable[..., Client]]:
    """Makes a client of the server, or of another address; it repeats nothing."""
    async with AsyncExitStack() as stack:

        def make(address: str = "", **options: Any) -> Client:
            endpoints = Endpoints(grpc_api=address or server.address, grpc_operations=address or server.address)
            given = {"endpoints": endpoints, "retries": NO_RETRIES, "clock": time.clock, **options}
            client = Client("b1gfolder", given.pop("auth", ApiKey("AQVN-secret")), transport="grpc", **given)
            stack.push_async_callback(client.close)
            return client

        yield make


def submit(client: Client, **options: Any) -> Any:
    return client.models.image_generation("yandex-art").run_deferred("a cat", **options)


async def test_a_submission_is_the_message_of_the_api_reference(server, call):
    server.answer(Operation(id=ID))
    model = call().models.image_generation("yandex-art").configure(seed=1863, width_ratio=2, height_ratio=1)
    operation = await model.run_deferred([{"text": "a red cat", "weight": 1}, {"text": "hat", "weight": -0.5}, "sea"])
    assert operation.id == ID
    [(path, body, metadata)] = server.seen
    assert path.endswith("image_generation.ImageGenerationAsyncService/Generate")
    sent = ImageGenerationRequest.FromString(body)
    assert sent.model_uri == "art://b1gfolder/yandex-art/latest"
    assert [(message.text, message.weight) for message in sent.messages] == [
        ("a red cat", 1),
        ("hat", -0.5),
        ("sea", 0),
    ]
    options = sent.generation_options
    assert (options.mime_type, options.seed) == ("image/jpeg", 1863)
    assert (options.aspect_ratio.width_ratio, options.aspect_ratio.height_ratio) == (2, 1)
    assert metadata["authorization"] == "Api-Key AQVN-secret"
    assert metadata["x-data-logging-enabled"] == "false"
    assert len(metadata["x-client-request-id"]) == 36


async def test_what_is_not_configured_is_not_sent(server, call):
    server.answer(Operation(id=ID))
    await submit(call())
    sent = ImageGenerationRequest.FromString(server.seen[0][1])
    assert not sent.generation_options.HasField("aspect_ratio")
    assert sent.generation_options.seed == 0


CODES = {
    "CANCELLED": ServiceDown,
    "UNKNOWN": ServiceDown,
    "INVALID_ARGUMENT": BadRequest,
    "DEADLINE_EXCEEDED": ServiceDown,
    "NOT_FOUND": ModelUnknown,
    "ALREADY_EXISTS": BadRequest,
    "PERMISSION_DENIED": AccessDenied,
    "RESOURCE_EXHAUSTED": QuotaExceeded,
    "FAILED_PRECONDITION": AccountInactive,
    "ABORTED": ServiceDown,
    "OUT_OF_RANGE": BadRequest,
    "UNIMPLEMENTED": ServiceDown,
    "INTERNAL": ServiceDown,
    "UNAVAILABLE": ServiceDown,
    "DATA_LOSS": ServiceDown,
    "UNAUTHENTICATED": BadCredentials,
}


@pytest.mark.parametrize(("name", "kind"), CODES.items())
async def test_each_status_has_its_own_kind(server, call, name, kind):
    server.refuse(grpc.StatusCode[name], "words")
    with pytest.raises(YandexArtError) as raised:
        await submit(call())
    error = raised.value
    assert type(error) is kind
    assert (error.code, error.message, error.request_id) == (grpc.StatusCode[name].value[0], "words", "req-1")
    assert error.client_request_id == server.seen[0][2]["x-client-request-id"]
    assert error.status is None
    assert len(server.seen) == 1


@pytest.mark.parametrize("kind", ["ModelUnknown", "WrongFolder", "BillingProblem", "AccountInactive", "ModelDenied"])
async def test_an_error_of_the_account_is_known_by_families_of_words(server, call, wordings, kind):
    client = call()
    code = grpc.StatusCode.PERMISSION_DENIED if kind == "ModelDenied" else grpc.StatusCode.INVALID_ARGUMENT
    for words in wordings[kind]:
        server.refuse(code, words)
        with pytest.raises(AccountError) as raised:
            await submit(client)
        assert type(raised.value).__name__ == kind, words


async def test_what_is_wrong_with_an_order_is_no_error_of_the_account(server, call, wordings):
    client = call()
    for words in [*wordings["neutral"], "prompt 'the model of a cat is not found' is too long"]:
        server.refuse(grpc.StatusCode.INVALID_ARGUMENT, words)
        with pytest.raises(YandexArtError) as raised:
            await client.models.image_generation().run_deferred("the model of a cat is not found")
        assert not isinstance(raised.value, AccountError), words
    assert raised.value.message == "prompt '…' is too long"


async def test_an_operation_is_not_found_and_what_is_said_of_it_is_no_error_of_the_account(server, call):
    client = call()
    for code, kind in ((grpc.StatusCode.NOT_FOUND, NotFound), (grpc.StatusCode.INVALID_ARGUMENT, BadRequest)):
        server.refuse(code, "Folder not found")
        with pytest.raises(YandexArtError) as raised:
            await client.operations.get(ID)
        assert type(raised.value) is kind


async def test_a_failed_precondition_of_an_operation_is_its_own(server, call):
    client = call()
    for ask in (client.operations.cancel, client.operations.get):
        server.refuse(grpc.StatusCode.FAILED_PRECONDITION, "Operation is done")
        with pytest.raises(BadRequest):
            await ask(ID)


@pytest.mark.parametrize(
    ("details", "seconds"),
    [
        ({"seconds": 7}, 7.0),
        ({"nanos": 500_000_000}, 0.5),
        ({"seconds": -5}, 0.0),
        ({"seconds": 10**11}, 3600.0),
        (None, None),
        (b"\xff no status", None),
    ],
    ids=str,
)
async def test_what_the_service_says_of_when_to_come_again_is_read_and_never_absurd(server, call, details, seconds):
    status = RpcStatus(code=8)
    status.details.add().Pack(Empty())
    if isinstance(details, dict):
        status.details.add().Pack(RetryInfo(retry_delay=Duration(**details)))
    raw = details if isinstance(details, bytes) else status.SerializeToString()
    server.refuse(grpc.StatusCode.RESOURCE_EXHAUSTED, "quota", grpc_status_details_bin=raw)
    with pytest.raises(QuotaExceeded) as raised:
        await submit(call())
    assert raised.value.retry_after == seconds


def finished(**outcome: Any) -> Operation:
    operation = Operation(id=ID, done=True)
    if "error" in outcome:
        operation.error.CopyFrom(RpcStatus(**outcome["error"]))
    if "response" in outcome:
        operation.response.Pack(outcome["response"])
    return operation


async def test_a_finished_operation_has_the_picture_its_size_and_the_model(server, call):
    server.answer(finished(response=ImageGenerationResponse(image=JPEG, model_version="2.0")))
    operation = await call().operations.get(ID)
    assert operation.picture is not None
    assert (operation.picture.data, operation.picture.width, operation.picture.height) == (JPEG, 16, 9)
    assert operation.model_version == operation.picture.model_version == "2.0"


async def test_a_picture_may_be_a_png(server, call):
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes([0, 0, 0, 16, 0, 0, 0, 9]) + bytes(9)
    server.answer(finished(response=ImageGenerationResponse(image=png)))
    picture = (await call().operations.get(ID)).picture
    assert (picture.data, picture.mime_type, picture.width, picture.height) == (png, "image/png", 16, 9)


async def test_an_error_before_the_end_means_wait(server, call):
    server.answer(Operation(id=ID, error=RpcStatus(code=13, message="rolling back")))
    operation = await call().operations.get(ID)
    assert (operation.done, operation.error) == (False, None)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": 13, "message": "internal error"}, OperationFailed),
        ({"code": 3, "message": "it may violate the terms of use"}, Refused),
        ({"code": 13, "message": "it may violate the terms of use"}, OperationFailed),
        ({"code": 99, "message": ""}, OperationFailed),
    ],
)
async def test_a_failed_operation_says_why(server, call, error, kind):
    server.answer(finished(error=error))
    operation = await call().operations.get(ID)
    assert operation.done
    assert type(operation.error) is kind
    assert operation.error.message == error["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xff\xff",
        Operation(),
        Operation(id="another", done=True),
        finished(),
        finished(error={}),
        finished(response=Empty()),
        finished(response=ImageGenerationResponse()),
        finished(response=ImageGenerationResponse(image=b"<html>")),
    ],
    ids=lambda body: str(body).replace("\n", " ")[:60],
)
async def test_an_answer_without_a_readable_outcome_is_unexpected(server, call, body):
    server.answer(body)
    with pytest.raises(UnexpectedAnswer):
        await call().operations.get(ID)


@pytest.mark.parametrize("body", [b"", b"\xff\xff", Operation(id=".."), Operation(done=True)], ids=repr)
async def test_an_answer_without_an_operation_leaves_the_outcome_unknown(server, call, body):
    server.answer(body)
    with pytest.raises(UnexpectedAnswer) as raised:
        await submit(call())
    assert raised.value.may_have_executed


@given(
    body=st.binary(max_size=100) | st.binary(max_size=60).map(lambda tail: Operation(id=ID).SerializeToString() + tail)
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_answered_nothing_is_raised_but_an_error_of_the_library(server, call, body):
    client = call()
    server.answers.clear()
    server.answer(body).answer(body)
    with suppress(YandexArtError):
        await client.operations.get(ID)
    with suppress(YandexArtError):
        await submit(client)
    await client.close()


async def test_a_larger_answer_than_allowed_is_not_read(server, call):
    server.answer(finished(response=ImageGenerationResponse(image=JPEG + bytes(20_000))))
    with pytest.raises(AnswerTooLarge) as raised:
        await call(max_answer=10_000).operations.get(ID)
    assert raised.value.may_have_executed


async def test_a_larger_request_than_allowed_is_not_sent(server, call):
    model = call().models.image_generation("yandex-art", prompt_limit=None)
    with pytest.raises(BadRequest):
        await model.run_deferred("x" * 2_000_000)
    assert server.seen == []


async def test_cancelling_calls_the_service(server, call):
    server.answer(Operation(id=ID))
    await call().operations.cancel(ID)
    assert server.seen[0][0] == "/yandex.cloud.operation.OperationService/Cancel"


@pytest.mark.parametrize("operation_id", ["", "..", "a b", "ä", "x" * 257, None])
async def test_what_cannot_be_an_id_is_not_sent(server, call, operation_id):
    with pytest.raises((TypeError, ValueError), match="operation id"):
        await call().operations.get(operation_id)
    assert server.seen == []


async def test_an_id_may_have_any_visible_signs(server, call):
    operation_id = "fbv.eu1:sn/tj%2e"
    server.answer(Operation(id=operation_id)).answer(Operation(id=operation_id))
    ordered = await submit(call())
    assert not (await call().operations.get(ordered.id)).done
    assert GetOperationRequest.FromString(server.seen[1][1]).operation_id == operation_id


async def test_an_answer_that_does_not_come_in_time_leaves_the_outcome_unknown(server, call):
    client = call()
    server.answer(Operation(id=ID)).silent()
    await submit(client)  # so that the time is not spent on connecting
    with pytest.raises(OutcomeUnknown):
        await submit(client, timeout=0.3)


async def test_a_connection_lost_after_sending_leaves_the_outcome_unknown(call):
    received = bytearray()

    async def hang_up_on_the_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\0\0\0\4\0\0\0\0\0")  # the server's SETTINGS frame (RFC 9113, 6.5), empty
        while b"a cat" not in received:
            received.extend(await reader.read(10_000))
        writer.close()

    async with await asyncio.start_server(hang_up_on_the_request, "127.0.0.1", 0) as listener:
        host, port = listener.sockets[0].getsockname()
        with pytest.raises(OutcomeUnknown) as raised:
            await submit(call(f"{host}:{port}"))
    assert raised.value.may_have_executed


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"])
async def test_who_does_not_speak_grpc_has_not_executed_anything(call, greeting):
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as listener:
        host, port = listener.sockets[0].getsockname()
        with pytest.raises(NotConnected):
            await submit(call(f"{host}:{port}"), timeout=5)


async def test_who_says_nothing_is_not_waited_for_longer_than_asked(call):
    said = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await said.wait()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as listener:
        host, port = listener.sockets[0].getsockname()
        with pytest.raises(NotConnected):
            await submit(call(f"{host}:{port}"), timeout=0.2)
        said.set()


async def test_a_service_that_comes_back_is_found_at_once(call):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    client = call(f"127.0.0.1:{port}")
    with pytest.raises(NotConnected):
        await submit(client)
    late = Server().answer(Operation(id=ID))
    running = await started(late, port)
    assert (await submit(client)).id == ID
    await running.stop(None)


async def test_a_service_with_tls_is_not_spoken_to_without(server, call):
    with pytest.raises(NotConnected):
        await submit(call(f"https://{server.address}"), timeout=5)
    assert server.seen == []


async def test_a_closed_client_says_so(call, server):
    client = call()
    server.answer(Operation(id=ID))
    await submit(client)
    await client.close()
    await client.close()
    with pytest.raises(RuntimeError, match="closed"):
        await submit(client)


async def test_a_cancelled_wait_leaves_the_client_usable(call, server):
    client = call()
    server.silent().answer(Operation(id=ID))
    waiting = asyncio.get_running_loop().create_task(submit(client))
    while not server.seen:  # noqa: ASYNC110 - a call that arrives rings no bell
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await submit(client)).id == ID
