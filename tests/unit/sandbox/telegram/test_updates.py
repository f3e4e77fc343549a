"""Updates: those that the bot gets, and the ways to fetch them."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from aiogram.exceptions import TelegramConflictError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Update

from sandbox.telegram.people import RefusedError
from sandbox.telegram.population import ALICE, BORIS, PAINTERS, STUDIO
from tests.unit.sandbox.telegram.running import Telegram

CATS = 2


async def updates(telegram: Telegram, **parameters: Any) -> list[Update]:
    return await telegram.bot.get_updates(**{"timeout": 0, **parameters})


def texts(batch: list[Update]) -> list[str | None]:
    return [update.message.text if update.message else None for update in batch]


def say(telegram: Telegram, *sentences: str) -> None:
    for sentence in sentences:
        telegram.people.send(ALICE.id, ALICE.id, sentence)


async def test_updates_come_again_until_a_higher_offset_confirms_them(telegram: Telegram) -> None:
    say(telegram, "one", "two", "three")
    first = await updates(telegram)
    assert texts(first) == ["one", "two", "three"]
    assert texts(await updates(telegram)) == ["one", "two", "three"]
    assert texts(await updates(telegram, offset=first[1].update_id)) == ["two", "three"]
    assert texts(await updates(telegram)) == ["two", "three"]


async def test_a_limit_leaves_the_rest_for_later(telegram: Telegram) -> None:
    say(telegram, "one", "two", "three")
    assert texts(await updates(telegram, limit=2)) == ["one", "two"]


async def test_a_negative_offset_keeps_the_latest_and_forgets_the_rest(telegram: Telegram) -> None:
    say(telegram, "one", "two", "three")
    assert texts(await updates(telegram, offset=-2)) == ["two", "three"]
    assert texts(await updates(telegram)) == ["two", "three"]


async def test_an_offset_from_another_life_confirms_nothing(telegram: Telegram) -> None:
    say(telegram, "one")
    assert texts(await updates(telegram, offset=999_999_999)) == ["one"]


async def test_a_poll_waits_for_what_comes(telegram: Telegram) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(updates(telegram, timeout=50))
        await _somebody_polls(telegram)
        say(telegram, "hello")
    assert texts(poll.result()) == ["hello"]


async def _somebody_polls(telegram: Telegram) -> None:
    await _until(lambda: telegram.world.updates._poller is not None)


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - yields to the other side of the connection; nobody sleeps
        await asyncio.sleep(0)


async def test_a_second_poller_ends_the_first(telegram: Telegram) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(_refused(telegram))
        await _somebody_polls(telegram)
        earlier = telegram.world.updates._poller
        second = tasks.create_task(updates(telegram, timeout=50))
        await _until(lambda: telegram.world.updates._poller not in (earlier, None))
        say(telegram, "hello")
    assert first.result().startswith("Conflict: terminated by other getUpdates request")
    assert texts(second.result()) == ["hello"]


async def _refused(telegram: Telegram) -> str:
    with pytest.raises(TelegramConflictError) as caught:
        await updates(telegram, timeout=50)
    return caught.value.message


async def test_setting_a_webhook_ends_the_poller_and_keeps_others_away(telegram: Telegram) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(_refused(telegram))
        await _somebody_polls(telegram)
        await telegram.bot.set_webhook("https://127.0.0.1:1/hook")
    assert poll.result() == "Conflict: terminated by setWebhook request"
    assert "can't use getUpdates method while webhook is active" in await _refused(telegram)
    assert (await telegram.bot.get_webhook_info()).url == "https://127.0.0.1:1/hook"
    await telegram.bot.delete_webhook(drop_pending_updates=True)
    assert await updates(telegram) == []


async def test_allowed_kinds_stay_when_they_are_left_out(telegram: Telegram) -> None:
    await updates(telegram, allowed_updates=["callback_query"])
    say(telegram, "unheard")
    assert await updates(telegram) == []
    await updates(telegram, allowed_updates=[])
    say(telegram, "heard")
    assert texts(await updates(telegram)) == ["heard"]


async def test_a_reply_in_a_topic_tells_the_topic_the_message_and_the_quote(telegram: Telegram) -> None:
    asked = telegram.people.send(ALICE.id, STUDIO, "/draw a cat and a dog", thread_id=CATS)
    telegram.people.send(
        BORIS.id, STUDIO, "/draw@artbot_sandbox_bot it", thread_id=CATS, reply_to=asked.id, quote="a dog"
    )
    message = (await updates(telegram))[-1].message
    assert message is not None
    assert (message.is_topic_message, message.message_thread_id) == (True, CATS)
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == asked.id
    assert message.quote is not None
    assert (message.quote.text, message.quote.position, message.quote.is_manual) == ("a dog", 16, True)
    assert [entity.type for entity in message.entities or ()] == ["bot_command"]


async def test_edits_stickers_and_photos_arrive(telegram: Telegram) -> None:
    asked = telegram.people.send(ALICE.id, ALICE.id, "/draw ctas")
    telegram.people.edit(ALICE.id, ALICE.id, asked.id, "/draw cats")
    telegram.people.send(ALICE.id, ALICE.id, sticker="🐱")
    telegram.people.send(ALICE.id, ALICE.id, "mine", photo=True)
    _, edited, sticker, photo = await updates(telegram)
    assert edited.edited_message is not None
    assert (edited.edited_message.text, edited.edited_message.message_id) == ("/draw cats", asked.id)
    assert sticker.message is not None
    assert sticker.message.sticker is not None
    assert sticker.message.sticker.emoji == "🐱"
    assert photo.message is not None
    assert photo.message.photo
    assert photo.message.caption == "mine"


async def test_voice_messages_and_forwards_arrive(telegram: Telegram) -> None:
    telegram.people.send(ALICE.id, ALICE.id, voice=4)
    original = telegram.people.send(BORIS.id, PAINTERS, "a red cat")
    telegram.people.forward(ALICE.id, PAINTERS, original.id, ALICE.id)
    voice, forwarded = await updates(telegram)
    assert voice.message is not None
    assert voice.message.voice is not None
    assert voice.message.voice.duration == 4
    assert forwarded.message is not None
    assert forwarded.message.text == "a red cat"
    assert forwarded.message.forward_origin is not None
    assert forwarded.message.forward_origin.type == "user"
    assert forwarded.message.forward_origin.sender_user.id == BORIS.id


async def test_what_is_forwarded_cannot_be_edited_and_has_no_buttons(telegram: Telegram) -> None:
    buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="x")]])
    original = await telegram.bot.send_message(PAINTERS, "a picture", reply_markup=buttons)
    forwarded = telegram.people.forward(ALICE.id, PAINTERS, original.message_id, ALICE.id)
    assert forwarded.keyboard is None
    with pytest.raises(RefusedError):
        telegram.people.edit(ALICE.id, ALICE.id, forwarded.id, "mine")


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("/draw a cat", True),
        ("/draw@artbot_sandbox_bot a cat", True),
        ("/draw@ARTBOT_sandbox_bot a cat", True),
        ("please /draw a cat", True),
        ("/draw@another_bot a cat", False),
        ("hello", False),
        ("@artbot_sandbox_bot hello", False),
    ],
)
async def test_in_private_mode_a_bot_in_a_group_sees_what_is_meant_for_it(
    telegram: Telegram, text: str, arrives: bool
) -> None:
    telegram.people.send(BORIS.id, PAINTERS, text)
    assert (texts(await updates(telegram)) == [text]) is arrives


async def test_replies_to_the_bot_arrive_replies_to_others_do_not(telegram: Telegram) -> None:
    own = await telegram.bot.send_message(PAINTERS, "done")
    others = telegram.people.send(ALICE.id, PAINTERS, "hello")
    telegram.people.send(BORIS.id, PAINTERS, "to the bot", reply_to=own.message_id)
    telegram.people.send(BORIS.id, PAINTERS, "to Alice", reply_to=others.id)
    assert texts(await updates(telegram)) == ["to the bot"]


@pytest.mark.parametrize("settings", [{"privacy_mode": False}, {"chats": {str(PAINTERS): {"bot_is_admin": True}}}])
async def test_without_privacy_mode_or_as_an_administrator_it_sees_everything(
    telegram: Telegram, settings: dict[str, Any]
) -> None:
    telegram.server.settings.change(settings)
    telegram.people.send(BORIS.id, PAINTERS, "hello")
    assert texts(await updates(telegram)) == ["hello"]


async def test_an_anonymous_administrator_speaks_as_the_chat(telegram: Telegram) -> None:
    telegram.server.settings.change({"anonymous_admins": True})
    telegram.people.send(ALICE.id, PAINTERS, "/draw")
    telegram.people.send(BORIS.id, PAINTERS, "/draw")
    alice, boris = [update.message for update in await updates(telegram)]
    assert alice is not None
    assert alice.from_user is not None
    assert alice.sender_chat is not None
    assert (alice.from_user.username, alice.sender_chat.id) == ("GroupAnonymousBot", PAINTERS)
    assert boris is not None
    assert boris.sender_chat is None


async def test_a_pressed_button_arrives_with_its_message_and_can_be_answered_once_seen(telegram: Telegram) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="again:1")]])
    sent = await telegram.bot.send_message(PAINTERS, "done", reply_markup=markup)
    told: list[Any] = []
    telegram.world.listeners.append(told.append)
    telegram.people.press(BORIS.id, PAINTERS, sent.message_id, "again:1")
    (update,) = await updates(telegram)
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("again:1", BORIS.id, sent.message_id)
    await telegram.bot.answer_callback_query(query.id, text="Soon", show_alert=True)
    assert [(change.kind, change.viewers) for change in told] == [("answer", frozenset({BORIS.id}))]
    assert told[0].details == {"query_id": query.id, "alert": True, "text": "Soon"}


async def test_blocking_and_unblocking_tell_the_bot_its_new_standing(telegram: Telegram) -> None:
    telegram.administration.perform(ALICE.id, ALICE.id, "block")
    telegram.administration.perform(ALICE.id, ALICE.id, "block")
    telegram.administration.perform(ALICE.id, ALICE.id, "unblock")
    changes = [update.my_chat_member for update in await updates(telegram)]
    assert [(change.old_chat_member.status, change.new_chat_member.status) for change in changes if change] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_being_removed_and_added_arrives_as_a_message_too(telegram: Telegram) -> None:
    telegram.administration.perform(ALICE.id, PAINTERS, "kick_bot")
    telegram.administration.perform(BORIS.id, PAINTERS, "add_bot")
    kinds = [update.event_type for update in await updates(telegram)]
    assert kinds == ["message", "my_chat_member", "message", "my_chat_member"]


async def test_a_group_that_becomes_a_supergroup_says_so_in_both(telegram: Telegram) -> None:
    telegram.administration.perform(ALICE.id, PAINTERS, "migrate")
    old, new = [update.message for update in await updates(telegram)]
    assert old is not None
    assert new is not None
    assert (old.chat.id, old.migrate_to_chat_id) == (PAINTERS, new.chat.id)
    assert (new.chat.type, new.migrate_from_chat_id, new.message_id) == ("supergroup", PAINTERS, 1)


async def test_a_bot_outside_of_a_group_hears_nothing_of_it(telegram: Telegram) -> None:
    await telegram.bot.leave_chat(PAINTERS)
    telegram.people.send(BORIS.id, PAINTERS, "/draw")
    telegram.administration.perform(ALICE.id, PAINTERS, "migrate")
    assert [update.event_type for update in await updates(telegram)] == ["my_chat_member"]


async def test_a_poison_update_can_be_put_into_the_queue(telegram: Telegram) -> None:
    telegram.world.updates.put_raw({"message": {"message_id": "no number"}, "unheard_of": {}})
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{telegram.url}/bot{telegram.server.token}/getUpdates") as response,
    ):
        body = await response.json()
    telegram.description.problems.clear()
    assert body["result"][0]["message"] == {"message_id": "no number"}


async def test_the_queue_is_bounded() -> None:
    from sandbox.telegram.updates import UpdateQueue

    queue = UpdateQueue(limit=2)
    for number in range(4):
        queue.put("message", {"number": number})
    assert [update["message"]["number"] for update in await queue.poll(0, 100, 0)] == [2, 3]
