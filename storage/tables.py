"""The tables. Portable SQL; what SQLite needs to be told apart is said in the types below and in `storage.sqlite`."""

from typing import Any, Final

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
    or_,
)
from sqlalchemy.types import TypeEngine

from drawing.lifecycle import UNTOLD, State

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# STRICT tables of SQLite know INTEGER (64 bits), REAL (double), TEXT and BLOB only.
_Id: Final[TypeEngine[int]] = BigInteger().with_variant(Integer(), "sqlite")
_Time: Final[TypeEngine[float]] = Double().with_variant(REAL(), "sqlite")  # Unix seconds
_Flag: Final = Integer()  # 0 or 1

PRESENT_BOT: Final = 0
"""Stands for the bot that the database serves, in `bot_id`; see `storage.bots`."""

WORDS: Final = {"is_words": True}
"""Marks what people wrote, are called, or had drawn: where it goes, it goes from all files; see `storage.sqlite`."""


def _bot() -> Column[Any]:
    """Whose row it is: that of the bot that the database serves, or of a former one with this id."""
    return Column("bot_id", _Id, nullable=False, server_default=str(PRESENT_BOT))


def _defaults() -> list[Column[Any]]:
    """The columns of `drawing.defaults.Defaults`."""
    return [
        Column("seed_mode", Text),
        Column("seed_value", _Id),
        Column("ratio_width", Integer),
        Column("ratio_height", Integer),
        Column("enhance", _Flag),
        Column("raw", _Flag),
        Column("as_file", _Flag),
        Column("spoiler", _Flag),
        Column("suffix", Text, info=WORDS),
        Column("negatives", Text, info=WORDS),
    ]


people: Final = Table(
    "people",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, info=WORDS),
    Column("language_code", Text),
    Column("language", Text),
    Column("notify", _Flag, nullable=False),
    Column("seen_at", _Time, nullable=False, server_default="0"),  # when they last used the bot, to within a day
    Column("panel_id", _Id),  # the message in their private chat that shows what they have set
    Column("since", _Time, nullable=False, server_default="0"),  # when they first used the bot, or did after an erasure
    *_defaults(),
    sqlite_strict=True,
)

chats: Final = Table(
    "chats",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("moved_to", _Id),
    Column("closed_at", _Time),
    Column("language", Text),
    Column("is_off", _Flag, nullable=False, server_default="0"),
    Column("per_day", Integer),
    Column("panel_id", _Id),  # the message there that shows what its admins have set
    *_defaults(),
    sqlite_strict=True,
)

# Whom the owner let in or shut out by command: people and chats.
admissions: Final = Table(
    "admissions",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("is_allowed", _Flag, nullable=False),
    Column("decided_at", _Time, nullable=False),
    sqlite_strict=True,
)

# Whom a code has made an owner, where the settings named none.
owners: Final = Table(
    "owners",
    metadata,
    Column("person_id", _Id, primary_key=True, autoincrement=False),
    Column("since", _Time, nullable=False),
    sqlite_strict=True,
)

# What is wrong with the owner's account, by whom of the workers it is met.
incidents: Final = Table(
    "incidents",
    metadata,
    Column("incident", Text, primary_key=True),
    Column("met_by", Text, primary_key=True),
    Column("since", _Time, nullable=False, server_default="0"),
    Column("is_told", _Flag, nullable=False, server_default="1"),
    sqlite_strict=True,
)

# Of which incidents the owner does not want to hear, and until when.
silences: Final = Table(
    "silences",
    metadata,
    Column("incident", Text, primary_key=True),
    Column("until", _Time, nullable=False),
    sqlite_strict=True,
)

# The counters of daily limits; see `drawing.quota`.
usage: Final = Table(
    "usage",
    metadata,
    Column("day", Text, primary_key=True),  # ISO 8601, in the owner's time zone
    Column("meter", Text, primary_key=True),
    Column("scope", Text, primary_key=True),  # person, group, all
    Column("subject", _Id, primary_key=True, autoincrement=False),  # whose id; 0 for all
    Column("used", Integer, nullable=False),
    Index("ix_usage_subject", "subject"),
    sqlite_strict=True,
)

# Paid pictures in a row that could not be shown.
unshown: Final = Table(
    "unshown",
    metadata,
    Column("scope", Text, primary_key=True),  # person, chat
    Column("subject", _Id, primary_key=True, autoincrement=False),
    Column("pictures", Integer, nullable=False),
    Column("last_at", _Time, nullable=False),
    sqlite_strict=True,
)

