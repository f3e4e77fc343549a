"""Permissions in a chat: who is an admin there, and may decide over drawings and settings."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus

from drawing.clock import Clock
from drawing.lifecycle import Drawing
from drawing.ports.chat import ChatUnreachable
from handlers.telegram.calls import call_within
from handlers.telegram.chat_info import GetRawChatMember

_ADMINS = frozenset({ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR})
_TIMEOUT = 5.0  # seconds; a person waits, and so does the rest of the batch of updates
_RETRY_AFTER = 10.0  # seconds that a chat is not asked about again, so that many presses cost the others one wait


class ChatPermissions:
    """Who may decide: over a drawing the person themselves, over everything in a group its admins."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._silent_until: dict[int, float] = {}  # by chat: until when Telegram is not asked about it

    async def may_touch(self, drawing: Drawing, person_id: int, chat_id: int) -> bool:
        """Raises `ChatUnreachable` where Telegram does not say who is an admin."""
        if drawing.person_id == person_id:
            return True
        return drawing.chat_id == chat_id and await self.is_admin(person_id, chat_id)

    async def is_admin(self, person_id: int, chat_id: int) -> bool:
        """Whether somebody may decide for a group. Raises `ChatUnreachable` where Telegram does not say."""
        if chat_id > 0:
            return False
        # An anonymous admin writes in the name of the group itself; a channel is no member to ask about.
        if person_id < 0:
            return person_id == chat_id
        now = self._clock.monotonic()
        if now < self._silent_until.get(chat_id, now):
            raise ChatUnreachable("Telegram did not answer a moment ago")
        try:
            member = await call_within(_TIMEOUT, self._bot, GetRawChatMember(chat_id=chat_id, user_id=person_id))
        except ChatUnreachable:
            self._silent_until = {chat: until for chat, until in self._silent_until.items() if until > now}
            self._silent_until[chat_id] = now + _RETRY_AFTER
            raise
        return member.get("status") in _ADMINS
