"""Messages that the bot sends, edits and deletes, as Telegram shows them."""

from typing import Any

import pytest
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReactionTypeEmoji,
    ReplyParameters,
)

from sandbox.telegram.population import ALICE, BORIS, PAINTERS, STUDIO
from tests.unit.sandbox.telegram.running import Telegram, picture

CATS, LANDSCAPES = 2, 3
JPEG = BufferedInputFile(picture(400, 300), "cat.jpg")


@pytest.fixture(autouse=True)
def _acquainted(telegram: Telegram) -> None:
    telegram.people.send(ALICE.id, ALICE.id, "/start")


async def test_a_text_is_stored_parsed(telegram: Telegram) -> None:
    sent = await telegram.bot.send_message(ALICE.id, "<b>A &amp; 😀</b> /draw", parse_mode="HTML")
    assert sent.text == "A & 😀 /draw"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities or ()] == [
        ("bold", 0, 6),
        ("bot_command", 7, 5),
    ]


async def test_a_hostile_name_within_escaped_html_arrives_as_it_is(telegram: Telegram) -> None:
    import html

    name = "<b>&amp; \u202eevil\u202c 😀" + "x" * 3000
    sent = await telegram.bot.send_message(ALICE.id, html.escape(name), parse_mode="HTML")
    assert sent.text == name.replace("\u202e", " ").strip()


async def test_message_ids_count_up_in_every_chat_on_their_own(telegram: Telegram) -> None:
    private = [await telegram.bot.send_message(ALICE.id, str(number)) for number in range(2)]
    group = await telegram.bot.send_message(PAINTERS, "x")
    assert [message.message_id for message in private] == [2, 3]
    assert group.message_id == 2


async def test_a_reply_shows_what_it_replies_to_and_joins_its_topic(telegram: Telegram) -> None:
    asked = telegram.people.send(BORIS.id, STUDIO, "/draw a cat, please", thread_id=CATS)
    parameters = ReplyParameters(message_id=asked.id, quote="a cat")
    sent = await telegram.bot.send_message(STUDIO, "here", reply_parameters=parameters)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/draw a cat, please"
    assert (sent.message_thread_id, sent.is_topic_message) == (CATS, True)
    assert sent.quote is not None
    assert (sent.quote.text, sent.quote.position) == ("a cat", 6)


async def test_a_reply_to_a_deleted_message_is_sent_without_it_if_that_is_allowed(telegram: Telegram) -> None:
    parameters = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    sent = await telegram.bot.send_message(ALICE.id, "x", reply_parameters=parameters)
    assert sent.reply_to_message is None


async def test_in_a_topic_a_message_replies_to_the_topics_beginning(telegram: Telegram) -> None:
    sent = await telegram.bot.send_message(STUDIO, "x", message_thread_id=LANDSCAPES)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.forum_topic_created is not None
    assert sent.reply_to_message.forum_topic_created.name == "Landscapes"


async def test_a_group_without_topics_ignores_the_thread(telegram: Telegram) -> None:
    sent = await telegram.bot.send_message(PAINTERS, "x", message_thread_id=77)
    assert (sent.message_thread_id, sent.is_topic_message) == (None, None)


async def test_a_keyboard_is_kept_with_styles_links_and_things_to_copy(telegram: Telegram) -> None:
    buttons = [
        [
            InlineKeyboardButton(text="again", callback_data="again:1", style="primary"),
            InlineKeyboardButton(text="copy", copy_text=CopyTextButton(text="a red cat")),
        ],
        [InlineKeyboardButton(text="guide", url="example.com/guide")],
    ]
    sent = await telegram.bot.send_message(ALICE.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons))
    assert sent.reply_markup is not None
    first, second = sent.reply_markup.inline_keyboard
    assert (first[0].callback_data, first[0].style) == ("again:1", "primary")
    assert first[1].copy_text is not None
    assert first[1].copy_text.text == "a red cat"
    assert second[0].url == "http://example.com/guide"


async def test_a_photo_has_smaller_copies_and_the_sent_one_last(telegram: Telegram) -> None:
    sent = await telegram.bot.send_photo(
        ALICE.id, JPEG, caption="<code>a cat</code>", parse_mode="HTML", has_spoiler=True
    )
    assert [(size.width, size.height) for size in sent.photo or ()] == [(90, 68), (320, 240), (400, 300)]
    assert sent.caption == "a cat"
    assert [entity.type for entity in sent.caption_entities or ()] == ["code"]
    assert sent.has_media_spoiler is True


async def test_a_photo_is_sent_again_by_its_file_id(telegram: Telegram) -> None:
    first = await telegram.bot.send_photo(ALICE.id, JPEG)
    assert first.photo
    second = await telegram.bot.send_photo(ALICE.id, first.photo[-1].file_id)
    assert second.photo == first.photo


async def test_every_size_can_be_downloaded_as_large_as_it_says(telegram: Telegram) -> None:
    import io

    from PIL import Image

    sent = await telegram.bot.send_photo(ALICE.id, JPEG)
    assert sent.photo
    for size in sent.photo:
        file = await telegram.bot.download(size)
        assert file is not None
        with Image.open(io.BytesIO(file.read())) as image:
            assert image.size == (size.width, size.height)


