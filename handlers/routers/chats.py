"""What befalls a chat: the bot is removed or blocked, a group becomes a supergroup."""

from typing import Final

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated, Message

from drawing.requests import Requests

NAME: Final = "chats"
_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


async def removed(event: ChatMemberUpdated, requests: Requests) -> None:
    """Nothing more is paid for a chat that the bot cannot write to."""
    await requests.leave_chat(event.chat.id, event.date.timestamp())


async def moved(message: Message, requests: Requests) -> None:
    """A service message in the old group names the new one."""
    if message.migrate_to_chat_id is not None:
        await requests.move_chat(message.chat.id, message.migrate_to_chat_id)


def router() -> Router:
    chats = Router(name=NAME)
    chats.my_chat_member.register(removed, F.new_chat_member.status.in_(_GONE))
    chats.message.register(moved, F.migrate_to_chat_id)
    return chats
