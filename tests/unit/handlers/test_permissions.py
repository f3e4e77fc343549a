"""Permissions, as Telegram tells them or does not."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod

from drawing.ports.chat import ChatUnreachable
from handlers.telegram.permissions import ChatPermissions
from tests.world.simulated import JumpingClock

GROUP, OTHER_GROUP, ANN = -5, -6, 1


class Telegram(BaseSession):
    """Says what people are in a group; None says nothing at all."""

    def __init__(self) -> None:
        super().__init__()
        self.status: str | None = None
        self.asked = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        self.asked += 1
        if self.status is None:
            raise TelegramNetworkError(method=method, message="no route")
        return {"status": self.status}

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        yield b""


@pytest.mark.parametrize(
    ("status", "may"), [("creator", True), ("administrator", True), ("member", False), ("left", False), ("", False)]
)
async def test_the_status_alone_tells_who_is_an_admin(status: str, may: bool) -> None:
    telegram = Telegram()
    telegram.status = status
    permissions = ChatPermissions(Bot("1:a", session=telegram), JumpingClock())
    assert await permissions.is_admin(ANN, GROUP) is may


async def test_a_chat_that_telegram_was_silent_about_is_not_asked_about_at_once() -> None:
    telegram, clock = Telegram(), JumpingClock()
    permissions = ChatPermissions(Bot("1:a", session=telegram), clock)
    for person in (1, 2, 3):
        with pytest.raises(ChatUnreachable):
            await permissions.is_admin(person, GROUP)
    assert telegram.asked == 1

    telegram.status = "administrator"
    assert await permissions.is_admin(ANN, OTHER_GROUP)
    clock.seconds += 10
    assert await permissions.is_admin(ANN, GROUP)
