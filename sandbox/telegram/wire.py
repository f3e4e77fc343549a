"""Bot API objects: the world's records as JSON."""

from typing import Any

from sandbox.telegram.files import Document, Photo, StoredFile
from sandbox.telegram.model import Chat, ChatType, Message, Status, User
from sandbox.telegram.text import Entity
from sandbox.telegram.world import World

Json = dict[str, Any]

_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)
_PERMISSIONS = (
    "can_send_audios",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def user(person: User) -> Json:
    """A `User`."""
    optional = {"last_name": person.last_name, "username": person.username, "language_code": person.language_code}
    required = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    return required | {name: value for name, value in optional.items() if value is not None}


def bot_user(person: User, *, reads_all: bool) -> Json:
    """The `User` of `getMe`, which alone lists a bot's abilities."""
    return user(person) | {
        "can_join_groups": True,
        "can_read_all_group_messages": reads_all,
        "supports_inline_queries": False,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def chat(world: World, room: Chat) -> Json:
    """A `Chat`."""
    if room.type is ChatType.PRIVATE:
        person = user(world.users[room.id])
        return {"id": room.id, "type": "private"} | {
            name: person[name] for name in ("first_name", "last_name", "username") if name in person
        }
    kind = ({"is_forum": True} if room.is_forum else {}) | (
        {"is_direct_messages": True} if room.is_direct_messages else {}
    )
    return {"id": room.id, "type": str(room.type), "title": room.title} | kind


def chat_full_info(world: World, room: Chat) -> Json:
    """A `ChatFullInfo`."""
    is_private = room.type is ChatType.PRIVATE
    info = chat(world, room) | {
        "accent_color_id": abs(room.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, is_private),
    }
    if is_private:
        return info
    return info | {"permissions": _permissions(room)} | ({} if room.rights.react else {"available_reactions": []})


def chat_member(world: World, room: Chat, user_id: int, status: Status | None = None) -> Json:
    """A `ChatMember`, with the status that somebody has in a chat or with another one."""
    status = status or world.status(room, user_id)
    member: Json = {"user": user(world.users[user_id]), "status": str(status)}
    match status:
        case Status.CREATOR:
            return member | {"is_anonymous": False}
        case Status.ADMINISTRATOR:
            topics = {"can_manage_topics": True} if room.type is ChatType.SUPERGROUP else {}
            return (
                member | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_ADMIN_RIGHTS, True) | topics
            )
        case Status.RESTRICTED:
            return member | {"is_member": True, "until_date": 0} | _permissions(room)
        case Status.KICKED:
            return member | {"until_date": 0}
        case _:
            return member


def bot_membership_changed(world: World, room: Chat, by: User, old: Status, new: Status) -> Json:
    """The `ChatMemberUpdated` of an update `my_chat_member`."""
    return {
        "chat": chat(world, room),
        "from": user(by),
        "date": world.now,
        "old_chat_member": chat_member(world, room, world.bot.id, old),
        "new_chat_member": chat_member(world, room, world.bot.id, new),
    }


def _permissions(room: Chat) -> Json:
    return dict.fromkeys(_PERMISSIONS, True) | {
        "can_send_messages": room.rights.send_messages,
        "can_send_photos": room.rights.send_photos,
        "can_send_documents": room.rights.send_documents,
        "can_react_to_messages": room.rights.react,
    }


def entity(world: World, found: Entity) -> Json:
    """A `MessageEntity`."""
    optional = {"url": found.url, "language": found.language, "custom_emoji_id": found.custom_emoji_id}
    mentioned = world.users.get(found.user_id) if found.user_id is not None else None
    required = {"type": found.type, "offset": found.offset, "length": found.length}
    return (
        required
        | {name: value for name, value in optional.items() if value is not None}
        | ({"user": user(mentioned)} if mentioned is not None else {})
    )


def message(world: World, item: Message, *, with_reply: bool = True) -> Json:
    """A `Message`; the message it replies to is shown once, without its own reply."""
    room = world.chats[item.chat_id]
    result: Json = {
        "message_id": item.id,
        "from": user(world.users[item.sender_id]),
        "chat": chat(world, room),
        "date": item.date,
    }
    if item.sender_chat_id is not None:
        result["sender_chat"] = chat(world, world.chats[item.sender_chat_id])
    if item.edit_date is not None:
        result["edit_date"] = item.edit_date
    if item.thread_id is not None:
        result |= {"message_thread_id": item.thread_id, "is_topic_message": True}
    if item.direct_topic_id is not None:
        result["direct_messages_topic"] = {
            "topic_id": item.direct_topic_id,
            "user": user(world.users[item.direct_topic_id]),
        }
    if item.album is not None:
        result["media_group_id"] = str(item.album)
    if item.forwarded is not None:
        author, date = item.forwarded
        result["forward_origin"] = {"type": "user", "sender_user": user(world.users[author]), "date": date}
    if with_reply:
        result |= _reply(world, room, item)
    if item.keyboard:
        result["reply_markup"] = {"inline_keyboard": item.keyboard}
    return result | _content(world, item) | dict(item.service or {})


def _reply(world: World, room: Chat, item: Message) -> Json:
    # In a topic, what replies to nothing replies to the service message that created the topic.
    target_id = item.reply.message_id if item.reply is not None else item.thread_id
    target = room.messages.get(target_id) if target_id is not None else None
    result: Json = {}
    if target is not None and target is not item:
        result["reply_to_message"] = message(world, target, with_reply=False)
    if item.reply is not None and item.reply.quote is not None:
        result["quote"] = {"text": item.reply.quote, "position": item.reply.quote_position}
        if item.reply.quote_is_manual:
            result["quote"]["is_manual"] = True
    return result


def _content(world: World, item: Message) -> Json:
    if not item.has_media:
        result: Json = {"text": item.content.text} if item.content.text else {}
        if item.content.entities:
            result["entities"] = [entity(world, found) for found in item.content.entities]
        if item.voice is not None:
            result["voice"] = _voice(item)
        return result | ({"sticker": _sticker(item.sticker)} if item.sticker is not None else {})
    result = {}
    if item.photo is not None:
        result["photo"] = photo(item.photo)
    if item.document is not None:
        result["document"] = document(item.document)
    if item.content.text:
        result["caption"] = item.content.text
    if item.content.entities:
        result["caption_entities"] = [entity(world, found) for found in item.content.entities]
    if item.caption_above:
        result["show_caption_above_media"] = True
    if item.has_spoiler:
        result["has_media_spoiler"] = True
    return result


def photo(picture: Photo) -> list[Json]:
    """An array of `PhotoSize`, the smallest first."""
    return [photo_size(size) for size in picture.sizes]


def photo_size(size: StoredFile) -> Json:
    """A `PhotoSize`."""
    return _file(size) | {"width": size.width, "height": size.height}


def document(item: Document) -> Json:
    """A `Document`."""
    result = _file(item.file) | {"file_name": item.name, "mime_type": item.mime_type}
    return result | ({"thumbnail": photo_size(item.thumbnail)} if item.thumbnail is not None else {})


def file(item: StoredFile, path: str) -> Json:
    """A `File`."""
    return _file(item) | {"file_path": path}


def _file(item: StoredFile) -> Json:
    return {"file_id": item.file_id, "file_unique_id": item.unique_id, "file_size": item.size}


def _sticker(emoji: str) -> Json:
    unique_id = "AgAD" + emoji.encode().hex()
    return {
        "file_id": "CAACAgIAAxkB" + unique_id,
        "file_unique_id": unique_id,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }


def _voice(item: Message) -> Json:
    unique_id = f"AgAD{-item.chat_id if item.chat_id < 0 else item.chat_id}v{item.id}"
    return {
        "file_id": "AwACAgIAAxkB" + unique_id,
        "file_unique_id": unique_id,
        "duration": item.voice,
        "mime_type": "audio/ogg",
    }


def inaccessible_message(world: World, room: Chat, message_id: int) -> Json:
    """An `InaccessibleMessage`."""
    return {"chat": chat(world, room), "message_id": message_id, "date": 0}
