"""Counters of what counts against daily limits, and when people were last seen"""

import time
from collections import Counter
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
WEEK = 8 * 86_400.0  # seconds; what /stats looks back at


def upgrade() -> None:
    usage = op.create_table(
        "usage",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("meter", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", ID, autoincrement=False, nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "meter", "scope", "subject", name=op.f("pk_usage")),
        sqlite_strict=True,
    )
    op.create_table(
        "unshown",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", ID, autoincrement=False, nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject", name=op.f("pk_unshown")),
        sqlite_strict=True,
    )
    op.add_column("drawings", sa.Column("extension_limited", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("drawings", sa.Column("ordered_on", sa.Text()))
    op.add_column("people", sa.Column("seen_at", TIME, nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE people SET seen_at = :now").bindparams(now=time.time()))
    _count_what_was_ordered(usage)


def _count_what_was_ordered(usage: sa.Table) -> None:
    """So that the day of the upgrade does not begin anew. The time zone is not known here: days are those of UTC."""
    query = sa.text(
        "SELECT person_id, chat_id, coalesce(submitted_at, created_at) AS ordered_at, submissions FROM drawings"
        " WHERE created_at >= :since AND submissions > 0"
    ).bindparams(since=time.time() - WEEK)
    counters: Counter[tuple[str, str, int]] = Counter()
    for row in op.get_bind().execute(query):
        day = datetime.fromtimestamp(row.ordered_at, UTC).date().isoformat()
        counters[day, "person", row.person_id] += row.submissions
        counters[day, "all", 0] += row.submissions
        if row.chat_id < 0:
            counters[day, "group", row.chat_id] += row.submissions
    if counters:
        op.bulk_insert(
            usage,
            [
                {"day": day, "meter": "order", "scope": scope, "subject": subject, "used": used}
                for (day, scope, subject), used in counters.items()
            ],
        )
