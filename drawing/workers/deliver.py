"""Saying things in the chats: the slot first, the outcome at last.

Each chat has a lane of its own, so that a blocked or flood-limited one delays only itself, and within a chat things
are said in the order in which they were asked for. Slots and outcomes share the lane: two hands at one drawing could
send two slots.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Final

from drawing.byte_budget import StoredPictures
from drawing.clock import Clock
from drawing.estimates import Estimator
from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatMoved,
    ChatMuted,
    ChatUnreachable,
    Messenger,
    PhotosForbidden,
    SlotGone,
    TopicClosed,
    Undeliverable,
)
from drawing.ports.store import Store, StoreError
from drawing.rate_limits import Backoff
from drawing.records import WaitEstimate
from drawing.service_health import ServiceHealth
from drawing.workers.loop import Wakeups, run_loop
from drawing.workers.notices import Notices

logger = logging.getLogger(__name__)

_LANES: Final = 32
_WAITING: Final = 256  # chats that may wait for room for their large pictures, and take no lane from others meanwhile
_KEPT_FREE: Final = 24  # lanes that notices of a pause leave to slots and outcomes
_IDLE: Final = 5.0  # seconds between looks at the database when nobody rings
_GRACE: Final = 86_400.0  # seconds past its deadline in which an ended one is still told, though Telegram fails at it
_TRIES: Final = 6  # of one drawing, against errors that nobody has a name for

Step = Callable[[Drawing], Awaitable[None]]


class Delivery:
    """What is said about one drawing. Every step is stored after it is done, and can be repeated without harm."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Clock,
        *,
        pictures: StoredPictures,
        estimator: Estimator,
        notices: Notices,
        notify_after: float,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self._pictures = pictures
        self._estimator = estimator
        self._notices = notices
        self._notify_after = notify_after

    @property
    def waiting(self) -> int:
        """How many pictures wait for room in memory."""
        return self._pictures.waiting

    async def advance(self, drawing: Drawing) -> None:
        """Post the slot of a queued drawing, or tell the outcome of another. Raises the messenger's `ChatError`s."""
        is_new = drawing.state is State.QUEUED and drawing.slot_id is None
        if is_new and not drawing.in_private and not await self._messenger.takes_pictures(drawing):
            # Without its slot it was not submitted yet, and so nothing is paid in vain.
            await self._store.end(drawing.id, State.FAILED, Reason.PHOTOS_FORBIDDEN, self._clock.now())
            return
        if drawing.slot_id is None or self._wants_fresh_slot(drawing):
            drawing = await self._post_slot(drawing)
        if drawing.state is not State.QUEUED and drawing.slot_id is not None:
            await self._tell(drawing)

    def _wants_fresh_slot(self, drawing: Drawing) -> bool:
        """Edits make no sound: an outcome that people no longer wait for comes in a message of its own."""
        if drawing.state in {State.QUEUED, State.CANCELLED} or drawing.finished_at is None:
            return False
        if drawing.slot_fresh or drawing.is_quiet or not drawing.notify:
            return False
        return drawing.finished_at - drawing.created_at > self._notify_after

    async def _post_slot(self, drawing: Drawing) -> Drawing:
        # A slot that is about to become the outcome promises nothing.
        estimate = await self._estimator.for_slot(drawing) if drawing.state is State.QUEUED else WaitEstimate()
        try:
            slot = await self._messenger.post_slot(drawing, estimate)
        except ChatMuted:
            if drawing.slot_id is None:
                raise
            return drawing  # the slot that stands can perhaps be edited still
        stored = await self._store.save_slot(drawing, slot.message_id, replies=slot.replies)
        if estimate.outage is not None:
            self._notices.note(drawing.id)
        return stored

    async def _tell(self, drawing: Drawing) -> None:
        file_id = None
        try:
            if drawing.state is not State.READY:
                await self._messenger.show_ending(drawing)
            elif (file_id := await self._show_picture(drawing)) is None:
                await self._store.end(drawing.id, State.FAILED, Reason.RESULT_LOST, self._clock.now())
                return
        except SlotGone:
            await self._replace_slot(drawing)
            return
        if drawing.old_slot_id is not None:
            await self._messenger.delete(drawing.chat_id, drawing.old_slot_id)
        await self._store.mark_told(drawing.id, file_id, self._clock.now())

    async def _show_picture(self, drawing: Drawing) -> str | None:
        """Show the picture, in memory for no longer than that takes; None where it is lost."""
        async with self._pictures.loaded(drawing.id) as picture:
            return None if picture is None else await self._messenger.show_picture(drawing, picture)

    async def _replace_slot(self, drawing: Drawing) -> None:
        """A slot that vanished is replaced once; somebody who deletes it twice does not want it."""
        if drawing.lost_slots > 0:
            await self.give_up(drawing, Reason.SLOT_GONE)
        else:
            await self._store.clear_slot(drawing.id)

    async def leave(self, drawing: Drawing, *, topic_alone: bool) -> None:
        """The bot may not write in the chat, or the topic: its people are told in private, where they let it."""
        ended = await self._store.mute(drawing, self._clock.now(), topic_alone=topic_alone)
        logger.info("the bot may not write in a chat or topic; %d waiting drawings ended with that", ended)
        if drawing.state is State.QUEUED:
            return
        if drawing.is_of_person and not drawing.in_private:
            await self._store.send_home(drawing)
        else:
            await self.give_up(drawing, Reason.CHAT_MUTED)

    async def ping(self) -> bool:
        """Whether the chat's service answers at all."""
        return await self._messenger.ping()

    async def explain(self, drawing: Drawing, reason: Reason) -> None:
        """Telegram does not take what was to be said: a sentence is said instead; if that is refused, nothing more."""
        now = self._clock.now()
        if not await self._store.end(drawing.id, State.FAILED, reason, now):
            await self._store.mark_told(drawing.id, None, now)

    async def give_up(self, drawing: Drawing, reason: Reason) -> None:
        """End a drawing whose chat cannot be told."""
        now = self._clock.now()
        if _awaits_outcome(drawing):
            await self._store.end(drawing.id, State.FAILED, reason, now, told=True)
        else:
            await self._store.mark_told(drawing.id, None, now)


