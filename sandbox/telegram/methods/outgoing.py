"""Parts of an outgoing message: its destination, the message that it replies to, its content."""

from dataclasses import dataclass
from typing import Any

from sandbox.telegram.access import Access, check_direct_topic, check_open, check_right, check_thread, find_chat
from sandbox.telegram.api import Api
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.files import Document, Photo, Upload
from sandbox.telegram.model import Chat, Message, Reply
from sandbox.telegram.parameters import Parameters, format_text
from sandbox.telegram.text import FormattedText, utf16_length
from sandbox.telegram.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
"""In UTF-16 code units, after parsing."""


@dataclass(frozen=True, slots=True)
class Destination:
    """The place of a message in a chat."""

    chat: Chat
    thread_id: int | None
    reply: Reply | None
    is_silent: bool
    direct_topic_id: int | None = None


def destination(api: Api, parameters: Parameters) -> Destination:
    """The destination of a message, by `chat_id`, the topic, and `reply_parameters`.

    A reply that names no topic goes to the topic of the message replied to.
    """
    requested = parameters.json("reply_parameters", "reply parameters")
    chat = find_chat(api.world, parameters.text("chat_id"), Access.WRITE)
    thread_id = check_thread(chat, parameters.integer("message_thread_id"))
    direct_topic_id = check_direct_topic(chat, parameters.integer("direct_messages_topic_id"))
    reply = None if requested in (None, {}) else _reply(chat, requested)
    if reply is not None and thread_id is None:
        thread_id = chat.messages[reply.message_id].thread_id
    return Destination(chat, thread_id, reply, parameters.flag("disable_notification"), direct_topic_id)


def _reply(chat: Chat, requested: Any) -> Reply | None:
    if not isinstance(requested, dict):
        raise bad_request("object expected as reply parameters")
    if not isinstance(requested.get("message_id"), int):
        raise bad_request('can\'t find field "message_id"')
    if str(requested.get("chat_id", chat.id)) != str(chat.id):
        raise bad_request("message to be replied not found")  # the bot has no reason to reply into another chat
    target = chat.messages.get(requested["message_id"])
    if target is None or target.service is not None:
        if requested.get("allow_sending_without_reply") is True:
            return None
        raise bad_request("message to be replied not found")
    if not requested.get("quote"):
        return Reply(target.id)
    quote = format_text(str(requested["quote"]), str(requested.get("quote_parse_mode") or "")).text
    position = quote_position(target.content.text, quote)
    if position is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    return Reply(target.id, quote, position)


def quote_position(text: str, quote: str) -> int | None:
    """The position of a quote, in UTF-16 code units; None if the text does not hold it."""
    at = text.find(quote)
    return None if at < 0 else utf16_length(text[:at])


def post(api: Api, target: Destination, kind: str, **fields: Any) -> Message:
    """Sends: the rights, the topic and the flood limits are looked at last, as the real server does."""
    check_right(api.world, target.chat, kind)
    check_open(api.world, target.chat, target.thread_id)
    api.flood.check(target.chat.id)
    where = {"thread_id": target.thread_id, "reply": target.reply, "is_silent": target.is_silent}
    where["direct_topic_id"] = target.direct_topic_id
    return api.world.post(target.chat, api.world.bot.id, **where, **fields)


def check_text(content: FormattedText, error: str = "message is too long") -> FormattedText:
    """The text, or the refusal of one that is too long."""
    if utf16_length(content.text) > MAX_TEXT:
        raise bad_request(error)
    return content


def check_caption(content: FormattedText, error: str = "message caption is too long") -> FormattedText:
    """The caption, or the refusal of one that is too long."""
    if utf16_length(content.text) > MAX_CAPTION:
        raise bad_request(error)
    return content


def photo(world: World, upload: Upload | None, reference: str) -> Photo:
    """The photo that was uploaded, or the one that a file id names."""
    if upload is not None:
        return world.files.add_photo(upload)
    return world.files.photo(_file_id(reference))


def document(world: World, upload: Upload | None, reference: str) -> Document:
    """The document that was uploaded, or the one that a file id names."""
    if upload is not None:
        return world.files.add_document(upload)
    return world.files.document(_file_id(reference))


def _file_id(reference: str) -> str:
    if reference.startswith(("http://", "https://")):
        raise _unreachable()
    return reference


def _unreachable() -> ApiError:
    return bad_request("failed to get HTTP URL content")  # the offline world has no other addresses
