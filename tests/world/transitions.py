"""A guard in the database itself: no row takes a step that the tables of `drawing.lifecycle` do not allow."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import NEXT_STATES, PENDING_ENDS, State
from storage.database import Database

WORDS: Final = "no such step"


async def guard_transitions(database: Database) -> None:
    """From now on a step that is not in the tables fails, and with it whoever takes it."""
    steps = {(before, after) for before, states in NEXT_STATES.items() for after in states}
    ended = {
        (reason, end) for reason, ends in PENDING_ENDS.items() for answer, end in ends.items() if answer is not end
    }
    allowed = " OR ".join(f"(OLD.state = '{before}' AND NEW.state = '{after}')" for before, after in sorted(steps))
    pending = " OR ".join(f"(OLD.pending_end IS '{reason}' AND NEW.state = '{end}')" for reason, end in sorted(ended))
    is_step = f"OLD.state = NEW.state OR {allowed} OR (OLD.state = '{State.SUBMITTING}' AND ({pending}))"
    # A pending end belongs to what is being submitted, and an end that was promised is kept.
    is_clean = f"NEW.pending_end IS NULL OR NEW.state = '{State.SUBMITTING}'"

    async def guard(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS steps BEFORE UPDATE ON drawings WHEN NOT (({is_step}) AND ({is_clean}))"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )

    await database.transaction(guard)
