"""Permissions in a chat: who is an admin there, and may decide over drawings and settings."""

from typing import Final

from aiogram.enums import ChatMemberStatus

from drawing.lifecycle import Drawing
from handlers.telegram.chat_info import ChatInfo

_ADMINS: Final = frozenset({ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR})


class ChatPermissions:
    """Who may decide: over a drawing the person themselves, over everything in a group its admins.

    Raises `Unanswered` where Telegram is to be asked first, and `ChatUnreachable` where it did not say.
    """

    def __init__(self, chat_info: ChatInfo) -> None:
        self._chat_info = chat_info

    def may_touch(self, drawing: Drawing, person_id: int, chat_id: int) -> bool:
        """Whether somebody may decide over a drawing, from a message in this chat."""
        if drawing.person_id == person_id:
            return True
        return drawing.chat_id == chat_id and self.is_admin(person_id, chat_id)

    def is_admin(self, person_id: int, chat_id: int) -> bool:
        """Whether somebody may decide for a group."""
        if chat_id > 0:
            return False
        # An anonymous admin writes in the name of the group itself; a channel is no member to ask about.
        if person_id < 0:
            return person_id == chat_id
        return self._chat_info.status(chat_id, person_id) in _ADMINS
