"""Asking for updates, and sorting a batch of them: in order per chat and person, side by side otherwise."""

import asyncio
import itertools
import random
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from aiogram.types import Chat, Message, Update, User
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from drawing.incidents import Incidents
from drawing.ports.chat import ChatBusy
from drawing.records import Begun, Complaint, Incident
from handlers.telegram import intake as intake_module
from handlers.telegram.deferral import lane_of
from handlers.telegram.errors import chat_error
from handlers.telegram.intake import Intake, lanes
from handlers.telegram.session import BoundedSession
from tests.world.simulated import JumpingClock, SimulatedOwner


def update(number: int, chat: int, person: int) -> Update:
    message = Message(
        message_id=number,
        date=datetime(2026, 1, 1, tzinfo=UTC),
        chat=Chat(id=chat, type="private" if chat > 0 else "group"),
        from_user=User(id=person, is_bot=False, first_name="A"),
        text="hi",
    )
    return Update(update_id=number, message=message)


@pytest.mark.fault("31a")
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
    await Intake(bot, partial(Dispatcher().feed_update, bot), clock, random.Random(1)).run(stop)
    await bot.session.close()

    pauses = [later - earlier for earlier, later in itertools.pairwise(asked_at)]
    assert pauses == [1.0] * 9


class Server:
    """Telegram, which hands out what `batches` has, one answer after the other, and notes the offsets."""

    def __init__(self, *batches: list[Any]) -> None:
        self.batches = list(batches)
        self.offsets: list[int | None] = []
        self.stop = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getMe"):
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "A"}})
        offset = (await request.post()).get("offset")
        self.offsets.append(None if offset is None else int(str(offset)))
        if not self.batches:
            self.stop.set()
        return web.json_response({"ok": True, "result": self.batches.pop(0) if self.batches else []})


