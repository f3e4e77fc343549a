"""Every method that the sandbox knows, called through aiogram and held against the Bot API's description."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
)

from sandbox.telegram.methods import METHODS
from sandbox.telegram.population import ALICE, BORIS, PAINTERS, STUDIO
from tests.unit.sandbox.telegram.running import picture, running_telegram

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="again", callback_data="again", style="primary")],
        [InlineKeyboardButton(text="copy", copy_text=CopyTextButton(text="a cat"))],
    ]
)
JPEG = BufferedInputFile(picture(400, 300), "cat.jpg")
FILE = BufferedInputFile(b"plain", "a.txt")

CALLS: list[Callable[[Bot, int, str], Awaitable[Any]]] = [
    lambda bot, _, __: bot.get_me(),
    lambda bot, _, __: bot.get_updates(timeout=0, limit=10, allowed_updates=["message", "callback_query"]),
    lambda bot, _, __: bot.set_my_commands(
        [BotCommand(command="draw", description="Draw")], scope=BotCommandScopeAllGroupChats(), language_code="en"
    ),
    lambda bot, _, __: bot.get_my_commands(scope=BotCommandScopeAllGroupChats(), language_code="en"),
    lambda bot, _, __: bot.delete_my_commands(),
    lambda bot, _, __: bot.set_my_name("Artbot"),
    lambda bot, _, __: bot.get_my_name(),
    lambda bot, _, __: bot.set_my_description("Draws"),
    lambda bot, _, __: bot.get_my_description(),
    lambda bot, _, __: bot.set_my_short_description("Draws"),
    lambda bot, _, __: bot.get_my_short_description(),
    lambda bot, slot, _: bot.send_message(
        ALICE.id,
        "<b>a</b> <a href='https://example.com'>b</a>",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(message_id=slot, quote="slot"),
        reply_markup=KEYBOARD,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    ),
    lambda bot, _, __: bot.send_message(STUDIO, "in a topic", message_thread_id=2),
    lambda bot, _, __: bot.send_photo(ALICE.id, JPEG, caption="<i>c</i>", parse_mode="HTML", has_spoiler=True),
    lambda bot, _, __: bot.send_document(ALICE.id, FILE, caption="c"),
    lambda bot, _, __: bot.send_chat_action(ALICE.id, "upload_photo"),
    lambda bot, slot, _: bot.edit_message_text("new", chat_id=ALICE.id, message_id=slot, reply_markup=KEYBOARD),
    lambda bot, slot, _: bot.edit_message_reply_markup(chat_id=ALICE.id, message_id=slot),
    lambda bot, slot, _: bot.copy_message(PAINTERS, ALICE.id, slot),
    lambda bot, slot, _: bot.forward_message(PAINTERS, ALICE.id, slot),
    lambda bot, slot, _: bot.edit_message_media(
        InputMediaDocument(media=JPEG, caption="c"), chat_id=ALICE.id, message_id=slot
    ),
    lambda bot, slot, _: bot.edit_message_caption(chat_id=ALICE.id, message_id=slot, caption="new"),
    lambda bot, slot, _: bot.set_message_reaction(ALICE.id, slot, reaction=[ReactionTypeEmoji(emoji="👍")]),
    lambda bot, _, query: bot.answer_callback_query(query, text="Soon"),
    lambda bot, slot, _: bot.delete_message(ALICE.id, slot),
    lambda bot, slot, _: bot.delete_messages(ALICE.id, [slot, slot + 1]),
    lambda bot, _, __: bot.get_chat(STUDIO),
    lambda bot, _, __: bot.get_chat(ALICE.id),
    lambda bot, _, __: bot.get_chat_member(PAINTERS, ALICE.id),
    lambda bot, _, __: bot.get_chat_member(PAINTERS, bot.id),
    lambda bot, _, __: bot.get_chat_member_count(PAINTERS),
    lambda bot, _, __: bot.get_chat_administrators(STUDIO),
    lambda bot, _, __: bot.set_webhook("https://127.0.0.1:1/", secret_token="x", allowed_updates=["message"]),
    lambda bot, _, __: bot.get_webhook_info(),
    lambda bot, _, __: bot.delete_webhook(drop_pending_updates=True),
    lambda bot, _, __: bot.leave_chat(PAINTERS),
    lambda bot, _, __: bot.get_webhook_info(),
]


async def test_every_request_and_every_answer_is_good_bot_api() -> None:
    async with running_telegram() as telegram:
        telegram.people.send(ALICE.id, ALICE.id, "/start")
        called: list[tuple[str, int]] = []
        telegram.server.observers.append(lambda exchange: called.append((exchange.method, exchange.status)))
        slot = await telegram.bot.send_message(ALICE.id, "slot", reply_markup=KEYBOARD)
        query = telegram.people.press(ALICE.id, ALICE.id, slot.message_id, "again")
        for call in CALLS:
            await call(telegram.bot, slot.message_id, query)
        sent = await telegram.bot.send_photo(ALICE.id, JPEG)
        assert sent.photo
        await telegram.bot.get_file(sent.photo[0].file_id)
        await telegram.bot.log_out()  # after which there is nothing more to call
        assert {status for _, status in called} == {200}
        assert {method for method, _ in called} == METHODS.keys()
        assert telegram.description.problems == []


async def test_every_update_is_good_bot_api() -> None:
    async with running_telegram() as telegram:
        people, administration = telegram.people, telegram.administration
        asked = people.send(ALICE.id, ALICE.id, "/draw <b>cats</b> & #dogs https://example.com")
        people.edit(ALICE.id, ALICE.id, asked.id, "/draw dogs")
        people.send(ALICE.id, ALICE.id, sticker="🐱", reply_to=asked.id)
        people.send(ALICE.id, ALICE.id, "mine", photo=True, reply_to=asked.id, quote="dogs")
        people.send(BORIS.id, STUDIO, "/draw", thread_id=2)
        telegram.server.settings.change({"anonymous_admins": True})
        people.send(ALICE.id, STUDIO, "/draw")
        sent = await telegram.bot.send_photo(PAINTERS, JPEG, caption="c", reply_markup=KEYBOARD)
        people.press(BORIS.id, PAINTERS, sent.message_id, "again")
        for deed in ("block", "unblock"):
            administration.perform(ALICE.id, ALICE.id, deed)
        for deed in ("close_topic", "reopen_topic"):
            administration.perform(ALICE.id, STUDIO, deed, 2)
        for deed in ("kick_bot", "add_bot", "migrate"):
            administration.perform(ALICE.id, PAINTERS, deed)
        updates = await telegram.world.updates.poll(0, 100, 0)
        kinds = {kind for update in updates for kind in update} - {"update_id"}
        assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}
        assert [problem for update in updates for problem in telegram.description.check_update(update)] == []
