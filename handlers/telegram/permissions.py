"""Who sent something: a person, or the chat in whose name a message was sent (an anonymous admin, a channel)."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, Message

from drawing.clock import Clock
from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from handlers.telegram.calls import call_within
from handlers.telegram.chat_info import ChatInfo, GetRawChatMember

_ADMINS = frozenset({ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR})
_PATIENCE = 5.0  # seconds; a person waits, and so does the rest of the batch of updates
_SILENCE = 10.0  # seconds that a chat is not asked about again, so that many presses cost the others one wait


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


class ForeignChannel(Exception):
    """A message in the name of a channel that is not the group's own: whoever it is has a name of their own."""


async def requester_of(event: Message | CallbackQuery, chat_info: ChatInfo) -> Person | None:
    """Who asks for something, one person under one name; None for what no person wrote.

    What is written in the name of a group, or of the channel that is linked to it, is the group's.

    Raises:
        ForeignChannel: the name is that of another chat.
        ChatUnreachable: Telegram does not say whose the channel is.
    """
    sender = sender_of(event)
    if sender is None or not isinstance(event, Message) or event.sender_chat is None:
        return sender
    chat = event.chat
    if sender.id != chat.id and not await chat_info.is_linked_channel(chat.id, sender.id):
        raise ForeignChannel
    return Person(id=chat.id, name=chat.title or sender.name)


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
            member = await call_within(_PATIENCE, self._bot, GetRawChatMember(chat_id=chat_id, user_id=person_id))
        except ChatUnreachable:
            self._silent_until = {chat: until for chat, until in self._silent_until.items() if until > now}
            self._silent_until[chat_id] = now + _SILENCE
            raise
        return member.get("status") in _ADMINS
