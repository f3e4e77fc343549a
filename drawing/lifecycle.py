"""The life of a drawing: the record, its states, and which state may follow which."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NewType

from drawing.prompt import Note, Prompt

DrawingId = NewType("DrawingId", int)
"""The number of a drawing among all; it stays inside, and in the logs."""
PublicId = NewType("PublicId", str)
"""Stands for a drawing in what people and their programs get to see: random, so that it tells of no other drawing."""
_NOT_STORED: Final = PublicId("")


class State(StrEnum):
    """Where a drawing stands. The last four are final; they are done only when `Drawing.told_at` is set."""

    QUEUED = "queued"  # accepted and stored; nothing sent to the service
    SUBMITTING = "submitting"  # the POST may have left
    RUNNING = "running"  # the operation id is stored and polled
    READY = "ready"  # the picture's bytes are stored; never expires
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Reason(StrEnum):
    """Why a drawing ended without its picture; each has a sentence of its own in every language.

    A picture with a reason was drawn, and could not be shown where it was asked for.
    """

    REFUSED = "refused"  # by the service's moderation
    INVALID = "invalid"  # the service did not accept a parameter
    DAY_LIMIT = "day-limit"  # reached before it could leave
    TOO_LONG = "too-long"  # for the model that has taken the place of the one it was accepted for
    SERVICE_DOWN = "service-down"  # it answered with errors as often as we are ready to ask
    OUTCOME_UNKNOWN = "outcome-unknown"  # nobody can tell whether it was drawn; asking again would cost again
    GENERATION_FAILED = "generation-failed"  # the operation ended with an error
    BAD_PICTURE = "bad-picture"  # the service finished, but what it gave is no picture
    RESULT_LOST = "result-lost"  # the service no longer knows the operation, or our copy of the picture is gone
    DEADLINE = "deadline"
    CANCELLED = "cancelled"
    NO_PHOTO_RIGHTS = "no-photo-rights"  # it is drawn, and the chat does not let the bot send pictures
    PHOTOS_FORBIDDEN = "photos-forbidden"  # known beforehand, so that nothing was drawn
    CHAT_MUTED = "chat-muted"  # the bot may not write there; the person is told in private, and gets a ready picture
    CHAT_CLOSED = "chat-closed"  # blocked, kicked, deactivated: nobody can be told
    SLOT_GONE = "slot-gone"  # its message was deleted twice
    UNDELIVERABLE = "undeliverable"  # Telegram keeps refusing it
    UNREADABLE = "unreadable"  # what was kept of it is spoilt
    TOO_LARGE = "too-large"  # it is drawn, and something on the way to Telegram does not take so many bytes


class Dropped(StrEnum):
    """What a prompt may say that some services cannot do."""

    SEED = "seed"
    WEIGHTS = "weights"


NEXT_STATES: Final[dict[State, frozenset[State]]] = {
    State.QUEUED: frozenset({State.SUBMITTING, State.FAILED, State.CANCELLED, State.EXPIRED}),
    State.SUBMITTING: frozenset({State.RUNNING, State.READY, State.QUEUED, State.FAILED, State.EXPIRED}),
    State.RUNNING: frozenset({State.READY, State.FAILED, State.EXPIRED, State.CANCELLED}),
    State.READY: frozenset({State.DELIVERED, State.FAILED}),
    State.DELIVERED: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""Every state change checks, in its own transaction, that it starts from a state this table allows."""

PENDING_ENDS: Final[dict[Reason, dict[State, State]]] = {
    Reason.CHAT_CLOSED: {State.QUEUED: State.FAILED},
    Reason.CHAT_MUTED: {State.QUEUED: State.FAILED},
    Reason.CANCELLED: dict.fromkeys(NEXT_STATES[State.SUBMITTING], State.CANCELLED),
}
"""Ends that wait for an answer: what a drawing with that `pending_end` becomes in place of the state it would enter.

While its request is being sent nobody knows whether the order is taken, so an end that is wanted meanwhile is stored as
`Drawing.pending_end`, and takes effect when `submitting` is left, by an answer, a restart or the deadline:

- If its chat was lost, it ends instead of going back to the queue, where it would be ordered once more. What the
  service has taken or drawn is paid for, and goes on.
- If somebody cancelled it, it ends whatever the answer is, also where that is the picture, which nobody sees then.
  This replaces another pending end, and is replaced by none.
"""

UNTOLD: Final = (State.READY, State.FAILED, State.CANCELLED, State.EXPIRED)
"""States whose outcome the chat still has to be told, as long as `told_at` is not set."""

UNFINISHED: Final = (State.QUEUED, State.SUBMITTING, State.RUNNING)
"""States that end at the drawing's deadline, if nothing else ends them."""


