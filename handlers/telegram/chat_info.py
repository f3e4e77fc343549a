"""Facts about groups that Telegram tells: linked channel, permissions of the bot. Cached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.methods import TelegramMethod

from drawing.clock import Clock
from drawing.ports.chat import ChatUnreachable
from handlers.telegram.calls import call_within

T = TypeVar("T")

_TIMEOUT: Final = 5.0  # seconds; a person waits
_DAY: Final = 86_400.0
_HOUR: Final = 3600.0
_REMEMBERED: Final = 5000  # chats
_ALL_POWERFUL: Final = frozenset({ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR})


class GetRawChat(TelegramMethod[Any]):
    """`getChat`, answered with what Telegram sent: aiogram demands every field that the newest Bot API knows."""

    __returning__ = dict[str, Any]
    __api_method__ = "getChat"

    chat_id: int


class GetRawChatMember(TelegramMethod[Any]):
    """`getChatMember`, answered with what Telegram sent.

    aiogram demands every right that the newest Bot API knows, and a server of one's own may be older.
    """

    __returning__ = dict[str, Any]
    __api_method__ = "getChatMember"

    chat_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class BotPermissions:
    """What the bot may send in a group."""

    messages: bool = True
    photos: bool = True
    documents: bool = True

    @property
    def are_full(self) -> bool:
        return self.messages and self.photos and self.documents


class _Memory(Generic[T]):
    """Answers, each until its time; the oldest go where there are too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[int, tuple[float, T]] = {}

    def get(self, chat_id: int) -> T | None:
        until, value = self._known.get(chat_id, (float("-inf"), None))
        return value if until > self._clock.monotonic() else None

    def keep(self, chat_id: int, value: T, seconds: float) -> None:
        self.forget(chat_id)
        self._known[chat_id] = self._clock.monotonic() + seconds, value
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]

    def forget(self, chat_id: int) -> None:
        self._known.pop(chat_id, None)


class ChatInfo:
    """Asks Telegram about groups, and remembers what it said."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._linked: _Memory[frozenset[int]] = _Memory(clock)
        self._permissions: _Memory[BotPermissions] = _Memory(clock)

    def note_linked_channel(self, chat_id: int, channel_id: int) -> None:
        """A post of this channel was forwarded to the group by itself: it is the group's own."""
        self._linked.keep(chat_id, frozenset({channel_id}), _DAY)

    async def is_linked_channel(self, chat_id: int, channel_id: int) -> bool:
        """Whether the channel belongs to the group. Raises `ChatUnreachable` where Telegram does not say."""
        linked = self._linked.get(chat_id)
        if linked is None:
            found = (await self._chat(chat_id)).get("linked_chat_id")
            linked = frozenset({found} if isinstance(found, int) else ())
            self._linked.keep(chat_id, linked, _DAY)
        return channel_id in linked

    async def permissions(self, chat_id: int) -> BotPermissions | None:
        """What the bot may send there; None where Telegram does not say.

        Where it may send everything, that is remembered for an hour; what is forbidden may just have been allowed.
        """
        known = self._permissions.get(chat_id)
        if known is not None:
            return known
        try:
            found = await self._ask_for_permissions(chat_id)
        except ChatUnreachable:
            return None
        if found.are_full:
            self._permissions.keep(chat_id, found, _HOUR)
        return found

    def forget_permissions(self, chat_id: int) -> None:
        """They have changed, or are not what was thought."""
        self._permissions.forget(chat_id)

    async def _ask_for_permissions(self, chat_id: int) -> BotPermissions:
        method = GetRawChatMember(chat_id=chat_id, user_id=self._bot.id)
        member = await call_within(_TIMEOUT, self._bot, method)
        status = member.get("status")
        if status in _ALL_POWERFUL:
            return BotPermissions()
        rights: object = member if status == ChatMemberStatus.RESTRICTED else None
        if rights is None:
            rights = (await self._chat(chat_id)).get("permissions")
        return _permissions_of(rights if isinstance(rights, dict) else {})

    async def _chat(self, chat_id: int) -> dict[str, Any]:
        found = await call_within(_TIMEOUT, self._bot, GetRawChat(chat_id=chat_id))
        return found if isinstance(found, dict) else {}


def _permissions_of(rights: Mapping[str, object]) -> BotPermissions:
    """What is not told is allowed: an order is refused only for what is known."""
    return BotPermissions(
        messages=rights.get("can_send_messages") is not False,
        photos=rights.get("can_send_photos") is not False,
        documents=rights.get("can_send_documents") is not False,
    )
