"""Delivery: slots, outcomes, and the chats that close, fall silent or move."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import UNTOLD, Drawing, DrawingId, Reason, State
from drawing.records import Picture
from storage.access import current_ids, inherit_admission, inherit_forbidden_words
from storage.database import SqlPart, transaction
from storage.erasure import empty_told
from storage.groups import inherit_settings, note_chat
from storage.loose_scan import values_of
from storage.people import inherit_person
from storage.styles import inherit_styles
from storage.tables import HAS_OUTCOME, HAS_PICTURE, IS_DUE, IS_OPEN, admissions, chats, drawings, offers, pictures
from storage.transitions import end_when_answered, fetch, transition, transition_all
from storage.usage import move_unshown, move_usage, note_shown

# What a drawing becomes that is told to its person in private.
_AT_HOME: Final = {
    "chat_id": drawings.c.person_id,
    "thread_id": None,
    "direct_topic_id": None,
    "request_id": None,
    "slot_id": None,
    "old_slot_id": None,
    "slot_fresh": 0,
}

_MOST_SLOTS: Final = 100  # who has so many has as many as anybody: the older drawing decides


def _first_of_chats() -> Select[DrawingId]:
    """The drawing of each chat whose turn it is; outcomes before slots, and chats with the fewest slots first.

    The cost grows with the chats that are to be told something; not with what waits in them, nor with who only waits.
    """
    chat = values_of(drawings.c.chat_id, IS_OPEN, IS_DUE)
    is_here = and_(IS_OPEN, drawings.c.chat_id == chat.c.value)
    is_now = and_(is_here, drawings.c.id.not_in(bindparam("not_now", expanding=True)))
    slots = select(drawings.c.id).where(is_here, drawings.c.slot_id.is_not(None)).limit(_MOST_SLOTS).correlate(chat)
    turns = (
        select(
            select(func.min(drawings.c.id)).where(is_now, IS_DUE).scalar_subquery().label("first"),
            exists().where(is_now, HAS_OUTCOME).label("has_outcome"),
            select(func.count()).select_from(slots.subquery()).scalar_subquery().label("slots"),
        )
        .where(chat.c.value.is_not(None), chat.c.value.not_in(bindparam("not_chats", expanding=True)))
        .cte()
        .prefix_with("MATERIALIZED")  # each of its columns is a query: let them be asked once
    )
    return (
        select(turns.c.first)
        .where(turns.c.first.is_not(None))
        .order_by(turns.c.has_outcome.desc(), turns.c.slots, turns.c.first)
        .limit(bindparam("most"))
    )


_FIRST_OF_CHATS: Final = _first_of_chats()


class SqlDelivery(SqlPart):
    """Implements `drawing.ports.store.DeliveryStore`."""

    @transaction
    async def next_to_tell(
        self, connection: AsyncConnection, limit: int, not_chats: Collection[int], not_now: Collection[DrawingId]
    ) -> Sequence[Drawing]:
        values = {"most": limit, "not_chats": list(not_chats), "not_now": list(not_now)}
        ids = (await connection.scalars(_FIRST_OF_CHATS, values)).all()
        found = {drawing.id: drawing for drawing in await fetch(connection, drawings.c.id.in_(ids))}
        return [found[drawing_id] for drawing_id in ids]

    @transaction
    async def unsent_with_slot(self, connection: AsyncConnection) -> Sequence[tuple[DrawingId, int]]:
        query = select(drawings.c.id, drawings.c.chat_id).where(
            IS_OPEN,
            drawings.c.state.in_((State.QUEUED, State.SUBMITTING)),
            drawings.c.slot_id.is_not(None),
        )
        return sorted((DrawingId(row.id), row.chat_id) for row in await connection.execute(query))

    @transaction
    async def save_slot(
        self, connection: AsyncConnection, drawing: Drawing, message_id: int, *, replies: bool
    ) -> Drawing:
        # A group may have become a supergroup meanwhile, and its message ids have lost their meaning.
        in_same_chat = drawings.c.chat_id == drawing.chat_id
        # The slot before stays named until the outcome stands in the new one; then it is deleted.
        values = {
            "slot_id": message_id,
            "old_slot_id": func.coalesce(drawings.c.slot_id, drawings.c.old_slot_id),
            "slot_replies": int(replies),
            "slot_fresh": case((drawings.c.state == State.QUEUED, 0), else_=1),
        }
        return await _change(connection, drawing.id, in_same_chat, **values)

    @transaction
    async def clear_slot(self, connection: AsyncConnection, drawing_id: DrawingId) -> Drawing:
        return await _change(connection, drawing_id, slot_id=None, lost_slots=drawings.c.lost_slots + 1)

    @transaction
    async def picture_size(self, connection: AsyncConnection, drawing_id: DrawingId) -> int | None:
        # SQLite knows the length of a BLOB from the head of its row, and reads none of the pages that it goes on in.
        query = select(func.length(pictures.c.data)).where(pictures.c.drawing_id == drawing_id)
        size: int | None = await connection.scalar(query)
        return size

    @transaction
    async def picture(self, connection: AsyncConnection, drawing_id: DrawingId) -> Picture | None:
        query = select(pictures).where(pictures.c.drawing_id == drawing_id)
        row = (await connection.execute(query)).one_or_none()
        return None if row is None else Picture(row.data, row.mime_type, row.width, row.height)

    @transaction
    async def mark_told(
        self, connection: AsyncConnection, drawing_id: DrawingId, file_id: str | None, now: float
    ) -> None:
        shown = await transition(connection, drawing_id, State.DELIVERED, now, file_id=file_id, told_at=now)
        if shown is not None:
            await note_shown(connection, shown)
            if not shown.is_forgotten:
                return
        else:
            done = update(drawings).where(drawings.c.id == drawing_id, drawings.c.told_at.is_(None))
            await connection.execute(done.where(drawings.c.state.in_(UNTOLD)).values(told_at=now))
        await empty_told(connection, drawings.c.id == drawing_id)

    @transaction
    async def close_chat(
        self,
        connection: AsyncConnection,
        chat_id: int,
        now: float,
        *,
        told_of: float | None = None,
        is_known: bool = True,
    ) -> int:
        is_here = and_(IS_OPEN, drawings.c.chat_id == chat_id)
        waiting = and_(is_here, drawings.c.state == State.QUEUED)
        if told_of is None:
            waiting = and_(waiting, drawings.c.slot_id.is_not(None))
        else:
            closed_at = await connection.scalar(select(chats.c.closed_at).where(chats.c.id == chat_id))
            if closed_at is not None and closed_at >= told_of:
                return 0
            if is_known or await _is_in_use(connection, chat_id):
                await note_chat(connection, chat_id, closed_at=told_of)
        await end_when_answered(connection, Reason.CHAT_CLOSED, is_here)
        ended = await transition_all(connection, State.FAILED, now, waiting, reason=Reason.CHAT_CLOSED, told_at=now)
        await empty_told(connection, drawings.c.chat_id == chat_id, drawings.c.told_at == now)
        return ended

    @transaction
    async def mute(self, connection: AsyncConnection, drawing: Drawing, now: float, *, topic_alone: bool) -> int:
        is_here = and_(IS_OPEN, drawings.c.chat_id == drawing.chat_id)
        if topic_alone:
            is_here = and_(
                is_here,
                drawings.c.thread_id.is_not_distinct_from(drawing.thread_id),
                drawings.c.direct_topic_id.is_not_distinct_from(drawing.direct_topic_id),
            )
        is_waiting = and_(is_here, drawings.c.state == State.QUEUED)
        first_of_requests = select(func.min(drawings.c.id)).where(is_waiting).group_by(drawings.c.source)
        await end_when_answered(connection, Reason.CHAT_MUTED, is_here)
        firsts = (await connection.scalars(first_of_requests)).all()
        is_told = and_(drawings.c.id.in_(firsts), drawings.c.person_id > 0)
        ending = {"reason": Reason.CHAT_MUTED}
        home = await transition_all(connection, State.FAILED, now, is_waiting, is_told, **ending, **_AT_HOME)
        rest = await transition_all(connection, State.FAILED, now, is_waiting, **ending, told_at=now)
        await empty_told(connection, drawings.c.chat_id == drawing.chat_id, drawings.c.told_at == now)
        return home + rest

    @transaction
    async def send_home(self, connection: AsyncConnection, drawing: Drawing) -> None:
        is_untold = and_(drawings.c.chat_id == drawing.chat_id, drawings.c.told_at.is_(None))
        reason = func.coalesce(drawings.c.reason, Reason.CHAT_MUTED)
        await _change(connection, drawing.id, is_untold, reason=reason, **_AT_HOME)

    @transaction
    async def move_chat(self, connection: AsyncConnection, old: int, new: int, *, is_known: bool = True) -> None:
        now = await current_ids(connection, {old, new})
        new = now.get(new, new)  # of a move that is told of late, when the group has moved on
        if new == old:
            return
        if now.get(old) != new and (is_known or await _is_in_use(connection, old)):
            await note_chat(connection, old, moved_to=new)
            await inherit_settings(connection, old, new)
        await _move_drawings(connection, old, new)
        await inherit_person(connection, old, new)
        await inherit_admission(connection, old, new)
        await inherit_styles(connection, old, new)
        await inherit_forbidden_words(connection, old, new)
        # Nobody can be asked again there: the messages of an offer are the old chat's.
        await connection.execute(delete(offers).where(offers.c.chat_id == old))
        await move_usage(connection, old, new)
        await move_unshown(connection, old, new)

    @transaction
    async def drop_pictures(self, connection: AsyncConnection, told_before: float) -> int:
        is_old = and_(HAS_PICTURE, drawings.c.told_at < told_before)
        dropped = await connection.execute(
            delete(pictures).where(pictures.c.drawing_id.in_(select(drawings.c.id).where(is_old)))
        )
        await connection.execute(update(drawings).where(is_old).values(has_picture=0))
        return dropped.rowcount


async def _move_drawings(connection: AsyncConnection, old: int, new: int) -> None:
    # The new chat counts its messages anew: what these ids mean there is anybody's guess.
    moved = {"chat_id": new, "slot_id": None, "old_slot_id": None, "request_id": None, "slot_fresh": 0}
    is_open = and_(drawings.c.chat_id == old, drawings.c.told_at.is_(None))
    await connection.execute(update(drawings).where(is_open).values(**moved))
    # What was asked for in the group's own name goes on counting with the rest of its day, and stays its own.
    in_its_name = drawings.c.person_id == old
    await connection.execute(update(drawings).where(in_its_name).values(person_id=new))


async def _is_in_use(connection: AsyncConnection, chat_id: int) -> bool:
    """Whether somebody has had something drawn in a chat, something was kept of it, or the owner decided about it."""
    signs = (drawings.c.chat_id, chats.c.id, admissions.c.id)
    return bool(await connection.scalar(select(or_(*(exists().where(sign == chat_id) for sign in signs)))))


async def _change(
    connection: AsyncConnection, drawing_id: DrawingId, *conditions: ColumnElement[bool], **values: object
) -> Drawing:
    is_drawing = drawings.c.id == drawing_id
    await connection.execute(update(drawings).where(is_drawing, *conditions).values(**values))
    return (await fetch(connection, is_drawing))[0]
