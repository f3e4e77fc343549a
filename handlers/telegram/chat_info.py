"""Facts about groups that Telegram tells: admins, linked channel, permissions of the bot. Cached.

Handlers never wait for Telegram: what they need is remembered (who is an admin for a minute), or they raise
`Unanswered`, and are called again when Telegram has been asked; see `handlers.telegram.deferral`.
"""

import asyncio
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.methods import TelegramMethod

from drawing.clock import Clock
from drawing.ports.chat import ChatUnreachable
from handlers.telegram.calls import call_within

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_TIMEOUT: Final = 5.0  # seconds; a person waits
_MINUTE: Final = 60.0
_DAY: Final = 86_400.0
_HOUR: Final = 3600.0
_SILENCE: Final = 10.0  # seconds that a chat is not asked about again after Telegram did not say
_REMEMBERED: Final = 5000
_QUESTIONS: Final = 8  # asked at once, over all chats
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


@dataclass(frozen=True, slots=True)
class Question:
    """What Telegram is to be asked: about a member of a group, or about the group itself."""

    chat_id: int
    person_id: int | None = None

    @property
    def method(self) -> TelegramMethod[Any]:
        if self.person_id is None:
            return GetRawChat(chat_id=self.chat_id)
        return GetRawChatMember(chat_id=self.chat_id, user_id=self.person_id)


class Unanswered(Exception):
    """Nobody can tell before Telegram has been asked this."""

    def __init__(self, question: Question) -> None:
        super().__init__("Telegram is to be asked first")
        self.question = question


class _Memory(Generic[K, V]):
    """Answers, each until its time; the oldest go where there are too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        until, value = self._known.get(key, (float("-inf"), None))
        return value if until > self._clock.monotonic() else None

    def keep(self, key: K, value: V, seconds: float) -> None:
        self.forget(key)
        self._known[key] = self._clock.monotonic() + seconds, value
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]

    def forget(self, key: K) -> None:
        self._known.pop(key, None)


class ChatInfo:
    """Asks Telegram about groups, and remembers what it said."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._answers: _Memory[Question, Mapping[str, object]] = _Memory(clock)
        self._silent: _Memory[int, bool] = _Memory(clock)  # chats that Telegram has just said nothing of
        self._permissions: _Memory[int, BotPermissions] = _Memory(clock)
        self._asking = asyncio.Semaphore(_QUESTIONS)

    def note_linked_channel(self, chat_id: int, channel_id: int) -> None:
        """A post of this channel was forwarded to the group by itself: it is the group's own."""
        self._answers.keep(Question(chat_id), {"linked_chat_id": channel_id}, _DAY)

    def is_linked_channel(self, chat_id: int, channel_id: int) -> bool:
        """Whether the channel belongs to the group, or the group is the channel's direct messages.

        Raises `Unanswered`, and `ChatUnreachable` as `status` does.
        """
        answer = self._answer(Question(chat_id))
        parent = answer.get("parent_chat")
        named = answer.get("linked_chat_id"), parent.get("id") if isinstance(parent, dict) else None
        return channel_id in named

    def status(self, chat_id: int, person_id: int) -> object:
        """What somebody is in a group, as one of `ChatMemberStatus`.

        Raises:
            Unanswered: it is not known, and `ask` will find out.
            ChatUnreachable: Telegram was asked just now, and did not say.
        """
        return self._answer(Question(chat_id, person_id)).get("status")

    async def ask(self, question: Question) -> None:
        """Find out what was `Unanswered`, within five seconds; what Telegram does not say is known to be so."""
        try:
            async with self._asking:
                answer = await call_within(_TIMEOUT, self._bot, question.method)
        except ChatUnreachable:
            self._silent.keep(question.chat_id, True, _SILENCE)
        else:
            kept = _DAY if question.person_id is None else _MINUTE  # admins come and go; a group's channel hardly ever
            self._answers.keep(question, answer if isinstance(answer, dict) else {}, kept)

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

    def _answer(self, question: Question) -> Mapping[str, object]:
        answer = self._answers.get(question)
        if answer is not None:
            return answer
        if self._silent.get(question.chat_id):
            raise ChatUnreachable("Telegram did not answer a moment ago")
        raise Unanswered(question)

    async def _ask_for_permissions(self, chat_id: int) -> BotPermissions:
        method = GetRawChatMember(chat_id=chat_id, user_id=self._bot.id)
        member = await call_within(_TIMEOUT, self._bot, method)
        status = member.get("status")
        if status in _ALL_POWERFUL:
            return BotPermissions()
        rights: object = member if status == ChatMemberStatus.RESTRICTED else None
        if rights is None:
            chat = await call_within(_TIMEOUT, self._bot, GetRawChat(chat_id=chat_id))
            rights = chat.get("permissions") if isinstance(chat, dict) else None
        return _permissions_of(rights if isinstance(rights, dict) else {})


def _permissions_of(rights: Mapping[str, object]) -> BotPermissions:
    """What is not told is allowed: an order is refused only for what is known."""
    return BotPermissions(
        messages=rights.get("can_send_messages") is not False,
        photos=rights.get("can_send_photos") is not False,
        documents=rights.get("can_send_documents") is not False,
    )
