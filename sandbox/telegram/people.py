"""Actions of people in their applications, and the updates that the bot gets of them."""

import io
import itertools
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw

from sandbox.telegram import wire
from sandbox.telegram.files import Upload
from sandbox.telegram.methods.outgoing import MAX_CAPTION, MAX_TEXT, quote_position
from sandbox.telegram.model import Chat, ChatType, Message, Reply, User
from sandbox.telegram.settings import Behaviour
from sandbox.telegram.text import FormattedText, tidy, utf16_length, utf16_slice, with_detected
from sandbox.telegram.world import ANONYMOUS_ADMIN, World


class RefusedError(Exception):
    """Somebody tried what their application would not let them; the message says why."""


class People:
    """The actions of the people of a world in its chats."""

    def __init__(self, world: World, behaviour: Behaviour) -> None:
        self._world = world
        self._behaviour = behaviour
        self._photo_numbers = itertools.count(1)
        self._album_numbers = itertools.count(13_000_000_000_000_001)

    def person(self, user_id: int) -> User:
        """The person with this id."""
        for person in self._world.people:
            if person.id == user_id:
                return person
        raise RefusedError("there is no such person")

    def chat(self, user_id: int, chat_id: int) -> Chat:
        """A chat that somebody is in."""
        chat = self._world.chats.get(chat_id)
        if chat is None or user_id not in self._world.viewers(chat):
            raise RefusedError("there is no such chat")
        return chat

    def send(
        self,
        user_id: int,
        chat_id: int,
        text: str = "",
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        quote: str | None = None,
        sticker: str | None = None,
        voice: int | None = None,
        photo: bool = False,
    ) -> Message:
        """Somebody writes: a text, a sticker, `voice` seconds of speech, or a photo with `text` as its caption.

        Raises:
            RefusedError: nothing to send, too long, or not here.
        """
        chat = self.chat(user_id, chat_id)
        has_no_text = sticker is not None or voice is not None
        content = FormattedText() if has_no_text else self._content(text, MAX_CAPTION if photo else MAX_TEXT)
        if not (content.text or has_no_text or photo):
            raise RefusedError("there is nothing to send")
        return self._post(
            chat,
            user_id,
            thread_id,
            content=content,
            sticker=sticker,
            voice=voice,
            photo=self._world.files.add_photo(_sample_photo(next(self._photo_numbers))) if photo else None,
            reply=self._reply(chat, reply_to, quote),
        )

    def send_album(
        self, user_id: int, chat_id: int, captions: Sequence[str], *, thread_id: int | None = None
    ) -> list[Message]:
        """Somebody sends several photos at once, each with its caption; an empty one is none."""
        chat, album = self.chat(user_id, chat_id), next(self._album_numbers)
        return [
            self._post(
                chat,
                user_id,
                thread_id,
                content=self._content(caption, MAX_CAPTION),
                photo=self._world.files.add_photo(_sample_photo(next(self._photo_numbers))),
                album=album,
            )
            for caption in captions
        ]

    def forward(
        self, user_id: int, from_chat_id: int, message_id: int, chat_id: int, *, thread_id: int | None = None
    ) -> Message:
        """Somebody passes on a message that they see; it keeps its author and loses its buttons.

        Raises:
            RefusedError: there is no such message, it is no message of a person or bot, or not here.
        """
        source = self.chat(user_id, from_chat_id).messages.get(message_id)
        if source is None or source.service is not None:
            raise RefusedError("there is no such message")
        return self._post(
            self.chat(user_id, chat_id),
            user_id,
            thread_id,
            content=source.content,
            sticker=source.sticker,
            voice=source.voice,
            photo=source.photo,
            document=source.document,
            has_spoiler=source.has_spoiler,
            forwarded=source.forwarded or (source.sender_id, source.date),
        )

    def _post(self, chat: Chat, user_id: int, thread_id: int | None, **fields: Any) -> Message:
        if chat.bot_is_blocked:
            raise RefusedError("unblock the bot first")
        is_anonymous = self._is_anonymous(chat, user_id)
        message = self._world.post(
            chat,
            ANONYMOUS_ADMIN if is_anonymous else user_id,
            sender_chat_id=chat.id if is_anonymous else None,
            author_id=user_id if is_anonymous else None,
            thread_id=self._thread(chat, user_id, thread_id),
            direct_topic_id=user_id if chat.is_direct_messages else None,
            **fields,
        )
        chat.bot_was_started = True
        self._notify_bot("message", chat, message)
        return message

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """Somebody changes what they wrote."""
        chat = self.chat(user_id, chat_id)
        message = self._own_message(chat, user_id, message_id)
        content = self._content(text, MAX_CAPTION if message.has_media else MAX_TEXT)
        if message.is_fixed or not (content.text or message.has_media):
            raise RefusedError("this message cannot become that")
        if content != message.content:
            message.content = content
            self._world.mark_edited(message)
            self._notify_bot("edited_message", chat, message)
        return message

    def delete(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Somebody deletes a message for everyone. The bot is not told, as bots never are."""
        chat = self.chat(user_id, chat_id)
        if chat.type is not ChatType.PRIVATE and not chat.is_admin(user_id):
            self._own_message(chat, user_id, message_id)
        if message_id not in chat.messages:
            raise RefusedError("there is no such message")
        self._world.remove(chat, message_id)

    def press(self, user_id: int, chat_id: int, message_id: int, data: str) -> str:
        """Somebody presses a button; returns the id of the query that the bot is to answer."""
        chat = self.chat(user_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None or data not in _button_data(message):
            raise RefusedError("there is no such button")
        query = self._world.add_query(chat, user_id)
        if self._world.bot_status(chat).is_inside and not chat.bot_is_blocked:
            self._world.updates.put(
                "callback_query",
                {
                    "id": query.id,
                    "from": wire.user(self._world.users[user_id]),
                    "message": wire.message(self._world, message),
                    "chat_instance": str(-chat.id * 7_919_101),
                    "data": data,
                },
            )
        return query.id

    def _content(self, text: str, limit: int) -> FormattedText:
        content = with_detected(tidy(FormattedText(text.replace("\r", ""))))
        if utf16_length(content.text) > limit:
            raise RefusedError(f"that is longer than {limit} characters")
        return content

    def _is_anonymous(self, chat: Chat, user_id: int) -> bool:
        return self._behaviour.anonymous_admins and chat.type is not ChatType.PRIVATE and chat.is_admin(user_id)

    def _thread(self, chat: Chat, user_id: int, thread_id: int | None) -> int | None:
        if not thread_id or thread_id == 1:
            return None
        topic = (chat.topics or {}).get(thread_id)
        if topic is None:
            raise RefusedError("there is no such topic")
        if topic.closed and not chat.is_admin(user_id):
            raise RefusedError("this topic is closed")
        return thread_id

    def _reply(self, chat: Chat, message_id: int | None, quote: str | None) -> Reply | None:
        if message_id is None:
            return None
        target = chat.messages.get(message_id)
        if target is None:
            raise RefusedError("the message replied to is gone")
        if quote is None:
            return Reply(message_id)
        position = quote_position(target.content.text, quote)
        if position is None or not quote:
            raise RefusedError("the message replied to does not say that")
        return Reply(message_id, quote, position)

    def _own_message(self, chat: Chat, user_id: int, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        is_own = message is not None and user_id in (message.sender_id, message.author_id)
        if message is None or not is_own or message.service is not None:
            raise RefusedError("that is not your message")
        return message

    def _notify_bot(self, kind: str, chat: Chat, message: Message) -> None:
        if self._is_for_bot(chat, message):
            self._world.updates.put(kind, wire.message(self._world, message))

    def _is_for_bot(self, chat: Chat, message: Message) -> bool:
        """Whether the bot gets to see a message: in groups its privacy mode leaves commands and replies to it."""
        bot = self._world.bot
        if not self._world.bot_status(chat).is_inside:
            return False
        if chat.type is ChatType.PRIVATE or not self._behaviour.privacy_mode or chat.is_admin(bot.id):
            return True
        replied = chat.messages.get(message.reply.message_id) if message.reply is not None else None
        if replied is not None and replied.sender_id == bot.id:
            return True
        return any(addressee in ("", f"@{bot.username}".lower()) for addressee in _addressees(message))


def _addressees(message: Message) -> list[str]:
    """The addressees of the commands in a message: `@name`, or nothing for any bot."""
    commands = [
        utf16_slice(message.content.text, entity.offset, entity.length)
        for entity in message.content.entities
        if entity.type == "bot_command"
    ]
    return ["".join(command.partition("@")[1:]).lower() for command in commands]


def _button_data(message: Message) -> set[Any]:
    return {button.get("callback_data") for row in message.keyboard or () for button in row} - {None}


def _sample_photo(number: int) -> Upload:
    """A photo of a person's: stripes that tell one from another."""
    image = Image.new("RGB", (640, 480), (70, 110 + number * 37 % 120, 160))
    draw = ImageDraw.Draw(image)
    for stripe in range(0, 640, 40):
        draw.line((stripe, 0, 640 - stripe, 480), fill=(250, 200 - number * 23 % 150, 120), width=6)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return Upload("photo.jpg", "image/jpeg", buffer.getvalue())
