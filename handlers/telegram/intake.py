"""Receiving updates from Telegram, so that none is lost and none is in the way of others.

aiogram's own polling confirms updates before they are handled, and one update that it cannot parse stops it for ever.
Here raw updates are fetched and parsed one by one; those of one chat or person are handled in order, others side by
side; and the next batch, whose offset confirms this one, is asked for when everything is committed.
"""

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Final

from aiogram import Bot
from aiogram.methods import DeleteWebhook, TelegramMethod
from aiogram.types import Update

from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import StoreError
from drawing.rate_limits import Backoff
from drawing.workers.loop import Wakeup
from handlers.telegram.calls import call_within
from handlers.telegram.errors import refusal_of
from handlers.telegram.lenient import UNREAD, readable_update
from handlers.telegram.senders import chat_of
from handlers.telegram.silence import Silence, reason

logger = logging.getLogger(__name__)

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_LONG_POLL: Final = 20  # seconds that Telegram holds an empty answer back; it allows 50
_POLL_TIMEOUT: Final = 30  # real seconds, in which whatever else a poll waits for is given up, too
_BATCH: Final = 100
_CONFIRM_TIMEOUT: Final = 3.0  # seconds for the last confirmation
_STORE_PAUSE: Final = 2.0
_MAX_ID: Final = 2**31 - 1  # of an update, as of a message (Bot API: 32 bits)
_MAX_NODES: Final = 20_000  # of one update; a hundred times what the longest message with all that it may carry has
_REMEMBERED: Final = 1000  # updates that have just been handled
_QUICK: Final = 1.0  # seconds; a server that has nothing sooner does not hold the answer back, and is asked less often


Handler = Callable[[Update], Awaitable[Any]]
"""Of an update. Raises `StoreError` where nothing could be stored of it; then it is tried again."""


