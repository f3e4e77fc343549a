"""The owner's side of the double: `GET` and `PUT /-/settings`, `GET /-/requests`."""

from aiohttp import web

from sandbox.faults import Rule
from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud


class Controls:
    """The handlers of the owner's routes."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    async def get_settings(self, _request: web.Request) -> web.Response:
        """The settings and the faults in force."""
        faults = [rule.to_json() for rule in self._cloud.faults.rules]
        return web.json_response({**self._cloud.settings.to_json(), "faults": faults})

    async def put_settings(self, request: web.Request) -> web.Response:
        """Changes what the body names and leaves the rest; all of it or, with a 400 that says why, nothing."""
        try:
            changes = protojson.parse(await request.read())
            if not isinstance(changes, dict):
                raise ValueError("an object is expected")  # noqa: TRY004, TRY301 - answered below like the others
            rules = _rules(changes.pop("faults")) if "faults" in changes else self._cloud.faults.rules
            self._cloud.settings = self._cloud.settings.changed(changes)
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        self._cloud.faults.rules = rules
        return await self.get_settings(request)

    async def get_requests(self, _request: web.Request) -> web.Response:
        """The latest requests, the oldest first."""
        return web.json_response({"requests": self._cloud.journal.to_json()})


def _rules(value: object) -> list[Rule]:
    if not isinstance(value, list):
        raise ValueError("faults: a list of rules is expected")  # noqa: TRY004 - for the owner it is a wrong value
    return [Rule.from_json(rule) for rule in value]
