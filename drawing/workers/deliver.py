"""Saying things in the chats: the slot first, the outcome at last.

Each chat has a lane of its own, so that a blocked or flood-limited one delays only itself, and within a chat things
are said in the order in which they were asked for. Slots and outcomes share the lane: two hands at one drawing could
send two slots.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from drawing.byte_budget import StoredPictures
from drawing.clock import Clock
from drawing.estimates import Estimator
from drawing.lifecycle import Drawing, DrawingId, Reason, State, ranked
from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatError,
    ChatMoved,
    ChatMuted,
    ChatRefused,
    ChatUnreachable,
    Messenger,
    PhotosForbidden,
    SlotGone,
    TooLarge,
    TopicClosed,
    Undeliverable,
)
from drawing.ports.store import Store, StoreError
from drawing.rate_limits import Backoff
from drawing.records import WaitEstimate
from drawing.service_health import ServiceHealth
from drawing.workers.fallbacks import Fallbacks
from drawing.workers.loop import Wakeups, run_loop
from drawing.workers.notices import Notices
from drawing.workers.setbacks import Course, Setbacks

logger = logging.getLogger(__name__)

_LANES: Final = 32
_WAITING: Final = 256  # chats that may wait for room for their large pictures, and take no lane from others meanwhile
_KEPT_FREE: Final = 24  # lanes that notices of a pause leave to slots and outcomes
_IDLE: Final = 5.0  # seconds between looks at the database when nobody rings
Step = Callable[[Drawing], Awaitable[None]]
ErrorT = TypeVar("ErrorT", bound=ChatError)


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
        setbacks: Setbacks,
        fallbacks: Fallbacks,
        notify_after: float,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self._pictures = pictures
        self._estimator = estimator
        self._notices = notices
        self._setbacks = setbacks
        self._fallbacks = fallbacks
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
        except (ChatMuted, ChatRefused):
            if drawing.slot_id is None:
                raise
            return drawing  # the slot that stands can perhaps be edited still
        stored = await self._store.save_slot(drawing, slot.message_id, replies=slot.replies)
        if estimate.outage is not None:
            self._notices.note(drawing.id)
        return stored

    async def _tell(self, drawing: Drawing) -> None:
        file_id = lost = None
        try:
            if drawing.state is not State.READY:
                await self._messenger.show_ending(drawing)
            elif (file_id := await self._show_picture(drawing)) is None:
                await self._store.end(drawing.id, State.FAILED, Reason.RESULT_LOST, self._clock.now())
                return
        except SlotGone as error:
            lost = _bare(error)
        if lost is not None:
            await self._replace_slot(drawing, lost)
            return
        if drawing.old_slot_id is not None:
            await self._messenger.delete(drawing.chat_id, drawing.old_slot_id)
        await self._store.mark_told(drawing.id, file_id, self._clock.now())
        if drawing.reason is Reason.UNREADABLE:
            await self._setbacks.note_unreadable()

    async def _show_picture(self, drawing: Drawing) -> str | None:
        """Show the picture, in memory for no longer than that takes; None where it is lost."""
        drawing = ranked(drawing, await self._store.of_source(drawing.source))
        async with self._pictures.loaded(drawing.id) as picture:
            if picture is None:
                return None
            file_id = await self._messenger.show_picture(drawing, picture)
            if not self._setbacks.is_calm:
                await self._setbacks.note_shown(drawing, len(picture.data))
            return file_id

    async def _replace_slot(self, drawing: Drawing, error: SlotGone) -> None:
        """A slot that vanished, or that the outcome may not be put into, is replaced once; not of a deleted drawing."""
        if drawing.is_forgotten and drawing.state is State.CANCELLED:
            await self._store.mark_told(drawing.id, None, self._clock.now())
            return
        if drawing.lost_slots > 0:
            await self._setbacks.note_final(error)
            await self._fallbacks.replace_picture(drawing)
            return
        if drawing.slot_id is not None:  # if it is still there, it would go on saying that something will come
            await self._messenger.delete(drawing.chat_id, drawing.slot_id)
        await self._store.clear_slot(drawing.id)

    async def ping(self) -> bool:
        """Whether the chat's service answers at all."""
        return await self._messenger.ping()

    async def explain(self, drawing: Drawing, reason: Reason) -> None:
        """Telegram does not take what was to be said: a sentence is said instead; if that is refused, nothing more.

        A drawing that has ended otherwise meanwhile is told of that next: nobody has tried to yet.
        """
        now = self._clock.now()
        if drawing.awaits_outcome:
            await self._store.end(drawing.id, State.FAILED, reason, now)
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
        setbacks: Setbacks,
        fallbacks: Fallbacks,
        source: random.Random,
        wakeups: Wakeups,
    ) -> None:
        self.wakeup = wakeups.deliver
        self._store = store
        self._delivery = delivery
        self._notices = notices
        self._health = health
        self._clock = clock
        self._setbacks = setbacks
        self._fallbacks = fallbacks
        self._wakeups = wakeups
        self._at_work: dict[int, DrawingId] = {}  # by chat, as it was when the work began: it may move meanwhile
        self._resting_chats: dict[int, float] = {}
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
        resting = self._setbacks.resting(now) if self._setbacks.open else {}
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
            logger.exception("the message about drawing %d cannot be recorded; it will be sent again", drawing.id)
            self._trouble.fail(self._clock.monotonic())
        finally:
            del self._at_work[drawing.chat_id]
            self.wakeup.resume()
            self._wakeups.submit.notify()

    async def _try(self, drawing: Drawing, step: Step) -> None:
        """Advance one drawing, and give every error to the one whom it concerns: a drawing, a chat, or everybody."""
        failure = await self._attempt(drawing, step)
        if failure is not None and not isinstance(failure, ChatUnreachable):
            failure = await self._attempt(drawing, partial(self._settle, failure))
        if isinstance(failure, ChatUnreachable):
            await self._put_off(drawing, failure)

    async def _attempt(self, drawing: Drawing, step: Step) -> ChatError | None:
        """Take a step; returns what waiting alone does not mend, for which no error keeps the picture in memory."""
        try:
            await step(drawing)
        except ChatBusy as error:
            self._resting_chats[drawing.chat_id] = self._clock.monotonic() + error.retry_after
        except ChatMoved as error:
            await self._store.move_chat(drawing.chat_id, error.new_chat_id)
        except ChatError as error:
            return _bare(error)
        except StoreError:
            raise
        except Exception:
            logger.exception("the message about drawing %d failed", drawing.id)
            if self._setbacks.rest(drawing):  # an error nobody has a name for may pass; it holds up nobody else
                await self._explain(drawing, Reason.UNDELIVERABLE)
        else:
            self._trouble.succeed()
            if drawing.id in self._setbacks.open:
                self._setbacks.forget(drawing)
        return None

    async def _settle(self, failure: ChatError, drawing: Drawing) -> None:
        """Do what follows from a refusal."""
        await self._setbacks.note_final(failure)
        match failure:
            case ChatClosed() if drawing.in_private:
                await self._fallbacks.give_up(drawing, Reason.CHAT_CLOSED)
                ended = await self._store.close_chat(drawing.chat_id, self._clock.now())
                logger.info("a chat is closed to the bot; %d of its waiting drawings have ended", ended)
            case ChatClosed() | ChatMuted():
                await self._fallbacks.leave(drawing, topic_alone=isinstance(failure, TopicClosed))
            case PhotosForbidden():
                await self._delivery.explain(drawing, Reason.NO_PHOTO_RIGHTS)
            case TooLarge():
                await self._delivery.explain(drawing, Reason.TOO_LARGE)
            case Undeliverable():
                await self._delivery.explain(drawing, Reason.UNDELIVERABLE)
            case _:
                await self._fallbacks.turn_away(drawing)

    async def _put_off(self, drawing: Drawing, error: ChatUnreachable) -> None:
        """Telegram is away, and everybody waits; or it is there and fails at this one again, and this one waits alone.

        It may get over it until the drawing's deadline; then the person is told, which may take some trying, too.
        """
        if not await self._delivery.ping():
            self._setbacks.note_absence(drawing)
            self._trouble.fail(self._clock.monotonic())
            return
        match await self._setbacks.put_off(drawing, error):
            case Course.PAUSE:
                self._trouble.fail(self._clock.monotonic())
            case Course.GIVE_UP:
                await self._explain(drawing, Reason.UNDELIVERABLE)

    async def _explain(self, drawing: Drawing, reason: Reason) -> None:
        """Have a sentence said instead, tried as often as what could not be said."""
        await self._delivery.explain(drawing, reason)
        self._setbacks.forget(drawing)


def _bare(error: ErrorT) -> ErrorT:
    """An error that knows no frame: one that does keeps the picture in memory."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error