class GetRawUpdates(TelegramMethod[Any]):
    """`getUpdates`, answered with what Telegram sent, unparsed."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class GetRawWebhook(TelegramMethod[Any]):
    """`getWebhookInfo`, answered with what Telegram sent, unparsed."""

    __returning__ = dict[str, Any]
    __api_method__ = "getWebhookInfo"


class Intake:
    """Fetches updates by long polling and has them handled."""

    name = "intake"

    def __init__(
        self,
        bot: Bot,
        handle: Handler,
        clock: Clock,
        source: random.Random,
        *,
        incidents: Incidents | None = None,
    ) -> None:
        """Without `incidents` nobody is told when no updates can be received."""
        self.wakeup = Wakeup(clock)
        self.silence = Silence(clock, incidents, self.name)
        self._bot = bot
        self._handle = handle
        self._clock = clock
        self._offset: int | None = None  # confirms what is below it; None where everything is confirmed
        self._handled: OrderedDict[tuple[object, ...], None] = OrderedDict()  # fingerprints of updates
        self._trouble = Backoff(1.0, 60.0, source)

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            batch = await self._fetch(stop)
            if batch:
                await self._handle_all(batch, stop)
        await self._confirm()

    async def _fetch(self, stop: asyncio.Event) -> list[Any]:
        """The next batch; empty when there is none, or Telegram is in trouble, or it is time to stop."""
        answer: list[Any] = []
        asked = self._clock.monotonic()

        async def ask() -> None:
            held = _LONG_POLL if self.silence.since is None else 0  # that Telegram answers again is known at once
            method = GetRawUpdates(offset=self._offset, limit=_BATCH, timeout=held, allowed_updates=list(KINDS))
            async with asyncio.timeout(_POLL_TIMEOUT):
                await self._bot.me()  # asked once, and kept: without its name it cannot tell which commands are its own
                answer.extend(checked_batch(await self._bot(method, request_timeout=_POLL_TIMEOUT)))
            # What it confirmed needs no more confirming. After a quiet week Telegram counts from another number, which
            # may be lower: an offset that is kept would confirm those unseen.
            self._offset = None

        try:
            await _unless(stop, ask())
        except* Exception as group:  # noqa: BLE001 - whatever is wrong with Telegram, we ask again
            error = group.exceptions[0]
            if not await self._is_webhook_ended(error):
                await self._report(error)
            self.silence.note(error, asked)
            pause = self._trouble.fail(self._clock.monotonic(), _retry_after(error))
            await self.silence.wait(stop, pause)
        else:
            self._trouble.succeed()
            if not self.silence.is_over and not stop.is_set():
                await self.silence.end()
            if not answer and self._clock.monotonic() - asked < _QUICK:
                await self._clock.wait(stop, _QUICK)
        return answer

    async def _report(self, error: BaseException) -> None:
        if isinstance(error, UnreadableAnswer):
            logger.error("Telegram's answer cannot be read (%s)", error)
        else:
            logger.error("no updates are received: %s", reason(error))

    async def _is_webhook_ended(self, error: BaseException) -> bool:
        """Whether the conflict is with a webhook, which is then taken away; its words may be any."""
        refusal = refusal_of(error)
        if refusal is None or refusal.status != 409:
            return False
        try:
            info = await call_within(_CONFIRM_TIMEOUT, self._bot, GetRawWebhook())
        except ChatUnreachable:
            return False
        if not isinstance(info, dict) or not info.get("url"):
            return False
        logger.warning("a webhook was set for this bot; removing it, since the bot polls for updates")
        await self._delete_webhook()
        return True

    async def _delete_webhook(self) -> None:
        try:
            await self._bot(DeleteWebhook(drop_pending_updates=False))
        except Exception as error:  # noqa: BLE001 - the next conflict brings us here again
            logger.warning("the webhook could not be removed (%s)", type(error).__name__)

    async def _handle_all(self, batch: Sequence[Any], stop: asyncio.Event) -> None:
        """Handle a batch, however long the database refuses; only then does the offset move past it."""
        new = self._unhandled(batch)
        updates = [update for raw in new if (update := self._read(raw)) is not None]
        while updates:
            unstored: list[Update] = []
            async with asyncio.TaskGroup() as group:
                for lane in lanes(updates):
                    group.create_task(self._handle_lane(lane, unstored))
            if not unstored:
                break
            if stop.is_set():
                return  # not confirmed: Telegram keeps them for the next start
            logger.error("%d updates cannot be stored; trying again", len(unstored))
            await self._clock.wait(stop, _STORE_PAUSE)
            updates = unstored
        for raw in new:
            self._remember(raw)
        ids = [update_id for raw in batch if (update_id := _id_of(raw)) is not None]
        self._offset = max(ids) + 1 if ids else None
        if not new or not ids:
            await self._clock.wait(stop, _STORE_PAUSE)  # a server that sends nothing new would be asked without a pause

    def _unhandled(self, batch: Sequence[Any]) -> list[Any]:
        """The updates that were not handled just now, each once: what cannot be confirmed comes again and again."""
        found: dict[tuple[object, ...], Any] = {}
        for raw in batch:
            if (mark := _fingerprint(raw)) not in self._handled:
                found.setdefault(mark, raw)
        return list(found.values())

    def _remember(self, raw: Any) -> None:
        self._handled[_fingerprint(raw)] = None
        while len(self._handled) > _REMEMBERED:
            self._handled.popitem(last=False)

    def _read(self, raw: Any) -> Update | None:
        """What can be read of an update; one that is nothing then is skipped, and its content not logged."""
        try:
            update = self._parse(raw)
        except Exception as error:  # noqa: BLE001 - whatever Telegram sends must not stop the intake
            logger.warning("update %s is unreadable (%s); skipped", _id_of(raw), type(error).__name__)
            return None
        if all(getattr(update, kind) is None for kind in KINDS):
            # The dispatcher would quote the whole of it in a warning.
            logger.warning("update %d is of a kind that was not asked for; skipped", update.update_id)
            return None
        return update

    def _parse(self, raw: Any) -> Update:
        if _id_of(raw) is None:
            raise ValueError("no id of an update")
        try:
            check_storable(raw)
            return Update.model_validate(raw, context={"bot": self._bot})
        except (ValueError, OverflowError):
            update = readable_update(raw, self._bot, _check_value, _MAX_NODES)
        logger.info("update %d has parts that cannot be read; they are ignored", update.update_id)
        return update

    async def _handle_lane(self, lane: Sequence[Update], unstored: list[Update]) -> None:
        for at, update in enumerate(lane):
            try:
                await self._handle(update)
            except StoreError:
                unstored.extend(lane[at:])
                return
            except Exception:
                logger.exception("update %d could not be handled", update.update_id)

    async def _confirm(self) -> None:
        """Tell Telegram what has been handled, so that a restart does not answer it again."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(_CONFIRM_TIMEOUT):
                await self._bot(GetRawUpdates(offset=self._offset, limit=1, timeout=0, allowed_updates=list(KINDS)))
        except Exception as error:  # noqa: BLE001 - without it, the same updates come again and change nothing
            logger.info("the last updates could not be confirmed (%s)", type(error).__name__)


