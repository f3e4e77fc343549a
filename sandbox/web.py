"""Web server of the chat page: its files, its API, and its stream of events."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from sandbox.feed import Feed
from sandbox.telegram.administration import Administration
from sandbox.telegram.model import User
from sandbox.telegram.people import People, RefusedError
from sandbox.telegram.server import TelegramServer
from sandbox.views import bot_view, chat_view, is_shown, message_view, user_view

PAGE: Final = Path(__file__).parent / "page"
_HEARTBEAT = 15.0  # seconds of silence after which the stream says that it is alive
_VOICE_SECONDS = 4
_MOST_PHOTOS = 10  # of an album, as in Telegram
_CACHE_FOREVER = "public, max-age=31536000, immutable"

Json = dict[str, Any]
_Action = Callable[[Json], Json]


class Pages:
    """The handlers of the page's API."""

    def __init__(self, telegram: TelegramServer, owner: int | None = None) -> None:
        """`owner` is who owns the bot, where one of the people does."""
        self._telegram = telegram
        self._owner = owner
        self._world = telegram.world
        self._people = People(telegram.world, telegram.api.behaviour)
        self._administration = Administration(telegram.world, self._people)
        self._feed = Feed(telegram.world, telegram.api.menu)

    def add_to(self, app: web.Application) -> None:
        """Adds the routes to an application, and ends the streams with it."""
        app.router.add_get("/", self._index)
        app.router.add_static("/page/", PAGE)
        app.router.add_get("/api/state", self._state)
        app.router.add_get("/api/events", self._events)
        app.router.add_get("/api/file/{unique_id}", self._file)
        for name in ("send", "album", "forward", "edit", "delete", "press", "chat"):
            action: _Action = getattr(self, f"_{name}")
            app.router.add_post(f"/api/{name}", _json_handler(action))
        app.on_shutdown.append(self._close)
        app.on_response_prepare.append(_revalidate)

    async def _close(self, _app: web.Application) -> None:
        self._feed.close()

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    def _viewer(self, request: web.Request) -> User:
        account = request.query.get("as", "")
        try:
            return self._people.person(int(account)) if account else self._world.people[0]
        except (ValueError, RefusedError):
            raise _bad_request("there is no such person") from None

    async def _state(self, request: web.Request) -> web.Response:
        viewer, world = self._viewer(request), self._world
        shown = [chat for chat in world.chats.values() if is_shown(world, chat, viewer)]
        return web.json_response(
            {
                "users": [user_view(person) for person in world.people],
                "me": viewer.id,
                "bot": bot_view(world.bot),
                "owner": self._owner,
                "chats": [chat_view(world, self._telegram.api.menu, chat, viewer) for chat in shown],
                "last_event": self._feed.last_number,
            },
            headers={"Cache-Control": "no-store"},
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        viewer = self._viewer(request)
        try:
            after = int(request.headers.get("Last-Event-ID") or request.query.get("after") or self._feed.last_number)
        except ValueError:
            raise _bad_request("after is a number") from None
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        try:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            async for event in self._feed.read(viewer.id, after, _HEARTBEAT):
                await response.write(_as_event(*event) if event else b": still here\n\n")
        except ConnectionResetError:
            pass  # the page was closed
        return response

    async def _file(self, request: web.Request) -> web.Response:
        unique_id = request.match_info["unique_id"]
        data = await asyncio.to_thread(self._world.files.read, unique_id)
        if data is None:
            raise web.HTTPNotFound(text='{"error": "this file is gone"}', content_type="application/json")
        kind = self._world.files.mime_type(unique_id)
        # Only pictures are shown; anything else that was uploaded must not run in the page's origin.
        is_picture = kind in ("image/jpeg", "image/png", "image/webp", "image/gif")
        headers = {"Cache-Control": _CACHE_FOREVER, "X-Content-Type-Options": "nosniff"}
        return web.Response(body=data, content_type=kind if is_picture else "application/octet-stream", headers=headers)

    def _send(self, body: Json) -> Json:
        message = self._people.send(
            _number(body, "as"),
            _number(body, "chat_id"),
            _text(body, "caption" if body.get("photo") else "text"),
            thread_id=_optional_number(body, "thread_id"),
            reply_to=_optional_number(body, "reply_to"),
            quote=_text(body, "quote") or None,
            sticker=_text(body, "sticker")[:16] or None,
            voice=_VOICE_SECONDS if body.get("voice") is True else None,
            photo=body.get("photo") is True,
        )
        return {"message": message_view(self._world, message)}

    def _album(self, body: Json) -> Json:
        """Several photos at once; the caption stands under the first, as applications put it."""
        photos = _number(body, "photos")
        if not 2 <= photos <= _MOST_PHOTOS:
            raise RefusedError(f"an album has 2 to {_MOST_PHOTOS} photos")
        messages = self._people.send_album(
            _number(body, "as"),
            _number(body, "chat_id"),
            [_text(body, "caption"), *[""] * (photos - 1)],
            thread_id=_optional_number(body, "thread_id"),
        )
        return {"messages": [message_view(self._world, message) for message in messages]}

    def _forward(self, body: Json) -> Json:
        message = self._people.forward(
            _number(body, "as"),
            _number(body, "from_chat_id"),
            _number(body, "id"),
            _number(body, "chat_id"),
            thread_id=_optional_number(body, "thread_id"),
        )
        return {"message": message_view(self._world, message)}

    def _edit(self, body: Json) -> Json:
        message = self._people.edit(
            _number(body, "as"), _number(body, "chat_id"), _number(body, "id"), _text(body, "text")
        )
        return {"message": message_view(self._world, message)}

    def _delete(self, body: Json) -> Json:
        self._people.delete(_number(body, "as"), _number(body, "chat_id"), _number(body, "id"))
        return {}

    def _press(self, body: Json) -> Json:
        chat_id, message_id = _number(body, "chat_id"), _number(body, "id")
        return {"query_id": self._people.press(_number(body, "as"), chat_id, message_id, _text(body, "data"))}

    def _chat(self, body: Json) -> Json:
        self._administration.perform(
            _number(body, "as"),
            _number(body, "chat_id"),
            _text(body, "do"),
            _optional_number(body, "thread_id"),
        )
        return {}


async def _revalidate(request: web.Request, response: web.StreamResponse) -> None:
    """Makes browsers ask whether the page's files have changed: after an update, old and new ones do not mix."""
    if request.path.startswith("/page/"):
        response.headers["Cache-Control"] = "no-cache"


def _json_handler(action: _Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        # A form of another site can be sent here by any browser, JSON cannot.
        if request.content_type != "application/json":
            raise _bad_request("JSON was expected")
        try:
            body = await request.json()
            if not isinstance(body, dict):
                raise RefusedError("an object was expected")  # noqa: TRY301 - answered like the others
            return web.json_response(action(body))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            raise _bad_request("that is no JSON") from None
        except RefusedError as refusal:
            raise _bad_request(str(refusal)) from None

    return handler


def _bad_request(reason: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": reason}), content_type="application/json")


def _number(body: Json, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError(f"{name} is a number")
    return value


def _optional_number(body: Json, name: str) -> int | None:
    return _number(body, name) if body.get(name) is not None else None


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise RefusedError(f"{name} is a text")
    text = value or ""
    return text.encode("utf-8", "replace").decode()


def _as_event(number: int, payload: Json) -> bytes:
    return f"id: {number}\ndata: {json.dumps(payload, ensure_ascii=False)}\n\n".encode()
