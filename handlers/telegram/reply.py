"""Replies of handlers: to whom the event came from, in its place, in their language."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from aiogram.enums import ParseMode
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessageUnion,
    Message,
    ReplyParameters,
)

from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.outbox import Cause, Fate, Outbox
from handlers.telegram.removal import emptying
from handlers.telegram.senders import author_id
from handlers.telegram.uploads import Upload
from handlers.views.texts import Html, Texts, cut, plain, texts_in

_EMPTIED = {
    Fate.SENT: "delete-emptied",
    Fate.REFUSED: "delete-failed",
    Fate.GONE: "deleted",
    Fate.LOST: "delete-unsure",
}
_TOAST_LIMIT = 200  # characters (Bot API, answerCallbackQuery)


class Topic(NamedTuple):
    """A part of a chat."""

    thread_id: int | None = None
    """Of a forum."""
    direct_id: int | None = None
    """Of a channel's direct messages, where each person has one."""

    @property
    def parameters(self) -> dict[str, Any]:
        """What sends a message there."""
        return {"message_thread_id": self.thread_id, "direct_messages_topic_id": self.direct_id}


def topic_of(message: Message) -> Topic:
    """The topic to answer in. Replies in ordinary groups carry a thread id too, which may not be sent to."""
    direct = message.direct_messages_topic
    return Topic(
        thread_id=message.message_thread_id if message.is_topic_message else None,
        direct_id=direct.topic_id if direct is not None else None,
    )


def _topic(message: MaybeInaccessibleMessageUnion) -> Topic:
    return topic_of(message) if isinstance(message, Message) else Topic()


@dataclass(slots=True)
class Earlier:
    """The answer to a message before it was edited, which said that it could not be carried out."""

    answer_id: int | None
    is_replaced: bool = False
    is_refused: bool = False  # again


