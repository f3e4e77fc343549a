"""`/queue` and `/cancel`: what is waiting and being drawn, and stopping it."""

from collections.abc import Sequence
from typing import Final

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from drawing.estimates import Estimator
from drawing.lifecycle import Drawing
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.service import Cancellation, DrawingService
from handlers.buttons import CHECK, Press, cancellable_drawing
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.keyboards import IDS, CancelButton, cancel_keyboard
from handlers.views.queue_page import SHOWN, queue_page, short_prompt
from handlers.views.texts import Html

_OUTCOMES: Final = {
    Cancellation.DONE: "cancel-done-toast",
    Cancellation.PENDING: "cancel-pending",
    Cancellation.TOO_LATE: "cancel-too-late",
}


async def queue(
    message: Message, person: Person, reply: Reply, drawing_service: DrawingService, estimator: Estimator
) -> None:
    """In private all of a person's drawings; in a group the group's, whoever asked for them."""
    drawings = await _listed(message.chat.id, person, drawing_service)
    if drawings:
        page = await _page(drawings, reply, estimator)
        reply.show(page, cancel_keyboard(drawings[:SHOWN], reply.texts))
    else:
        reply.say("queue-empty")


async def cancel(
    message: Message,
    person: Person,
    reply: Reply,
    drawing_service: DrawingService,
    estimator: Estimator,
    permissions: ChatPermissions,
) -> None:
    """In reply to a request or its slot: that one. Otherwise the person's only one here, or a choice."""
    drawings: Sequence[Drawing] = ()
    if (replied := message.reply_to_message) is not None:
        drawings = await drawing_service.of_message(message.chat.id, replied.message_id)
    is_named = bool(drawings)
    if not is_named:
        waiting = await drawing_service.unfinished(person_id=person.id, chat_id=message.chat.id)
        # What was asked for after this was not meant; an update that comes again after a crash meets such drawings.
        drawings = [one for one in waiting if (one.request_message_id or 0) < message.message_id]
    if not drawings:
        reply.say("cancel-nothing")
    elif is_named or len(drawings) == 1:
        try:
            may_touch = [permissions.may_touch(one, person.id, message.chat.id) for one in drawings]
        except ChatUnreachable:
            reply.say("cancel-unsure")
            return
        await _cancel([one for one, may in zip(drawings, may_touch, strict=True) if may], reply, drawing_service)
    else:
        page = await _page(drawings, reply, estimator)
        text = Html(f"{page}\n\n{reply.texts('cancel-which')}")
        reply.show(text, cancel_keyboard(drawings[:SHOWN], reply.texts))


async def cancel_pressed(
    _: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService, estimator: Estimator
) -> None:
    """A button of the list; the list is shown anew without what was cancelled."""
    reply = press.reply
    reply.toast(_OUTCOMES[await drawing_service.cancel(drawing.id)])
    drawings = await _listed(press.message.chat.id, press.person, drawing_service)
    if drawings:
        page = await _page(drawings, reply, estimator)
        reply.rewrite(page, cancel_keyboard(drawings[:SHOWN], reply.texts))
    else:
        reply.rewrite(reply.texts("queue-empty"))


async def _cancel(drawings: Sequence[Drawing], reply: Reply, drawing_service: DrawingService) -> None:
    if not drawings:
        reply.say("cancel-not-yours")
        return
    outcomes = [(drawing, await drawing_service.cancel(drawing.id)) for drawing in drawings]
    done = [drawing for drawing, outcome in outcomes if outcome is Cancellation.DONE]
    is_pending = any(outcome is Cancellation.PENDING for _, outcome in outcomes)
    if done:
        reply.say("cancel-done-in-part" if is_pending else "cancel-done", prompt=short_prompt(done[0]))
    else:
        reply.say("cancel-pending" if is_pending else "cancel-too-late")


async def _listed(chat_id: int, person: Person, drawing_service: DrawingService) -> tuple[Drawing, ...]:
    if chat_id > 0:
        return await drawing_service.unfinished(person_id=person.id)
    return await drawing_service.unfinished(chat_id=chat_id)


async def _page(drawings: Sequence[Drawing], reply: Reply, estimator: Estimator) -> Html:
    estimates = {drawing.id: await estimator.for_queue(drawing) for drawing in drawings[:SHOWN]}
    return queue_page(drawings, estimates, reply.texts)


def router() -> Router:
    """A new router."""
    router = Router(name="queue and cancel")
    router.message.register(queue, Command("queue", ignore_case=True))
    router.message.register(cancel, Command("cancel", ignore_case=True))
    router.callback_query.register(
        cancel_pressed, CancelButton.filter(F.drawing.in_(IDS)), flags={CHECK: cancellable_drawing}
    )
    return router
