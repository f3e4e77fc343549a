"""The `response` of a finished operation, sound or spoilt as the owner wishes."""

import base64
import io
from typing import assert_never

from PIL import Image

from sandbox.yandex.settings import Result

_TYPE = "type.googleapis.com/yandex.cloud.ai.foundation_models.v1.image_generation.ImageGenerationResponse"

_SOI = b"\xff\xd8"  # what every JPEG begins with
_COMMENT = b"\xff\xfe" + (65_535).to_bytes(2, "big") + bytes(65_533)  # the longest comment segment that JPEG knows


def response_of(result: Result, jpeg: bytes) -> dict[str, object] | None:
    """The JSON of an ImageGenerationResponse; None where the operation is to end with nothing."""
    if result is Result.NOTHING:
        return None
    if result is Result.BAD_BASE64:
        return {"@type": _TYPE, "image": base64.b64encode(jpeg).decode()[:-1] + "*", "modelVersion": ""}
    return {"@type": _TYPE, "image": base64.b64encode(file_of(result, jpeg)).decode(), "modelVersion": ""}


def file_of(result: Result, jpeg: bytes) -> bytes:
    """The file that a result of this kind holds."""
    match result:
        case Result.PICTURE | Result.NOTHING | Result.BAD_BASE64:
            return jpeg
        case Result.NOT_JPEG:
            return b"GIF89a" + jpeg[6:]
        case Result.HEAVY:
            return _SOI + _COMMENT * 170 + jpeg.removeprefix(_SOI)
        case Result.BROAD:
            strip = io.BytesIO()
            Image.open(io.BytesIO(jpeg)).resize((10_500, 480)).save(strip, "JPEG", quality=60)
            return strip.getvalue()
        case _:
            assert_never(result)
