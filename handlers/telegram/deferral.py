"""Deferral of updates that need an answer of Telegram's first: they are stored, and handled when it is there.

So no handler waits for the network, and nothing is confirmed to Telegram before it, or its effects, are stored. What a
person does in a chat is handled in its order: behind something that is deferred, the rest of theirs is, too.
"""

import asyncio
import logging
from typing import Final

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from drawing.clock import Clock
from drawing.ports.store import Store, StoreError
from drawing.records import DeferredUpdate
from drawing.workers.loop import Wakeup
from handlers.telegram.chat_info import ChatInfo, Unanswered
from handlers.telegram.senders import author_id, chat_of

logger = logging.getLogger(__name__)

_QUESTIONS: Final = 5  # that one update may raise
_PAUSE: Final = 2.0  # seconds, while the database does not do its work
_IDLE: Final = 60.0

_Lane = tuple[int, int]
"""A chat, and a person in it."""


class Deferral:
    """Hands updates to the dispatcher: at once, or, if that needs an answer of Telegram's, when it has been asked."""

    name = "deferral"

    def __init__(self, bot: Bot, dispatcher: Dispatcher, store: Store, chat_info: ChatInfo, clock: Clock) -> None:
        self.wakeup = Wakeup(clock)
        self._bot = bot
        self._dispatcher = dispatcher
        self._store = store
        self._chat_info = chat_info
        self._clock = clock
        self._lanes: set[_Lane] = set()  # in which something waits
        self._is_loaded = False  # what an earlier process has left
        self._changing = asyncio.Lock()  # of the rows and of the lanes, which are to say the same
        self._busy: set[int] = set()  # chats that are being worked off

    async def handle(self, update: Update) -> None:
        """Handle an update, or store it. Raises `StoreError`, and what a handler raises."""
        lane = lane_of(update)
        if lane not in await self._waiting():
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except Unanswered:
                pass
            else:
                return
        await self._defer(lane, update)

    async def run(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                for chat_id in await self._chats() - self._busy:
                    self._busy.add(chat_id)
                    group.create_task(self._work_off(chat_id, stop), name=f"deferred updates of {chat_id}")
                await self.wakeup.wait(_IDLE)

    async def _chats(self) -> set[int]:
        try:
            return {chat_id for chat_id, _ in await self._waiting()}
        except StoreError:
            return set()

    async def _waiting(self) -> set[_Lane]:
        if not self._is_loaded:
            self._lanes.update(await self._store.deferred_lanes())
            self._is_loaded = True
        return self._lanes

    async def _defer(self, lane: _Lane, update: Update) -> None:
        content = update.model_dump_json(by_alias=True, exclude_unset=True)
        async with self._changing:
            self._lanes.add(lane)
            await self._store.defer_update(DeferredUpdate(update.update_id, *lane, content))
        self.wakeup.notify()

    async def _work_off(self, chat_id: int, stop: asyncio.Event) -> None:
        """Handle what waits in a chat, one after the other, asking one question at a time."""
        try:
            while not stop.is_set():
                try:
                    if (first := await self._next(chat_id)) is None:
                        return
                    await self._handle_deferred(first)
                    await self._store.drop_deferred(first.update_id)
                except StoreError:
                    await self._clock.wait(stop, _PAUSE)
        finally:
            self._busy.discard(chat_id)

    async def _next(self, chat_id: int) -> DeferredUpdate | None:
        """The oldest that waits in a chat; where there is none, what comes from now on need not wait either."""
        async with self._changing:
            first = await self._store.first_deferred(chat_id)
            if first is None:
                self._lanes = {lane for lane in self._lanes if lane[0] != chat_id}
        return first

    async def _handle_deferred(self, deferred: DeferredUpdate) -> None:
        try:
            update = Update.model_validate_json(deferred.content, context={"bot": self._bot})
        except ValueError as error:  # another version may have stored it; its content is not logged
            logger.error("update %d is unreadable (%s); dropped", deferred.update_id, type(error).__name__)  # noqa: TRY400
            return
        for _ in range(_QUESTIONS):
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except Unanswered as unanswered:
                await self._chat_info.ask(unanswered.question)
            except StoreError:
                raise
            except Exception:
                logger.exception("update %d could not be handled", deferred.update_id)
                return
            else:
                return
        logger.warning("update %d raised question after question; dropped", deferred.update_id)


def lane_of(update: Update) -> _Lane:
    """The chat of an update, and who did it; 0 where it has none."""
    event = update.message or update.edited_message or update.callback_query or update.my_chat_member
    if event is None:
        return 0, 0
    chat = chat_of(event)
    return (chat.id if chat else 0), author_id(event)
