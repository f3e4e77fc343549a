"""Since when a person is known, and the times of which the database knows nothing: before it was made, to begin with"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    seconds: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
    op.add_column("people", sa.Column("since", seconds, nullable=False, server_default="0"))
    gaps = op.create_table(
        "gaps",
        sa.Column("since", seconds, nullable=False),
        sa.Column("until", seconds, nullable=False),
        sqlite_strict=True,
    )
    bots = sa.table("current_bot", sa.column("id"))
    if op.get_bind().execute(sa.select(bots)).first() is None:  # it has served nobody yet
        op.bulk_insert(gaps, [{"since": 0.0, "until": time.time()}])
