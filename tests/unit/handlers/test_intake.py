"""Asking for updates, and sorting a batch of them: in order per chat and person, side by side otherwise."""

import asyncio
import itertools
import random
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Chat, Message, Update, User
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from handlers.telegram.intake import Intake, lanes
from handlers.telegram.session import BoundedSession
from tests.world.simulated import JumpingClock


def update(number: int, chat: int, person: int) -> Update:
    message = Message(
        message_id=number,
        date=datetime(2026, 1, 1, tzinfo=UTC),
        chat=Chat(id=chat, type="private" if chat > 0 else "group"),
        from_user=User(id=person, is_bot=False, first_name="A"),
        text="hi",
    )
    return Update(update_id=number, message=message)


@given(st.lists(st.tuples(st.integers(-4, -1) | st.integers(1, 4), st.integers(1, 4)), max_size=30))
def test_what_shares_a_chat_or_a_person_is_in_one_lane_and_in_order(pairs: list[tuple[int, int]]) -> None:
    updates = [update(number, chat, person) for number, (chat, person) in enumerate(pairs)]

    found = lanes(updates)

    assert sorted(one.update_id for lane in found for one in lane) == list(range(len(updates)))
    for lane in found:
        assert [one.update_id for one in lane] == sorted(one.update_id for one in lane)
    keys = [
        {
            key
            for one in lane
            if one.message and one.message.from_user
            for key in (one.message.chat.id, one.message.from_user.id)
        }
        for lane in found
    ]
    assert all(not a & b for at, a in enumerate(keys) for b in keys[at + 1 :])


def test_strangers_in_different_chats_do_not_wait_for_each_other() -> None:
    assert len(lanes([update(1, -1, 1), update(2, -2, 2), update(3, 3, 3)])) == 3


async def test_a_server_that_answers_at_once_with_nothing_is_asked_once_a_second(aiohttp_server: Any) -> None:
    stop = asyncio.Event()
    clock = JumpingClock()
    asked_at: list[float] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getMe"):
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "A"}})
        asked_at.append(clock.monotonic())
        if len(asked_at) == 10:
            stop.set()
        return web.json_response({"ok": True, "result": []})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = await aiohttp_server(app)
    bot = Bot("123456:unit", session=BoundedSession(api=TelegramAPIServer.from_base(str(server.make_url("")))))
    await Intake(bot, Dispatcher(), clock, random.Random(1)).run(stop)
    await bot.session.close()

    pauses = [later - earlier for earlier, later in itertools.pairwise(asked_at)]
    assert pauses == [1.0] * 9
