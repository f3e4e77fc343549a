"""The Images API, the successor of the asynchronous one: the picture comes with the answer to the submission."""

from collections.abc import Sequence

from yandexart.answers import Answer
from yandexart.config import GenerationConfig
from yandexart.connection import Connection
from yandexart.messages import Message, one_text, texts_of
from yandexart.operations import Operation
from yandexart.picture import ANY_FORMAT, Picture, picture_from_base64
from yandexart.transport import Request


class ImagesApi:
    """`POST {url}/v1/images/generations`, in the shape of OpenAI's Images API."""

    def __init__(self, connection: Connection, url: str, folder_id: str) -> None:
        self._connection = connection
        self._url = f"{url}/v1/images/generations"
        self._headers = {"OpenAI-Project": folder_id}

    async def generate(
        self, uri: str, messages: Sequence[Message], config: GenerationConfig, *, timeout: float | None = None
    ) -> Operation:
        """Draw a picture and wait for it: the operation returned is finished, and has no id.

        Raises:
            YandexArtError: by kind; `may_have_executed` says whether a picture may have been paid for all the same.
        """
        body = image_body(uri, messages, config)
        quotable = (*texts_of(messages), one_text(messages))
        request = Request("POST", self._url, headers=self._headers, body=body, quotable=quotable)
        picture = await self._connection.call(request, _picture_from, timeout=timeout, harmless=False)
        return Operation("", done=True, picture=picture, model_version=picture.model_version)


def image_body(uri: str, messages: Sequence[Message], config: GenerationConfig) -> dict[str, object]:
    """The JSON of the request. The API takes one text, so several are joined by commas; `size` is read as a ratio."""
    body: dict[str, object] = {"model": uri, "prompt": one_text(messages)}
    if config.ratio is not None:
        width, height = config.ratio
        body["size"] = f"{width}x{height}"
    return body


def _picture_from(answer: Answer) -> Picture:
    data = answer.fields().get("data")
    first = data[0] if isinstance(data, list) and data else None
    if not isinstance(first, dict):
        raise answer.unexpected("no picture in the answer")
    try:
        return picture_from_base64(first.get("b64_json"), formats=ANY_FORMAT)
    except ValueError as reason:
        raise answer.unexpected(str(reason)) from None
