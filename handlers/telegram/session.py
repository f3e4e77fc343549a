"""The wire to Telegram: as aiogram has it, but answers are cut at a limit, and no redirect is followed.

aiogram reads an answer whole, however long it is or becomes when it is decompressed, and posts a call again, with the
token in its address, to wherever it is sent.
"""

import asyncio
from functools import partial
from typing import Any, Final, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod

T = TypeVar("T")

_LARGE: Final = 256 * 1024  # characters
_MAX_BYTES: Final = 16 * 1024 * 1024  # bytes; a hundred updates of the longest messages have less than two


class TooLong(Exception):
    """An answer is longer than any of Telegram's."""


class BoundedSession(AiohttpSession):
    """Raises aiogram's exceptions, `TelegramNetworkError` for whatever happens on the wire."""

    async def make_request(self, bot: Bot, method: TelegramMethod[T], timeout: int | None = None) -> T:
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        form = self.build_form_data(bot=bot, method=method)
        seconds = self.timeout if timeout is None else timeout
        try:
            async with session.post(url, data=form, timeout=seconds, allow_redirects=False) as answer:  # type: ignore[arg-type]
                content = await _text(answer.content)
        except Exception as error:  # noqa: BLE001 - its text may have the address in it, and so the token
            raise TelegramNetworkError(method=method, message=type(error).__name__) from None
        # A long one takes its time to be parsed, in which nobody else would be served.
        check = partial(self.check_response, bot=bot, method=method, status_code=answer.status, content=content)
        response = check() if len(content) <= _LARGE else await asyncio.to_thread(check)
        return cast("T", response.result)


async def _text(stream: Any) -> str:
    body = bytearray()
    async for chunk in stream.iter_any():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise TooLong
    return body.decode()
