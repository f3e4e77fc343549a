"""Who sent something: a person, or the chat in whose name a message was sent (an anonymous admin, a channel)."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.methods import GetChatMember
from aiogram.types import CallbackQuery, Message

from drawing.lifecycle import Drawing
from drawing.people import Person
from handlers.messenger import call_within

_ADMINS = frozenset({ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR})
_PATIENCE = 5.0  # seconds; a person waits, and so does the rest of the batch of updates


def sender_of(event: Message | CallbackQuery) -> Person | None:
    """The sender; None for what no person wrote: other bots, a channel's posts forwarded to its group."""
    if isinstance(event, Message):
        if event.is_automatic_forward:
            return None
        if event.sender_chat is not None:
            return Person(id=event.sender_chat.id, name=event.sender_chat.title or "")
    user = event.from_user
    if user is None or user.is_bot:
        return None
    return Person(id=user.id, name=user.full_name, language_code=user.language_code)


class Authority:
    """Who may decide: over a drawing the person themselves, over everything in a group its admins."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def may_touch(self, drawing: Drawing, person_id: int, chat_id: int) -> bool:
        """Raises `ChatUnreachable` where Telegram does not say who is an admin."""
        if drawing.person_id == person_id:
            return True
        return drawing.chat_id == chat_id and await self.is_admin(person_id, chat_id)

    async def is_admin(self, person_id: int, chat_id: int) -> bool:
        """Whether somebody may decide for a group. Raises `ChatUnreachable` where Telegram does not say."""
        if chat_id > 0:
            return False
        if person_id == chat_id:  # an anonymous admin writes in the name of the group itself
            return True
        member = await call_within(_PATIENCE, self._bot, GetChatMember(chat_id=chat_id, user_id=person_id))
        return member.status in _ADMINS
