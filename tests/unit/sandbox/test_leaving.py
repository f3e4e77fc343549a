"""A client that leaves in the middle of what it says."""

import asyncio

import pytest

from sandbox.composition import Sandbox


@pytest.mark.parametrize(
    "target",
    ["/yandex/foundationModels/v1/imageGenerationAsync", "/telegram/bot7000000001:x/sendMessage", "/api/send"],
)
@pytest.mark.parametrize("body", [b'{"half', b""])
async def test_a_client_that_leaves_in_the_middle_of_its_request_is_no_error(
    target: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with Sandbox.start() as sandbox:
        token = sandbox.telegram.token
        path = target.replace("7000000001:x", token)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
        )
        _, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
        writer.write(head.encode() + body)
        await writer.drain()
        await asyncio.sleep(0.05)  # the request is being read
        writer.close()
        await writer.wait_closed()
    assert caplog.text == ""
