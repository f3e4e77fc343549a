"""Results of finished drawings, valid or corrupt as the settings have it, in the shapes of both APIs."""

import base64
import io
from typing import assert_never

from PIL import Image

from sandbox.yandex.settings import Result

WITHOUT_FILE = frozenset({Result.NOTHING, Result.LINK})

_TYPE = "type.googleapis.com/yandex.cloud.ai.foundation_models.v1.image_generation.ImageGenerationResponse"
_LINK = "http://169.254.169.254/latest/meta-data"  # where virtual machines keep what nobody else may read

_SOI = b"\xff\xd8"  # what every JPEG begins with
_COMMENT = b"\xff\xfe" + (65_535).to_bytes(2, "big") + bytes(65_533)  # the longest comment segment that JPEG knows


def response_of(result: Result, jpeg: bytes) -> dict[str, object] | None:
    """The JSON of an ImageGenerationResponse; None where the operation is to end with nothing.

    The message has no field for a link.
    """
    if result in WITHOUT_FILE:
        return None
    return {"@type": _TYPE, "image": _text_of(result, jpeg), "modelVersion": ""}


def data_of(result: Result, jpeg: bytes) -> list[dict[str, str]]:
    """The `data` of an answer of the Images API."""
    if result is Result.NOTHING:
        return []
    if result is Result.LINK:
        return [{"url": _LINK}]
    return [{"b64_json": _text_of(result, jpeg)}]


def _text_of(result: Result, jpeg: bytes) -> str:
    """The file of a result as JSON carries it."""
    file = file_of(result, jpeg)
    if result is Result.LINES:
        return base64.encodebytes(file).decode()
    text = base64.b64encode(file).decode()
    if result is Result.BAD_BASE64:
        return text[:-1] + "*"
    return f"data:image/jpeg;base64,{text}" if result is Result.DATA_URL else text


def file_of(result: Result, jpeg: bytes) -> bytes:
    """The file that a result of this kind holds."""
    match result:
        case Result.PICTURE | Result.NOTHING | Result.LINK | Result.BAD_BASE64 | Result.LINES | Result.DATA_URL:
            return jpeg
        case Result.NOT_JPEG:
            return b"GIF89a" + jpeg[6:]
        case Result.HEAVY:
            return _SOI + _COMMENT * 170 + jpeg.removeprefix(_SOI)
        case Result.BROAD:
            return _saved(Image.open(io.BytesIO(jpeg)).resize((10_500, 480)), "JPEG", quality=60)
        case Result.PNG | Result.WEBP:
            return _saved(Image.open(io.BytesIO(jpeg)), result.value)
        case _:
            assert_never(result)


def _saved(picture: Image.Image, format: str, **options: int) -> bytes:  # noqa: A002 - as Pillow calls it
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()