class UnreadableAnswer(Exception):
    """An answer to `getUpdates` that Telegram never gives."""


def checked_batch(answer: Any) -> list[Any]:
    """The updates of an answer. Raises `UnreadableAnswer` where it is no list, or has more than were asked for."""
    if not isinstance(answer, list):
        raise UnreadableAnswer("no list of updates")
    if len(answer) > _BATCH:
        raise UnreadableAnswer(f"{len(answer)} updates, {_BATCH} were asked for")
    return answer


def check_storable(raw: Any) -> None:
    """Raises ValueError or OverflowError for what Telegram never sends, and no database keeps or parser ends with.

    That is half a surrogate pair, a whole number of more than 64 bits, and more values than any message carries; it is
    told apart here, once for all columns.
    """
    waiting, seen = [raw], 0
    while waiting:
        seen += 1
        if seen > _MAX_NODES:
            raise ValueError("more values than any update has")
        match waiting.pop():
            case dict() as fields:
                if UNREAD in fields:
                    raise ValueError("what takes too long to be parsed")
                waiting.extend(islice(fields.keys(), _MAX_NODES))
                waiting.extend(islice(fields.values(), _MAX_NODES))
            case list() as items:
                waiting.extend(islice(items, _MAX_NODES))
            case value:
                _check_value(value)


def _check_value(value: Any) -> None:
    """Of what has no parts. Raises as `check_storable` does."""
    match value:
        case str() as text:
            text.encode()
        case int() as number if not -(2**63) <= number < 2**63:
            raise OverflowError("a number of more than 64 bits")


def _id_of(raw: Any) -> int | None:
    """The id of a raw update, if it has one that can be confirmed."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    return update_id if type(update_id) is int and 1 <= update_id <= _MAX_ID else None


def _fingerprint(raw: Any) -> tuple[object, ...]:
    """Tells updates apart that have the same id, or none; short, however long the update is."""
    if not isinstance(raw, dict):
        return (type(raw).__name__,)
    events = [raw[kind] for kind in KINDS if isinstance(raw.get(kind), dict)]
    parts = [raw.get("update_id"), *(event.get(key) for event in events for key in ("message_id", "id", "edit_date"))]
    return tuple(part if isinstance(part, int) else part[:64] if isinstance(part, str) else None for part in parts)


def lanes(updates: Iterable[Update]) -> list[list[Update]]:
    """The updates in groups that share no chat and no person, each in its order."""
    found: list[tuple[set[int], list[tuple[int, Update]]]] = []
    for place, update in enumerate(updates):
        keys = _keys(update)
        touched = [lane for lane in found if lane[0] & keys]
        merged = sorted((one for lane in touched for one in lane[1]), key=lambda one: one[0])
        for lane in touched:
            keys |= lane[0]
            found.remove(lane)
        found.append((keys, [*merged, (place, update)]))
    return [[update for _, update in lane] for _, lane in found]


def _keys(update: Update) -> set[int]:
    """The ids of the chat and the person of an update; people's are positive, groups' negative."""
    event = update.message or update.edited_message or update.callback_query or update.my_chat_member
    if event is None:
        return {0}
    return {thing.id for thing in (event.from_user, chat_of(event)) if thing is not None} or {0}


def _retry_after(error: BaseException) -> float | None:
    refusal = refusal_of(error)
    return None if refusal is None else refusal.retry_after


async def _unless(stop: asyncio.Event, call: Any) -> None:
    """Await the call, but not past the stop."""
    async with asyncio.TaskGroup() as group:
        working = group.create_task(call)
        stopping = group.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        stopping.cancel()
