"""Port to the database. Every method is one transaction; the database is the truth."""

from collections.abc import Collection, Sequence
from typing import Protocol

from drawing.lifecycle import Drawing, DrawingId, NewDrawing, Reason, State
from drawing.people import Group, Person
from drawing.quota import Limits, Room
from drawing.records import (
    Accepted,
    DeferredUpdate,
    ForbiddenWord,
    HistoryEntry,
    Offer,
    Picture,
    QueuePosition,
    SavedStyle,
    Used,
)


class StoreError(Exception):
    """The database cannot do its work (disk full, file gone); nothing was stored."""


class PeopleStore(Protocol):
    """People and their settings."""

    async def meet(self, person: Person, now: float) -> Person:
        """Store the name and language code of a person as Telegram tells them now; returns them with their settings."""
        ...

    async def drop_strangers(self, before: float) -> int:
        """Delete people who were last met before that Unix time, and have neither drawings nor settings.

        So go the closed chats for which nothing was set. Returns how many people that are.
        """
        ...

    async def person(self, person_id: int) -> Person | None:
        """Somebody who has used the bot, with their settings."""
        ...

    async def keep_settings(self, person: Person) -> None:
        """Store everything that a person has set; name and language code are not settings."""
        ...

    async def last_seed(self, person_id: int) -> int | None:
        """The seed of the person's latest accepted drawing, in whatever chat."""
        ...


class GroupStore(Protocol):
    """Groups, and what their admins have set."""

    async def group(self, chat_id: int) -> Group:
        """The group with this id; one that nobody has set anything for is as it comes."""
        ...

    async def keep_group(self, group: Group) -> None:
        """Store everything that was set for a group."""
        ...


class PanelStore(Protocol):
    """Panels: the one message of a private chat or a group that shows its settings."""

    async def panel(self, chat_id: int) -> int | None:
        """The panel of a chat; None while none was shown there."""
        ...

    async def keep_panel(self, chat_id: int, message_id: int) -> int | None:
        """Make a message the panel of its chat; returns the one that was it before, if that was another."""
        ...


class UsageStore(Protocol):
    """Use of the daily limits."""

    async def used_on(self, day: str, *, person_id: int, chat_id: int) -> Used:
        """What counts against the daily limits of a day (ISO 8601), just as `accept` counts it."""
        ...

    async def room(self, limits: Limits, day: str, *, person_id: int, chat_id: int, wanted: int) -> Room:
        """What `accept` would take of `wanted` pictures, so far as the limits decide."""
        ...


class RequestStore(Protocol):
    """Requests for drawings."""

    async def accept(self, drawings: Sequence[NewDrawing], limits: Limits, day: str) -> Accepted:
        """Store the drawings of one source, all or none. Raises `LimitReached` and `PicturesUnshown`.

        `day` is the current one (ISO 8601). A source that is known already brings back its drawings unchanged.
        """
        ...

    async def of_source(self, source: str) -> tuple[Drawing, ...]: ...

    async def note_edit(self, source: str) -> bool:
        """Remember that an edit of an accepted request was answered; True the first time."""
        ...

    async def get(self, drawing_id: DrawingId) -> Drawing | None: ...

    async def find(self, name: str, *, person_id: int | None = None) -> Drawing | None:
        """The drawing that somebody's program names; of that person's, if one is given.

        The name is its public id, or its number if an earlier version has given that away.
        """
        ...

    async def of_message(self, chat_id: int, message_id: int) -> tuple[Drawing, ...]:
        """The drawings whose request or slot this message is."""
        ...

    async def unfinished(self, *, person_id: int | None = None, chat_id: int | None = None) -> tuple[Drawing, ...]:
        """Queued, submitting and running drawings, oldest first."""
        ...

    async def cancel(self, drawing_id: DrawingId, now: float) -> Drawing | None:
        """End a queued or running drawing now, and one that is being submitted when the answer comes (`pending_end`).

        None if it is none of these any more.
        """
        ...


class TimingStore(Protocol):
    """Durations of drawings, and places in line."""

    async def latest_durations(self, limit: int, since: float) -> Sequence[float]:
        """Seconds from submission to picture of the latest drawings, of those asked for since that Unix time."""
        ...

    async def queue_position(self, drawing_id: DrawingId) -> QueuePosition:
        """The place of a queued drawing in the line."""
        ...


