"""Outbox: answers of handlers. They commit first and send afterwards, so that no slow answer holds up an update.

Held in memory: after a crash a person sees no answer to `/help`, and asks again. What must not be lost, a drawing's
slot and outcome, is in the database.
"""

import asyncio
import logging
from collections import deque
from typing import Any, Final, TypeAlias

from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, TelegramMethod

from drawing.clock import Clock
from drawing.ports.chat import ChatBusy, ChatError, ChatMoved, ChatUnreachable
from drawing.ports.store import StoreError
from drawing.workers.loop import Wakeup
from handlers.telegram.errors import is_not_modified
from handlers.telegram.messenger import Sender
from handlers.telegram.uploads import Upload

logger = logging.getLogger(__name__)

_Lane: TypeAlias = int | str
_Sendable: TypeAlias = TelegramMethod[Any] | Upload[Any]
_Answer: TypeAlias = tuple[int, tuple[_Sendable, ...]]
"""The chat, and what is sent to it: the first of the alternatives that Telegram finds no fault with."""

_PER_LANE: Final = 20
_LANES: Final = 2000
_TRIES: Final = 4
_PAUSE: Final = 2.0
_MAX_PAUSE: Final = 60.0
_IDLE: Final = 30.0


class Outbox:
    """Answers waiting to be sent: in order within a chat, side by side between chats.

    The answer to a press of a button is no message in the chat. It has a lane of its own: behind a chat's messages,
    which wait for their turn, it would come after Telegram has stopped waiting for it.
    """

    name = "outbox"

    def __init__(self, send: Sender, clock: Clock) -> None:
        self.wakeup = Wakeup(clock)
        self._send = send
        self._clock = clock
        self._waiting: dict[_Lane, deque[_Answer]] = {}
        self._speaking: set[_Lane] = set()
        self._stop = asyncio.Event()

    def say(self, chat_id: int, method: _Sendable, *instead: _Sendable) -> None:
        """Have something sent to a chat. Beyond what anybody could read, the newest is dropped.

        An upload that waits or is being sent already is not sent twice.

        Where Telegram finds fault with its content, the next of `instead` is sent.
        """
        lane = method.callback_query_id if isinstance(method, AnswerCallbackQuery) else chat_id
        if lane not in self._waiting and len(self._waiting) >= _LANES:
            logger.warning("too many chats wait for answers; one is dropped")
            return
        queue = self._waiting.setdefault(lane, deque())
        if isinstance(method, Upload) and (chat_id, (method, *instead)) in queue:
            return
        if len(queue) >= _PER_LANE:
            logger.warning("a chat has too many answers waiting; one is dropped")
            return
        queue.append((chat_id, (method, *instead)))
        self.wakeup.notify()

    async def run(self, stop: asyncio.Event) -> None:
        self._stop = stop
        async with asyncio.TaskGroup() as group:
            while not (stop.is_set() and not self._waiting):
                for lane in self._waiting.keys() - self._speaking:
                    self._speaking.add(lane)
                    group.create_task(self._speak(lane), name=f"answer in {lane}")
                await self.wakeup.wait(_IDLE)

    async def _speak(self, lane: _Lane) -> None:
        queue = self._waiting[lane]
        try:
            while queue:
                await self._deliver(*queue[0])
                queue.popleft()
        finally:
            del self._waiting[lane]
            self._speaking.discard(lane)
            self.wakeup.notify()

    async def _deliver(self, chat_id: int, alternatives: tuple[_Sendable, ...]) -> None:
        for method in alternatives:
            if not await self._send_with_retries(chat_id, method):
                return

    async def _send_with_retries(self, chat_id: int, method: _Sendable) -> bool:
        """Send, a few times if need be; True where Telegram finds fault with what is sent, not with where or when."""
        for _ in range(_TRIES):
            try:
                is_message = not isinstance(method, AnswerCallbackQuery)
                thread_id = _thread_id(method)
                await self._send(chat_id, method, is_message=is_message, thread_id=thread_id)
            except ChatBusy as error:
                pause = min(error.retry_after, _MAX_PAUSE)
            except (ChatUnreachable, StoreError):
                pause = _PAUSE
            except ChatMoved as error:
                moved = _moved(method, error.new_chat_id)
                if moved is None:
                    return False
                method, pause = moved, 0.0
            except (ChatError, AiogramError) as error:
                logger.info("an answer was not taken: %s", type(error).__name__)
                return isinstance(error, TelegramBadRequest) and not is_not_modified(error)
            except Exception:
                logger.exception("an answer could not be sent")
                return False
            else:
                return False
            await self._clock.wait(self._stop, pause)  # here, where no error keeps what was sent in memory
        logger.info("an answer was given up after %d tries", _TRIES)
        return False


def _thread_id(method: _Sendable) -> int | None:
    return method.thread_id if isinstance(method, Upload) else getattr(method, "message_thread_id", None)


def _moved(method: _Sendable, chat_id: int) -> _Sendable | None:
    """What is sent to the chat that a group has become; None where it is about a message of the old one.

    The new chat counts its messages anew: what an id means there is anybody's guess.
    """
    if isinstance(method, Upload):
        return method.changed({"chat_id": chat_id, "reply_parameters": None})
    if not hasattr(method, "chat_id") or hasattr(method, "message_id"):
        return None
    return method.model_copy(update={"chat_id": chat_id} | _quoting_nothing(method))


def _quoting_nothing(method: TelegramMethod[Any]) -> dict[str, None]:
    return {"reply_parameters": None} if hasattr(method, "reply_parameters") else {}
