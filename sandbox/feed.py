"""The page's stream of events: numbered, kept for a while, each for those who may see it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.menu import CommandMenu
from sandbox.telegram.model import Chat
from sandbox.telegram.world import Change, World
from sandbox.views import chat_view, message_view

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is kept. A whole chat is shown as it is when the event is read: views of it are large."""

    number: int
    viewers: frozenset[int]
    payload: Json
    chat: Chat | None = None


class Feed:
    """Turns the world's changes into events; the latest `limit` can be read again."""

    def __init__(self, world: World, menu: CommandMenu, limit: int = 2000) -> None:
        self._world = world
        self._menu = menu
        self._events: deque[Event] = deque(maxlen=limit)
        self._readers: set[asyncio.Event] = set()
        self._closed = False
        self.last_number = 0
        world.listeners.append(self._on_change)

    def close(self) -> None:
        """Ends every reader."""
        self._closed = True
        self._wake()

    async def read(self, viewer_id: int, after: int, heartbeat: float) -> AsyncIterator[tuple[int, Json] | None]:
        """Numbers and payloads of the events after `after` that somebody may see.

        None after every `heartbeat` seconds of silence. Where the events asked for are not kept any more, or are those
        of an earlier run of the server, there is one event, "reload".
        """
        if after > self.last_number or (self._events and after < self._events[0].number - 1):
            yield self.last_number, {"type": "reload"}
            return
        changed = asyncio.Event()
        self._readers.add(changed)
        try:
            while not self._closed:
                changed.clear()
                for event in [event for event in self._events if event.number > after]:
                    after = event.number
                    if viewer_id in event.viewers:
                        yield event.number, self._shown(event, viewer_id)
                if not await _is_set_within(changed, heartbeat):
                    yield None
        finally:
            self._readers.discard(changed)

    def _shown(self, event: Event, viewer_id: int) -> Json:
        if event.chat is None:
            return event.payload
        viewer = self._world.users[viewer_id]
        return event.payload | {"chat": chat_view(self._world, self._menu, event.chat, viewer)}

    def _on_change(self, change: Change) -> None:
        self.last_number += 1
        is_of_chat = change.kind == "chat"
        payload = {"type": change.kind, **change.details} | ({} if is_of_chat else {"chat_id": change.chat.id})
        if change.message is not None:
            payload["message"] = message_view(self._world, change.message)
        self._events.append(Event(self.last_number, change.viewers, payload, change.chat if is_of_chat else None))
        self._wake()

    def _wake(self) -> None:
        for reader in self._readers:
            reader.set()


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
