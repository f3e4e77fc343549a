"""State of the sandbox's Telegram, and the few ways in which it changes.

Every change goes through here, so that the two audiences learn of it: the bot through updates (see `people`), the chat
page through `listeners`. Nothing here waits, and nothing is stored outside memory.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.telegram.files import FileStore
from sandbox.telegram.model import Chat, Message, Rights, Status, User
from sandbox.telegram.updates import UpdateQueue

ANONYMOUS_ADMIN: Final = 1087968824
"""Telegram's own account in whose name anonymous administrators write (@GroupAnonymousBot)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that the chat page shows: `kind` is the page's name for it, `viewers` the people who may see it."""

    kind: str
    chat: Chat
    viewers: frozenset[int]
    message: Message | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button that waits for its answer."""

    id: str
    user_id: int
    chat_id: int
    pressed_at: float  # by the world's clock


class World:
    """People, chats and messages; `clock` gives Unix time in seconds, `message_limit` is per chat."""

    def __init__(
        self,
        bot: User,
        people: list[User],
        *,
        clock: Callable[[], float] = time.time,
        message_limit: int = 5000,
    ) -> None:
        anonymous = User(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True)
        self.bot = bot
        self.people = people
        self.users = {user.id: user for user in (*people, bot, anonymous)}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.updates = UpdateQueue()
        self.queries: dict[str, CallbackQuery] = {}
        self.listeners: list[Callable[[Change], None]] = []
        self.clock = clock
        self._message_limit = message_limit
        self._last_query_id = 4_382_000_000_000_000

    @property
    def now(self) -> int:
        """Unix time in whole seconds."""
        return int(self.clock())

    def add_chat(self, chat: Chat) -> Chat:
        """Adds a chat, and returns it."""
        self.chats[chat.id] = chat
        return chat

    def status(self, chat: Chat, user_id: int) -> Status:
        """Somebody's membership of a chat; a bot that may not do everything is restricted."""
        status = chat.members.get(user_id, Status.LEFT)
        is_limited = user_id == self.bot.id and status is Status.MEMBER and chat.rights != Rights()
        return Status.RESTRICTED if is_limited else status

    def bot_status(self, chat: Chat) -> Status:
        """The bot's membership of a chat."""
        return self.status(chat, self.bot.id)

    def viewers(self, chat: Chat) -> frozenset[int]:
        """The people in whose list of chats this one stands; nobody, once it became a supergroup."""
        if chat.migrated_to is not None:
            return frozenset()
        return frozenset(user_id for user_id in chat.members if chat.has(user_id) and not self.users[user_id].is_bot)

    def post(self, chat: Chat, sender_id: int, **fields: Any) -> Message:
        """Adds a message to a chat and gives it the chat's next id; the chat's oldest message may go for it."""
        chat.last_message_id += 1
        message = Message(chat.last_message_id, chat.id, sender_id, self.now, **fields)
        chat.messages[message.id] = message
        while len(chat.messages) > self._message_limit:
            chat.messages.popitem(last=False)
        self.announce("message", chat, message)
        return message

    def mark_edited(self, message: Message) -> None:
        """Notes that a message has been changed in place."""
        message.edit_date = max(self.now, message.date)
        self.announce("edited", self.chats[message.chat_id], message)

    def redraw(self, message: Message) -> None:
        """Has the page show a change that leaves no mark of editing (a reaction, a keyboard)."""
        self.announce("edited", self.chats[message.chat_id], message)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Removes a message, if it is there."""
        if chat.messages.pop(message_id, None) is not None:
            self.announce("deleted", chat, id=message_id)

    def announce(
        self,
        kind: str,
        chat: Chat,
        message: Message | None = None,
        *,
        viewers: frozenset[int] | None = None,
        **details: Any,
    ) -> None:
        """Calls the listeners; `viewers` narrows who may see it."""
        change = Change(kind, chat, self.viewers(chat) if viewers is None else viewers, message, details)
        for listener in self.listeners:
            listener(change)

    def add_query(self, chat: Chat, user_id: int) -> CallbackQuery:
        """Registers a pressed button; only the latest thousand wait for an answer."""
        self._last_query_id += 7919
        query = CallbackQuery(str(self._last_query_id), user_id, chat.id, self.clock())
        self.queries[query.id] = query
        if len(self.queries) > 1000:
            del self.queries[next(iter(self.queries))]
        return query
