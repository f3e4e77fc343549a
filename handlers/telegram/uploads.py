"""The line "is sending a photo…" that people see while a picture is being uploaded.

It waits for no turn and holds nothing up, and its failures have no consequences.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, Final, TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.methods import EditMessageMedia, SendChatAction, SendDocument, TelegramMethod
from aiogram.types import InputFile, InputMediaDocument, InputMediaPhoto

logger = logging.getLogger(__name__)

T = TypeVar("T")

_TIMEOUT: Final = 5.0  # real seconds; an action is shown for as long (Bot API, sendChatAction)


def upload_action(method: TelegramMethod[Any], thread_id: int | None) -> SendChatAction | None:
    """The action that belongs to a call; None where it uploads no bytes."""
    match method:
        case EditMessageMedia(chat_id=int(chat_id), media=InputMediaPhoto(media=InputFile())):
            action = ChatAction.UPLOAD_PHOTO
        case (
            EditMessageMedia(chat_id=int(chat_id), media=InputMediaDocument(media=InputFile()))
            | SendDocument(chat_id=int(chat_id), document=InputFile())
        ):
            action = ChatAction.UPLOAD_DOCUMENT
        case _:
            return None
    return SendChatAction(chat_id=chat_id, message_thread_id=thread_id, action=action)


async def while_showing(bot: Bot, action: SendChatAction, upload: Awaitable[T]) -> T:
    """Await the upload while its action is shown. Raises what the upload raises, and nothing else."""
    failure: Exception | None = None
    async with asyncio.TaskGroup() as group:
        showing = group.create_task(_show(bot, action), name="chat action")
        try:
            return await upload
        except Exception as error:  # noqa: BLE001 - a task group would wrap it
            failure = error
        finally:
            showing.cancel()
    raise failure


async def _show(bot: Bot, action: SendChatAction) -> None:
    """Flood limits (429) among the errors: they concern actions, and no message waits for them."""
    try:
        async with asyncio.timeout(_TIMEOUT):
            await bot(action)
    except Exception as error:  # noqa: BLE001
        logger.debug("an action was not shown: %s", type(error).__name__)
