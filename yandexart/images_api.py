"""Client of the Images API, the successor of the asynchronous one: synchronous generation, and the list of models."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeGuard

from yarl import URL

from yandexart.answers import Answer
from yandexart.clock import Clock
from yandexart.config import GenerationConfig, checked_timeout
from yandexart.connection import Connection
from yandexart.errors import UnusableResult
from yandexart.http import Request
from yandexart.links import LinkFailed, Links, vendors_link
from yandexart.messages import Message, one_text, texts_of
from yandexart.picture import Picture, picture_from_base64, picture_from_bytes
from yandexart.service import Operation

_MAX_LINKS = 3  # followed of one answer; one picture is ordered
_MAX_MODELS = 1000  # addresses; the vendor lists some dozens
_MODEL_URI = re.compile(r"(?=[\x21-\x7e]{1,256}\Z)(?:art|gpt)://[^/].*", re.DOTALL)


class _Elsewhere(NamedTuple):
    """An answer that says that the service has drawn, but has no picture in itself.

    The text of such an answer is let go before its links are followed: who holds room for it must not ask for more.
    """

    links: Sequence[URL]
    without_body: Answer
    problem: str


class ImagesApi:
    """`POST {url}/v1/images/generations` and `GET {url}/v1/models`, in the shape of OpenAI's API."""

    def __init__(
        self, connection: Connection[Request, Answer], url: str, folder_id: str, *, links: Links, clock: Clock
    ) -> None:
        self._connection = connection
        self._url = f"{url}/v1"
        self._headers = {"OpenAI-Project": folder_id}
        self._links = links
        self._clock = clock

    async def generate(
        self, uri: str, messages: Sequence[Message], config: GenerationConfig, *, timeout: float | None = None
    ) -> Operation:
        """Draw a picture and wait for it: the operation returned is finished, and has no id.

        Raises:
            UnusableResult: the service has drawn, and no picture came of it; it is paid for.
            YandexArtError: by kind; `may_have_executed` says whether a picture may have been paid for all the same.
        """
        seconds = checked_timeout(self._connection.timeout if timeout is None else timeout)
        deadline = self._clock.monotonic() + seconds
        body = image_body(uri, messages, config)
        quotable = (*texts_of(messages), one_text(messages))
        request = Request(
            "POST", f"{self._url}/images/generations", headers=self._headers, body=body, quotable=quotable
        )
        found = await self._connection.call(request, _drawn, timeout=seconds, idempotent=False)
        picture = found if isinstance(found, Picture) else await self._linked(found, deadline)
        return Operation("", done=True, picture=picture, model_version=picture.model_version)

    async def models(self, *, timeout: float | None = None) -> tuple[str, ...]:
        """The addresses of the models, as `Models.list`. Costs nothing.

        Raises:
            YandexArtError: by kind.
        """
        request = Request("GET", f"{self._url}/models", headers=self._headers, quotable=())
        return await self._connection.call(request, models_from, timeout=timeout, idempotent=True)

    async def _linked(self, found: _Elsewhere, deadline: float) -> Picture:
        """The first usable picture behind a link."""
        problem = found.problem
        for link in found.links:
            try:
                content = await self._links.content(link, deadline=deadline)
                return await asyncio.to_thread(picture_from_bytes, content)
            except (LinkFailed, ValueError) as reason:
                problem = str(reason)
        raise found.without_body.unexpected(problem, UnusableResult)


def image_body(uri: str, messages: Sequence[Message], config: GenerationConfig) -> dict[str, object]:
    """The JSON of the request. The API takes one text, so several are joined by commas; `size` is read as a ratio."""
    body: dict[str, object] = {"model": uri, "prompt": one_text(messages)}
    if config.ratio is not None:
        width, height = config.ratio
        body["size"] = f"{width}x{height}"
    return body


def _is_object(entry: object) -> TypeGuard[dict[str, object]]:
    return isinstance(entry, dict)


def _drawn(answer: Answer) -> Picture | _Elsewhere:
    """The first usable picture in the answer; where there is none, the links to one."""
    fields = answer.fields()
    if "data" not in fields:
        raise answer.unexpected("no picture in the answer")
    data = fields["data"]
    problem = "no picture in the answer"
    links: list[URL] = []
    for entry in filter(_is_object, data if isinstance(data, list) else ()):
        for text in filter(None, (entry.get("b64_json"), entry.get("url"))):  # an address can be one of data
            try:
                return picture_from_base64(text)
            except ValueError as reason:
                problem = str(reason)
        link = vendors_link(entry.get("url"))
        if link is not None:
            links.append(link)
        elif "url" in entry:
            problem = "its link is no https address of the vendor's"
    return _Elsewhere(links[:_MAX_LINKS], replace(answer, body=b""), problem)


def models_from(answer: Answer) -> tuple[str, ...]:
    """The addresses in an answer, in its order and each once; UnexpectedAnswer if it has no list."""
    models = answer.fields().get("data")
    if not isinstance(models, list):
        raise answer.unexpected("no list of models")
    ids = (model.get("id") for model in models if isinstance(model, dict))
    found = dict.fromkeys(found for found in ids if isinstance(found, str) and _MODEL_URI.fullmatch(found))
    return tuple(found)[:_MAX_MODELS]
