"""Every refusal that a drawing bot can meet, in the words of the real server."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReactionTypeEmoji,
    ReplyParameters,
)

from sandbox.telegram.files import Upload
from sandbox.telegram.model import Rights, Status
from sandbox.telegram.population import ALICE, BORIS, DIRECT, PAINTERS, STUDIO, open_direct_messages
from sandbox.telegram.text import FormattedText
from tests.unit.sandbox.telegram.running import Telegram, picture

Call = Callable[[Bot], Awaitable[Any]]

CATS = 2
"""The id of the first topic of the studio."""


def keyboard(**action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", **action)]])


def jpeg(width: int = 40, height: int = 30) -> BufferedInputFile:
    return BufferedInputFile(picture(width, height), "a.jpg")


def message_by(telegram: Telegram, chat_id: int, sender_id: int, **fields: Any) -> int:
    return telegram.world.post(telegram.world.chats[chat_id], sender_id, **fields).id


async def refusal(telegram: Telegram, call: Call) -> str:
    with pytest.raises(TelegramAPIError) as caught:
        await call(telegram.bot)
    exchange = telegram.server.journal.entries[-1]
    assert exchange.answer["description"] in caught.value.message
    return f"{exchange.status} {exchange.answer['description']}"


TEXTS: dict[str, tuple[Call, str]] = {
    "an unknown chat": (lambda bot: bot.send_message(-5, "x"), "400 Bad Request: chat not found"),
    "a chat named by words": (lambda bot: bot.send_message("@nobody", "x"), "400 Bad Request: chat not found"),
    "an empty text": (lambda bot: bot.send_message(101, ""), "400 Bad Request: message text is empty"),
    "a blank text": (lambda bot: bot.send_message(101, "  \n "), "400 Bad Request: text must be non-empty"),
    "a long text": (lambda bot: bot.send_message(101, "я" * 4097), "400 Bad Request: message is too long"),
    "a long text of emoji": (lambda bot: bot.send_message(101, "😀" * 2049), "400 Bad Request: message is too long"),
    "a huge text": (lambda bot: bot.send_message(101, "x" * 100_000), "400 Bad Request: text is too long"),
    "open tags": (
        lambda bot: bot.send_message(101, "<b>x", parse_mode="HTML"),
        "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    "an unknown parse mode": (
        lambda bot: bot.send_message(101, "x", parse_mode="BBCode"),
        "400 Bad Request: unsupported parse_mode",
    ),
    "much data on a button": (
        lambda bot: bot.send_message(101, "x", reply_markup=keyboard(callback_data="я" * 33)),
        "400 Bad Request: BUTTON_DATA_INVALID",
    ),
    "much to copy": (
        lambda bot: bot.send_message(101, "x", reply_markup=keyboard(copy_text=CopyTextButton(text="x" * 257))),
        "400 Bad Request: BUTTON_COPY_TEXT_INVALID",
    ),
    "a button without an action": (
        lambda bot: bot.send_message(101, "x", reply_markup=keyboard()),
        "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a reply to nothing": (
        lambda bot: bot.send_message(101, "x", reply_parameters=ReplyParameters(message_id=99)),
        "400 Bad Request: message to be replied not found",
    ),
    "a topic that never was": (
        lambda bot: bot.send_message(STUDIO, "x", message_thread_id=99),
        "400 Bad Request: message thread not found",
    ),
    "the topic General": (
        lambda bot: bot.send_message(STUDIO, "x", message_thread_id=1),
        "400 Bad Request: message thread not found",
    ),
    "a topic of a private chat": (
        lambda bot: bot.send_message(101, "x", message_thread_id=2),
        "400 Bad Request: message thread not found",
    ),
    "a long caption": (
        lambda bot: bot.send_photo(101, jpeg(), caption="x" * 1025),
        "400 Bad Request: message caption is too long",
    ),
    "a ribbon of a photo": (
        lambda bot: bot.send_photo(101, jpeg(2100, 100)),
        "400 Bad Request: PHOTO_INVALID_DIMENSIONS",
    ),
    "a vast photo": (lambda bot: bot.send_photo(101, jpeg(9000, 1001)), "400 Bad Request: PHOTO_INVALID_DIMENSIONS"),
    "a heavy photo": (
        lambda bot: bot.send_photo(101, BufferedInputFile(picture() + bytes(10 * 1024 * 1024), "a.jpg")),
        (
            f"400 Bad Request: file of size {len(picture()) + 10 * 1024 * 1024} bytes is too big for a photo; "
            "the maximum size is 10485760 bytes"
        ),
    ),
    "no picture": (
        lambda bot: bot.send_photo(101, BufferedInputFile(b"hello", "a.jpg")),
        "400 Bad Request: IMAGE_PROCESS_FAILED",
    ),
    "an empty file": (
        lambda bot: bot.send_document(101, BufferedInputFile(b"", "a.txt")),
        "400 Bad Request: file must be non-empty",
    ),
    "an unknown file": (
        lambda bot: bot.send_photo(101, "AgACAgIAAxkBnothing"),
        "400 Bad Request: wrong file identifier/HTTP URL specified",
    ),
    "a picture elsewhere": (
        lambda bot: bot.send_photo(101, "https://example.com/a.jpg"),
        "400 Bad Request: failed to get HTTP URL content",
    ),
    "an edit of nothing": (
        lambda bot: bot.edit_message_text("x", chat_id=101, message_id=99),
        "400 Bad Request: message to edit not found",
    ),
    "an edit of somebody else's": (
        lambda bot: bot.edit_message_text("x", chat_id=101, message_id=1),
        "400 Bad Request: message can't be edited",
    ),
    "media into somebody else's": (
        lambda bot: bot.edit_message_media(InputMediaPhoto(media=jpeg()), chat_id=101, message_id=1),
        "400 Bad Request: message media can't be edited",
    ),
    "the same again": (
        lambda bot: bot.edit_message_text("mine", chat_id=101, message_id=2),
        (
            "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the "
            "same as a current content and reply markup of the message"
        ),
    ),
    "a long text in an edit": (
        lambda bot: bot.edit_message_text("x" * 4097, chat_id=101, message_id=2),
        "400 Bad Request: MESSAGE_TOO_LONG",
    ),
    "a caption for a text": (
        lambda bot: bot.edit_message_caption(chat_id=101, message_id=2, caption="x"),
        "400 Bad Request: there is no caption in the message to edit",
    ),
    "a deletion of nothing": (
        lambda bot: bot.delete_message(101, 99),
        "400 Bad Request: message to delete not found",
    ),
    "a copy of nothing": (lambda bot: bot.copy_message(101, 101, 99), "400 Bad Request: message to copy not found"),
    "a forward of nothing": (
        lambda bot: bot.forward_message(101, 101, 99),
        "400 Bad Request: message to forward not found",
    ),
    "a reaction to nothing": (
        lambda bot: bot.set_message_reaction(101, 99, reaction=[ReactionTypeEmoji(emoji="👍")]),
        "400 Bad Request: message to react not found",
    ),
    "an emoji that is no reaction": (
        lambda bot: bot.set_message_reaction(101, 1, reaction=[ReactionTypeEmoji(emoji="🖼")]),
        "400 Bad Request: REACTION_INVALID",
    ),
    "two reactions": (
        lambda bot: bot.set_message_reaction(101, 1, reaction=[ReactionTypeEmoji(emoji=one) for one in "👍👎"]),
        "400 Bad Request: REACTIONS_TOO_MANY",
    ),
    "an unknown query": (
        lambda bot: bot.answer_callback_query("1"),
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "an unknown action": (
        lambda bot: bot.send_chat_action(101, "paint"),
        "400 Bad Request: wrong parameter action in request",
    ),
    "a command with capitals": (
        lambda bot: bot.set_my_commands([BotCommand(command="Draw", description="x")]),
        "400 Bad Request: BOT_COMMAND_INVALID",
    ),
    "a menu for nobody": (
        lambda bot: bot.set_my_commands(
            [BotCommand(command="draw", description="x")], scope=BotCommandScopeChat(chat_id=-5)
        ),
        "400 Bad Request: chat not found",
    ),
    "a download of nothing": (
        lambda bot: bot.get_file("AgACAgIAAxkBnothing"),
        "400 Bad Request: invalid file_id",
    ),
    "administrators of a private chat": (
        lambda bot: bot.get_chat_administrators(101),
        "400 Bad Request: there are no administrators in the private chat",
    ),
    "leaving a private chat": (
        lambda bot: bot.leave_chat(101),
        "400 Bad Request: chat member status can't be changed in private chats",
    ),
    "an unencrypted webhook": (
        lambda bot: bot.set_webhook("http://example.com/hook"),
        "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    "a secret with a space": (
        lambda bot: bot.set_webhook("https://example.com/hook", secret_token="open sesame"),
        "400 Bad Request: secret token contains unallowed characters",
    ),
}


@pytest.mark.parametrize("case", TEXTS)
async def test_a_refusal_is_worded_as_the_real_one(telegram: Telegram, case: str) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "hello")
    message_by(telegram, ALICE.id, telegram.world.bot.id, content=FormattedText("mine"))
    call, expected = TEXTS[case]
    assert await refusal(telegram, call) == expected


MALFORMED: dict[str, tuple[str, dict[str, Any], str]] = {
    "markup that is no object": ("sendMessage", {"reply_markup": []}, "object expected as reply markup"),
    "markup that is no JSON": ("sendMessage", {"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    "rows that are none": (
        "sendMessage",
        {"reply_markup": {"inline_keyboard": [{}]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    "a button that is none": (
        "sendMessage",
        {"reply_markup": {"inline_keyboard": [["x"]]}},
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
    "a button without words": (
        "sendMessage",
        {"reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}},
        "inline keyboard button text must be non-empty",
    ),
    "a button of an unknown style": (
        "sendMessage",
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x", "style": "loud"}]]}},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    "a hundred and one buttons": (
        "sendMessage",
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}},
        "reply markup is too long",
    ),
    "a reply to an object": ("sendMessage", {"reply_parameters": []}, "object expected as reply parameters"),
    "a quote that was not said": (
        "sendMessage",
        {"reply_parameters": {"message_id": 1, "quote": "bye"}},
        "QUOTE_TEXT_INVALID",
    ),
    "a menu that is no list": ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
    "a command without words": (
        "setMyCommands",
        {"commands": [{"command": "draw", "description": ""}]},
        "command description must be non-empty",
    ),
    "a scope that is none": (
        "setMyCommands",
        {"commands": [], "scope": {"type": "moon"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    "a language of three letters": ("setMyCommands", {"language_code": "rus"}, "invalid language code specified"),
    "media that is none": ("editMessageMedia", {"media": "x", "message_id": 2}, "can't parse input media JSON object"),
    "media of an unknown kind": (
        "editMessageMedia",
        {"media": {"type": "hologram", "media": "x"}, "message_id": 2},
        'can\'t parse InputMedia: type "hologram" is unsupported',
    ),
    "media that was not attached": (
        "editMessageMedia",
        {"media": {"type": "photo", "media": "attach://x"}, "message_id": 2},
        "can't parse InputMedia: media not found",
    ),
    "a document's id for a photo": ("sendPhoto", {"photo": "{document}"}, "can't use file of type Document as Photo"),
    "many ids": ("deleteMessages", {"message_ids": [1] * 101}, "too many message identifiers specified"),
    "ids that are none": ("deleteMessages", {"message_ids": ["x"]}, "message identifier must be a Number"),
    "a reaction that is none": (
        "setMessageReaction",
        {"message_id": 1, "reaction": [{"type": "paid"}]},
        "can't parse ReactionType: invalid reaction type specified",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
async def test_what_aiogram_would_never_send_is_refused_as_well(telegram: Telegram, case: str) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "hello")
    message_by(telegram, ALICE.id, telegram.world.bot.id, content=FormattedText("mine"))
    document = telegram.world.files.add_document(Upload("a.txt", "text/plain", b"x"))
    method, fields, expected = MALFORMED[case]
    fields = {name: document.file.file_id if value == "{document}" else value for name, value in fields.items()}
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{telegram.url}/bot{telegram.server.token}/{method}",
            json={"chat_id": ALICE.id, "text": "x"} | fields,
        ) as response,
    ):
        assert (response.status, (await response.json())["description"]) == (400, f"Bad Request: {expected}")


async def test_a_person_who_never_wrote_cannot_be_written_to(telegram: Telegram) -> None:
    said = await refusal(telegram, lambda bot: bot.send_message(BORIS.id, "x"))
    assert said == "403 Forbidden: bot can't initiate conversation with a user"


async def test_a_blocked_bot_can_neither_send_nor_edit_nor_act(telegram: Telegram) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "hello")
    mine = message_by(telegram, ALICE.id, telegram.world.bot.id, content=FormattedText("mine"))
    telegram.administration.perform(ALICE.id, ALICE.id, "block")
    calls: list[Call] = [
        lambda bot: bot.send_message(ALICE.id, "x"),
        lambda bot: bot.send_photo(ALICE.id, jpeg()),
        lambda bot: bot.edit_message_text("x", chat_id=ALICE.id, message_id=mine),
        lambda bot: bot.send_chat_action(ALICE.id, "typing"),
        lambda bot: bot.delete_message(ALICE.id, mine),
    ]
    said = {await refusal(telegram, call) for call in calls}
    assert said == {"403 Forbidden: bot was blocked by the user"}
    telegram.administration.perform(ALICE.id, ALICE.id, "unblock")
    assert (await telegram.bot.send_message(ALICE.id, "x")).text == "x"


@pytest.mark.parametrize(
    ("chat_id", "status", "expected"),
    [
        (PAINTERS, Status.KICKED, "403 Forbidden: bot was kicked from the group chat"),
        (STUDIO, Status.KICKED, "403 Forbidden: bot was kicked from the supergroup chat"),
        (PAINTERS, Status.LEFT, "403 Forbidden: bot is not a member of the group chat"),
        (STUDIO, Status.LEFT, "403 Forbidden: bot is not a member of the supergroup chat"),
    ],
)
async def test_a_bot_outside_of_a_group_is_told_how_it_came_to_be_there(
    telegram: Telegram, chat_id: int, status: Status, expected: str
) -> None:
    mine = message_by(telegram, chat_id, telegram.world.bot.id, content=FormattedText("mine"))
    telegram.world.chats[chat_id].members[telegram.world.bot.id] = status
    assert await refusal(telegram, lambda bot: bot.send_message(chat_id, "x")) == expected
    assert await refusal(telegram, lambda bot: bot.edit_message_text("x", chat_id=chat_id, message_id=mine)) == expected


async def test_a_group_that_moved_says_where_to(telegram: Telegram) -> None:
    telegram.administration.perform(ALICE.id, PAINTERS, "migrate")
    moved_to = telegram.world.chats[PAINTERS].migrated_to or 0
    said = await refusal(telegram, lambda bot: bot.send_message(PAINTERS, "x"))
    assert said == "400 Bad Request: group chat was upgraded to a supergroup chat"
    answer = telegram.server.journal.entries[-1].answer
    assert answer["parameters"] == {"migrate_to_chat_id": moved_to}
    assert str(moved_to).startswith("-100")
    assert (await telegram.bot.send_message(moved_to, "x")).chat.type == "supergroup"


@pytest.mark.parametrize(
    ("rights", "kind", "expected"),
    [
        (Rights(send_messages=False), "text", "not enough rights to send text messages to the chat"),
        (Rights(send_photos=False), "photo", "not enough rights to send photos to the chat"),
        (Rights(send_photos=False), "edit", "not enough rights to send photos to the chat"),
        (Rights(send_documents=False), "document", "not enough rights to send documents to the chat"),
        (Rights(react=False), "reaction", "REACTION_INVALID"),
    ],
)
async def test_what_a_group_forbids_is_refused_until_the_bot_is_an_administrator(
    telegram: Telegram, rights: Rights, kind: str, expected: str
) -> None:
    group = telegram.world.chats[PAINTERS]
    mine = message_by(telegram, PAINTERS, telegram.world.bot.id, content=FormattedText("mine"))
    group.rights = rights
    calls: dict[str, Call] = {
        "text": lambda bot: bot.send_message(PAINTERS, "x"),
        "photo": lambda bot: bot.send_photo(PAINTERS, jpeg()),
        "edit": lambda bot: bot.edit_message_media(InputMediaPhoto(media=jpeg()), chat_id=PAINTERS, message_id=mine),
        "document": lambda bot: bot.send_document(PAINTERS, BufferedInputFile(b"x", "a.txt")),
        "reaction": lambda bot: bot.set_message_reaction(PAINTERS, 1, reaction=[ReactionTypeEmoji(emoji="👍")]),
    }
    assert await refusal(telegram, calls[kind]) == f"400 Bad Request: {expected}"
    group.members[telegram.world.bot.id] = Status.ADMINISTRATOR
    assert await calls[kind](telegram.bot)


async def test_a_closed_topic_takes_messages_again_when_it_is_reopened(telegram: Telegram) -> None:
    telegram.administration.perform(ALICE.id, STUDIO, "close_topic", CATS)
    call: Call = lambda bot: bot.send_message(STUDIO, "x", message_thread_id=CATS)  # noqa: E731
    assert await refusal(telegram, call) == "400 Bad Request: TOPIC_CLOSED"
    telegram.administration.perform(ALICE.id, STUDIO, "reopen_topic", CATS)
    assert (await call(telegram.bot)).message_thread_id == CATS


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda bot: bot.send_message(DIRECT, "x"), "Channel direct messages topic must be specified"),
        (lambda bot: bot.send_photo(DIRECT, jpeg()), "Channel direct messages topic must be specified"),
        (lambda bot: bot.send_message(DIRECT, "x", direct_messages_topic_id=9), "direct messages topic not found"),
        (
            lambda bot: bot.send_chat_action(DIRECT, "typing"),
            "chat actions can't be sent to channel direct messages chats",
        ),
        (
            lambda bot: bot.send_message(PAINTERS, "x", direct_messages_topic_id=BORIS.id),
            "chat is not a channel direct messages chat",
        ),
    ],
)
async def test_direct_messages_of_a_channel_are_sent_to_a_topic(telegram: Telegram, call: Call, expected: str) -> None:
    open_direct_messages(telegram.world)
    assert await refusal(telegram, call) == f"400 Bad Request: {expected}"
    sent = await telegram.bot.send_message(DIRECT, "x", direct_messages_topic_id=BORIS.id)
    assert sent.chat.is_direct_messages
    assert sent.direct_messages_topic is not None
    assert sent.direct_messages_topic.topic_id == BORIS.id


async def test_a_deleted_topic_takes_its_messages_with_it(telegram: Telegram) -> None:
    sent = await telegram.bot.send_message(STUDIO, "x", message_thread_id=CATS)
    telegram.administration.perform(ALICE.id, STUDIO, "delete_topic", CATS)
    said = await refusal(telegram, lambda bot: bot.send_message(STUDIO, "x", message_thread_id=CATS))
    assert said == "400 Bad Request: message thread not found"
    said = await refusal(telegram, lambda bot: bot.edit_message_text("y", chat_id=STUDIO, message_id=sent.message_id))
    assert said == "400 Bad Request: message to edit not found"


async def test_a_bot_that_is_no_administrator_deletes_only_its_own_in_a_group(telegram: Telegram) -> None:
    theirs = telegram.people.send(BORIS.id, PAINTERS, "hello").id
    said = await refusal(telegram, lambda bot: bot.delete_message(PAINTERS, theirs))
    assert said == "400 Bad Request: message can't be deleted"
    telegram.world.chats[PAINTERS].members[telegram.world.bot.id] = Status.ADMINISTRATOR
    assert await telegram.bot.delete_message(PAINTERS, theirs)


async def test_after_two_days_a_message_stays(telegram: Telegram) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "hello")
    sent = await telegram.bot.send_message(ALICE.id, "x")
    telegram.clock.now += 48 * 3600 + 1
    said = await refusal(telegram, lambda bot: bot.delete_message(ALICE.id, sent.message_id))
    assert said == "400 Bad Request: message can't be deleted for everyone"


async def test_a_query_is_too_old_after_a_while(telegram: Telegram) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "hello")
    sent = await telegram.bot.send_message(ALICE.id, "x", reply_markup=keyboard(callback_data="d"))
    query = telegram.people.press(ALICE.id, ALICE.id, sent.message_id, "d")
    telegram.clock.now += 149
    assert await telegram.bot.answer_callback_query(query)
    telegram.clock.now += 2
    said = await refusal(telegram, lambda bot: bot.answer_callback_query(query))
    assert "query is too old" in said