def states_before(state: State) -> tuple[State, ...]:
    """The states that `state` may be entered from."""
    return tuple(before for before, after in NEXT_STATES.items() if state in after)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDrawing:
    """A drawing as it is accepted. Times are Unix seconds."""

    source: str  # "m:<chat>:<message>", "c:<callback id>" or "r:<id of what failed>"; unique together with `index`
    index: int  # from 0: which of the pictures that one request asks for
    person_id: int
    person_name: str
    chat_id: int
    thread_id: int | None  # the topic of a forum
    direct_topic_id: int | None = None  # the topic of a channel's direct messages: whose they are
    request_message_id: int | None  # the message to reply to; None where there is none any more
    language: str
    prompt: Prompt  # one picture: its seed is chosen, its repeat is 1
    dropped: frozenset[Dropped] = frozenset()  # what the prompt said and the service in use cannot do
    notes: frozenset[Note] = frozenset()  # on how the prompt is written
    is_change: bool = False  # the prompt is that of a picture with somebody's words, and so longer than what was typed
    notify: bool = True  # whether a late outcome comes in a message that sounds
    created_at: float
    deadline_at: float

    @property
    def seed(self) -> int:
        """The seed sent to the service, 1 to 2^63-1."""
        if not isinstance(self.prompt.seed, int):
            raise TypeError("an accepted drawing has a chosen seed")
        return self.prompt.seed


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing(NewDrawing):
    """A drawing as it is stored. Times are Unix seconds."""

    id: DrawingId
    public_id: PublicId = _NOT_STORED  # given by the store
    state: State = State.QUEUED
    reason: Reason | None = None
    pending_end: Reason | None = None  # of `PENDING_ENDS`; in `submitting` alone
    operation_id: str | None = None
    enhanced: str | None = None  # what the language model made of the positive parts
    enhancement_failed: bool = False
    enhancement_limited: bool = False  # the day's limit of enhancements was reached
    seed_kept: bool = True  # whether the generator that drew it honours seeds
    submissions: int = 0  # POSTs that arrived or may have arrived
    ordered_on: str | None = None  # the day (ISO 8601) that the last of them counts on
    refusals: int = 0  # POSTs answered with a server error
    slot_id: int | None = None
    slot_replies: bool = True  # the slot hangs on the request; otherwise the requester has to be named
    slot_fresh: bool = False  # the slot was sent when the outcome was known, and so has notified
    old_slot_id: int | None = None  # to be deleted once the fresh slot shows the outcome
    lost_slots: int = 0
    file_id: str | None = None
    submitted_at: float | None = None
    finished_at: float | None = None  # when the outcome was known
    told_at: float | None = None
    is_forgotten: bool = False  # it is emptied once its outcome is told
    is_last_shown: bool = True  # of its request, which `ranked` finds out; not stored

    @property
    def awaits_enhancement(self) -> bool:
        """Whether its prompt has to be enhanced before it is drawn."""
        return self.prompt.enhance is True and self.enhanced is None and not self.enhancement_failed

    @property
    def drawn_prompt(self) -> Prompt:
        """What the service is sent: the prompt, with its positive parts as they were enhanced."""
        return self.prompt if self.enhanced is None else self.prompt.reworded(self.enhanced)

    @property
    def awaits_outcome(self) -> bool:
        """Whether it is still open what its chat is told: its picture, or why there is none."""
        return self.state in {State.QUEUED, State.READY}

    @property
    def in_private(self) -> bool:
        """Whether its chat is a private one: Telegram's ids of people are positive, of groups negative."""
        return self.chat_id > 0

    @property
    def is_of_person(self) -> bool:
        """Whether somebody with a private chat asked for it, and not a group or channel by its own name."""
        return self.person_id > 0

    @property
    def is_quiet(self) -> bool:
        """Whether its messages make no sound: of several pictures of one request, only the first does."""
        return self.index > 0


def ranked(drawing: Drawing, of_request: Iterable[Drawing]) -> Drawing:
    """The drawing, with `is_last_shown`.

    No picture of the same prompt has come, or may still come, of its request with a higher index.
    """
    return replace(
        drawing,
        is_last_shown=not any(
            one.index > drawing.index and _has_picture(one) and one.prompt.seedless == drawing.prompt.seedless
            for one in of_request
        ),
    )


def _has_picture(drawing: Drawing) -> bool:
    """Whether its picture stands in the chat, or may come to stand there."""
    is_ended = drawing.state in {State.FAILED, State.CANCELLED, State.EXPIRED}
    return not (is_ended or drawing.pending_end is Reason.CANCELLED or drawing.is_forgotten)
