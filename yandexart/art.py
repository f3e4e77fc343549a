"""YandexART over REST: a submission, answered by an operation (ImageGenerationAsync.Generate)."""

from collections.abc import Sequence

from yandexart.config import MIME_TYPE, GenerationConfig
from yandexart.connection import Connection
from yandexart.messages import Message, texts_of
from yandexart.operations import Operation, id_from
from yandexart.transport import Request


class RestArt:
    """`POST {url}/foundationModels/v1/imageGenerationAsync`."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self._url = f"{url}/foundationModels/v1/imageGenerationAsync"

    async def generate(
        self, uri: str, messages: Sequence[Message], config: GenerationConfig, *, timeout: float | None = None
    ) -> Operation:
        """Submit a picture. The same submission twice is two paid pictures.

        Only the id is read from the answer: whatever else it holds comes again with the first look at the operation,
        and a paid operation must not be lost over it.

        Raises:
            YandexArtError: by kind; `may_have_executed` says whether a picture may have been ordered all the same.
        """
        body = generation_body(uri, messages, config)
        request = Request("POST", self._url, body=body, quotable=texts_of(messages))
        return Operation(await self._connection.call(request, id_from, timeout=timeout, harmless=False))


def generation_body(uri: str, messages: Sequence[Message], config: GenerationConfig) -> dict[str, object]:
    """The JSON of ImageGenerationRequest: int64 and double travel as strings."""
    options: dict[str, object] = {"mimeType": config.mime_type or MIME_TYPE}
    if config.seed is not None:
        options["seed"] = str(config.seed)
    if config.ratio is not None:
        width, height = config.ratio
        options["aspectRatio"] = {"widthRatio": str(width), "heightRatio": str(height)}
    return {"modelUri": uri, "messages": [_message(message) for message in messages], "generationOptions": options}


def _message(message: Message) -> dict[str, str]:
    if message.weight is None:
        return {"text": message.text}
    return {"text": message.text, "weight": repr(float(message.weight)).removesuffix(".0")}
