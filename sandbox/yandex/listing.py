"""List of models: `GET /v1/models`, in the shape of OpenAI's API."""

from aiohttp import web

from sandbox.yandex.cloud import Cloud
from sandbox.yandex.models import address, is_folder

_FOLDER_HEADERS = ("OpenAI-Project", "x-folder-id")
_ANY_FOLDER = "b1gsandbox"  # where the request names none: a service account has a folder of its own


class Listing:
    """The handler of the list."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    async def get(self, request: web.Request) -> web.Response:
        """The models that there are, addressed in the folder of the request."""
        folder = _folder(request)
        data = [
            {"id": address(model, folder), "object": "model", "created": 0, "owned_by": "yandex"}
            for model in self._cloud.settings.listed
        ]
        return web.json_response({"object": "list", "data": data})


def _folder(request: web.Request) -> str:
    named = (request.headers.get(name, "") for name in _FOLDER_HEADERS)
    return next(filter(is_folder, named), _ANY_FOLDER)
