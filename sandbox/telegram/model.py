"""Records of the sandbox's Telegram: people, chats, topics, messages. `world` holds the rules."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.telegram.files import Document, Photo
from sandbox.telegram.text import FormattedText


class ChatType(StrEnum):
    """Kinds of chats, named as in `Chat.type`."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Status(StrEnum):
    """Somebody's membership of a chat; the names are those of `ChatMember.status`."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def is_inside(self) -> bool:
        """Whether this is a member, with whatever rights."""
        return self not in (Status.LEFT, Status.KICKED)

    @property
    def is_admin(self) -> bool:
        """Whether this is an administrator or the owner."""
        return self in (Status.CREATOR, Status.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    username: str | None = None
    last_name: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the service message that created it."""

    id: int
    name: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """Permissions of the bot in a group, where it is no administrator."""

    send_messages: bool = True
    send_photos: bool = True
    send_documents: bool = True
    react: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """A message's reply; `quote_position` in UTF-16 code units of the text replied to."""

    message_id: int
    quote: str | None = None
    quote_position: int = 0
    quote_is_manual: bool = True


@dataclass(slots=True)
class Message:
    """One message; `sender_chat_id` speaks for the sender where it is set (an anonymous administrator)."""

    id: int
    chat_id: int
    sender_id: int
    date: int
    content: FormattedText = field(default_factory=FormattedText)
    photo: Photo | None = None
    document: Document | None = None
    sticker: str | None = None
    voice: int | None = None  # seconds that it lasts
    has_spoiler: bool = False
    is_silent: bool = False  # sent without a sound
    caption_above: bool = False
    sender_chat_id: int | None = None
    author_id: int | None = None  # who wrote it in the name of `sender_chat_id`; only their own page knows
    thread_id: int | None = None
    direct_topic_id: int | None = None  # whose direct messages to the channel it is among: the person's id
    reply: Reply | None = None
    keyboard: list[list[dict[str, Any]]] | None = None
    forwarded: tuple[int, int] | None = None  # the author of the original, and its date
    album: int | None = None  # messages with the same one were sent together
    edit_date: int | None = None
    reactions: list[str] = field(default_factory=list)
    service: Mapping[str, Any] | None = None  # the fields of a service message, as the Bot API names them

    @property
    def has_media(self) -> bool:
        """Whether this is a photo or a file, whose text is a caption."""
        return self.photo is not None or self.document is not None

    @property
    def is_fixed(self) -> bool:
        """Whether nobody can edit it: it has no words, or they are somebody else's."""
        return self.sticker is not None or self.voice is not None or self.forwarded is not None


@dataclass(slots=True)
class Chat:
    """A chat with its latest messages, oldest first."""

    id: int
    type: ChatType
    title: str = ""
    members: dict[int, Status] = field(default_factory=dict)  # by user id, the bot included
    topics: dict[int, Topic] | None = None  # None where the chat is no forum
    is_direct_messages: bool = False  # of a channel: a supergroup in which each person has a topic of their own
    rights: Rights = field(default_factory=Rights)
    bot_was_started: bool = True  # a bot cannot write to a person who never wrote to it
    bot_is_blocked: bool = False
    migrated_to: int | None = None
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    last_message_id: int = 0

    @property
    def is_forum(self) -> bool:
        """Whether the chat has topics."""
        return self.topics is not None

    def has(self, user_id: int) -> bool:
        """Whether somebody is a member."""
        status = self.members.get(user_id)
        return status is not None and status.is_inside

    def is_admin(self, user_id: int) -> bool:
        """Whether somebody is an administrator or the owner."""
        status = self.members.get(user_id)
        return status is not None and status.is_admin
