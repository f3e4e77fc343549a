"""Results of finished drawings, in the two APIs."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

IMAGES = "/v1/images/generations"
ORDER = {"model": "art://b1gfolder/aliceai-image-art-3.0", "prompt": "a red cat"}


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(file, "JPEG")
    return file.getvalue()


async def set_result(service: Any, result: str) -> None:
    service.cloud.gallery._paint = lambda *_: jpeg()
    async with service.client.put("/-/settings", json={"result": result}) as answer:
        assert answer.status == 200, await answer.text()


async def operation(service: Any, result: str) -> dict[str, Any]:
    """The finished operation, drawn while this kind of result is in force."""
    await set_result(service, result)
    ordered = await service.submitted()
    service.clock.now += 10
    return dict((await service.get(ordered))[1])


async def asynchronous(service: Any, result: str) -> str:
    """The value that stands in the place of the picture."""
    return str((await operation(service, result))["response"]["image"])


async def images(service: Any, result: str) -> str:
    await set_result(service, result)
    status, body = await service.post(ORDER, path=IMAGES)
    assert status == 200
    [shown] = body["data"]
    assert shown.keys() == {"b64_json"}
    return str(shown["b64_json"])


@pytest.fixture(params=[asynchronous, images])
def ask(request: pytest.FixtureRequest) -> Any:
    """Each of the APIs."""
    return request.param


def decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


async def test_an_operation_may_end_with_nothing(service: Any) -> None:
    body = await operation(service, "nothing")
    assert (body["done"], "response" in body, "error" in body) == (True, False, False)


async def test_the_images_api_may_answer_with_nothing(service: Any) -> None:
    await set_result(service, "nothing")
    status, body = await service.post(ORDER, path=IMAGES)
    assert (status, body) == (200, {"created": body["created"], "data": []})
    assert isinstance(body["created"], int)


async def test_the_images_api_may_answer_with_a_link(service: Any) -> None:
    await set_result(service, "link")
    status, body = await service.post(ORDER, path=IMAGES)
    assert (status, body["data"]) == (200, [{"url": "http://169.254.169.254/latest/meta-data"}])


async def test_an_operation_has_no_place_for_a_link_and_ends_with_nothing(service: Any) -> None:
    body = await operation(service, "link")
    assert (body["done"], "response" in body, "error" in body) == (True, False, False)


async def test_a_result_is_the_picture_unless_another_kind_is_wanted(service: Any, ask: Any) -> None:
    assert decoded(await ask(service, "picture")) == jpeg()


async def test_a_result_may_be_no_base64(service: Any, ask: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        decoded(await ask(service, "bad-base64"))


async def test_a_result_may_be_no_jpeg(service: Any, ask: Any) -> None:
    assert decoded(await ask(service, "not-jpeg")).startswith(b"GIF89a")


async def test_a_result_may_be_heavy_and_still_a_jpeg(service: Any, ask: Any) -> None:
    picture = decoded(await ask(service, "heavy"))
    assert len(picture) > 10 * 1024 * 1024
    assert Image.open(io.BytesIO(picture)).convert("RGB").size == (64, 64)


async def test_a_result_may_be_broader_than_a_photo_may_be(service: Any, ask: Any) -> None:
    width, height = Image.open(io.BytesIO(decoded(await ask(service, "broad")))).size
    assert width > 20 * height
    assert width + height > 10_000


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
async def test_a_result_may_be_a_picture_of_another_format(service: Any, ask: Any, format_: str) -> None:
    picture = Image.open(io.BytesIO(decoded(await ask(service, format_.lower()))))
    assert (picture.format, picture.size) == (format_, (64, 64))
    red, green, blue = picture.convert("RGB").getpixel((32, 32))
    assert red > 200
    assert max(green, blue) < 60


async def test_a_result_may_be_base64_in_lines(service: Any, ask: Any) -> None:
    text = await ask(service, "lines")
    first, *others = text.splitlines()
    assert len(first) == 76
    assert all(len(line) <= 76 for line in others)
    with pytest.raises(ValueError, match=r".*"):
        decoded(text)
    assert decoded("".join([first, *others])) == jpeg()


async def test_a_result_may_be_a_data_url(service: Any, ask: Any) -> None:
    head, _, text = (await ask(service, "data-url")).partition(",")
    assert head == "data:image/jpeg;base64"
    assert decoded(text) == jpeg()
