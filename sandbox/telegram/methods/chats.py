"""Methods about chats, their members and the files in them."""

from typing import Any

from sandbox.telegram import wire
from sandbox.telegram.access import Access, find_chat
from sandbox.telegram.api import Api
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import MAX_DOWNLOAD_BYTES
from sandbox.telegram.model import ChatType, Status
from sandbox.telegram.parameters import Parameters

Json = dict[str, Any]


async def get_chat(api: Api, parameters: Parameters) -> Json:
    """A chat, with its permissions."""
    return wire.chat_full_info(api.world, find_chat(api.world, parameters.text("chat_id"), Access.READ))


async def get_chat_member(api: Api, parameters: Parameters) -> Json:
    """Somebody known, and their standing in a chat."""
    user_id = parameters.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    chat = find_chat(api.world, parameters.text("chat_id"), Access.READ)
    if user_id not in api.world.users:
        raise bad_request("member not found")
    return wire.chat_member(api.world, chat, user_id)


async def get_chat_administrators(api: Api, parameters: Parameters) -> list[Json]:
    """The administrators of a group."""
    chat = find_chat(api.world, parameters.text("chat_id"), Access.READ)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    return [wire.chat_member(api.world, chat, user_id) for user_id in chat.members if chat.is_admin(user_id)]


async def get_chat_member_count(api: Api, parameters: Parameters) -> int:
    """The number of members, bots included."""
    chat = find_chat(api.world, parameters.text("chat_id"), Access.READ)
    return sum(status.is_inside for status in chat.members.values())


async def leave_chat(api: Api, parameters: Parameters) -> bool:
    """The bot leaves a group, and is told so as of any change of its membership."""
    chat = find_chat(api.world, parameters.text("chat_id"), Access.EDIT)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    world = api.world
    old = world.bot_status(chat)
    chat.members[world.bot.id] = Status.LEFT
    world.post(chat, world.bot.id, service={"left_chat_member": wire.user(world.bot)})
    world.announce("chat", chat)
    change = wire.bot_membership_changed(world, chat, world.bot, old, Status.LEFT)
    world.updates.put("my_chat_member", change)
    return True


async def get_file(api: Api, parameters: Parameters) -> Json:
    """The path at which a file can be downloaded."""
    if "file_id" not in parameters:
        raise bad_request("file_id not specified")
    item = api.world.files.file(parameters.text("file_id"))
    if item is None:
        raise bad_request("invalid file_id")
    if item.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    folder = "photos" if item.width else "documents"
    return wire.file(item, f"{folder}/{item.unique_id}")