class DeliverWorker:
    """Gives queued drawings their slot, and tells the outcome of finished ones."""

    name = "deliver"

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        clock: Clock,
        *,
        notices: Notices,
        health: ServiceHealth,
        source: random.Random,
        wakeups: Wakeups,
    ) -> None:
        self.wakeup = wakeups.deliver
        self._store = store
        self._delivery = delivery
        self._notices = notices
        self._health = health
        self._clock = clock
        self._random = source
        self._wakeups = wakeups
        self._at_work: dict[int, DrawingId] = {}  # by chat, as it was when the work began: it may move meanwhile
        self._resting_chats: dict[int, float] = {}
        self._tries: dict[DrawingId, Backoff] = {}
        self._failed_alone: set[DrawingId] = set()  # at their last try, and Telegram was there
        self._trouble = Backoff(1.0, 30.0, source)

    async def run(self, stop: asyncio.Event) -> None:
        self._at_work.clear()  # what was at work when the worker ended with a fault has been cut short
        await run_loop(self, stop)

    async def start_next(self, group: asyncio.TaskGroup) -> float:
        """Begin as much as there are lanes for; returns how many seconds to wait before looking again."""
        now = self._clock.monotonic()
        free = _LANES - len(self._at_work) + min(self._delivery.waiting, _WAITING)
        pause = self._trouble.delay(now)
        if pause > 0 or free <= 0:
            return pause or _IDLE
        self._resting_chats = {chat: until for chat, until in self._resting_chats.items() if until > now}
        resting = {drawing_id: one.delay(now) for drawing_id, one in self._tries.items() if one.delay(now) > 0}
        for drawing in await self._store.next_to_tell(free, self._busy_chats(), resting.keys()):
            if drawing.id not in self._at_work.values():  # in the chat that it is just leaving
                self._begin_one(drawing, self._delivery.advance, group)
        if self._health.outage() is not None:
            spare = _LANES - _KEPT_FREE - len(self._at_work)
            for drawing in await self._notices.due(spare, self._busy_chats()):
                self._begin_one(drawing, self._notices.give, group)
        return min([_IDLE, *(until - now for until in self._resting_chats.values()), *resting.values()])

    def _busy_chats(self) -> set[int]:
        return {*self._at_work, *self._resting_chats}

    def _begin_one(self, drawing: Drawing, step: Step, group: asyncio.TaskGroup) -> None:
        self._at_work[drawing.chat_id] = drawing.id
        group.create_task(self._work(drawing, step), name=f"tell {drawing.id}")

    async def _work(self, drawing: Drawing, step: Step) -> None:
        try:
            await self._try(drawing, step)
        except StoreError:
            logger.exception("what was said about drawing %d cannot be stored; it is said again", drawing.id)
            self._trouble.fail(self._clock.monotonic())
        finally:
            del self._at_work[drawing.chat_id]
            self.wakeup.resume()
            self._wakeups.submit.notify()

    async def _try(self, drawing: Drawing, step: Step) -> None:
        """Advance one drawing, and give every error to the one whom it concerns: a drawing, a chat, or everybody."""
        is_reachable = True
        try:
            await step(drawing)
        except ChatBusy as error:
            self._resting_chats[drawing.chat_id] = self._clock.monotonic() + error.retry_after
        except ChatUnreachable:
            is_reachable = False
        except ChatMoved as error:
            await self._store.move_chat(drawing.chat_id, error.new_chat_id)
        except ChatClosed:
            await self._delivery.give_up(drawing, Reason.CHAT_CLOSED)
            ended = await self._store.close_chat(drawing.chat_id, self._clock.now())
            self._forget_tries(drawing)
            logger.info("a chat is closed to the bot; %d of its waiting drawings ended with it", ended)
        except ChatMuted as error:
            await self._delivery.leave(drawing, topic_alone=isinstance(error, TopicClosed))
            self._forget_tries(drawing)
        except PhotosForbidden:
            await self._explain(drawing, Reason.NO_PHOTO_RIGHTS)
        except Undeliverable:
            await self._explain(drawing, Reason.UNDELIVERABLE)
        except StoreError:
            raise
        except Exception:
            logger.exception("telling drawing %d failed", drawing.id)
            await self._count_try(drawing)
        else:
            self._trouble.succeed()
            self._forget_tries(drawing)
        if not is_reachable:  # here, where no error keeps the picture in memory
            await self._count_unanswered(drawing)

    def _forget_tries(self, drawing: Drawing) -> None:
        self._tries.pop(drawing.id, None)
        self._failed_alone.discard(drawing.id)

    async def _count_unanswered(self, drawing: Drawing) -> None:
        """Telegram is away, and everybody waits; or it is there and fails at this one again, and this one waits alone.

        It may get over it until the drawing's deadline; then the person is told, which may take some trying, too.
        """
        again = drawing.id in self._failed_alone
        if not await self._delivery.ping():
            self._failed_alone.discard(drawing.id)
            self._trouble.fail(self._clock.monotonic())
            return
        self._failed_alone.add(drawing.id)
        if not again:  # it may have come back just now
            self._trouble.fail(self._clock.monotonic())
        elif self._clock.now() < drawing.deadline_at + (0.0 if _awaits_outcome(drawing) else _GRACE):
            self._rest(drawing)
        else:
            await self._explain(drawing, Reason.UNDELIVERABLE)

    async def _count_try(self, drawing: Drawing) -> None:
        """An error nobody has a name for is tried again a few times, for it may pass; it holds up nobody else."""
        if self._rest(drawing) >= _TRIES:
            await self._explain(drawing, Reason.UNDELIVERABLE)

    async def _explain(self, drawing: Drawing, reason: Reason) -> None:
        """Have a sentence said instead, tried as often as what could not be said."""
        await self._delivery.explain(drawing, reason)
        self._forget_tries(drawing)

    def _rest(self, drawing: Drawing) -> int:
        """Leave one drawing alone for a growing while; returns how often in a row it has come to that."""
        backoff = self._tries.setdefault(drawing.id, Backoff(2.0, 60.0, self._random))
        backoff.fail(self._clock.monotonic())
        return backoff.failures


def _awaits_outcome(drawing: Drawing) -> bool:
    """Whether it is still open what its chat is told: its picture, or why there is none."""
    return drawing.state in {State.QUEUED, State.READY}
