"""`/queue` and `/cancel`: what is waiting and being drawn, and stopping it."""

from collections.abc import Sequence
from typing import Final

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Chat, InlineKeyboardMarkup, Message

from drawing.estimates import Estimator
from drawing.lifecycle import Drawing, State
from drawing.people import Person
from drawing.ports.chat import ChatUnreachable
from drawing.service import Cancellation, DrawingService
from handlers.buttons import CHECK, Press, anybodys_own, cancellable_drawing
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.keyboards import CancelAllButton, CancelButton, SlotButton, awaited_drawing, cancel_keyboard
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
    drawings = await _listed(message.chat, person, drawing_service)
    if drawings:
        reply.show(*await _page(drawings, person, reply, estimator))
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
        drawings = await _of_message(replied, drawing_service)
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
        page, keyboard = await _page(drawings, person, reply, estimator, is_here=True)
        reply.show(Html(f"{page}\n\n{reply.texts('cancel-which')}"), keyboard)


async def cancel_pressed(
    _: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService, estimator: Estimator
) -> None:
    """A button of the list; the list is shown anew without what was cancelled."""
    reply = press.reply
    reply.toast(_OUTCOMES[await _cancel_once(drawing, drawing_service)])
    await _show_rest(press, drawing_service, estimator)


async def slot_pressed(_: CallbackQuery, press: Press, drawing: Drawing, drawing_service: DrawingService) -> None:
    """The button of the slot. What the slot says then is told by a worker, as every outcome."""
    press.reply.toast(_OUTCOMES[await _cancel_once(drawing, drawing_service)])


async def _cancel_once(drawing: Drawing, drawing_service: DrawingService) -> Cancellation:
    """Of what a press before this one has cancelled the same is said again."""
    outcome = await drawing_service.cancel(drawing.id)
    now = await drawing_service.find(drawing.public_id) if outcome is Cancellation.TOO_LATE else None
    return Cancellation.DONE if now is not None and now.state is State.CANCELLED else outcome


async def cancel_all_pressed(
    _: CallbackQuery,
    callback_data: CancelAllButton,
    press: Press,
    drawing_service: DrawingService,
    estimator: Estimator,
) -> None:
    """All of a list that is the own of whoever presses."""
    chat_id = press.message.chat.id if callback_data.is_here or press.message.chat.id < 0 else None
    own = await drawing_service.unfinished(person_id=press.person.id, chat_id=chat_id)
    latest = await drawing_service.find(callback_data.latest)
    meant = [drawing for drawing in own if latest is not None and drawing.id <= latest.id]
    outcomes = [await drawing_service.cancel(drawing.id) for drawing in meant]
    done, pending = outcomes.count(Cancellation.DONE), outcomes.count(Cancellation.PENDING)
    if done + pending:
        press.reply.toast("cancel-all-done", done=done, pending=pending)
    else:
        press.reply.toast("cancel-nothing")
    await _show_rest(press, drawing_service, estimator, is_here=callback_data.is_here)


async def _show_rest(
    press: Press, drawing_service: DrawingService, estimator: Estimator, *, is_here: bool = False
) -> None:
    """The list anew, without what was cancelled."""
    reply = press.reply
    drawings = await _listed(press.message.chat, press.person, drawing_service)
    if is_here:
        drawings = tuple(drawing for drawing in drawings if drawing.chat_id == press.message.chat.id)
    if drawings:
        reply.rewrite(*await _page(drawings, press.person, reply, estimator, is_here=is_here))
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


async def _of_message(message: Message, drawing_service: DrawingService) -> tuple[Drawing, ...]:
    """The drawings that a message is about; a slot that could not be stored has the number in its button."""
    drawings = await drawing_service.of_message(message.chat.id, message.message_id)
    if not drawings and (awaited := awaited_drawing(message.reply_markup)) is not None:
        drawing = await drawing_service.find(awaited)
        return () if drawing is None or drawing.chat_id != message.chat.id else (drawing,)
    return drawings


async def _listed(chat: Chat, person: Person, drawing_service: DrawingService) -> tuple[Drawing, ...]:
    if chat.id > 0:
        return await drawing_service.unfinished(person_id=person.id)
    # What people write to a channel is between each of them and the channel.
    return await drawing_service.unfinished(chat_id=chat.id, person_id=person.id if chat.is_direct_messages else None)


async def _page(
    drawings: Sequence[Drawing], person: Person, reply: Reply, estimator: Estimator, *, is_here: bool = False
) -> tuple[Html, InlineKeyboardMarkup | None]:
    estimates = {drawing.id: await estimator.for_queue(drawing) for drawing in drawings[:SHOWN]}
    own = [drawing for drawing in drawings if drawing.person_id == person.id]
    keyboard = cancel_keyboard(drawings[:SHOWN], reply.texts, own=own, is_here=is_here)
    return queue_page(drawings, estimates, reply.texts), keyboard


def router() -> Router:
    """A new router."""
    router = Router(name="queue and cancel")
    router.message.register(queue, Command("queue", ignore_case=True))
    router.message.register(cancel, Command("cancel", ignore_case=True))
    router.callback_query.register(cancel_pressed, CancelButton.filter(), flags={CHECK: cancellable_drawing})
    router.callback_query.register(slot_pressed, SlotButton.filter(), flags={CHECK: cancellable_drawing})
    router.callback_query.register(cancel_all_pressed, CancelAllButton.filter(), flags={CHECK: anybodys_own})
    return router
