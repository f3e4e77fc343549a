"""Which models there are: the list that the Images API and its sisters share."""

import re

from yandexart.answers import Answer
from yandexart.connection import Connection
from yandexart.transport import Request

_MOST = 1000  # addresses; the vendor lists some dozens
_ADDRESS = re.compile(r"(?=[\x21-\x7e]{1,256}\Z)(?:art|gpt)://[^/].*", re.DOTALL)


class Catalogue:
    """`GET {url}/v1/models`, in the shape of OpenAI's API."""

    def __init__(self, connection: Connection, url: str, folder_id: str) -> None:
        self._connection = connection
        self._url = f"{url}/v1/models"
        self._headers = {"OpenAI-Project": folder_id}

    async def list(self, *, timeout: float | None = None) -> tuple[str, ...]:
        """The addresses of the models, as `Models.list`. Costs nothing.

        Raises:
            YandexArtError: by kind.
        """
        request = Request("GET", self._url, headers=self._headers, quotable=())
        return await self._connection.call(request, addresses_from, timeout=timeout, harmless=True)


def addresses_from(answer: Answer) -> tuple[str, ...]:
    """The addresses in an answer, in its order and each once; UnexpectedAnswer if it has no list."""
    models = answer.fields().get("data")
    if not isinstance(models, list):
        raise answer.unexpected("no list of models")
    ids = (model.get("id") for model in models if isinstance(model, dict))
    found = dict.fromkeys(found for found in ids if isinstance(found, str) and _ADDRESS.fullmatch(found))
    return tuple(found)[:_MOST]
