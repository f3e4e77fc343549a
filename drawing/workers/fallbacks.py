"""Fallbacks: what becomes of a drawing that cannot be told of as it should be.

A sentence instead of the picture, the private chat instead of the group; each step is stored after it is done, and can
be repeated without harm. What cannot comes last, and is stored before it is done.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from drawing.clock import Clock
from drawing.lifecycle import Drawing, Reason, State
from drawing.ports.chat import (
    ChatClosed,
    ChatError,
    ChatMuted,
    ChatRefused,
    Messenger,
    PhotosForbidden,
    SlotGone,
    Undeliverable,
)
from drawing.ports.store import Store

logger = logging.getLogger(__name__)

_REFUSALS: Final = (SlotGone, ChatRefused, ChatMuted, ChatClosed, Undeliverable, PhotosForbidden)

Way = Callable[[Drawing], Awaitable[bool]]
"""Of telling about a drawing; False where it is none."""


class Fallbacks:
    """The ways that are left. Raises the `ChatError`s that concern a moment, and `StoreError`."""

    def __init__(self, store: Store, messenger: Messenger, clock: Clock) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock

    async def leave(self, drawing: Drawing, *, topic_alone: bool) -> None:
        """The bot may not write in the chat, or the topic: its people are told in private, where they let it."""
        ended = await self._store.mute(drawing, self._clock.now(), topic_alone=topic_alone)
        logger.info("the bot may not write in a chat or topic; %d waiting drawings have ended", ended)
        if drawing.state is not State.QUEUED:
            await self._fall_back(drawing, Reason.CHAT_MUTED, (self._go_home, self._explain_here))

    async def turn_away(self, drawing: Drawing) -> None:
        """The chat takes no message about this drawing, and may take others."""
        if drawing.state is not State.QUEUED:
            await self._fall_back(drawing, Reason.UNDELIVERABLE, (self._go_home,))
        else:  # without its slot nothing was paid
            reason = Reason.UNDELIVERABLE if drawing.in_private else Reason.CHAT_MUTED
            await self._store.end(drawing.id, State.FAILED, reason, self._clock.now())

    async def replace_picture(self, drawing: Drawing) -> None:
        """The chat does not let the outcome into a slot, or people delete each that is sent."""
        await self._fall_back(drawing, Reason.SLOT_GONE, (self._explain_here, self._move_home))

    async def _fall_back(self, drawing: Drawing, reason: Reason, ways: Sequence[Way]) -> None:
        """Tell of a drawing where and as it is still possible; what cannot be repeated without harm comes last."""
        for way in ways:
            if await way(drawing):
                return
        await self.give_up(drawing, reason)
        if reason is Reason.CHAT_MUTED:
            return
        try:
            await self._messenger.send_ending(_undeliverable(drawing))
        except Exception as error:  # noqa: BLE001 - whatever it is, the drawing has ended
            logger.warning(
                "the outcome of drawing %d could not be delivered to anyone (%s)", drawing.id, type(error).__name__
            )

    async def _explain_here(self, drawing: Drawing) -> bool:
        """Put a sentence into the slot that does not become the picture; False where that is refused, too."""
        if drawing.slot_id is None or drawing.state is not State.READY:
            return False
        try:
            await self._messenger.show_ending(_undeliverable(drawing))
        except _REFUSALS:
            return False
        if drawing.old_slot_id is not None:
            await self._messenger.delete(drawing.chat_id, drawing.old_slot_id)
        now = self._clock.now()
        await self._store.end(drawing.id, State.FAILED, Reason.UNDELIVERABLE, now, told=True)
        return True

    async def _go_home(self, drawing: Drawing) -> bool:
        """Go on with it in the private chat of its person; False where there is none that takes a message."""
        if drawing.in_private or not drawing.is_of_person:
            return False
        if not await self._messenger.takes_pictures(replace(drawing, chat_id=drawing.person_id, thread_id=None)):
            return False
        await self._store.send_home(drawing)
        return True

    async def _move_home(self, drawing: Drawing) -> bool:
        """The same from a chat that the bot may write in: there nothing goes on promising a picture."""
        is_moved = await self._go_home(drawing)
        if is_moved and drawing.slot_id is not None:
            with suppress(ChatError):
                await self._messenger.delete(drawing.chat_id, drawing.slot_id)
        return is_moved

    async def give_up(self, drawing: Drawing, reason: Reason) -> None:
        """End a drawing whose chat cannot be told."""
        now = self._clock.now()
        if drawing.awaits_outcome:
            await self._store.end(drawing.id, State.FAILED, reason, now, told=True)
        else:
            await self._store.mark_told(drawing.id, None, now)


def _undeliverable(drawing: Drawing) -> Drawing:
    """The drawing as it is told of where its picture cannot be shown."""
    return replace(drawing, state=State.FAILED, reason=Reason.UNDELIVERABLE) if drawing.awaits_outcome else drawing
