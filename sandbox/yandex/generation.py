"""YandexART: `POST /foundationModels/v1/imageGenerationAsync`."""

from collections.abc import Mapping

from aiohttp import web

from sandbox.painter import Part
from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.edge import json_body
from sandbox.yandex.errors import invalid
from sandbox.yandex.gallery import PictureSpec
from sandbox.yandex.models import YANDEX_ART, Catalogue
from sandbox.yandex.moderation import REFUSAL, Verdict, judge
from sandbox.yandex.operations import Operation, Operations

PROMPT_LIMIT = 500  # code points per message; of the one prompt that the Images API takes
_RATIO_LIMIT = 20  # the largest that the painter can paint; the service's own limit is not known

_CATALOGUE = Catalogue("art", (YANDEX_ART,))


class ImageGenerationAsync:
    """The service that accepts requests for pictures, over REST and gRPC."""

    def __init__(self, cloud: Cloud, operations: Operations) -> None:
        self._cloud = cloud
        self._operations = operations

    async def generate(self, request: web.Request) -> web.Response:
        """The answer to a request over REST: the operation that it started."""
        operation = self.order(protojson.message(json_body(request), "body"))
        return web.json_response(operation.to_json())

    def order(self, body: Mapping[str, object]) -> Operation:
        """A new operation for an ImageGenerationRequest in its JSON form.

        Raises:
            ServiceError: the request is refused.
        """
        uri = protojson.string(body.get("modelUri"), "modelUri")
        _CATALOGUE.check(uri, self._cloud.settings.listed)
        parts = _parts(body.get("messages"))
        ratio, seed = _options(body.get("generationOptions"))
        verdict = judge(part.text for part in parts)
        if verdict is Verdict.REFUSED:
            raise invalid(REFUSAL)
        spec = PictureSpec(
            positives=tuple(part for part in parts if part.weight > 0),
            negatives=tuple(part for part in parts if part.weight < 0),
            ratio=ratio,
            seed=seed or self._cloud.seed(),
        )
        return self._operations.start(spec, refused_late=verdict is Verdict.REFUSED_LATE)


def _parts(value: object) -> list[Part]:
    messages = [protojson.message(item, "messages") for item in protojson.repeated(value, "messages")]
    if not messages:
        raise invalid("messages: at least one message is expected")
    parts = []
    for message in messages:
        text = protojson.string(message.get("text"), "messages.text")
        if not text.strip():
            raise invalid("messages.text: a text is expected")
        check_length(text, "messages.text")
        # A weight of 0 is the same as none on the wire of protobuf.
        weight = protojson.double(message.get("weight"), "messages.weight") or 1.0
        parts.append(Part(text, weight))
    return parts


def _options(value: object) -> tuple[tuple[int, int], int]:
    """The ratio and the seed of `generationOptions`; seed 0 means random."""
    options = protojson.message(value, "generationOptions")
    mime_type = protojson.string(options.get("mimeType"), "generationOptions.mimeType")
    if mime_type not in {"", "image/jpeg"}:
        raise invalid("generationOptions.mimeType: only image/jpeg is supported")
    seed = protojson.int64(options.get("seed"), "generationOptions.seed")
    if seed < 0:
        raise invalid("generationOptions.seed: a number from 0 to 9223372036854775807 is expected")
    aspect_ratio = protojson.message(options.get("aspectRatio"), "generationOptions.aspectRatio")
    width = protojson.int64(aspect_ratio.get("widthRatio"), "generationOptions.aspectRatio.widthRatio")
    height = protojson.int64(aspect_ratio.get("heightRatio"), "generationOptions.aspectRatio.heightRatio")
    if width == height == 0:
        return (1, 1), seed
    check_ratio(width, height, "generationOptions.aspectRatio")
    return (width, height), seed


def check_length(text: str, where: str) -> None:
    """Raises:
    ServiceError: 400 for a prompt of too many code points.
    """
    if len(text) > PROMPT_LIMIT:
        raise invalid(f"{where}: {len(text)} characters, at most {PROMPT_LIMIT} are allowed")


def check_ratio(width: int, height: int, where: str) -> None:
    """Raises:
    ServiceError: 400 for a ratio that no picture can have.
    """
    if width < 1 or height < 1:
        raise invalid(f"{where}: both numbers must be positive")
    if max(width, height) > _RATIO_LIMIT * min(width, height):
        raise invalid(f"{where}: at most {_RATIO_LIMIT}:1 is supported")
