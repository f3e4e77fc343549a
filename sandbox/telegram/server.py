"""Bot API server: `/bot<token>/<method>`, `/file/bot<token>/<path>`, and the owner's controls under `/-/`."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from email.utils import formatdate

from aiohttp import web

from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.telegram.api import Api
from sandbox.telegram.edge import Answer, BotApiCall, error_body, respond
from sandbox.telegram.errors import ApiError
from sandbox.telegram.exchanges import Exchange, Observer
from sandbox.telegram.flood import FloodControl
from sandbox.telegram.methods import BY_LOWER_CASE, METHODS
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.requests import Received, receive
from sandbox.telegram.settings import BadSettingError, Behaviour, OwnerSettings
from sandbox.telegram.webhook import Webhook
from sandbox.telegram.world import World

_JOURNAL_LIMIT = 1000  # exchanges

_log = logging.getLogger(__name__)


class TelegramServer:
    """A Bot API server for one world and its bot.

    The token of its bot is another one each time, unless it is given: no page on the web can know it. `observers` are
    called for every request that was executed, whatever fault its answer meets. `monotonic` times the flood limits, in
    seconds.
    """

    def __init__(
        self,
        world: World,
        *,
        token: str | None = None,
        faults: Faults | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        flood = FloodControl(monotonic)
        self.world = world
        self.token = token or f"{world.bot.id}:{secrets.token_urlsafe(26)}"
        self.faults = faults or Faults()
        self.api = Api(world, flood, Behaviour(), Webhook(world.updates))
        self.settings = OwnerSettings(world, self.faults, flood, self.api.behaviour)
        self.journal: Journal[Exchange] = Journal(_JOURNAL_LIMIT)
        self.observers: list[Observer] = [self._record]
        self.date: Callable[[], float] | None = None  # of answers, where it is not that of messages

    def application(self) -> web.Application:
        """The routes, to be served alone or mounted under a prefix."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{folder}/{name}", self._download)
        app.router.add_get("/-/settings", self._get_settings)
        app.router.add_put("/-/settings", self._put_settings)
        app.router.add_get("/-/requests", self._get_requests)
        app.router.add_route("*", "/{anything:.*}", _not_found)
        app.cleanup_ctx.append(self._deliver_to_webhook)
        app.on_shutdown.append(self._end_polls)
        app.on_response_prepare.append(self._date)
        return app

    async def _deliver_to_webhook(self, _app: web.Application) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            delivery = tasks.create_task(self.api.webhook.run())
            yield
            delivery.cancel()

    async def _date(self, _request: web.Request, answer: web.StreamResponse) -> None:
        """Answers are dated by the same clock as messages, but for a server of somebody's own whose clock is wrong."""
        answer.headers["Date"] = formatdate((self.date or self.world.clock)(), usegmt=True)

    async def _end_polls(self, _app: web.Application) -> None:
        self.world.updates.interrupt("the server is shutting down")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        refusal = self._unauthorized(request)
        if refusal is not None:
            return refusal
        if self.world.clock() < self.api.logged_out_until:
            return respond((400, error_body(400, "Logged out")))
        name = request.match_info["method"]
        method = BY_LOWER_CASE.get(name.lower(), name)
        try:
            received = await receive(request)
        except ApiError as error:
            return respond(_refused(error))
        call = BotApiCall(request, lambda: self._execute(method, received))
        return await call.answer(self.faults.strike(f"telegram.{method}", received.values))

    def _unauthorized(self, request: web.Request) -> web.Response | None:
        token = request.match_info["token"]
        if token == self.token:
            return None
        number = token.partition(":")[0]
        is_shaped = ":" in token and number.isdecimal() and not number.startswith("0") and len(token) <= 80
        description = "Unauthorized" if is_shaped else "Unauthorized: invalid token specified"
        return respond((401, error_body(401, description)))

    async def _execute(self, method: str, received: Received) -> Answer:
        try:
            if method not in METHODS:
                raise ApiError(404, "Not Found: method not found")  # noqa: TRY301 - answered like the others
            result = await METHODS[method](self.api, Parameters(received.values, received.uploads))
            status, body = 200, {"ok": True, "result": result}
        except ApiError as error:
            status, body = _refused(error)
        except Exception:  # noqa: BLE001 - one broken method must not end the server
            _log.exception("the sandbox failed at %s", method)
            status, body = 500, error_body(500, "Internal Server Error: the sandbox has a bug, see its log")
        exchange = Exchange(method, received.described(), status, body, self.world.clock())
        for observer in self.observers:
            observer(exchange)
        return status, body

    async def _download(self, request: web.Request) -> web.Response:
        refusal = self._unauthorized(request)
        if refusal is not None:
            return refusal
        name = request.match_info["name"]
        data = await asyncio.to_thread(self.world.files.read, name)
        if data is None:
            return await _not_found(request)
        return web.Response(body=data, content_type="application/octet-stream")

    async def _get_settings(self, _request: web.Request) -> web.Response:
        return web.json_response(self.settings.read())

    async def _put_settings(self, request: web.Request) -> web.Response:
        try:
            changes = await request.json()
            if not isinstance(changes, dict):
                raise BadSettingError("an object was expected")  # noqa: TRY301 - answered like the others
            self.settings.change(changes)
        except BadSettingError as error:
            return web.json_response({"error": str(error)}, status=400)
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            return web.json_response({"error": "no JSON"}, status=400)
        return web.json_response(self.settings.read())

    async def _get_requests(self, request: web.Request) -> web.Response:
        method = request.query.get("method")
        return web.json_response({"requests": self.journal.to_json(lambda one: method in (None, one.method))})

    def _record(self, exchange: Exchange) -> None:
        # Polls would soon crowd out everything else, and tell nothing that the updates do not.
        if exchange.method != "getUpdates":
            self.journal.add(exchange)


def _refused(error: ApiError) -> Answer:
    return error.status, error_body(error.status, error.description, error.parameters)


async def _not_found(_request: web.Request) -> web.Response:
    return respond((404, error_body(404, "Not Found")))
