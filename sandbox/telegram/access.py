"""Permissions of the bot in a chat: the checks of the real server, in its order and its words."""

from enum import IntEnum

from sandbox.telegram.errors import ApiError, bad_request, forbidden, migrated
from sandbox.telegram.model import Chat, ChatType, Message, Status
from sandbox.telegram.world import World


class Access(IntEnum):
    """The access to a chat that a method needs; each level includes those before it."""

    READ = 0
    EDIT = 1
    WRITE = 2


def find_chat(world: World, chat_id: str, access: Access) -> Chat:
    """The chat of the parameter `chat_id`, if the bot has that access to it.

    Raises:
        ApiError: no such chat, or the bot is out: blocked, kicked, never admitted; or the chat has moved.
    """
    if not chat_id:
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats.get(int(chat_id))
    except ValueError:
        chat = None
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None and access >= Access.EDIT:
        raise migrated(chat.migrated_to)
    if chat.type is ChatType.PRIVATE:
        _check_private(chat, access)
    else:
        _check_membership(world, chat, access)
    return chat


def _check_private(chat: Chat, access: Access) -> None:
    if access >= Access.EDIT and not chat.bot_was_started:
        raise forbidden("bot can't initiate conversation with a user")
    if access >= Access.EDIT and chat.bot_is_blocked:
        raise forbidden("bot was blocked by the user")


def _check_membership(world: World, chat: Chat, access: Access) -> None:
    # A basic group may still be looked at from outside, a private supergroup may not.
    if chat.type is ChatType.GROUP and access is Access.READ:
        return
    match world.bot_status(chat):
        case Status.KICKED:
            raise forbidden(f"bot was kicked from the {_kind(chat)} chat")
        case Status.LEFT:
            raise forbidden(f"bot is not a member of the {_kind(chat)} chat")


def _kind(chat: Chat) -> str:
    return "group" if chat.type is ChatType.GROUP else "supergroup"


def find_message(chat: Chat, message_id: int, purpose: str) -> Message:
    """The message, or "<purpose> not found"; service messages count as messages here."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{purpose} not found")
    return message


def check_thread(chat: Chat, thread_id: int) -> int | None:
    """The topic that `message_thread_id` names, None for none; chats that cannot have topics ignore it."""
    if thread_id <= 0 or (chat.type is not ChatType.PRIVATE and not chat.is_forum):
        return None
    if thread_id not in (chat.topics or {}):  # General, 1, is refused like one that does not exist
        raise bad_request("message thread not found")
    return thread_id


def check_direct_topic(chat: Chat, topic_id: int) -> int | None:
    """The topic that `direct_messages_topic_id` names, which direct messages need; None in any other chat."""
    if not chat.is_direct_messages:
        if topic_id > 0:
            raise bad_request("chat is not a channel direct messages chat")
        return None
    if topic_id <= 0:
        raise bad_request("Channel direct messages topic must be specified")
    if topic_id not in chat.members:
        raise bad_request("direct messages topic not found")
    return topic_id


def check_open(world: World, chat: Chat, thread_id: int | None) -> None:
    """In a closed topic only administrators write."""
    topic = (chat.topics or {}).get(thread_id or 0)
    if topic is not None and topic.closed and not chat.is_admin(world.bot.id):
        raise bad_request("TOPIC_CLOSED")


def check_right(world: World, chat: Chat, kind: str) -> None:
    """The right to send `kind`: "text messages", "photos" or "documents"."""
    if chat.type is ChatType.PRIVATE or chat.is_admin(world.bot.id):
        return
    rights = chat.rights
    allowed = {
        "text messages": rights.send_messages,
        "photos": rights.send_messages and rights.send_photos,
        "documents": rights.send_messages and rights.send_documents,
    }
    if not allowed[kind]:
        raise not_enough_rights(kind)


def not_enough_rights(kind: str) -> ApiError:
    """The refusal of a kind of message that the group does not let the bot send."""
    return bad_request(f"not enough rights to send {kind} to the chat")