class SubmissionStore(Protocol):
    """Submissions to the image service, and what comes of them.

    A method returns None (or False) when the drawing has left the state that it starts from. In place of the state that
    it names, what is `submitting` goes to its pending end, if it has one for that (`drawing.lifecycle.PENDING_ENDS`).
    """

    async def recover(self, resubmissions: int, now: float) -> int:
        """Settle what was being submitted when the process died: its outcome is unknown. Returns how many."""
        ...

    async def next_to_submit(
        self, running_per_person: int, not_now: Collection[DrawingId], now: float
    ) -> Drawing | None:
        """The queued drawing with a slot whose person has the fewest in work, then the oldest.

        Not of people and chats whose last pictures could not be shown.
        """
        ...

    async def begin_enhancement(self, drawing_id: DrawingId, limits: Limits, day: str) -> bool:
        """Count an enhancement; False where the day's limit is reached: then its request is drawn as it is."""
        ...

    async def save_enhanced(self, drawing_id: DrawingId, text: str | None) -> None:
        """Keep the enhanced prompt for all queued drawings of a request; None where there is none to be had."""
        ...

    async def begin_submission(
        self, drawing_id: DrawingId, *, seed_kept: bool, limits: Limits, day: str, now: float
    ) -> Drawing | None:
        """`queued` to `submitting`, counted; stored before the request leaves.

        Where a limit of the day is reached by now, the drawing ends instead (`failed`), and nothing leaves.
        """
        ...

    async def requeue(
        self, drawing_id: DrawingId, now: float, *, arrived: bool, refused: bool = False
    ) -> Drawing | None:
        """`submitting` to `queued`.

        What surely did not arrive, or was answered with an error, is not counted; a server error is counted apart.
        """
        ...

    async def turn_down(self, drawing_id: DrawingId, reason: Reason, now: float) -> bool:
        """`submitting` to `failed`: the service answered the order with an error, and so did not take it."""
        ...

    async def start(self, drawing_id: DrawingId, operation_id: str, now: float) -> Drawing | None:
        """`submitting` to `running`, or to its pending end: the operation is not watched then."""
        ...

    async def running(self) -> Sequence[tuple[DrawingId, str, float]]:
        """Id, operation id and time of submission of every running drawing."""
        ...

    async def finish(
        self, drawing_id: DrawingId, picture: Picture, now: float, *, submitted_at: float | None = None
    ) -> Drawing | None:
        """To `ready`, with the picture's bytes in the same transaction; at a pending end no bytes are kept.

        `submitted_at` tells when a service that answers at once was asked; `start` tells it of all others.
        """
        ...

    async def end(self, drawing_id: DrawingId, state: State, reason: Reason, now: float, *, told: bool = False) -> bool:
        """To `failed` or `expired`; `told` where nobody is left to be told."""
        ...

    async def expire_overdue(self, now: float) -> int:
        """End what is past its deadline; returns how many."""
        ...


class DeliveryStore(Protocol):
    """Delivery of slots and outcomes to the chats."""

    async def next_to_tell(
        self, limit: int, not_chats: Collection[int], not_now: Collection[DrawingId]
    ) -> Sequence[Drawing]:
        """For each chat, the oldest drawing that lacks its slot or whose outcome the chat was not told.

        Outcomes go first, then who has the fewest slots: when more is asked for than Telegram lets the bot say, nobody
        waits for the slots of somebody who asks for very much.
        """
        ...

    async def unsent_with_slot(self) -> Sequence[tuple[DrawingId, int]]:
        """Id and chat of every drawing with a slot that is queued or just being submitted, oldest first."""
        ...

    async def save_slot(self, drawing: Drawing, message_id: int, *, replies: bool) -> Drawing:
        """Store the slot; a slot sent to a chat that the drawing has left meanwhile is no slot of it."""
        ...

    async def clear_slot(self, drawing_id: DrawingId) -> Drawing: ...

    async def picture_size(self, drawing_id: DrawingId) -> int | None:
        """The bytes that the picture has; it is not loaded for that. None where there is none."""
        ...

    async def picture(self, drawing_id: DrawingId) -> Picture | None: ...

    async def mark_told(self, drawing_id: DrawingId, file_id: str | None, now: float) -> None:
        """The chat has its outcome: a ready drawing is `delivered`, an ended one done."""
        ...

    async def close_chat(self, chat_id: int, now: float, *, told_of: float | None = None, is_known: bool = True) -> int:
        """End the chat's queued drawings unpaid and untold; returns how many.

        One that is being submitted has this end pending: it ends so should it come back to the queue.

        `told_of` is the date of the update that tells of it: when that comes again, it ends nothing asked for since.
        Without it an error has told of it, and only those are ended that have a slot: the others may have been asked
        for since by somebody who let the bot back in, and learn it by themselves when their slot is to be posted.
        Of a chat that is not `is_known`, and has no drawings, no row is left.
        """
        ...

    async def mute(self, drawing: Drawing, now: float, *, topic_alone: bool) -> int:
        """The bot may not write in the drawing's chat, or topic: what is queued there ends unpaid; returns how many.

        The first drawing of each request goes home, to be told there; of the others nobody is told. One that is being
        submitted has this end pending: it ends so should it come back to the queue.
        """
        ...

    async def send_home(self, drawing: Drawing) -> None:
        """Tell the outcome to the person in private: the drawing goes to their chat, without slot or request there."""
        ...

    async def move_chat(self, old: int, new: int, *, is_known: bool = True) -> None:
        """A group became a supergroup: its open drawings go there, without slots and without requests to reply to.

        Of a group that is not `is_known`, has no drawings and for which nothing was set, no row is left.
        """
        ...

    async def drop_pictures(self, told_before: float) -> int:
        """Delete the bytes of pictures delivered before that time; returns how many."""
        ...


