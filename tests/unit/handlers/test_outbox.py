"""Answers on their way out."""

import asyncio
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import ReplyParameters

from drawing.ports.chat import ChatMoved
from handlers.telegram.flood import Turn
from handlers.telegram.outbox import Outbox
from tests.world.simulated import JumpingClock

OLD, NEW = -5, -1005
_TIMEOUT = 10.0  # seconds; only a failing test waits so long


class Moving:
    """A Telegram in which the group has become a supergroup."""

    def __init__(self) -> None:
        self.taken: list[TelegramMethod[Any]] = []

    async def __call__(self, chat_id: int, method: TelegramMethod[Any], **_: Any) -> None:
        if getattr(method, "chat_id", None) == OLD:
            raise ChatMoved(NEW)
        self.taken.append(method)


async def said(*methods: TelegramMethod[Any]) -> list[TelegramMethod[Any]]:
    """What arrives of what is said in the group."""
    send, stop = Moving(), asyncio.Event()
    outbox = Outbox(send, JumpingClock())  # type: ignore[arg-type]
    for method in methods:
        outbox.say(OLD, method)
    stop.set()
    await outbox.run(stop)
    return send.taken


async def test_an_answer_follows_its_group_and_quotes_nobody_there() -> None:
    (answer,) = await said(SendMessage(chat_id=OLD, text="hi", reply_parameters=ReplyParameters(message_id=17)))

    assert isinstance(answer, SendMessage)
    assert (answer.chat_id, answer.text, answer.reply_parameters) == (NEW, "hi", None)


@pytest.mark.parametrize("edit", [EditMessageText(chat_id=OLD, message_id=17, text="a page")])
async def test_an_edit_does_not_follow_for_its_message_has_another_number_there(edit: TelegramMethod[Any]) -> None:
    assert await said(edit) == []


async def test_the_press_of_a_button_is_answered_though_the_group_may_hear_nothing_for_long() -> None:
    taken: list[TelegramMethod[Any]] = []
    its_turn, answered, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def send(_chat_id: int, method: TelegramMethod[Any], *, turn: Turn | None, **_: Any) -> None:
        if turn is not None:
            await its_turn.wait()
        taken.append(method)
        answered.set()

    outbox = Outbox(send, JumpingClock())  # type: ignore[arg-type]
    for number in range(30):
        outbox.say(OLD, SendMessage(chat_id=OLD, text=str(number)))
    outbox.say(OLD, answer := AnswerCallbackQuery(callback_query_id="7"))
    stop.set()
    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        group.create_task(outbox.run(stop))
        await answered.wait()
        assert taken == [answer]
        its_turn.set()

    assert [method.text for method in taken[1:] if isinstance(method, SendMessage)] == [str(n) for n in range(20)]