async def test_a_document_keeps_its_name_and_bytes(telegram: Telegram) -> None:
    sent = await telegram.bot.send_document(ALICE.id, BufferedInputFile(b"\x00plain", "Кот.bin"))
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("Кот.bin", 6)
    file = await telegram.bot.download(sent.document)
    assert file is not None
    assert file.read() == b"\x00plain"


async def test_a_text_becomes_a_photo_and_a_photo_a_document(telegram: Telegram) -> None:
    slot = await telegram.bot.send_message(ALICE.id, "drawing…")
    place: dict[str, Any] = {"chat_id": ALICE.id, "message_id": slot.message_id}
    edited = await telegram.bot.edit_message_media(InputMediaPhoto(media=JPEG, caption="done"), **place)
    assert not isinstance(edited, bool)
    assert edited.photo
    assert (edited.text, edited.caption, edited.message_id) == (None, "done", slot.message_id)
    assert edited.edit_date is not None
    wide = BufferedInputFile(picture(2100, 60), "wide.jpg")
    edited = await telegram.bot.edit_message_media(InputMediaDocument(media=wide), **place)
    assert not isinstance(edited, bool)
    assert edited.photo is None
    assert edited.document is not None
    assert edited.document.thumbnail is not None
    assert (edited.document.thumbnail.width, edited.document.thumbnail.height) == (320, 9)


async def test_an_edit_drops_the_caption_and_keyboard_that_it_does_not_repeat(telegram: Telegram) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="d")]])
    sent = await telegram.bot.send_photo(ALICE.id, JPEG, caption="c", reply_markup=markup)
    edited = await telegram.bot.edit_message_media(
        InputMediaPhoto(media=JPEG), chat_id=ALICE.id, message_id=sent.message_id
    )
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.reply_markup) == (None, None)


async def test_the_same_file_by_id_is_no_change_but_an_upload_is(telegram: Telegram) -> None:
    from aiogram.exceptions import TelegramBadRequest

    sent = await telegram.bot.send_photo(ALICE.id, JPEG)
    assert sent.photo
    place: dict[str, Any] = {"chat_id": ALICE.id, "message_id": sent.message_id}
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await telegram.bot.edit_message_media(InputMediaPhoto(media=sent.photo[-1].file_id), **place)
    assert await telegram.bot.edit_message_media(InputMediaPhoto(media=JPEG), **place)


async def test_captions_and_keyboards_are_edited_alone(telegram: Telegram) -> None:
    sent = await telegram.bot.send_photo(ALICE.id, JPEG, caption="c")
    place: dict[str, Any] = {"chat_id": ALICE.id, "message_id": sent.message_id}
    await telegram.bot.edit_message_caption(caption="<i>new</i>", parse_mode="HTML", **place)
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="d")]])
    edited = await telegram.bot.edit_message_reply_markup(reply_markup=markup, **place)
    assert not isinstance(edited, bool)
    assert edited.caption == "new"
    assert edited.reply_markup is not None
    assert edited.reply_markup.model_dump() == markup.model_dump()


async def test_deleting_several_does_not_mind_those_that_are_gone(telegram: Telegram) -> None:
    sent = await telegram.bot.send_message(ALICE.id, "x")
    assert await telegram.bot.delete_messages(ALICE.id, [1, sent.message_id, 99])
    assert not telegram.world.chats[ALICE.id].messages


async def test_copies_and_forwards_carry_the_picture(telegram: Telegram) -> None:
    sent = await telegram.bot.send_photo(ALICE.id, JPEG, caption="c")
    copied = await telegram.bot.copy_message(PAINTERS, ALICE.id, sent.message_id)
    copy = telegram.world.chats[PAINTERS].messages[copied.message_id]
    assert copy.photo is not None
    assert copy.content.text == "c"
    forwarded = await telegram.bot.forward_message(PAINTERS, ALICE.id, sent.message_id)
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"


async def test_a_reaction_is_set_and_taken_back(telegram: Telegram) -> None:
    await telegram.bot.set_message_reaction(ALICE.id, 1, reaction=[ReactionTypeEmoji(emoji="❤️")])
    assert telegram.world.chats[ALICE.id].messages[1].reactions == ["❤"]
    await telegram.bot.set_message_reaction(ALICE.id, 1, reaction=[])
    assert telegram.world.chats[ALICE.id].messages[1].reactions == []


async def test_old_messages_and_files_are_forgotten() -> None:
    from sandbox.telegram.files import FileStore, Upload
    from sandbox.telegram.population import populated_world

    world = populated_world(message_limit=3)
    chat = world.chats[ALICE.id]
    for _ in range(5):
        world.post(chat, ALICE.id)
    assert list(chat.messages) == [3, 4, 5]

    files = FileStore(limit=10, max_bytes=250)
    kept = [files.add_document(Upload("a", "text/plain", bytes([number]) * 100)) for number in range(3)]
    assert [files.read(document.file.unique_id) is not None for document in kept] == [False, True, True]
