"""Methods that change or remove what is there already."""

from dataclasses import replace
from typing import Any

from sandbox.telegram import wire
from sandbox.telegram.access import Access, check_right, find_chat, find_message
from sandbox.telegram.api import Api
from sandbox.telegram.errors import bad_request
from sandbox.telegram.keyboards import inline_keyboard
from sandbox.telegram.methods.outgoing import check_caption, check_text, document, photo
from sandbox.telegram.model import Chat, ChatType, Message
from sandbox.telegram.parameters import Parameters, format_text

Json = dict[str, Any]

_DELETABLE_FOR = 48 * 3600  # seconds after sending
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_LISTED_REACTIONS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 "
    "💋 🖕 😈 😴 😭 🤓 👻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷 😡 "
    "❤\u200d🔥 👨\u200d💻 🤷\u200d♂ 🤷\u200d♀"
)
_REACTIONS = frozenset(_LISTED_REACTIONS.split())


async def edit_message_text(api: Api, parameters: Parameters) -> Json:
    """Replaces the text of a message."""
    content = parameters.message_text()
    keyboard = inline_keyboard(parameters)
    message = _own_message(api, parameters)
    if message.has_media or message.sticker is not None:
        raise bad_request("there is no text in the message to edit")
    check_text(content, "MESSAGE_TOO_LONG")
    return _apply(api, message, content=content, keyboard=keyboard)


async def edit_message_caption(api: Api, parameters: Parameters) -> Json:
    """Replaces the caption of a picture or a file."""
    keyboard = inline_keyboard(parameters)
    content = parameters.caption()
    message = _own_message(api, parameters)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    check_caption(content, "MEDIA_CAPTION_TOO_LONG")
    above = parameters.flag("show_caption_above_media")
    return _apply(api, message, content=content, keyboard=keyboard, caption_above=above)


async def edit_message_media(api: Api, parameters: Parameters) -> Json:
    """A text becomes a photo or a document, or one of these another; never a text again."""
    keyboard = inline_keyboard(parameters)
    parameters.required("media")
    media = parameters.json("media", "input media")
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    caption = format_text(
        str(media.get("caption") or ""), str(media.get("parse_mode") or ""), media.get("caption_entities")
    )
    kind = media.get("type")
    if kind not in ("photo", "document"):
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    reference = str(media.get("media") or "")
    upload = parameters.upload("media", reference)
    if not reference or (upload is None and reference.startswith("attach://")):
        raise bad_request("can't parse InputMedia: media not found")
    message = _own_message(api, parameters, "message media can't be edited")
    check_caption(caption)
    check_right(api.world, api.world.chats[message.chat_id], f"{kind}s")
    is_photo = kind == "photo"
    return _apply(
        api,
        message,
        photo=photo(api.world, upload, reference) if is_photo else None,
        document=None if is_photo else document(api.world, upload, reference),
        content=caption,
        keyboard=keyboard,
        has_spoiler=is_photo and media.get("has_spoiler") is True,
        caption_above=is_photo and media.get("show_caption_above_media") is True,
        is_new=upload is not None,
    )


async def edit_message_reply_markup(api: Api, parameters: Parameters) -> Json:
    """Replaces the keyboard, or removes it."""
    keyboard = inline_keyboard(parameters)
    return _apply(api, _own_message(api, parameters), keyboard=keyboard)


def _own_message(api: Api, parameters: Parameters, refusal: str = "message can't be edited") -> Message:
    chat = find_chat(api.world, parameters.text("chat_id"), Access.EDIT)
    message = find_message(chat, parameters.integer("message_id"), "message to edit")
    if message.sender_id != api.world.bot.id or message.service is not None or message.forwarded is not None:
        raise bad_request(refusal)
    return message


def _apply(api: Api, message: Message, *, is_new: bool = False, **fields: Any) -> Json:
    """Changes a message in place. What was uploaded anew is new, even if it is the same picture."""
    if not is_new and replace(message, **fields) == message:
        raise bad_request(_NOT_MODIFIED)
    api.flood.check(message.chat_id)
    for name, value in fields.items():
        setattr(message, name, value)
    api.world.mark_edited(message)
    return wire.message(api.world, message)


async def delete_message(api: Api, parameters: Parameters) -> bool:
    """Deletes one message for everyone."""
    if "chat_id" not in parameters:
        raise bad_request("chat identifier is not specified")
    if parameters.integer("message_id") <= 0:
        raise bad_request("message identifier is not specified")
    chat = find_chat(api.world, parameters.text("chat_id"), Access.WRITE)
    message = find_message(chat, parameters.integer("message_id"), "message to delete")
    _check_deletable(api, chat, message)
    api.world.remove(chat, message.id)
    return True


async def delete_messages(api: Api, parameters: Parameters) -> bool:
    """Up to a hundred at once; those that are gone already do not matter."""
    message_ids = parameters.array("message_ids", "message_ids", "message identifiers")
    if not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > 100:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(message_id, int) for message_id in message_ids):
        raise bad_request("message identifier must be a Number")
    chat = find_chat(api.world, parameters.text("chat_id"), Access.WRITE)
    messages = [chat.messages[message_id] for message_id in message_ids if message_id in chat.messages]
    for message in messages:
        _check_deletable(api, chat, message)
    for message in messages:
        api.world.remove(chat, message.id)
    return True


def _check_deletable(api: Api, chat: Chat, message: Message) -> None:
    is_own = message.sender_id == api.world.bot.id
    if not is_own and chat.type is not ChatType.PRIVATE and not chat.is_admin(api.world.bot.id):
        raise bad_request("message can't be deleted")
    if not chat.is_admin(api.world.bot.id) and api.world.now - message.date > _DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


async def set_message_reaction(api: Api, parameters: Parameters) -> bool:
    """Sets the one reaction of the bot, or removes it."""
    values = parameters.array("reaction", "reaction types", "ReactionType") or []
    reactions = [_reaction(value) for value in values]
    chat = find_chat(api.world, parameters.text("chat_id"), Access.EDIT)
    message = find_message(chat, parameters.integer("message_id"), "message to react")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if reactions and (not _REACTIONS.issuperset(reactions) or not _may_react(api, chat)):
        raise bad_request("REACTION_INVALID")
    message.reactions = reactions
    api.world.redraw(message)
    return True


def _may_react(api: Api, chat: Chat) -> bool:
    return chat.rights.react or chat.type is ChatType.PRIVATE or chat.is_admin(api.world.bot.id)


def _reaction(value: Any) -> str:
    if not isinstance(value, dict):
        raise bad_request("can't parse ReactionType: expected an Object")
    if value.get("type") != "emoji" or not isinstance(value.get("emoji"), str):
        raise bad_request("can't parse ReactionType: invalid reaction type specified")
    # Keyboards add a variation selector to some emoji; Telegram's list has none.
    return str(value["emoji"]).replace("\ufe0f", "")
