"""Chats with people in them, who delete, block and move while the bot speaks: a `drawing.ports.chat.Messenger`."""

from collections import Counter
from dataclasses import dataclass, field

from drawing.lifecycle import Drawing, DrawingId
from drawing.ports.chat import ChatClosed, ChatMoved, PhotosForbidden, SlotGone, Undeliverable
from drawing.records import Outage, Picture, Slot, WaitEstimate


@dataclass
class Said:
    """A message of the bot's: neutral at first, then the outcome of its drawing."""

    drawing: DrawingId
    is_outcome: bool = False


@dataclass
class Room:
    """One chat."""

    id: int
    said: dict[int, Said] = field(default_factory=dict)
    moved_to: int | None = None
    is_closed: bool = False
    topic_is_closed: bool = False
    last_closed: int = 0  # the number of the latest request when it was last closed in either way
    takes_pictures: bool = True
    shown: set[DrawingId] = field(default_factory=set)  # whose outcome has stood here, if only for a moment
    deleted: Counter[DrawingId] = field(default_factory=Counter)  # messages that people have deleted


_ALWAYS = 10**9


class Rooms:
    """All chats, by id."""

    def __init__(self, *ids: int) -> None:
        self.by_id = {chat_id: Room(chat_id) for chat_id in ids}
        self._next_message = 100

    def find(self, chat_id: int) -> Room:
        """A chat; who has never written to the bot in private has none that is open."""
        return self.by_id.get(chat_id) or Room(chat_id, is_closed=True, last_closed=_ALWAYS)

    def open(self) -> list[Room]:
        """Where somebody could write to the bot."""
        return [room for room in self.by_id.values() if room.moved_to is None and not room.is_closed]

    async def ping(self) -> bool:
        return True

    async def takes_pictures(self, drawing: Drawing) -> bool:
        return not self.find(drawing.chat_id).is_closed

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        room = self._room(drawing.chat_id)
        if room.topic_is_closed:
            raise Undeliverable("TOPIC_CLOSED")
        self._next_message += 1
        room.said[self._next_message] = Said(drawing.id)
        return Slot(self._next_message, replies=True)

    async def show_waiting(self, drawing: Drawing, outage: Outage) -> None:
        said = self._room(drawing.chat_id).said.get(drawing.slot_id or 0)
        if said is None:
            raise SlotGone
        assert not said.is_outcome, "an outcome overwritten by a notice"

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        room = self._room(drawing.chat_id)
        if not room.takes_pictures:
            raise PhotosForbidden
        self._show(room, drawing)
        return "file"

    async def show_ending(self, drawing: Drawing) -> None:
        self._show(self._room(drawing.chat_id), drawing)

    async def send_ending(self, drawing: Drawing) -> None:
        room = self._room(drawing.chat_id)
        self._next_message += 1
        room.said[self._next_message] = Said(drawing.id, is_outcome=True)

    async def delete(self, chat_id: int, message_id: int) -> None:
        if not self.find(chat_id).is_closed:
            self._room(chat_id).said.pop(message_id, None)

    def _room(self, chat_id: int) -> Room:
        room = self.find(chat_id)
        if room.moved_to is not None:
            raise ChatMoved(room.moved_to)
        if room.is_closed:
            raise ChatClosed
        return room

    @staticmethod
    def _show(room: Room, drawing: Drawing) -> None:
        said = room.said.get(drawing.slot_id or 0)
        if said is None:
            raise SlotGone
        assert said.drawing == drawing.id, "the outcome of one drawing in the place of another"
        said.is_outcome = True
        room.shown.add(drawing.id)

    # What people do

    def somebody_deletes(self, room: Room, message_id: int) -> None:
        room.deleted[room.said.pop(message_id).drawing] += 1

    def migrate(self, room: Room) -> Room:
        room.moved_to = -1_000_000 + room.id
        new = Room(
            room.moved_to,
            takes_pictures=room.takes_pictures,
            last_closed=room.last_closed,
            deleted=room.deleted,  # the same people, who have seen the same messages go
        )
        self.by_id[new.id] = new
        return new
