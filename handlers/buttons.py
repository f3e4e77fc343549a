"""Middleware of buttons: which message and drawing a press belongs to, and whether this person may press.

A handler of buttons is registered with `flags={"check": ...}`, one of the checks below, and gets what that returns as
`drawing`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, InaccessibleMessage, MaybeInaccessibleMessageUnion, TelegramObject

from drawing.access import AccessControl
from drawing.clock import Clock
from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from drawing.style_book import EVERYBODYS
from handlers.middlewares import Handler
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply, Topic, topic_of
from handlers.telegram.resend import copied_drawing, may_be_in
from handlers.telegram.senders import sender_of
from handlers.throttling import Throttle, Verdict

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
    is_owner: bool = False  # of the bot
    drawing: Drawing | None = None  # what the check has found: of a forgotten picture nothing

    @property
    def topic(self) -> Topic:
        """The topic of the message, where Telegram still shows that."""
        return Topic() if isinstance(self.message, InaccessibleMessage) else topic_of(self.message)

    def topic_for(self, drawing: Drawing) -> Topic:
        """The topic of the message; a copy is in another one than the drawing, or in another chat."""
        if isinstance(self.message, InaccessibleMessage):
            is_here = self.message.chat.id == drawing.chat_id
            return Topic(drawing.thread_id, drawing.direct_topic_id) if is_here else Topic()
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

    async def shown(self, press: Press, name: str) -> Drawing | None:
        """The drawing that the message shows.

        Its name in the button alone is no proof: programs other than Telegram's own press what they were never shown.
        """
        drawing = await self.store.find(name)
        return drawing if drawing is not None and await self._shows(press.message, drawing) else None

    async def _shows(self, message: MaybeInaccessibleMessageUnion, drawing: Drawing) -> bool:
        """Whether a message is where the drawing was delivered, or a copy of it that `/history` has sent."""
        if (drawing.chat_id, drawing.slot_id) == (message.chat.id, message.message_id):
            return True
        if isinstance(message, InaccessibleMessage) or not may_be_in(message.chat.id, drawing):
            return may_be_in(message.chat.id, drawing)
        copied = copied_drawing(message.reply_markup)
        copy = None if copied is None else await self.store.find(copied)
        return copy is not None and copy.id == drawing.id

    def is_admin(self, press: Press, unsure: str) -> bool:
        """Whether the person is an admin of the chat."""
        try:
            return self.permissions.is_admin(press.person.id, press.message.chat.id)
        except ChatUnreachable:
            raise PressRefused(unsure, alert=unsure == "delete-unsure") from None


Check = Callable[[Press, Any, Lookup], Awaitable[Drawing | None]]
"""Of a press and the button's data. Raises `PressRefused`."""


class ButtonMiddleware(BaseMiddleware):
    """Gives handlers of buttons `press`, and the `drawing` that is meant, once the check has let the person through."""

    def __init__(self, store: Store, permissions: ChatPermissions, clock: Clock, access: AccessControl) -> None:
        self._lookup = Lookup(store, permissions, clock, Throttle(1, _SHARING_PERIOD))
        self._access = access

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        check: Check | None = get_flag(data, CHECK)
        if not isinstance(event, CallbackQuery) or check is None:
            return await handler(event, data)
        reply: Reply = data["reply"]
        try:
            press = _press(event, data["person"], reply, self._access)
            data["drawing"] = drawing = await check(press, data["callback_data"], self._lookup)
            data["press"] = replace(press, drawing=drawing)
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
    if drawing.person_id != press.person.id and not lookup.is_admin(press, "delete-unsure"):
        raise PressRefused("picture-not-yours")
    return drawing


async def cancellable_drawing(press: Press, button: Any, lookup: Lookup) -> Drawing:
    """A drawing of the person's, or in a chat of which they are an admin, whatever message lists it.

    What is somebody else's is refused just as what does not exist: in the same words, after the same questions.
    """
    drawing = await lookup.store.find(button.drawing)
    if drawing is not None and drawing.person_id == press.person.id:
        return drawing
    is_admin = lookup.is_admin(press, "cancel-unsure")
    if drawing is not None and is_admin and drawing.chat_id == press.message.chat.id:
        return drawing
    is_somebodys = press.message.chat.id < 0 and not is_admin  # as far as the person can know
    raise PressRefused("cancel-not-yours" if is_somebodys else "button-unknown")


