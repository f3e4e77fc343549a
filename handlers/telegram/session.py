"""The wire to Telegram: as aiogram has it, but patient with slow lines, and on its guard; and Telegram's time on it.

aiogram reads an answer whole, however long it is or becomes when it is decompressed, and posts a call again, with the
token in its address, to wherever it is sent.

It gives every call a minute, uploads included; what a slow line cannot do in that time would be begun anew for ever.
So what moves is not given up. But bytes that were written have only reached a buffer, of ours or of a proxy's, and
nobody tells when they leave it: an upload gets time by its size, times the uploads that share the line, and more after
each one that was too slow.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, Final, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.types import BufferedInputFile, InputFile, Message, TelegramObject

from drawing.clock import Clock
from handlers.telegram.errors import note_refusal
from handlers.telegram.lenient import UNREAD, Unreadable, readable_answer

logger = logging.getLogger(__name__)

T = TypeVar("T")

_LARGE: Final = 256 * 1024  # characters
_MAX_BYTES: Final = 16 * 1024 * 1024  # bytes; a hundred updates of the longest messages have less than two
_PIECE: Final = 16 * 1024  # bytes; a slow line that takes one still moves
_SLOWEST: Final = 2048  # bytes a second, below which a line is taken for dead
_BUFFERED: Final = 256 * 1024  # bytes that may have been written and not have left this machine
_MOST_PATIENT: Final = 4  # doublings
_PROXY_WANTS_CREDENTIALS: Final = 407

_WRONG: Final = 60.0  # seconds by which the clock of the machine is off when that is worth a word
_RIGHT: Final = 30.0


class TelegramClock:
    """Telegram's time of day, which the dates of messages are in; the machine's own may be an hour off.

    It is that of the header `Date` of the latest answer, corrected by what a message of ours told last: its date is by
    Telegram itself, the header may be by a server or a proxy in between. Of the own clock only what has passed since
    the answer counts, so nothing is lost when it is set meanwhile.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = 0.0  # seconds; of the own clock
        self._correction = 0.0  # seconds; of the header
        self._is_wrong = False

    def now(self) -> float:
        """Unix time in seconds."""
        return self._clock.now() + self._ahead

    @property
    def error(self) -> float | None:
        """Seconds by which the own clock is ahead (negative: behind), where it is more than a minute."""
        return -self._ahead if abs(self._ahead) > _WRONG else None

    def note_answer(self, date: str | None) -> float:
        """Note the header `Date` of an answer that has just come; returns the time that it tells."""
        own = self._clock.now()
        answered = _http_date(date)
        if answered is None:
            answered = own
        self._set(answered + self._correction - own)
        return answered

    def note_sent(self, date: float, answered: float) -> None:
        """Note the date of a message that was sent by a call, and the time that its answer told."""
        self._ahead -= self._correction
        self._correction = date - answered
        self._set(self._ahead + self._correction)

    def _set(self, ahead: float) -> None:
        self._ahead = ahead
        if not self._is_wrong and abs(ahead) > _WRONG:
            self._is_wrong = True
            logger.warning("the clock of this machine is %s Telegram's; set it", described(-ahead))
        elif self._is_wrong and abs(ahead) < _RIGHT:
            self._is_wrong = False
            logger.info("the clock of this machine agrees with Telegram's again")


def described(error: float) -> str:
    """By how much a clock is wrong, for the owner."""
    return f"{abs(error):.0f} s {'ahead of' if error > 0 else 'behind'}"


class TooLong(Exception):
    """An answer is longer than any of Telegram's."""


class Transfer:
    """One call under way, and until when it may take."""

    def __init__(self, line: "Line", limit: asyncio.Timeout, seconds: float, size: int, patience: int = 0) -> None:
        self._line = line
        self._limit = limit
        self._seconds = seconds
        self._size = size
        self._patience = patience
        self._earned = 0.0  # seconds, by what has come of the answer
        self._started: float = asyncio.get_running_loop().time()

    @property
    def end(self) -> float:
        """When it is given up although it moves, in the time of the event loop."""
        return self._started + self._time_for(self._size)

    def sent(self, total: int) -> None:
        """So many bytes of its files have been written by now."""
        if total >= self._size:
            self._limit.reschedule(self.end)
            return
        now = asyncio.get_running_loop().time()
        self._limit.reschedule(min(now + self._time_for(_BUFFERED), self.end))

    def received(self, size: int) -> None:
        """So many bytes of the answer have come."""
        self._earned += self._line.seconds(size)
        pause = asyncio.get_running_loop().time() + self._seconds
        self._limit.reschedule(max(self._limit.when() or 0.0, min(pause, self.end + self._earned)))

    def _time_for(self, size: int) -> float:
        return (self._seconds + self._line.seconds(size)) * float(2**self._patience)


class Line:
    """The line that all uploads share; `slowest` in bytes a second."""

    def __init__(self, slowest: float = _SLOWEST) -> None:
        self._slowest = slowest
        self._uploads = 0
        self._patience = 0  # doublings, for uploads that were too slow

    def seconds(self, size: int) -> float:
        """How long so many bytes take at the slowest, while others are uploaded beside them."""
        return size * max(self._uploads, 1) / self._slowest

    @asynccontextmanager
    async def transfer(self, seconds: float, size: int) -> AsyncIterator[Transfer]:
        """One call within its time: `seconds`, and more for a `size` of files in bytes. Raises TimeoutError."""
        if not size:
            async with asyncio.timeout(seconds) as limit:
                yield Transfer(self, limit, seconds, 0)
            return
        patience = self._patience
        limit = asyncio.timeout(None)
        self._uploads += 1
        try:
            async with limit:
                transfer = Transfer(self, limit, seconds, size, patience)
                transfer.sent(0)
                yield transfer
        finally:
            self._uploads -= 1
            if limit.expired():  # of those that were begun together, one speaks for all
                self._patience = min(max(self._patience, patience + 1), _MOST_PATIENT)
        self._patience = max(self._patience - 1, 0)


