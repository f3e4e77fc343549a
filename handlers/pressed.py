"""Which drawing a pressed button belongs to, and whose it is."""

from aiogram.types import CallbackQuery, InaccessibleMessage, MaybeInaccessibleMessageUnion

from drawing.lifecycle import Drawing, DrawingId
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from handlers.telegram.permissions import ChatPermissions, sender_of
from handlers.telegram.reply import Reply, topic_of
from handlers.telegram.resend import may_be_in
from handlers.views.keyboards import IDS


async def found(query: CallbackQuery, drawing_id: int, reply: Reply, store: Store) -> Drawing | None:
    """The drawing that the message shows whose button was pressed; None where there is none, which has been said."""
    drawing = await shown(query, drawing_id, store)
    if drawing is None:
        reply.toast("button-unknown")
    return drawing


async def shown(query: CallbackQuery, drawing_id: int, store: Store) -> Drawing | None:
    """The drawing that the message shows whose button was pressed.

    The number in the button alone is no proof: programs other than Telegram's own press what they were never shown.
    """
    drawing = await store.get(DrawingId(drawing_id)) if drawing_id in IDS else None
    is_there = drawing is not None and query.message is not None and _shows(query.message, drawing)
    return drawing if is_there else None


def answers(message: MaybeInaccessibleMessageUnion, person: Person) -> bool:
    """Whether a message of ours is meant for the person, whatever it shows: after /forget nobody else knows that."""
    if message.chat.id == person.id:
        return True
    if isinstance(message, InaccessibleMessage) or message.reply_to_message is None:
        return False
    sender = sender_of(message.reply_to_message)
    return sender is not None and sender.id == person.id


def _shows(message: MaybeInaccessibleMessageUnion, drawing: Drawing) -> bool:
    """Whether a message is where the drawing was delivered, or may be a copy of it that `/history` has sent."""
    is_slot = (drawing.chat_id, drawing.slot_id) == (message.chat.id, message.message_id)
    return is_slot or may_be_in(message.chat.id, drawing)


def topic(message: MaybeInaccessibleMessageUnion, drawing: Drawing) -> int | None:
    """The topic of the message; a copy is in another one than the drawing, or in another chat."""
    if isinstance(message, InaccessibleMessage):
        return drawing.thread_id if message.chat.id == drawing.chat_id else None
    return topic_of(message)


async def own(
    query: CallbackQuery, drawing_id: int, person: Person, reply: Reply, *, store: Store, permissions: ChatPermissions
) -> Drawing | None:
    """What the person had drawn themselves; what was drawn in the name of a chat is that of its admins."""
    drawing = await found(query, drawing_id, reply, store)
    if drawing is None or drawing.person_id == person.id:
        return drawing
    try:
        if not drawing.is_of_person and await permissions.is_admin(person.id, drawing.chat_id):
            return drawing
    except ChatUnreachable:
        reply.toast("cancel-unsure")
    else:
        reply.toast("picture-not-yours")
    return None
