"""Senders of messages and presses: a person, or the chat in whose name somebody wrote (anonymous admins, a channel)."""

from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message

from drawing.people import Person
from handlers.telegram.chat_info import ChatInfo


def author_id(event: Message | CallbackQuery | ChatMemberUpdated) -> int:
    """The id of whoever did something, whatever it is: the chat in whose name it was, or the user; 0 for nobody."""
    # Telegram names one and the same user for all channels, and one for all anonymous admins.
    if isinstance(event, Message) and event.sender_chat is not None:
        return event.sender_chat.id
    return event.from_user.id if event.from_user is not None else 0


def chat_of(event: Message | CallbackQuery | ChatMemberUpdated) -> Chat | None:
    """The chat that something was done in; None for a press under a message that Telegram does not show."""
    # By its kind, not by the name of the attribute: aiogram keeps what it does not know of an event as it came.
    if isinstance(event, CallbackQuery):
        return event.message.chat if event.message is not None else None
    return event.chat


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


def requester_of(event: Message | CallbackQuery, chat_info: ChatInfo) -> Person | None:
    """Who asks for something, one person under one name; None for what no person wrote.

    What is written in the name of a group, or of the channel that is linked to it, is the group's.

    Raises:
        ForeignChannel: the name is that of another chat.
        Unanswered: Telegram is to be asked whose the channel is.
        ChatUnreachable: it did not say.
    """
    sender = sender_of(event)
    if sender is None or not isinstance(event, Message) or event.sender_chat is None:
        return sender
    chat = event.chat
    if sender.id != chat.id and not chat_info.is_linked_channel(chat.id, sender.id):
        raise ForeignChannel
    return Person(id=chat.id, name=chat.title or sender.name)


def source_of(chat_id: int, message_id: int) -> str:
    """The source of the drawings that a message asks for."""
    return f"m:{chat_id}:{message_id}"