class HistoryStore(Protocol):
    """Delivered drawings of each person."""

    async def history(self, person_id: int, at: DrawingId | None = None) -> HistoryEntry | None:
        """The entry of a drawing, or the newest; None where there is none at all.

        Only what was delivered and can be sent again has an entry. In place of one that is gone comes the next older
        one, or else the oldest.
        """
        ...


class ErasureStore(Protocol):
    """Erasing what is known of people, at their wish or with time."""

    async def latest_drawing(self, person_id: int) -> DrawingId | None:
        """The latest drawing that the person has asked for, whatever became of it."""
        ...

    async def forget(self, person_id: int, latest: DrawingId | None, now: float, *, counted_since: float) -> bool:
        """Delete a person and what was deferred of theirs, and empty their drawings.

        False, and nothing done, where there are newer drawings than `latest`.

        Drawings whose outcome is told are emptied at once, and deleted where they are older than `counted_since`. Those
        that wait or run are cancelled; all that are left are emptied in the transaction that stores that they are told.
        """
        ...

    async def erase_drawing(self, drawing_id: DrawingId, now: float) -> None:
        """Empty a drawing, and cancel it where it has no outcome yet; nobody is told of it any more.

        One that is being submitted is emptied when the answer is there.
        """
        ...

    async def drop_usage(self, before: str) -> int:
        """Delete the counters of people and groups of days before that one (ISO 8601); returns how many."""
        ...

    async def drop_forgotten(self, before: float) -> int:
        """Delete emptied drawings that were asked for before that time; returns how many.

        So goes what is known of private chats that were closed before it; they have nothing else to be kept.
        """
        ...


class DeferralStore(Protocol):
    """Updates that wait until Telegram has been asked something; in the order in which they came."""

    async def defer_update(self, update: DeferredUpdate) -> None:
        """Store an update; the same once more changes nothing."""
        ...

    async def first_deferred(self, chat_id: int) -> DeferredUpdate | None:
        """The oldest that waits in a chat."""
        ...

    async def deferred_lanes(self) -> Sequence[tuple[int, int]]:
        """The chats, each with a person of whom something waits there; as often as something does."""
        ...

    async def drop_deferred(self, update_id: int) -> None:
        """It was handled."""
        ...


class StyleStore(Protocol):
    """Styles that were saved, by whose they are. Names are the same as `drawing.prompt.style_key` has it."""

    async def styles(self, whose: Collection[int]) -> Sequence[SavedStyle]:
        """All styles of these people and groups, the oldest first."""
        ...

    async def save_style(self, style: SavedStyle, now: float, *, most: int) -> bool:
        """Store a style, in place of one of the same name; False where there are `most` others already."""
        ...

    async def drop_style(self, whose: int, name: str) -> bool:
        """Delete a style; False where there is none."""
        ...


class ForbiddenWordStore(Protocol):
    """Words that are not drawn, by who says so."""

    async def forbidden_words(self, whose: Collection[int]) -> Sequence[ForbiddenWord]:
        """All words of these lists, in alphabetical order."""
        ...

    async def forbid(self, words: Sequence[ForbiddenWord], now: float, *, most: int) -> bool:
        """Store words of one list; False, and nothing done, where that would have more than `most`."""
        ...

    async def permit(self, word: ForbiddenWord) -> None:
        """Delete a word."""
        ...


class OfferStore(Protocol):
    """Requests that wait for their person's word."""

    async def keep_offer(self, offer: Offer) -> None:
        """Store an offer in place of an older one of the same source; of very many of a person the oldest go."""
        ...

    async def offer(self, offer_id: str) -> Offer | None: ...

    async def drop_offer(self, offer_id: str) -> None:
        """It was answered."""
        ...

    async def drop_offers(self, before: float) -> int:
        """Delete the offers that were made before that Unix time; returns how many."""
        ...


class RefusalStore(Protocol):
    """Answers to messages that were not carried out, by the source that such a message is."""

    async def keep_refusal(self, source: str, message_id: int, *, person_id: int, now: float) -> None:
        """Store which message has the answer to somebody's, in place of an earlier one."""
        ...

    async def refusal_of(self, source: str) -> int | None:
        """The message with the answer."""
        ...

    async def drop_refusal(self, source: str) -> None:
        """It was carried out."""
        ...

    async def drop_refusals(self, before: float) -> int:
        """Delete what was told before that Unix time; returns how much."""
        ...


class Store(
    PeopleStore,
    GroupStore,
    PanelStore,
    UsageStore,
    RequestStore,
    TimingStore,
    SubmissionStore,
    DeliveryStore,
    HistoryStore,
    ErasureStore,
    DeferralStore,
    OfferStore,
    StyleStore,
    ForbiddenWordStore,
    RefusalStore,
    Protocol,
):
    """All that those who draw and the workers need of the database; what the owner needs stands with the use cases."""
