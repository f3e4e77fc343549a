"""The action that is shown during an upload: beside it, and of no consequence to it."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import EditMessageMedia, EditMessageText, SendChatAction, SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from drawing.ports.chat import SlotGone
from handlers.telegram import messenger
from handlers.telegram.messenger import _upload_action, _while_showing

BYTES = BufferedInputFile(b"bytes", "a.jpg")
ACTION = SendChatAction(chat_id=1, action="upload_photo")


class Silent(BaseSession):
    """A Bot API server that never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.waits = False

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        self.asked.set()
        self.waits = True
        try:
            await asyncio.Event().wait()
        finally:
            self.waits = False

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


@pytest.fixture
def silent() -> Silent:
    return Silent()


@pytest.fixture(autouse=True)
def _timeout_is_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload that waits for its action hangs, and is seen."""
    monkeypatch.setattr(messenger, "_ACTION_TIMEOUT", 1e9)


@pytest.fixture
def bot(silent: Silent) -> Bot:
    return Bot("1:AAHunitunitunitunitunitunitunitunit", session=silent)


@pytest.mark.parametrize(
    ("method", "action"),
    [
        (EditMessageMedia(chat_id=-5, message_id=1, media=InputMediaPhoto(media=BYTES)), "upload_photo"),
        (EditMessageMedia(chat_id=-5, message_id=1, media=InputMediaDocument(media=BYTES)), "upload_document"),
        (SendDocument(chat_id=-5, document=BYTES), "upload_document"),
        (SendDocument(chat_id=-5, document="a file id"), None),
        (EditMessageMedia(chat_id=-5, message_id=1, media=InputMediaPhoto(media="a file id")), None),
        (EditMessageText(chat_id=-5, message_id=1, text="text"), None),
        (SendMessage(chat_id=-5, text="text"), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, TelegramMethod) else str(value),
)
def test_only_what_uploads_bytes_has_an_action(method: TelegramMethod[Any], action: str | None) -> None:
    shown = _upload_action(method, 7)

    assert (None if shown is None else (shown.action, shown.chat_id, shown.message_thread_id)) == (
        None if action is None else (action, -5, 7)
    )


async def test_an_upload_does_not_wait_for_its_action_and_leaves_none_behind(bot: Bot, silent: Silent) -> None:
    async def upload() -> str:
        await silent.asked.wait()
        return "file id"

    assert await _while_showing(bot, ACTION, upload()) == "file id"
    assert not silent.waits


async def test_an_upload_that_fails_raises_its_own_error(bot: Bot, silent: Silent) -> None:
    async def upload() -> None:
        await silent.asked.wait()
        raise SlotGone

    with pytest.raises(SlotGone):
        await _while_showing(bot, ACTION, upload())
    assert not silent.waits


async def test_an_upload_that_is_cancelled_takes_its_action_with_it(bot: Bot, silent: Silent) -> None:
    async with asyncio.TaskGroup() as group:
        uploading = group.create_task(_while_showing(bot, ACTION, asyncio.Event().wait()))
        await silent.asked.wait()
        uploading.cancel()

    assert uploading.cancelled()
    assert not silent.waits
