"""Answers on their way out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters

from drawing.ports.chat import ChatClosed, ChatMoved, ChatUnreachable
from handlers.telegram import outbox as outbox_module
from handlers.telegram.flood import Turn
from handlers.telegram.outbox import Cause, Fate, Outbox
from tests.world.simulated import JumpingClock

OLD, NEW = -5, -1005
METHOD = DeleteMessage(chat_id=1, message_id=5)
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


class Silent:
    """A Telegram that takes messages at once, and everything else for ever."""

    def __init__(self) -> None:
        self.taken: list[TelegramMethod[Any]] = []
        self.hanging = 0
        self.has_taken = asyncio.Event()

    async def __call__(self, chat_id: int, method: TelegramMethod[Any], *, turn: Turn | None, **_: Any) -> None:
        if turn is None:
            self.hanging += 1
            await asyncio.Event().wait()
        self.taken.append(method)
        self.has_taken.set()


@asynccontextmanager
async def speaking(send: Any) -> AsyncIterator[Outbox]:
    outbox = Outbox(send, JumpingClock())
    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        working = group.create_task(outbox.run(asyncio.Event()))
        yield outbox
        working.cancel()


async def test_thousands_of_presses_that_cannot_be_answered_delay_no_message_and_take_few_connections() -> None:
    send = Silent()
    async with speaking(send) as outbox:
        for number in range(3000):
            press = AnswerCallbackQuery(callback_query_id=str(number))
            outbox.say(number % 300 + 1, press, cause=Cause(number % 300, str(number)))
        outbox.say(9000, answer := SendMessage(chat_id=9000, text="help"))
        await send.has_taken.wait()

        assert send.taken == [answer]
        assert send.hanging <= 8


async def test_an_answer_to_a_press_is_given_up_when_nobody_looks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "_ACT_TIMEOUT", 0.01)
    fates: asyncio.Queue[Fate] = asyncio.Queue()
    async with speaking(Silent()) as outbox:
        outbox.say(1, AnswerCallbackQuery(callback_query_id="1"), then=fates.put_nowait)
        outbox.say(1, DeleteMessage(chat_id=1, message_id=5), then=fates.put_nowait)

        assert [await fates.get(), await fates.get()] == [Fate.LOST, Fate.LOST]


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (None, Fate.SENT),
        (TelegramBadRequest(METHOD, "message can't be deleted"), Fate.REFUSED),
        (ChatClosed("kicked"), Fate.REFUSED),
        (ChatUnreachable("no route"), Fate.LOST),
    ],
)
async def test_whoever_asks_is_told_what_became_of_it(error: Exception | None, fate: Fate) -> None:
    async def send(*_: Any, **__: Any) -> None:
        if error is not None:
            raise error

    fates: asyncio.Queue[Fate] = asyncio.Queue()
    async with speaking(send) as outbox:
        outbox.say(1, METHOD, then=fates.put_nowait)

        assert await fates.get() is fate


async def test_in_a_group_one_answer_of_a_person_waits_and_all_parts_of_it() -> None:
    send, stop = Moving(), asyncio.Event()
    outbox = Outbox(send, JumpingClock())  # type: ignore[arg-type]
    for person in (1, 2):
        for event in ("first", "second"):
            for part in ("a", "b"):
                text = f"{person} {event} {part}"
                outbox.say(NEW, SendMessage(chat_id=NEW, text=text), cause=Cause(person, event))
    stop.set()
    await outbox.run(stop)

    texts = [method.text for method in send.taken if isinstance(method, SendMessage)]
    assert texts == ["1 first a", "1 first b", "2 first a", "2 first b"]


async def test_of_two_changes_of_one_message_the_later_is_made() -> None:
    send, stop = Moving(), asyncio.Event()
    outbox = Outbox(send, JumpingClock())  # type: ignore[arg-type]
    for text in ("old", "new"):
        outbox.say(NEW, EditMessageText(chat_id=NEW, message_id=17, text=text), cause=Cause(1, text))
    outbox.say(NEW, EditMessageText(chat_id=NEW, message_id=18, text="other"), cause=Cause(1, "new"))
    stop.set()
    await outbox.run(stop)

    assert [(method.message_id, method.text) for method in send.taken] == [(17, "new"), (18, "other")]  # type: ignore[attr-defined]


class EventfulClock(JumpingClock):
    """Something more is done in each of the first short waits."""

    def __init__(self, *deeds: Callable[[], None]) -> None:
        super().__init__()
        self.deeds = list(deeds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        if seconds < 1 and self.deeds:
            self.deeds.pop(0)()
        return await super().wait(event, seconds)


async def test_a_change_that_comes_a_moment_after_another_is_made_in_its_place() -> None:
    fates: asyncio.Queue[Fate] = asyncio.Queue()
    send = Moving()

    def press(text: str) -> None:
        edit = EditMessageText(chat_id=NEW, message_id=17, text=text)
        outbox.say(NEW, edit, cause=Cause(1, text), then=fates.put_nowait)

    clock = EventfulClock(lambda: press("second"), lambda: press("third"))
    outbox = Outbox(send, clock)  # type: ignore[arg-type]
    async with asyncio.timeout(_TIMEOUT), asyncio.TaskGroup() as group:
        working = group.create_task(outbox.run(asyncio.Event()))
        press("first")
        assert [await fates.get() for _ in range(3)] == [Fate.SENT] * 3
        working.cancel()

    assert [method.text for method in send.taken] == ["third"]  # type: ignore[attr-defined]


_BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Keep", callback_data="keep")]])
_PICTURE = EditMessageMedia(chat_id=NEW, message_id=17, media=InputMediaPhoto(media="file"))
_PAGE = EditMessageText(chat_id=NEW, message_id=17, text="a page")
_KEYBOARD = EditMessageReplyMarkup(chat_id=NEW, message_id=17, reply_markup=_BUTTONS)


@pytest.mark.parametrize(
    ("changes", "made"),
    [
        ((_PAGE, _KEYBOARD), _PAGE.model_copy(update={"reply_markup": _BUTTONS})),
        ((_PICTURE, _KEYBOARD), _PICTURE.model_copy(update={"reply_markup": _BUTTONS})),
        ((_KEYBOARD, _PAGE), _PAGE),
        ((_PAGE, _PICTURE), _PICTURE),
        ((_KEYBOARD, _PAGE, _PICTURE), _PICTURE),
    ],
)
async def test_changes_of_different_kinds_of_one_message_are_made_as_one(
    changes: tuple[TelegramMethod[Any], ...], made: TelegramMethod[Any]
) -> None:
    send, stop = Moving(), asyncio.Event()
    outbox = Outbox(send, JumpingClock())  # type: ignore[arg-type]
    for change in changes:
        outbox.say(NEW, change, cause=Cause(1, str(change)))
    stop.set()
    await outbox.run(stop)

    assert send.taken == [made]
