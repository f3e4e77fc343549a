"""Changes of a chat: the bot is removed or blocked, a group becomes a supergroup."""

from typing import Final

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated, Message

from drawing.access import AccessControl
from drawing.service import DrawingService
from handlers.telegram.chat_info import ChatInfo

NAME: Final = "chats"
_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


async def removed(
    event: ChatMemberUpdated, drawing_service: DrawingService, access: AccessControl, chat_info: ChatInfo
) -> None:
    """Nothing more is paid for a chat that the bot cannot write to."""
    chat_info.forget_permissions(event.chat.id)
    is_known = await access.may_draw(event.chat.id, event.chat.id)
    await drawing_service.leave_chat(event.chat.id, event.date.timestamp(), is_known=is_known)


async def changed(event: ChatMemberUpdated, chat_info: ChatInfo) -> None:
    """What the bot may do there is another thing now."""
    chat_info.forget_permissions(event.chat.id)


async def moved(message: Message, access: AccessControl) -> None:
    """A service message in the old group names the new one, and one in the new group the old."""
    if message.migrate_to_chat_id is not None:
        await access.follow(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await access.follow(message.migrate_from_chat_id, message.chat.id)


def router() -> Router:
    """A new router."""
    chats = Router(name=NAME)
    chats.my_chat_member.register(removed, F.new_chat_member.status.in_(_GONE))
    chats.my_chat_member.register(changed)
    chats.message.register(moved, F.migrate_to_chat_id | F.migrate_from_chat_id)
    return chats
