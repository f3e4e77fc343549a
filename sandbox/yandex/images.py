"""Alice AI ART: `POST /v1/images/generations`, in the shape of OpenAI's API; the answer waits for the picture."""

import math
import re
import uuid

from aiohttp import web

from sandbox.painter import Part
from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.edge import json_body
from sandbox.yandex.errors import ServiceError, invalid
from sandbox.yandex.gallery import PictureSpec
from sandbox.yandex.generation import check_length, check_ratio
from sandbox.yandex.models import ALICE_ART, YANDEX_ART, Catalogue
from sandbox.yandex.moderation import LATE_REFUSAL, Verdict, judge
from sandbox.yandex.results import data_of

_CATALOGUE = Catalogue("art", (ALICE_ART, YANDEX_ART))
_GATEWAY_TIMEOUT = 3600.0  # seconds that the gateway waits for a drawing which never finishes


class Images:
    """The handler of the Images API."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    async def generate(self, request: web.Request) -> web.Response:
        """Draws; `n`, `quality`, `seed` and all other fields are ignored, as the service ignores them."""
        body = protojson.message(json_body(request), "body")
        _CATALOGUE.check(protojson.string(body.get("model"), "model"), self._cloud.settings.listed)
        prompt = protojson.string(body.get("prompt"), "prompt")
        if not prompt.strip():
            raise invalid("prompt: a text is expected")
        check_length(prompt, "prompt")
        ratio = _ratio(protojson.string(body.get("size"), "size"))
        if judge([prompt]) is not Verdict.FINE:
            raise invalid(LATE_REFUSAL)
        await self._wait()
        spec = PictureSpec(positives=(Part(prompt),), negatives=(), ratio=ratio, seed=self._cloud.seed())
        picture = await self._cloud.gallery.picture(uuid.uuid4().hex, spec)
        data = data_of(self._cloud.settings.result, picture)
        return web.json_response({"created": self._cloud.wall_time(), "data": data})

    async def _wait(self) -> None:
        duration = self._cloud.duration()
        await self._cloud.sleep(min(duration, _GATEWAY_TIMEOUT))
        if math.isinf(duration):
            raise ServiceError(504)


def _ratio(size: str) -> tuple[int, int]:
    """`size` is two whole numbers, read as a ratio: `16x9` and `1600x900` are the same."""
    match = re.fullmatch(r"([0-9]{1,9})x([0-9]{1,9})", size or "1x1")
    if match is None:
        raise invalid("size: two positive whole numbers are expected, such as 16x9")
    width, height = int(match[1]), int(match[2])
    check_ratio(width, height, "size")
    return width, height
