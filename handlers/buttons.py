"""Middleware of buttons: which message and drawing a press belongs to, and whether this person may press.

A handler of buttons is registered with `flags={"check": ...}`, one of the checks below, and gets what that returns as
`drawing`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, InaccessibleMessage, MaybeInaccessibleMessageUnion, TelegramObject

from drawing.clock import Clock
from drawing.lifecycle import Drawing, DrawingId
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from handlers.middlewares import Handler
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import copied_drawing, may_be_in
from handlers.telegram.senders import sender_of
from handlers.throttling import Throttle, Verdict
from handlers.views.keyboards import IDS

CHECK: Final = "check"
"""Name of the flag."""
_SHARING_PERIOD: Final = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button under a message of the bot's."""

    id: str  # of the callback query
    message: MaybeInaccessibleMessageUnion
    person: Person
    reply: Reply

    def topic_for(self, drawing: Drawing) -> int | None:
        """The topic of the message; a copy is in another one than the drawing, or in another chat."""
        if isinstance(self.message, InaccessibleMessage):
            return drawing.thread_id if self.message.chat.id == drawing.chat_id else None
        return topic_of(self.message)


class PressRefused(Exception):
    """The button does nothing for this person; `key` names the sentence that says why."""

    def __init__(self, key: str, *, alert: bool = False) -> None:
        super().__init__(key)
        self.key = key
        self.alert = alert


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where checks look things up."""

    store: Store
    permissions: ChatPermissions
    clock: Clock
    sharing: Throttle
    """Of what people have sent to them that is not theirs."""

    async def shown(self, press: Press, drawing_id: int) -> Drawing | None:
        """The drawing that the message shows.

        The number in the button alone is no proof: programs other than Telegram's own press what they were never shown.
        """
        drawing = await self.store.get(DrawingId(drawing_id)) if drawing_id in IDS else None
        return drawing if drawing is not None and _shows(press.message, drawing) else None

    def may_touch(self, press: Press, drawing: Drawing, unsure: str) -> bool:
        """Whether the drawing is the person's, or they are an admin of its chat."""
        try:
            return self.permissions.may_touch(drawing, press.person.id, press.message.chat.id)
        except ChatUnreachable:
            raise PressRefused(unsure, alert=unsure == "delete-unsure") from None


Check = Callable[[Press, Any, Lookup], Awaitable[Drawing | None]]
"""Of a press and the button's data. Raises `PressRefused`."""


class ButtonMiddleware(BaseMiddleware):
    """Gives handlers of buttons `press`, and the `drawing` that is meant, once the check has let the person through."""

    def __init__(self, store: Store, permissions: ChatPermissions, clock: Clock) -> None:
        self._lookup = Lookup(store, permissions, clock, Throttle(1, _SHARING_PERIOD))

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        check: Check | None = get_flag(data, CHECK)
        if not isinstance(event, CallbackQuery) or check is None:
            return await handler(event, data)
        reply: Reply = data["reply"]
        try:
            data["press"] = press = _press(event, data["person"], reply)
            data["drawing"] = await check(press, data["callback_data"], self._lookup)
        except PressRefused as refused:
            reply.toast(refused.key, alert=refused.alert)
            return None
        return await handler(event, data)


async def anybodys_picture(press: Press, button: Any, lookup: Lookup) -> Drawing:
    """A picture with which everybody may do this."""
    drawing = await lookup.shown(press, button.drawing)
    if drawing is None:
        raise PressRefused("button-unknown")
    return drawing


async def sent_picture(press: Press, button: Any, lookup: Lookup) -> Drawing:
    """A picture of which something is sent to the chat: one's own, or somebody else's once a minute."""
    drawing = await anybodys_picture(press, button, lookup)
    if drawing.person_id != press.person.id:
        verdict = lookup.sharing.check(press.person.id, press.id, lookup.clock.monotonic())
        if verdict is not Verdict.HANDLED:
            raise PressRefused("others-wait")
    return drawing


async def own_picture(press: Press, button: Any, lookup: Lookup) -> Drawing:
    """A picture that the person had drawn; what was drawn in the name of a chat is that of its admins."""
    drawing = await anybodys_picture(press, button, lookup)
    if drawing.person_id == press.person.id:
        return drawing
    try:
        if not drawing.is_of_person and lookup.permissions.is_admin(press.person.id, drawing.chat_id):
            return drawing
    except ChatUnreachable:
        raise PressRefused("cancel-unsure") from None
    raise PressRefused("picture-not-yours")


async def deletable_picture(press: Press, button: Any, lookup: Lookup) -> Drawing | None:
    """A picture of the person's, or in a chat of which they are an admin; None where it was forgotten."""
    drawing = await lookup.shown(press, button.drawing)
    if drawing is None:
        if _is_meant_for(press.message, press.person):
            return None
        raise PressRefused("button-unknown")
    if not lookup.may_touch(press, drawing, "delete-unsure"):
        raise PressRefused("picture-not-yours")
    return drawing


async def cancellable_drawing(press: Press, button: Any, lookup: Lookup) -> Drawing:
    """A drawing of the person's, or in a chat of which they are an admin, whatever message lists it."""
    drawing = await lookup.store.get(DrawingId(button.drawing))
    if drawing is None:
        raise PressRefused("cancel-too-late")
    if not lookup.may_touch(press, drawing, "cancel-unsure"):
        raise PressRefused("cancel-not-yours")
    return drawing


async def own_history(press: Press, _: Any, __: Lookup) -> None:
    """Pages of the history are turned in one's private chat alone."""
    if press.message.chat.id != press.person.id:
        raise PressRefused("history-not-yours")


async def own_memory(press: Press, _: Any, __: Lookup) -> None:
    """What is known of a person is forgotten in their private chat alone."""
    if press.message.chat.id != press.person.id:
        raise PressRefused("forget-in-private", alert=True)


async def own_settings(press: Press, button: Any, lookup: Lookup) -> None:
    """Settings of the person, or those of a group by its admins."""
    chat_id = press.message.chat.id
    if button.whose == chat_id < 0:
        try:
            is_admin = lookup.permissions.is_admin(press.person.id, chat_id)
        except ChatUnreachable:
            raise PressRefused("cancel-unsure", alert=True) from None
        if not is_admin:
            raise PressRefused("settings-admins-only", alert=True)
    elif button.whose != press.person.id:
        raise PressRefused("settings-not-yours")


def _press(query: CallbackQuery, person: Person, reply: Reply) -> Press:
    if query.message is None:  # of a message that was sent through inline mode, which the bot has not
        raise PressRefused("button-unknown")
    return Press(query.id, query.message, person, reply)


def _is_meant_for(message: MaybeInaccessibleMessageUnion, person: Person) -> bool:
    """Whether a message of ours is meant for the person, whatever it shows: after /forget nobody else knows that."""
    if message.chat.id == person.id:
        return True
    if isinstance(message, InaccessibleMessage) or message.reply_to_message is None:
        return False
    sender = sender_of(message.reply_to_message)
    return sender is not None and sender.id == person.id


def _shows(message: MaybeInaccessibleMessageUnion, drawing: Drawing) -> bool:
    """Whether a message is where the drawing was delivered, or a copy of it that `/history` has sent."""
    if (drawing.chat_id, drawing.slot_id) == (message.chat.id, message.message_id):
        return True
    is_named = isinstance(message, InaccessibleMessage) or copied_drawing(message.reply_markup) == drawing.id
    return is_named and may_be_in(message.chat.id, drawing)
