"""Permissions, as Telegram tells them or does not."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod

from drawing.ports.chat import ChatUnreachable
from handlers.telegram.chat_info import ChatInfo, Question, Unanswered
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
    chat_info = ChatInfo(Bot("1:a", session=telegram), JumpingClock())

    with pytest.raises(Unanswered) as unanswered:
        ChatPermissions(chat_info).is_admin(ANN, GROUP)
    await chat_info.ask(unanswered.value.question)

    assert ChatPermissions(chat_info).is_admin(ANN, GROUP) is may


@pytest.mark.parametrize("status", ["administrator", "member"])
async def test_what_somebody_is_in_a_group_is_known_for_a_minute_whatever_it_is(status: str) -> None:
    telegram, clock = Telegram(), JumpingClock()
    telegram.status = status
    chat_info = ChatInfo(Bot("1:a", session=telegram), clock)
    await chat_info.ask(Question(GROUP, ANN))

    clock.seconds += 59
    assert ChatPermissions(chat_info).is_admin(ANN, GROUP) is (status == "administrator")
    clock.seconds += 1
    with pytest.raises(Unanswered):
        ChatPermissions(chat_info).is_admin(ANN, GROUP)


async def test_who_wrote_in_the_name_of_the_group_is_an_admin_and_nobody_is_asked() -> None:
    permissions = ChatPermissions(ChatInfo(Bot("1:a", session=Telegram()), JumpingClock()))

    assert permissions.is_admin(GROUP, GROUP)
    assert not permissions.is_admin(OTHER_GROUP, GROUP)


async def test_a_chat_that_telegram_was_silent_about_is_not_asked_about_at_once() -> None:
    telegram, clock = Telegram(), JumpingClock()
    chat_info = ChatInfo(Bot("1:a", session=telegram), clock)
    permissions = ChatPermissions(chat_info)
    await chat_info.ask(Question(GROUP, ANN))
    for person in (1, 2, 3):
        with pytest.raises(ChatUnreachable):
            permissions.is_admin(person, GROUP)

    telegram.status = "administrator"
    with pytest.raises(Unanswered):
        permissions.is_admin(ANN, OTHER_GROUP)
    clock.seconds += 10
    with pytest.raises(Unanswered):
        permissions.is_admin(ANN, GROUP)


async def test_whose_a_channel_is_is_asked_once_a_day() -> None:
    telegram, clock = Telegram(), JumpingClock()
    telegram.status = "member"
    chat_info = ChatInfo(Bot("1:a", session=telegram), clock)
    await chat_info.ask(Question(GROUP))

    clock.seconds += 86_399
    assert not chat_info.is_linked_channel(GROUP, -7)
    clock.seconds += 1
    with pytest.raises(Unanswered):
        chat_info.is_linked_channel(GROUP, -7)