def raw(number: Any, message_id: int = 1, text: str = "hi") -> dict[str, Any]:
    person = {"id": 5, "is_bot": False, "first_name": "A"}
    chat = {"id": 5, "type": "private", "first_name": "A"}
    message = {"message_id": message_id, "date": 1_800_000_000, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": message}


async def taken_in(server: Server, aiohttp_server: Any) -> list[int]:
    """The ids of the updates that the server's answers made the bot handle, in order."""
    handled: list[int] = []
    dispatcher = Dispatcher(disable_fsm=True)

    @dispatcher.message()
    async def note(_: Message, event_update: Update) -> None:
        handled.append(event_update.update_id)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    running = await aiohttp_server(app)
    bot = Bot("123456:unit", session=BoundedSession(api=TelegramAPIServer.from_base(str(running.make_url("")))))
    await Intake(bot, partial(dispatcher.feed_update, bot), JumpingClock(), random.Random(1)).run(server.stop)
    await bot.session.close()
    return handled


async def test_a_batch_is_confirmed_once_and_then_nothing_is_asked_by_number(aiohttp_server: Any) -> None:
    server = Server([raw(7, 1), raw(8, 2)], [], [])

    assert await taken_in(server, aiohttp_server) == [7, 8]
    assert server.offsets[:4] == [None, 9, None, None]


@pytest.mark.parametrize("first", [1000, 2**31 - 1, 3])
async def test_after_a_quiet_week_the_numbers_may_be_any_and_each_update_is_handled_once(
    first: int, aiohttp_server: Any
) -> None:
    server = Server([raw(first, 1)], [], [raw(500, 2), raw(501, 3)], [raw(501, 3)], [raw(499, 4)])

    assert await taken_in(server, aiohttp_server) == [first, 500, 501, 499]


async def test_numbers_that_jump_within_a_batch_lose_nothing_and_keep_the_order(aiohttp_server: Any) -> None:
    server = Server([raw(1000, 1), raw(1001, 2), raw(5, 3), raw(6, 4)])

    assert await taken_in(server, aiohttp_server) == [1000, 1001, 5, 6]
    assert server.offsets[1] == 1002


async def test_an_update_that_comes_twice_in_one_answer_is_handled_once(aiohttp_server: Any) -> None:
    assert await taken_in(Server([raw(7, 1), raw(8, 2), raw(7, 1)]), aiohttp_server) == [7, 8]


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**53 - 1, 2**64, 1.5, "7", True, None, [], {}])
async def test_what_is_no_number_of_an_update_is_skipped_in_one_line_and_moves_nothing(
    number: Any, aiohttp_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server([raw(number), raw(7)], [raw(number)], [raw(number), raw(8)])

    assert await taken_in(server, aiohttp_server) == [7, 8]
    assert [offset for offset in server.offsets if offset is not None] == [8, 9]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("answer", [[raw(number) for number in range(1, 102)], [1] * 100_000, {"a": 1}, "updates", 5])
async def test_an_answer_that_was_not_asked_for_is_unreadable_and_one_line(
    answer: Any, aiohttp_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server(answer, [raw(7)])

    assert await taken_in(server, aiohttp_server) == [7]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "hostile", [{"a": [0] * 100_000}, {str(key): 1 for key in range(50_000)}, {"a": [[[]] * 9_000] * 3}]
)
async def test_an_update_of_more_values_than_any_message_has_is_skipped(hostile: Any, aiohttp_server: Any) -> None:
    assert await taken_in(Server([raw(6) | {"extra": hostile}, raw(7)]), aiohttp_server) == [7]


@pytest.mark.parametrize("seconds", [3601, 1_000_000, 2**31])
def test_whatever_time_telegram_names_a_chat_rests_an_hour_at_most(seconds: int) -> None:
    error = TelegramRetryAfter(SendMessage(chat_id=1, text="hi"), "Too Many Requests", seconds)
    meaning = chat_error(error, error.method)

    assert isinstance(meaning, ChatBusy)
    assert meaning.retry_after == 3600


@pytest.mark.fault("47")
async def test_a_poll_that_is_never_answered_ends_and_the_owner_is_told_once(
    aiohttp_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "_POLL_TIMEOUT", 0.05)
    stop, clock, owner, is_deaf = asyncio.Event(), JumpingClock(), SimulatedOwner(), True
    complaints: list[str | None] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal is_deaf
        if request.path.endswith("/getMe"):
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "A"}})
        complaints.append(intake.silence.complaint())
        if len(owner.told) > 1:
            stop.set()
        is_deaf = is_deaf and len(complaints) < 12
        if is_deaf:
            await asyncio.sleep(0.2)
        return web.json_response({"ok": True, "result": []})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = await aiohttp_server(app)
    bot = Bot("123456:unit", session=BoundedSession(api=TelegramAPIServer.from_base(str(server.make_url("")))))
    handle = partial(Dispatcher().feed_update, bot)
    incidents = Incidents(owner, NoStore(), clock)
    intake = Intake(bot, handle, clock, random.Random(1), incidents=incidents)
    async with asyncio.timeout(30):
        await intake.run(stop)
    await bot.session.close()

    assert complaints[0] is None
    assert "not " in (complaints[11] or "")
    assert [told.partition(":")[0] for told in owner.told] == ["deaf", "deaf is over"]
    assert intake.silence.complaint() is None


class NoStore:
    """Keeps no complaint."""

    async def complaints(self) -> dict[Complaint, Begun]:
        return {}

    async def keep_complaints(self, complaints: object) -> None:
        pass

    async def silences(self) -> dict[Incident, float]:
        return {}

    async def silence(self, incident: Incident, until: float) -> None:
        pass


def test_a_part_that_no_event_has_is_not_taken_for_the_one_of_that_name() -> None:
    press = {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "Ann"}, "chat_instance": "1"}
    strange = Update.model_validate({"update_id": 1, "callback_query": press | {"chat": {"id": -5, "type": "group"}}})
    assert lanes([strange]) == [[strange]]
    assert lane_of(strange) == (0, 7)