class BoundedSession(AiohttpSession):
    """Raises aiogram's exceptions, `TelegramNetworkError` for whatever happens on the wire."""

    def __init__(
        self,
        *,
        open_session: Callable[[], Any] | None = None,
        line: Line | None = None,
        clock: TelegramClock | None = None,
        **options: Any,
    ) -> None:
        """`open_session` makes the session of aiohttp that calls go over; without it, it is made as by aiogram.

        `clock` learns Telegram's time.
        """
        super().__init__(json_loads=partial(json.loads, object_hook=_without_unread), **options)
        self._open = open_session
        self._line = line or Line()
        self._clock = clock

    async def create_session(self) -> Any:
        if self._open is None:
            return await super().create_session()
        if self._session is None or self._session.closed:
            self._session = self._open()
        return self._session

    async def make_request(self, bot: Bot, method: TelegramMethod[T], timeout: int | None = None) -> T:
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        seconds = self.timeout if timeout is None else timeout
        try:
            async with self._line.transfer(seconds, _size(method)) as transfer:
                form = self.build_form_data(bot=bot, method=_watched(method, transfer))
                async with session.post(url, data=form, allow_redirects=False) as answer:
                    content = await _text(answer.content, transfer)
        except Exception as error:  # noqa: BLE001 - its text may have the address in it, and so the token
            raise TelegramNetworkError(method=method, message=type(error).__name__) from None
        if answer.status == _PROXY_WANTS_CREDENTIALS:  # which no Bot API server says: it did not come so far
            locked_out = TelegramNetworkError(method=method, message="the proxy does not let us in")
            note_refusal(locked_out, answer.status, content)
            raise locked_out
        answered = self._clock.note_answer(answer.headers.get("Date")) if self._clock is not None else 0.0
        # A long one takes its time to be parsed, in which nobody else would be served.
        check = partial(self.check_response, bot=bot, method=method, status_code=answer.status, content=content)
        response = check() if len(content) <= _LARGE else await asyncio.to_thread(check)
        sent: Any = response.result
        # Of a message that was edited the date is an old one.
        if self._clock is not None and isinstance(sent, Message) and method.__api_method__.startswith("send"):
            self._clock.note_sent(sent.date.timestamp(), answered)
        return cast("T", response.result)

    def check_response(self, bot: Bot, method: TelegramMethod[T], status_code: int, content: str) -> Response[T]:
        """As aiogram's, but what it cannot read of an answer is left out: what Telegram has done is not done again.

        With each of aiogram's errors it is kept what was answered.
        """
        try:
            return self._checked(bot, method, status_code, content)
        except Exception as error:
            note_refusal(error, status_code, content)
            raise

    def _checked(self, bot: Bot, method: TelegramMethod[T], status_code: int, content: str) -> Response[T]:
        check = partial(super().check_response, bot, method, status_code)
        try:
            response = check(content)
            if response.result is not None:
                return response
            unread = ClientDecodeError("Nothing was answered", ValueError(), {"ok": True})
        except ClientDecodeError as error:
            unread = error
        try:
            kept = readable_answer(unread.data, bot, method)
        except Unreadable:
            raise unread from None
        return check(self.json_dumps(kept))


def _http_date(header: str | None) -> float | None:
    """Unix time in seconds of a header; None where there is none that can be read."""
    try:
        date = parsedate_to_datetime(header or "")
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _without_unread(fields: dict[str, Any]) -> dict[str, Any]:
    fields.pop(UNREAD, None)
    return fields


class _Pieces(InputFile):
    """A file that is sent piece by piece, and tells of each."""

    def __init__(self, file: BufferedInputFile, transfer: Transfer) -> None:
        super().__init__(filename=file.filename)
        self._data = file.data
        self._transfer = transfer

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:  # noqa: ARG002 - of aiogram
        for start in range(0, len(self._data), _PIECE):
            yield self._data[start : start + _PIECE]
            self._transfer.sent(min(start + _PIECE, len(self._data)))


def _size(value: object) -> int:
    """How many bytes of files a call, or a part of one, uploads."""
    if isinstance(value, BufferedInputFile):
        return len(value.data)
    if isinstance(value, TelegramObject | TelegramMethod):
        return sum(_size(field) for _, field in value)
    return 0


def _watched(value: Any, transfer: Transfer) -> Any:
    """The same call, or part of one, with its files sent in pieces."""
    if isinstance(value, BufferedInputFile):
        return _Pieces(value, transfer)
    if isinstance(value, TelegramObject | TelegramMethod) and _size(value):
        return value.model_copy(update={name: _watched(field, transfer) for name, field in value})
    return value


async def _text(stream: Any, transfer: Transfer) -> str:
    body = bytearray()
    async for chunk in stream.iter_any():
        body += chunk
        transfer.received(len(chunk))
        if len(body) > _MAX_BYTES:
            raise TooLong
    return body.decode()