async def own_offer(press: Press, button: Any, lookup: Lookup) -> None:
    """What was offered to the person; what was offered to a chat by its own name is up to its admins."""
    offer = await lookup.store.offer(button.offer)
    if offer is None or offer.chat_id != press.message.chat.id:
        raise PressRefused("offer-gone", alert=True)
    if offer.person_id == press.person.id:
        return
    try:
        if offer.person_id < 0 and lookup.permissions.is_admin(press.person.id, offer.chat_id):
            return
    except ChatUnreachable:
        raise PressRefused("cancel-unsure") from None
    raise PressRefused("offer-not-yours")


async def shared_list(press: Press, button: Any, lookup: Lookup) -> None:
    """What a person, a group by its admins, or the owner of the bot has put on a list; in its own chat."""
    if button.whose != EVERYBODYS:
        await own_settings(press, button, lookup)
    elif not press.is_owner:
        raise PressRefused("owner-only", alert=True)


async def style_button(press: Press, button: Any, lookup: Lookup) -> None:
    """Everybody who sees a page of styles may look and try; only whose they are may remove them."""
    if button.changes:
        await shared_list(press, button, lookup)
    elif button.whose not in {EVERYBODYS, press.person.id, press.message.chat.id}:
        raise PressRefused("settings-not-yours", alert=True)


async def anybodys_own(_: Press, __: Any, ___: Lookup) -> None:
    """What concerns nothing but what is the person's own, whoever that is."""


async def anybodys_button(_: Press, __: Any, ___: Lookup) -> None:
    """A button that does the same for everybody, wherever it is pressed: what it does is in the button alone."""


async def own_question(press: Press, _: Any, __: Lookup) -> None:
    """What was said to the person. What the message shows is Telegram's word, and what is drawn stands there."""
    if isinstance(press.message, InaccessibleMessage):
        raise PressRefused("asked-gone", alert=True)
    if not press.reply.is_own_page:
        raise PressRefused("button-unknown")


async def own_history(press: Press, _: Any, __: Lookup) -> None:
    """Pages of the history are turned in one's private chat alone."""
    if press.message.chat.id != press.person.id:
        raise PressRefused("history-not-yours")


async def own_entry(press: Press, button: Any, lookup: Lookup) -> Drawing:
    """What a page of one's own history shows, while it is there."""
    await own_history(press, button, lookup)
    named = await lookup.store.find(button.drawing, person_id=press.person.id)
    entry = None if named is None else await lookup.store.history(press.person.id, named.id)
    if entry is None or named is None or entry.drawing.id != named.id:
        raise PressRefused("history-gone")
    return entry.drawing


async def own_memory(press: Press, _: Any, __: Lookup) -> None:
    """What is known of a person is forgotten in their private chat alone."""
    if press.message.chat.id != press.person.id:
        raise PressRefused("forget-in-private", alert=True)


async def owners_button(press: Press, _: Any, __: Lookup) -> None:
    """What concerns the bot as a whole."""
    if not press.is_owner:
        raise PressRefused("owner-only")


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


def _press(query: CallbackQuery, person: Person, reply: Reply, access: AccessControl) -> Press:
    if query.message is None:  # of a message that was sent through inline mode, which the bot has not
        raise PressRefused("button-unknown")
    return Press(query.id, query.message, person, reply, is_owner=access.is_admin(person.id))


def _is_meant_for(message: MaybeInaccessibleMessageUnion, person: Person) -> bool:
    """Whether a message of ours is meant for the person, whatever it shows: after /forget nobody else knows that."""
    if message.chat.id == person.id:
        return True
    if isinstance(message, InaccessibleMessage) or message.reply_to_message is None:
        return False
    sender = sender_of(message.reply_to_message)
    return sender is not None and sender.id == person.id
