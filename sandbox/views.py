"""JSON views of the world for the chat page: people, chats and messages, as one account sees them."""

from typing import Any

from sandbox.rendering import to_html
from sandbox.telegram.files import Document, Photo
from sandbox.telegram.menu import CommandMenu
from sandbox.telegram.model import Chat, ChatType, Message, User
from sandbox.telegram.world import World

Json = dict[str, Any]

_MAX_MESSAGES = 200
_MAX_QUOTE = 200  # characters of a message replied to
_SERVICE = {
    "group_chat_created": "{name} created the group",
    "supergroup_chat_created": "{name} created the group",
    "forum_topic_created": "{name} created the topic “{topic}”",
    "forum_topic_closed": "{name} closed the topic",
    "forum_topic_reopened": "{name} reopened the topic",
    "migrate_from_chat_id": "The group became a supergroup",
    "migrate_to_chat_id": "The group became a supergroup",
}


def user_view(person: User) -> Json:
    """A person."""
    optional = {"last_name": person.last_name, "username": person.username}
    required = {"id": person.id, "first_name": person.first_name, "language_code": person.language_code or "en"}
    return required | {name: value for name, value in optional.items() if value is not None}


def bot_view(bot: User) -> Json:
    """The bot."""
    return {"id": bot.id, "first_name": bot.first_name, "username": bot.username}


def chat_view(world: World, menu: CommandMenu, chat: Chat, viewer: User) -> Json:
    """A chat with its latest messages."""
    messages = list(chat.messages.values())[-_MAX_MESSAGES:]
    return {
        "id": chat.id,
        "type": str(chat.type),
        "title": chat.title or world.bot.first_name,
        "is_forum": chat.is_forum,
        "topics": [
            {"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in (chat.topics or {}).values()
        ],
        "members": [
            {"user": user_view(world.users[user_id]), "status": str(status)} for user_id, status in chat.members.items()
        ],
        "commands": menu.seen_by(viewer, chat),
        "bot_status": "blocked" if chat.bot_is_blocked else str(world.bot_status(chat)),
        "bot_is_muted": not chat.rights.send_messages,
        "bot_may_send_pictures": chat.rights.send_photos and chat.rights.send_documents,
        "messages": [message_view(world, message) for message in messages],
    }


def message_view(world: World, message: Message) -> Json:
    """A message; what it does not have is left out."""
    chat = world.chats[message.chat_id]
    view: Json = {
        "id": message.id,
        "from": _sender(world, message),
        "date": message.date,
        "edited": message.edit_date is not None,
        "html": to_html(message.content),
        "text": message.content.text,
    }
    optional: Json = {
        "author": message.author_id,
        "thread_id": message.thread_id,
        "photo": message.photo and _photo(message.photo, spoiler=message.has_spoiler),
        "document": message.document and _document(message.document),
        "sticker": message.sticker,
        "voice": message.voice,
        "silent": message.is_silent or None,
        "forwarded_from": message.forwarded and world.users[message.forwarded[0]].full_name,
        "reply_to": message.reply and _reply(world, chat, message),
        "buttons": [[_button(button) for button in row] for row in message.keyboard or ()] or None,
        "reactions": message.reactions or None,
        "service": message.service and _service(world, message),
    }
    return view | {name: value for name, value in optional.items() if value is not None}


def _sender(world: World, message: Message) -> Json:
    if message.sender_chat_id is not None:
        return {"id": message.sender_chat_id, "name": world.chats[message.sender_chat_id].title, "is_bot": False}
    sender = world.users[message.sender_id]
    return {"id": sender.id, "name": sender.full_name, "is_bot": sender.is_bot}


def _photo(photo: Photo, *, spoiler: bool) -> Json:
    size = photo.largest
    return {"url": _url(size.unique_id), "width": size.width, "height": size.height, "spoiler": spoiler}


def _document(document: Document) -> Json:
    view: Json = {"url": _url(document.file.unique_id), "name": document.name, "size": document.file.size}
    return view | ({"thumb": _url(document.thumbnail.unique_id)} if document.thumbnail is not None else {})


def _url(unique_id: str) -> str:
    return f"/api/file/{unique_id}"


def _reply(world: World, chat: Chat, message: Message) -> Json:
    assert message.reply is not None  # noqa: S101 - asked only for replies
    target = chat.messages.get(message.reply.message_id)
    if target is None:
        return {"id": message.reply.message_id, "name": "", "text": message.reply.quote or "", "deleted": True}
    text = message.reply.quote or target.content.text or target.sticker or ""
    view: Json = {
        "id": target.id,
        "name": _sender(world, target)["name"],
        "text": text[:_MAX_QUOTE],
        "deleted": False,
    }
    return view if text else view | {"kind": _kind(target)}


def _kind(message: Message) -> str:
    """The kind of a message without words, which the page names in the reader's language."""
    return "photo" if message.photo else "voice" if message.voice is not None else "file"


def _button(button: Json) -> Json:
    view = {"text": button["text"]}
    if "callback_data" in button:
        view["data"] = button["callback_data"]
    if "copy_text" in button:
        view["copy"] = button["copy_text"]["text"]
    if "url" in button:
        view["url"] = button["url"]
    return view


def _service(world: World, message: Message) -> Json:
    """A service message: a sentence, which the page translates, and the values of its placeholders."""
    name = _sender(world, message)["name"]
    event, details = next(iter((message.service or {}).items()))
    if event == "new_chat_members":
        return _sentence("{name} added {others}", name=name, others=", ".join(one["first_name"] for one in details))
    if event == "left_chat_member":
        gone = details["first_name"]
        is_own_will = details["id"] == message.sender_id
        return (
            _sentence("{name} left", name=gone)
            if is_own_will
            else _sentence("{name} removed {gone}", name=name, gone=gone)
        )
    topic = details.get("name", "") if isinstance(details, dict) else ""
    return _sentence(_SERVICE.get(event, event.replace("_", " ")), name=name, topic=topic)


def _sentence(sentence: str, **values: str) -> Json:
    return {"sentence": sentence, "values": values}


def is_shown(world: World, chat: Chat, viewer: User) -> bool:
    """Whether a chat stands in somebody's list; a private chat is shown to its one person."""
    return viewer.id in world.viewers(chat) and (chat.type is not ChatType.PRIVATE or chat.id == viewer.id)
