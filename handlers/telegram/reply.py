"""Replies of handlers: to whom the event came from, in its place, in their language."""

from typing import Any

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
    InaccessibleMessage,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessageUnion,
    Message,
    ReplyParameters,
)

from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.outbox import Cause, Fate, Outbox
from handlers.telegram.senders import author_id
from handlers.telegram.uploads import Upload
from handlers.views.texts import Html, Texts, cut, plain, texts_in

_TOAST_LIMIT = 200  # characters (Bot API, answerCallbackQuery)


def topic_of(message: Message) -> int | None:
    """The forum topic to answer in. Replies in ordinary groups carry a thread id too, which may not be sent to."""
    return message.message_thread_id if message.is_topic_message else None


class Reply:
    """Says things in answer to one event."""

    def __init__(self, texts: Texts, outbox: Outbox, event: Message | CallbackQuery) -> None:
        """`texts` are those in the language of whom it is said to."""
        self.texts = texts
        self._outbox = outbox
        self._event = event
        self._cause = _cause(event)

    def say(self, key: str, **values: object) -> None:
        """Answer with a sentence of the locales."""
        self.show(self.texts(key, **values))

    def show(self, text: Html, keyboard: InlineKeyboardMarkup | None = None, *, thread_id: int | None = None) -> None:
        """Answer with a text that is composed already. In a group it replies, in private it need not.

        `thread_id` is the topic of a message that Telegram shows no more of than its number.
        """
        message = self._message()
        if message is None:
            return
        in_group = message.chat.id < 0
        self._outbox.say(
            message.chat.id,
            SendMessage(
                chat_id=message.chat.id,
                message_thread_id=thread_id if isinstance(message, InaccessibleMessage) else topic_of(message),
                text=text,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
                reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)
                if in_group
                else None,
            ),
            cause=self._cause,
        )

    def rewrite(self, text: Html, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Change the message whose button was pressed, where it is a page of whoever pressed it; else say it anew."""
        message = self._message()
        if message is None:
            return
        if not self.is_own_page:
            self.show(text, keyboard)
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
        )

    @property
    def is_own_page(self) -> bool:
        """Whether the message has the button that was pressed, and answers the person who pressed it.

        Programs other than Telegram's own press under any message what they were never shown there. What the message
        shows is Telegram's word; what was pressed is theirs.
        """
        event = self._event
        if not isinstance(event, CallbackQuery) or not isinstance(event.message, Message):
            return False
        markup = event.message.reply_markup
        buttons = [button.callback_data for row in markup.inline_keyboard for button in row] if markup else []
        return event.data in buttons and _answers(event.message, author_id(event))

    def replace_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Give the message whose button was pressed other buttons, or none."""
        message = self._message()
        if message is not None:
            method = EditMessageReplyMarkup(
                chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard
            )
            self._outbox.say(message.chat.id, method, cause=self._cause)

    def send(self, method: TelegramMethod[Any] | Upload[Any], *instead: TelegramMethod[Any]) -> None:
        """Send what is no text to the chat; where Telegram finds fault with its content, the next of `instead`."""
        message = self._message()
        if message is not None:
            self._outbox.say(message.chat.id, method, *instead, cause=self._cause)

    def delete_message(self, *, refused: str, unsure: str) -> None:
        """Delete the message whose button was pressed; the press is answered when it is known what came of it."""
        message = self._message()
        if message is None:
            return
        sentences = {Fate.FAULTY: refused, Fate.REFUSED: refused, Fate.LOST: unsure}

        def answer(fate: Fate) -> None:
            if fate is Fate.SENT:
                self.acknowledge()
            else:
                self.toast(sentences[fate], alert=True)

        method = DeleteMessage(chat_id=message.chat.id, message_id=message.message_id)
        self._outbox.say(message.chat.id, method, cause=self._cause, then=answer)

    def in_language(self, language: str) -> "Reply":
        """The same in another language."""
        return Reply(texts_in(language), self._outbox, self._event)

    def explain(self, text: Html) -> None:
        """Say why something was not done: beside a button that was pressed, or as an answer."""
        if isinstance(self._event, CallbackQuery):
            self._answer(plain(text), alert=True)
        else:
            self.show(text)

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

    def _message(self) -> MaybeInaccessibleMessageUnion | None:
        return self._event.message if isinstance(self._event, CallbackQuery) else self._event


def _cause(event: Message | CallbackQuery) -> Cause:
    number = event.id if isinstance(event, CallbackQuery) else f"{event.message_id}/{event.edit_date}"
    return Cause(author_id(event), number)


def _answers(message: Message, person_id: int) -> bool:
    """Whether a message of ours is for somebody: in their private chat, or in reply to them or an anonymous admin."""
    if message.chat.id == person_id:
        return True
    replied = message.reply_to_message
    return replied is not None and author_id(replied) in {person_id, message.chat.id}