class Reply:
    """Says things in answer to one event."""

    def __init__(
        self,
        texts: Texts,
        outbox: Outbox,
        event: Message | CallbackQuery,
        *,
        earlier: Earlier | None = None,
        note: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        """`texts` are those in the language of whom it is said to; `note` keeps the id of the message that refuses."""
        self.texts = texts
        self._outbox = outbox
        self._event = event
        self._cause = _cause(event)
        self._earlier = earlier or Earlier(None)
        self._note = note

    @property
    def chat_id(self) -> int:
        """The chat of the event."""
        message = self._message()
        return author_id(self._event) if message is None else message.chat.id

    def say(self, key: str, **values: object) -> None:
        """Answer with a sentence of the locales."""
        self.show(self.texts(key, **values))

    def show(
        self,
        text: Html,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        topic: Topic | None = None,
        sent: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        """Answer with a text that is composed already. In a group it replies, in private it need not.

        `topic` is that of a message that Telegram shows no more of than its number. `sent` is told the id of the
        answer, where that is in the chat of the event.
        """
        message = self._message()
        if message is not None:
            told = None if sent is None else partial(_tell_id, message.chat.id, sent)
            self._show(message, text, keyboard, topic=topic, replies=message.chat.id < 0, sent=told)

    def refuse(self, text: Html, keyboard: InlineKeyboardMarkup | None = None, *, replies: bool = False) -> None:
        """Say that the message is not carried out. When it is edited, this answer changes or goes.

        In private it `replies` where its buttons are about the text that it replies to.
        """
        message = self._message()
        if message is not None:
            self._earlier.is_refused = True
            is_reply = replies or message.chat.id < 0
            told = None if self._note is None else partial(_tell_id, message.chat.id, self._note)
            self._show(message, text, keyboard, replies=is_reply, sent=told)

    def _show(
        self,
        message: MaybeInaccessibleMessageUnion,
        text: Html,
        keyboard: InlineKeyboardMarkup | None,
        *,
        replies: bool,
        topic: Topic | None = None,
        sent: Callable[[object], Awaitable[None]] | None = None,
    ) -> None:
        words: dict[str, Any] = {
            "chat_id": message.chat.id,
            "text": text,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": NO_PREVIEW,
            "reply_markup": keyboard,
        }
        methods: list[TelegramMethod[Any]] = [
            SendMessage(
                reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
                if replies
                else None,
                **words,
                **(topic or _topic(message)).parameters,
            )
        ]
        if self._earlier.answer_id is not None and not self._earlier.is_replaced:
            self._earlier.is_replaced = True
            methods.insert(0, EditMessageText(message_id=self._earlier.answer_id, **words))
        self._outbox.say(message.chat.id, *methods, cause=self._cause, sent=sent)

    def withdraw(self) -> None:
        """Delete the earlier answer, where nothing was said in its place."""
        message = self._message()
        if message is not None and self._earlier.answer_id is not None and not self._earlier.is_replaced:
            self._earlier.is_replaced = True
            self.delete(message.chat.id, self._earlier.answer_id)

    def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of ours, or take its buttons where Telegram deletes it no more."""
        place: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
        self._outbox.say(chat_id, DeleteMessage(**place), EditMessageReplyMarkup(**place), cause=self._cause)

    def rewrite(
        self,
        text: Html,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        known_page: int | None = None,
        sent: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        """Change the message whose button was pressed, where it is a page of whoever pressed it; else say it anew.

        `known_page` is the id of a message that is known to be theirs to change, whomever it answers. `sent` is told
        the id of the message that now has the text.
        """
        message = self._message()
        if message is None:
            return
        is_known = self._with_button() is not None and message.message_id == known_page
        if not is_known and not self.is_own_page:
            self.show(text, keyboard, sent=sent)
            return
        self._outbox.say(
            message.chat.id,
            EditMessageText(
                chat_id=message.chat.id,
                message_id=message.message_id,
                text=text,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
            ),
            cause=self._cause,
            sent=None if sent is None else partial(_tell_id, message.chat.id, sent),
        )

    @property
    def is_own_page(self) -> bool:
        """Whether the message has the button that was pressed, and answers the person who pressed it."""
        message = self._with_button()
        return message is not None and _answers(message, author_id(self._event))

    def replace_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Give the message whose button was pressed other buttons, or none."""
        message = self._with_button()
        if message is not None:
            method = EditMessageReplyMarkup(
                chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard
            )
            self._outbox.say(message.chat.id, method, cause=self._cause)

    def send(
        self,
        method: TelegramMethod[Any] | Upload[Any],
        *instead: TelegramMethod[Any],
        sent: Callable[[object], Awaitable[None]] | None = None,
    ) -> None:
        """Send what is no text to the chat; where Telegram refuses it, the next of `instead`. `sent` is told which."""
        message = self._message()
        if message is not None:
            self._outbox.say(message.chat.id, method, *instead, cause=self._cause, sent=sent)

    def remove(self, chat_id: int, message_id: int, *, is_answer: bool) -> None:
        """Delete a picture's message, or empty it where Telegram does not let it be deleted.

        As the answer to a press, what came of it is said as soon as it is known.
        """

        def say(key: str, *, alert: bool = True) -> None:
            if is_answer:
                self.toast(key, alert=alert)

        def deleted(fate: Fate) -> None:
            if fate in {Fate.REFUSED, Fate.GONE}:
                edits = emptying(chat_id, message_id, self.texts("deleted"), is_picture=True)
                self._outbox.say(chat_id, *edits, cause=self._cause, then=lambda fate: say(_EMPTIED[fate]))
            elif fate is Fate.LOST:
                say("delete-unsure")
            else:
                say("deleted", alert=False)

        method = DeleteMessage(chat_id=chat_id, message_id=message_id)
        self._outbox.say(chat_id, method, cause=self._cause, then=deleted)

    def in_language(self, language: str) -> "Reply":
        """The same in another language."""
        return Reply(texts_in(language), self._outbox, self._event, earlier=self._earlier, note=self._note)

    def explain(self, text: Html, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Say why something was not done: beside a button that was pressed, or as an answer."""
        if isinstance(self._event, CallbackQuery):
            self._answer(plain(text), alert=True)
        else:
            self.refuse(text, keyboard)

    def ask(self, text: Html, keyboard: InlineKeyboardMarkup) -> None:
        """Ask whether a message is to be carried out: in place of the message that was pressed, or as an answer."""
        if isinstance(self._event, CallbackQuery):
            self.acknowledge()
            self.rewrite(text, keyboard)
        else:
            self.refuse(text, keyboard, replies=True)

    @property
    def advice(self) -> Html:
        """The best way out of a mistake in a message: to edit it, where its author can."""
        can_edit = isinstance(self._event, Message) and self._event.forward_origin is None
        return self.texts("edit-message") if can_edit else Html("")

    def correct(self, key: str, **values: object) -> None:
        """Refuse a message with a sentence of the locales, and say the way out."""
        self.refuse(Html(f"{self.texts(key, **values)}\n{self.advice}".rstrip()))

    def toast(self, key: str, *, alert: bool = False, **values: object) -> None:
        """Answer the press of a button with a sentence."""
        self._answer(plain(self.texts(key, **values)), alert=alert)

    def acknowledge(self) -> None:
        """Answer the press of a button without a word; without any answer it keeps its waiting look."""
        self._answer(None, alert=False)

    def _answer(self, text: str | None, *, alert: bool) -> None:
        if isinstance(self._event, CallbackQuery):
            text = None if text is None else cut(text, _TOAST_LIMIT)
            answer = AnswerCallbackQuery(callback_query_id=self._event.id, text=text, show_alert=alert)
            message = self._event.message
            chat_id = message.chat.id if message else self._event.from_user.id
            self._outbox.say(chat_id, answer, cause=self._cause)

    def _with_button(self) -> Message | None:
        """The message that was pressed under, if it has the button.

        Programs other than Telegram's own press under any message what they were never shown there. What the message
        shows is Telegram's word; what was pressed is theirs.
        """
        event = self._event
        if not isinstance(event, CallbackQuery) or not isinstance(event.message, Message):
            return None
        markup = event.message.reply_markup
        buttons = [button.callback_data for row in markup.inline_keyboard for button in row] if markup else []
        return event.message if event.data in buttons else None

    def _message(self) -> MaybeInaccessibleMessageUnion | None:
        return self._event.message if isinstance(self._event, CallbackQuery) else self._event


async def _tell_id(chat_id: int, told: Callable[[int], Awaitable[None]], sent: object) -> None:
    """Tell the id of what was sent to a chat; what a group refused went elsewhere."""
    if isinstance(sent, Message) and sent.chat.id == chat_id:
        await told(sent.message_id)


def _cause(event: Message | CallbackQuery) -> Cause:
    number = event.id if isinstance(event, CallbackQuery) else f"{event.message_id}/{event.edit_date}"
    return Cause(author_id(event), number)


def _answers(message: Message, person_id: int) -> bool:
    """Whether a message of ours is for somebody: in their private chat, or in reply to them or an anonymous admin."""
    if message.chat.id == person_id:
        return True
    replied = message.reply_to_message
    return replied is not None and author_id(replied) in {person_id, message.chat.id}
