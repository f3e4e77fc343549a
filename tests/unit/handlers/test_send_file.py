"""The File button: what is sent, and what is said where there is nothing left to be sent."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, SendDocument, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Chat, Message, User

from drawing.byte_budget import ByteBudget, StoredPictures
from drawing.lifecycle import Drawing
from drawing.people import Person
from handlers.buttons import Press
from handlers.routers.pictures import send_file
from handlers.telegram.flood import FloodControl
from handlers.telegram.messenger import Sender
from handlers.telegram.outbox import Outbox
from handlers.telegram.reply import Reply
from handlers.views.privacy_page import DataTerms
from handlers.views.texts import texts_in
from tests.unit.handlers.test_messenger import Taking
from tests.world.simulated import JumpingClock
from tests.world.world import World, open_world

_TIMEOUT = 30.0  # seconds; only what is broken takes as long


class Desk:
    """A world in which a picture was delivered, and somebody presses File under it."""

    def __init__(self, world: World, drawing: Drawing) -> None:
        self.world = world
        self._drawing = drawing
        self._telegram = Taking()
        bot = Bot("1:AAHunitunitunitunitunitunitunitunit", session=self._telegram)
        self._outbox = Outbox(Sender(bot, FloodControl(JumpingClock(), per_second=1000)), JumpingClock())

    async def press(self) -> None:
        message = Message(message_id=2, date=datetime.now(UTC), chat=Chat(id=1, type="private"))
        user = User(id=1, is_bot=False, first_name="Ann")
        query = CallbackQuery(id="7", from_user=user, chat_instance="1", message=message)
        press = Press("7", message, Person(id=1, name="Ann"), Reply(texts_in("en"), self._outbox, query))
        pictures = StoredPictures(self.world.store, ByteBudget())
        await send_file(query, press, self._drawing, pictures, DataTerms(keep_pictures=7200, service_logs=False))

    async def drop_pictures(self) -> None:
        assert await self.world.store.drop_pictures(self.world.clock.now() + 1) == 1

    async def sent(self) -> list[TelegramMethod[Any]]:
        """What Telegram was told in the end; uploads show themselves besides."""
        stop = asyncio.Event()
        stop.set()
        async with asyncio.timeout(_TIMEOUT):
            await self._outbox.run(stop)
        told = AnswerCallbackQuery | SendDocument | SendMessage
        return sorted(
            (one for one in self._telegram.taken if isinstance(one, told)), key=lambda one: type(one).__name__
        )


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_world(tmp_path) as world:
        yield Desk(world, await world.told(await world.ready(await world.asks_with_slot())))


async def test_a_picture_that_is_kept_is_sent(desk: Desk) -> None:
    await desk.press()
    answer, document = await desk.sent()
    assert isinstance(answer, AnswerCallbackQuery)
    assert answer.text is None
    assert isinstance(document, SendDocument)
    assert document.chat_id == 1


async def test_who_presses_when_it_is_gone_is_told_so_at_once(desk: Desk) -> None:
    await desk.drop_pictures()
    await desk.press()
    (answer,) = await desk.sent()
    assert isinstance(answer, AnswerCallbackQuery)
    assert "is gone: I keep it for 2 hours" in (answer.text or "")


async def test_who_waits_for_it_while_it_goes_is_told_so_by_a_message(desk: Desk) -> None:
    await desk.press()
    await desk.drop_pictures()
    answer, message = await desk.sent()
    assert isinstance(answer, AnswerCallbackQuery)
    assert answer.text is None
    assert isinstance(message, SendMessage)
    assert "is gone: I keep it for 2 hours" in message.text
