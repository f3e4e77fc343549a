"""Records that the ports exchange: frozen, without behaviour beyond what follows from their fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drawing.lifecycle import Drawing, PublicId, Reason
from drawing.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Traits:
    """What a generator can do.

    Attributes:
        keeps_seed: the same seed draws the same picture.
        takes_weights: parts of a prompt may count more or less than others; without, a prompt is one text.
        negatives_in_words: what to leave out is said in the text, not by messages of negative weight.
        prompt_limit: code points that one text may have; None where the service states no limit.
        name: that of the generator in the settings.
    """

    keeps_seed: bool
    takes_weights: bool
    negatives_in_words: bool = False
    prompt_limit: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture. Width and height in pixels, as its header says."""

    data: bytes
    mime_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Started:
    """The service works on it; ask for the operation later."""

    operation_id: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The operation is not done."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The operation ended without a picture; final."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Slot:
    """The bot's own message in the chat that becomes the outcome."""

    message_id: int
    replies: bool  # it hangs on the request; False where the request is gone


@dataclass(frozen=True, slots=True)
class Used:
    """How many drawings a day has counted: by one person in whatever chat, and in one chat by whomever."""

    by_person: int
    in_chat: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The drawings of a source; `is_new` is False when they were accepted before (an update that came twice)."""

    drawings: tuple[Drawing, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A delivered drawing among the others of its person, of which it is `number` of `count`, the newest being 1."""

    drawing: Drawing
    number: int
    count: int
    newer: PublicId | None
    older: PublicId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A request that is drawn only when whoever made it says so.

    Attributes:
        id: a secret, which the buttons carry.
        source: that of the request; a newer offer of the same source takes its place.
        pictures: how many pictures were promised of all that come of the text; None where it makes one prompt.
        offered_at: Unix seconds.
    """

    id: str
    source: str
    text: str
    replied_text: str | None
    base: Prompt | None
    person_id: int
    language: str
    chat_id: int
    thread_id: int | None
    direct_topic_id: int | None
    request_message_id: int
    pictures: int | None
    offered_at: float


@dataclass(frozen=True, slots=True)
class SavedStyle:
    """A piece of prompt that was saved under a name. `whose` is a person's or a group's id, or 0: everybody's."""

    whose: int
    name: str
    text: str  # as typed


@dataclass(frozen=True, slots=True)
class ForbiddenWord:
    """A word that is not drawn. `whose` is the id of the group whose admins say so, or 0: the owner does."""

    whose: int
    word: str  # as `drawing.forbidden.plain_words` has it


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """Place of a queued drawing in the line."""

    ahead: int  # older drawings that are queued, of everybody
    own_ahead: int  # older queued ones of the same person, and those that are being drawn for them


@dataclass(frozen=True, slots=True)
class Remaining:
    """Part of a day's `limit` that is left, in drawings (0 or more)."""

    left: int
    limit: int


@dataclass(frozen=True, slots=True)
class Outage:
    """A long pause of the image service: nothing is submitted meanwhile."""

    seconds_left: float | None  # until the time that the service has named; None where nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitEstimate:
    """Expected wait for a drawing. Times in seconds; None where nothing is known."""

    usual_seconds: float | None = None  # from submission to picture, of recent drawings
    seconds_left: float | None = None  # until a queued drawing is done
    elapsed: float | None = None  # since a running drawing was submitted
    position: QueuePosition | None = None  # of a queued drawing
    outage: Outage | None = None  # while there is one, usual waits say nothing
    full_share: int | None = None  # so many are drawn at a time for its person, who has as many that come before it
    remaining: Remaining | None = None  # of the day, where so little is left that the person should know


class Incident(StrEnum):
    """What the owner has to mend; each is told once when it begins and once when it ends."""

    # With the account of the image service
    DENIED = "denied"  # credentials, role, folder, billing or model
    STALLED = "stalled"  # orders are taken, and none is finished
    REFUSALS = "refusals"  # one prompt after the other is refused in words that nobody knows
    QUOTA = "quota"
    # With the way to Telegram
    CONFLICT = "conflict"  # another program receives the bot's updates
    DEAF = "deaf"  # no updates can be received
    PUT_OFF = "put-off"  # what is to be shown is refused again and again, by something that is not Telegram
    TOO_LARGE = "too-large"  # something on the way does not take the bytes of a picture
    # With the routes that the owner has named, of which one is left
    TELEGRAM_ROUTES = "telegram-routes"
    YANDEX_ROUTES = "yandex-routes"

    @property
    def is_of_telegram(self) -> bool:
        """Whether it is about the way to Telegram, and not about the account of the image service."""
        return self not in {Incident.DENIED, Incident.STALLED, Incident.REFUSALS, Incident.QUOTA}


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong, and what mends it.

    Attributes:
        words: both, in English, for logs and terminals.
        cure: what mends it, as the name of a sentence to the owner.
        values: what stands in that sentence.
    """

    words: str
    cure: str = "check"
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Complaint:
    """An incident as one worker meets it. It is over when nobody complains of it any more."""

    incident: Incident
    by: str  # the worker's name


@dataclass(frozen=True, slots=True)
class Begun:
    """An incident under way.

    Attributes:
        since: when it was met first (Unix time); 0 for one of before such times were kept.
        is_told: the owner has been told of it, and so is told of its end.
    """

    since: float
    is_told: bool


@dataclass(frozen=True, slots=True)
class AccessOverrides:
    """Whom the owner has let in or shut out by command: ids of people and chats. No id is in both.

    `moved` has the present ids of groups that became supergroups, by those that they had; of the groups asked about.
    """

    allowed: frozenset[int] = frozenset()
    denied: frozenset[int] = frozenset()
    moved: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A choice.

    Attributes:
        generator: a name of `GENERATOR`.
        model: name or whole address of the model that draws.
        text_model: the same of the one that enhances prompts.
        is_listed: whether the service's list of models had the model; then it is missed when it leaves the list.
    """

    generator: str
    model: str
    text_model: str
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class DeferredUpdate:
    """An update of Telegram's that can be handled only when Telegram has been asked something."""

    update_id: int
    chat_id: int
    person_id: int
    content: str  # JSON, as Telegram sent it