# Which models draw; one row.
model_choice: Final = Table(
    "model_choice",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generator", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("text_model", Text, nullable=False),
    Column("is_listed", _Flag, nullable=False),
    sqlite_strict=True,
)

# The bot that the database serves; one row.
current_bot: Final = Table(
    "current_bot",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    sqlite_strict=True,
)

# Times of which the database knows nothing: before it was made, and what a restore has lost. What another one has of
# them and this has not was never here; of all other times, it has been erased since. See `storage.takeover`.
gaps: Final = Table(
    "gaps",
    metadata,
    Column("since", _Time, nullable=False),
    Column("until", _Time, nullable=False),
    sqlite_strict=True,
)

drawings: Final = Table(
    "drawings",
    metadata,
    Column("id", _Id, primary_key=True),
    _bot(),
    Column("public_id", Text),  # random, see `storage.mapping`
    Column("numbered", _Flag, nullable=False, server_default="0"),  # buttons in old messages carry its id
    Column("source", Text, nullable=False),
    Column("idx", Integer, nullable=False),
    Column("person_id", _Id, nullable=False),
    Column("person_name", Text, nullable=False, info=WORDS),
    Column("chat_id", _Id, nullable=False),
    Column("thread_id", _Id),
    Column("direct_topic_id", _Id),
    Column("request_id", _Id),
    Column("language", Text, nullable=False),
    Column("request", Text, nullable=False, info=WORDS),  # JSON, see `storage.mapping`
    Column("seed", _Id, nullable=False),
    # Names of `drawing.lifecycle.Dropped` and of `drawing.prompt.Note` with blanks between.
    Column("dropped", Text),
    Column("notify", _Flag, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("pending_end", Text),  # a reason of `drawing.lifecycle.PENDING_ENDS`, while the state is `submitting`
    Column("operation_id", Text),
    Column("extended", Text, info=WORDS),
    Column("extension_failed", _Flag, nullable=False),
    Column("extension_limited", _Flag, nullable=False, server_default="0"),
    Column("seed_kept", _Flag, nullable=False),
    Column("submissions", Integer, nullable=False),
    Column("ordered_on", Text),
    Column("refusals", Integer, nullable=False),
    Column("slot_id", _Id),
    Column("slot_replies", _Flag, nullable=False),
    Column("slot_fresh", _Flag, nullable=False),
    Column("old_slot_id", _Id),
    Column("lost_slots", Integer, nullable=False),
    Column("edit_noted", _Flag, nullable=False),
    Column("forgotten", _Flag, nullable=False, server_default="0"),  # emptied at its person's wish, kept to be counted
    Column("file_id", Text, info=WORDS),
    Column("created_at", _Time, nullable=False),
    Column("deadline_at", _Time, nullable=False),
    Column("submitted_at", _Time),
    Column("finished_at", _Time),
    Column("told_at", _Time),
    Column("has_picture", _Flag, nullable=False, server_default="0"),  # its bytes are in `pictures`
    UniqueConstraint("source", "idx"),
    Index("ix_drawings_public_id", "public_id", unique=True),
    Index("ix_drawings_person", "person_id", "id"),
    Index("ix_drawings_created", "created_at"),
    Index("ix_drawings_slot", "chat_id", "slot_id"),
    Index("ix_drawings_request", "chat_id", "request_id"),
    sqlite_strict=True,
    # An id is never given twice, even where the newest row was deleted: buttons in old messages carry it, and so does
    # the source of what was tried again.
    sqlite_autoincrement=True,
)


def _is_in(*states: State) -> ColumnElement[bool]:
    """With the names written out: SQLite takes a partial index only for a statement that says what the index says."""
    return drawings.c.state.in_([literal_column(f"'{state}'") for state in states])


# The conditions of partial indexes. A statement is served by such an index where it has the same condition.
IS_UNTOLD: Final = drawings.c.told_at.is_(None)
LACKS_SLOT: Final = and_(_is_in(State.QUEUED), drawings.c.slot_id.is_(None))
HAS_OUTCOME: Final = _is_in(*UNTOLD)
IS_SENDABLE: Final = and_(_is_in(State.QUEUED), drawings.c.slot_id.is_not(None))
IS_DUE: Final = or_(LACKS_SLOT, HAS_OUTCOME)  # of what is open: the chat has to be told something
IS_UNFINISHED: Final = drawings.c.finished_at.is_(None)
IS_DRAWN: Final = _is_in(State.READY, State.DELIVERED)
IS_FORGOTTEN: Final = drawings.c.forgotten == literal_column("1")
HAS_PICTURE: Final = drawings.c.has_picture == literal_column("1")

IS_OURS: Final = drawings.c.bot_id == literal_column(str(PRESENT_BOT))
IS_OPEN: Final = and_(IS_UNTOLD, IS_OURS)
"""What is to be worked on: what waits for a former bot is not."""

# Everything that still needs work has no `told_at`, and is a small part of the table.
Index("ix_drawings_open", drawings.c.state, drawings.c.id, sqlite_where=IS_UNTOLD)
Index("ix_drawings_open_of_person", drawings.c.person_id, drawings.c.state, sqlite_where=IS_UNTOLD)
Index("ix_drawings_open_in_chat", drawings.c.chat_id, drawings.c.state, drawings.c.slot_id, sqlite_where=IS_UNTOLD)
# And most of that only waits: what is to be told, may be sent, or is overdue, is looked for past all else.
Index("ix_drawings_due", drawings.c.chat_id, drawings.c.id, sqlite_where=and_(IS_UNTOLD, IS_DUE))
Index("ix_drawings_sendable", drawings.c.state, drawings.c.id, sqlite_where=IS_SENDABLE)
Index("ix_drawings_deadline", drawings.c.deadline_at, sqlite_where=IS_UNFINISHED)
Index("ix_drawings_drawn", drawings.c.created_at, sqlite_where=IS_DRAWN)
Index("ix_drawings_pictured", drawings.c.told_at, sqlite_where=HAS_PICTURE)
Index("ix_drawings_forgotten", drawings.c.forgotten, drawings.c.chat_id, sqlite_where=IS_FORGOTTEN)

# Updates that wait until Telegram has been asked something; see `drawing.records.DeferredUpdate`.
deferred_updates: Final = Table(
    "deferred_updates",
    metadata,
    Column("id", _Id, primary_key=True),
    _bot(),
    Column("update_id", _Id, nullable=False),
    Column("chat_id", _Id, nullable=False),
    Column("person_id", _Id, nullable=False),
    Column("content", Text, nullable=False, info=WORDS),  # JSON
    UniqueConstraint("bot_id", "update_id"),
    Index("ix_deferred_updates_chat", "chat_id", "id"),
    sqlite_strict=True,
)

# Requests that are drawn only when their person says so; see `drawing.records.Offer`.
offers: Final = Table(
    "offers",
    metadata,
    Column("key", Text, primary_key=True),
    _bot(),
    Column("source", Text, nullable=False, unique=True),
    Column("person_id", _Id, nullable=False),
    Column("chat_id", _Id, nullable=False),
    Column("thread_id", _Id),
    Column("direct_topic_id", _Id),
    Column("request_id", _Id, nullable=False),
    Column("language", Text, nullable=False),
    Column("content", Text, nullable=False, info=WORDS),  # JSON, see `storage.offers`
    Column("pictures", Integer),
    Column("offered_at", _Time, nullable=False),
    Index("ix_offers_person", "person_id"),
    Index("ix_offers_chat", "chat_id"),
    Index("ix_offers_offered", "offered_at"),
    sqlite_strict=True,
)

# See `drawing.records.SavedStyle`.
styles: Final = Table(
    "styles",
    metadata,
    Column("whose", _Id, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True, info=WORDS),  # equal for names that are the same
    Column("name", Text, nullable=False, info=WORDS),
    Column("text", Text, nullable=False, info=WORDS),
    Column("saved_at", _Time, nullable=False),
    sqlite_strict=True,
)

# See `drawing.records.ForbiddenWord`.
forbidden_words: Final = Table(
    "forbidden_words",
    metadata,
    Column("whose", _Id, primary_key=True, autoincrement=False),
    Column("word", Text, primary_key=True),
    Column("forbidden_at", _Time, nullable=False),
    sqlite_strict=True,
)

# Answers to messages that were not carried out: when the message is edited, its answer changes or goes.
refusals: Final = Table(
    "refusals",
    metadata,
    Column("source", Text, primary_key=True),  # as of a drawing, which it would have been
    _bot(),
    Column("person_id", _Id, nullable=False),
    Column("message_id", _Id, nullable=False),  # of the answer
    Column("told_at", _Time, nullable=False),
    Index("ix_refusals_told", "told_at"),
    Index("ix_refusals_person", "person_id"),
    sqlite_strict=True,
)

pictures: Final = Table(
    "pictures",
    metadata,
    Column("drawing_id", _Id, ForeignKey("drawings.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False, info=WORDS),
    Column("mime_type", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    sqlite_strict=True,
)
