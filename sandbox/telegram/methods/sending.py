"""Methods that send: messages, pictures, files, copies, actions."""

from typing import Any

from sandbox.telegram import wire
from sandbox.telegram.access import Access, find_chat, find_message
from sandbox.telegram.api import Api
from sandbox.telegram.errors import bad_request
from sandbox.telegram.keyboards import inline_keyboard
from sandbox.telegram.methods.outgoing import check_caption, check_text, destination, document, photo, post
from sandbox.telegram.model import Message
from sandbox.telegram.parameters import Parameters

Json = dict[str, Any]

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(api: Api, parameters: Parameters) -> Json:
    """Sends a text."""
    content = parameters.message_text()
    keyboard = inline_keyboard(parameters)
    target = destination(api, parameters)
    check_text(content)
    message = post(api, target, "text messages", content=content, keyboard=keyboard)
    return wire.message(api.world, message)


async def send_photo(api: Api, parameters: Parameters) -> Json:
    """Sends a picture, uploaded or known by its file id."""
    upload = parameters.upload("photo")
    if upload is None and "photo" not in parameters:
        raise bad_request("there is no photo in the request")
    caption = parameters.caption()
    keyboard = inline_keyboard(parameters)
    target = destination(api, parameters)
    check_caption(caption)
    message = post(
        api,
        target,
        "photos",
        photo=photo(api.world, upload, parameters.text("photo")),
        content=caption,
        keyboard=keyboard,
        has_spoiler=parameters.flag("has_spoiler"),
        caption_above=parameters.flag("show_caption_above_media"),
    )
    return wire.message(api.world, message)


async def send_document(api: Api, parameters: Parameters) -> Json:
    """Sends a file, uploaded or known by its file id."""
    upload = parameters.upload("document")
    if upload is None and "document" not in parameters:
        raise bad_request("there is no document in the request")
    caption = parameters.caption()
    keyboard = inline_keyboard(parameters)
    target = destination(api, parameters)
    check_caption(caption)
    file = document(api.world, upload, parameters.text("document"))
    message = post(api, target, "documents", document=file, content=caption, keyboard=keyboard)
    return wire.message(api.world, message)


async def copy_message(api: Api, parameters: Parameters) -> Json:
    """A new message with the same content; a caption given replaces the old one."""
    source = _source(api, parameters, "message to copy")
    content = check_caption(parameters.caption()) if "caption" in parameters else source.content
    keyboard = inline_keyboard(parameters)
    message = _repeat(api, parameters, source, content=content, keyboard=keyboard)
    return {"message_id": message.id}


async def forward_message(api: Api, parameters: Parameters) -> Json:
    """A new message that names the author of the original."""
    source = _source(api, parameters, "message to forward")
    author = source.forwarded or (source.sender_id, source.date)
    message = _repeat(api, parameters, source, content=source.content, forwarded=author)
    return wire.message(api.world, message)


def _source(api: Api, parameters: Parameters, purpose: str) -> Message:
    chat = find_chat(api.world, parameters.text("from_chat_id"), Access.READ)
    source = find_message(chat, parameters.integer("message_id"), purpose)
    if source.service is not None:
        raise bad_request("message can't be copied" if "copy" in purpose else "message can't be forwarded")
    return source


def _repeat(api: Api, parameters: Parameters, source: Message, **fields: Any) -> Message:
    kind = "photos" if source.photo else "documents" if source.document else "text messages"
    media = {"photo": source.photo, "document": source.document, "sticker": source.sticker, "voice": source.voice}
    return post(api, destination(api, parameters), kind, has_spoiler=source.has_spoiler, **media, **fields)


async def send_chat_action(api: Api, parameters: Parameters) -> bool:
    """Shows for a while what the bot is doing."""
    action = parameters.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = find_chat(api.world, parameters.text("chat_id"), Access.WRITE)
    if chat.is_direct_messages:
        raise bad_request("chat actions can't be sent to channel direct messages chats")
    thread_id = parameters.integer("message_thread_id")
    details: Json = {"action": action} | ({"thread_id": thread_id} if thread_id else {})
    api.world.announce("action", chat, **details)
    return True
