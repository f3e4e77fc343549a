"""Messenger: Telegram's answers to its edits."""

import json
from decimal import Decimal
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod

from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.ports.chat import ChatUnreachable, SlotGone
from drawing.prompt import Prompt, WeightedMessage
from drawing.records import Picture
from handlers.telegram.chat_info import ChatInfo
from handlers.telegram.flood import FloodControl
from handlers.telegram.messenger import Sender, TelegramMessenger
from tests.world.simulated import JumpingClock

PICTURE = Picture(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", 8, 8)
DRAWING = Drawing(
    id=DrawingId(1),
    source="m:1:1",
    index=0,
    person_id=1,
    person_name="Ann",
    chat_id=1,
    thread_id=None,
    request_message_id=1,
    language="en",
    prompt=Prompt((WeightedMessage("cat", Decimal(1)),), seed=1),
    created_at=0.0,
    deadline_at=1.0,
    state=State.FAILED,
    reason=Reason.REFUSED,
    slot_id=2,
)


class Taking(BaseSession):
    """A Bot API server that takes everything."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Any] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        self.taken.append(method)
        return True

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


class Refusing(BaseSession):
    """A Bot API server that answers every call with one error."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__()
        self._status = status
        self._answer = json.dumps({"ok": False, "error_code": status, "description": description})

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        return self.check_response(bot, method, self._status, self._answer).result

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


def messenger(status: int, description: str) -> TelegramMessenger:
    bot = Bot("1:AAHunitunitunitunitunitunitunitunit", session=Refusing(status, description))
    return messenger_of(bot)


def messenger_of(bot: Bot) -> TelegramMessenger:
    clock = JumpingClock()
    return TelegramMessenger(Sender(bot, FloodControl(clock, per_second=1000)), ChatInfo(bot, clock))


@pytest.mark.fault("24")
async def test_an_edit_that_changes_nothing_has_been_done_before() -> None:
    unchanged = messenger(400, "Bad Prompt: message is not modified: specified new message content is the same")
    await unchanged.show_ending(DRAWING)
    assert await unchanged.show_picture(DRAWING, PICTURE) == ""


async def test_a_slot_that_is_not_there_is_told_apart_from_a_server_that_is_away() -> None:
    with pytest.raises(SlotGone):
        await messenger(400, "Bad Prompt: message to edit not found").show_picture(DRAWING, PICTURE)
    with pytest.raises(ChatUnreachable):
        await messenger(502, "Bad Gateway").show_picture(DRAWING, PICTURE)


@pytest.mark.fault("20")
@pytest.mark.parametrize(
    ("size", "width", "height", "kind"),
    [
        (10 * 2**20, 1024, 1024, "photo"),
        (10 * 2**20 + 1, 1024, 1024, "document"),
        (100, 5000, 5000, "photo"),
        (100, 5001, 5000, "document"),
        (100, 2000, 100, "photo"),
        (100, 2001, 100, "document"),
        (100, 100, 2001, "document"),
    ],
)
async def test_what_telegram_takes_as_a_photo_has_its_limits(size: int, width: int, height: int, kind: str) -> None:
    session = Taking()
    bot = Bot("1:AAHunitunitunitunitunitunitunitunit", session=session)
    show = messenger_of(bot).show_picture

    await show(DRAWING, Picture(bytes(size), "image/jpeg", width, height))

    assert [method.media.type for method in session.taken] == [kind]
