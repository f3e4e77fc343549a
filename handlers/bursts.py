"""Bursts: one deed of a person's that comes as several messages, of which the first alone is answered, at once.

Those are albums, posts that are forwarded together, and the pieces that a program makes of a text that is too long for
one message. In memory only: after a restart the rest of a burst is answered once more.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from handlers.middlewares import Handler
from handlers.telegram.senders import author_id
from handlers.views.texts import TEXT_LIMIT, length

_INSTANT: Final = 3.0  # seconds between messages of one deed, by Telegram's clock
_REMEMBERED: Final = 5000
_PIECE: Final = TEXT_LIMIT // 2  # UTF-16 units; a program looks back so far at most for a place to cut


@dataclass(slots=True)
class _Burst:
    first: int  # message
    latest: float  # Unix time in seconds


class _Kind(NamedTuple):
    """A burst that a message can be part of."""

    name: Hashable
    period: float  # seconds between two messages, at most
    begins: bool  # the message may be the first


class Bursts:
    """Bursts of late."""

    def __init__(self) -> None:
        self._bursts: OrderedDict[Hashable, _Burst] = OrderedDict()

    def continues(self, message: Message) -> bool:
        """Whether a message belongs to what an earlier one has begun; notes it for those to come.

        A command is a deed of its own, which others may belong to.
        """
        answers = [self._note(message, kind) for kind in _kinds(message)]
        return any(answers) and not _text(message).startswith("/")

    def _note(self, message: Message, kind: _Kind) -> bool:
        now = message.date.timestamp()
        burst = self._bursts.get(kind.name)
        if burst is not None and abs(now - burst.latest) <= kind.period:
            if kind.begins:
                burst.latest = now
            return burst.first != message.message_id
        if kind.begins:
            self._bursts[kind.name] = _Burst(message.message_id, now)
            self._bursts.move_to_end(kind.name)
            if len(self._bursts) > _REMEMBERED:
                self._bursts.popitem(last=False)
        return False


class BurstMiddleware(BaseMiddleware):
    """Leaves out what continues a burst. An edit is a deed of its own."""

    def __init__(self, bursts: Bursts) -> None:
        self._bursts = bursts

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, Message) and event.edit_date is None and self._bursts.continues(event):
            return None
        return await handler(event, data)


def _kinds(message: Message) -> Iterator[_Kind]:
    place = message.chat.id, author_id(message)
    if message.media_group_id is not None:
        yield _Kind(("album", *place, message.media_group_id), float("inf"), begins=True)
    if message.forward_origin is not None:
        yield _Kind(("forwarded", *place), _INSTANT, begins=True)
    elif message.text is not None:
        yield _Kind(("text", *place), _INSTANT, begins=length(message.text) > _PIECE)


def _text(message: Message) -> str:
    return message.text or message.caption or ""
